#!/usr/bin/env python3
"""The web port with clients that are not ours: Connect's for Node and for browsers, curl.

    web_clients_test.py [unittest's arguments]
"""

import json
import os
import subprocess
import unittest

import harness
import web_site

SCRIPT_S = 120
CURL_S = 20
PUBLISH = "TelephonyService/PublishCallEvent"


class WebClients(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.site = web_site.WebSite()
        cls.addClassCleanup(cls.site.close)
        cls.site.open()

    def run_script(self, name):
        status, output = self.site.run_script(name, SCRIPT_S)
        self.assertEqual(status, 0, f"{output}\n{self.site.server.last_words()}")

    def test_clients_for_node(self):
        self.run_script("connect_node.test.mjs")

    def test_client_for_browsers(self):
        if not os.path.exists(web_site.CHROMIUM):
            self.skipTest("chromium is not installed (deploy/install-packages.sh test)")
        self.run_script("connect_web.test.mjs")

    def curl(self, method, request, secret=None):
        """Calls as a person with a shell does. Returns (status of HTTP, object)."""
        command = ["curl", "--silent", "--show-error", "--max-time", str(CURL_S), "--json",
                   json.dumps(request), "--write-out", "\n%{http_code}",
                   f"{self.site.web}/jackfield.v1.{method}"]
        if secret:
            command += ["--header", f"authorization: Bearer {secret}"]
        run = subprocess.run(command, text=True, capture_output=True, check=True,
                             timeout=2 * CURL_S)
        body, status = run.stdout.rsplit("\n", 1)
        return int(status), json.loads(body)

    def pops(self, secret):
        status, answer = self.curl("DeskService/GetDesk", {}, secret)
        self.assertEqual(status, 200, answer)
        return answer["desk"].get("pops", [])

    def test_curl_publishes_a_ring_that_pops_once(self):
        _, session = self.curl("SessionService/SignIn",
                               {"login": "cleo", "password": harness.PASSWORD})
        token, desk = self.site.token, session["secret"]
        begin = {"sourceEventId": "curl-1", "originated": {
            "call": "curl", "connection": "curl-in", "direction": "DIRECTION_INBOUND",
            "caller": {"number": "030 23125003"}}}
        ring = {"sourceEventId": "curl-2", "delivered": {
            "call": "curl", "connection": "curl-agent", "device": "PJSIP/1003"}}

        self.assertEqual(self.curl(PUBLISH, {"event": begin}, token)[0], 200)
        first, again = (self.curl(PUBLISH, {"event": ring}, token) for _ in range(2))

        self.assertEqual((first[0], again[0]), (200, 200))
        self.assertNotIn("duplicate", {key for key, value in first[1].items() if value is True})
        self.assertIs(again[1]["duplicate"], True)
        self.assertEqual(again[1]["journalSequence"], first[1]["journalSequence"])
        pops = harness.wait_for(lambda: self.pops(desk), CURL_S, "a pop")
        self.assertEqual([pop["caller"]["displayName"] for pop in pops], ["Lea Noel"])

    def test_event_at_fault_gets_an_error_that_names_the_field(self):
        cases = {
            "delivered.device": {"delivered": {"call": "bad", "connection": "bad-agent"}},
            "originated.call": {"originated": {"connection": "x"}},
        }
        for field, event in cases.items():
            with self.subTest(field):
                status, error = self.curl(PUBLISH, {"event": event}, self.site.token)
                self.assertEqual((status, error["code"]), (400, "invalid_argument"), error)
                self.assertIn("EVENT_INVALID", json.dumps(error))
                self.assertIn(field, json.dumps(error))

    def test_json_that_is_not_the_requests_gets_an_error_that_names_the_field(self):
        status, error = self.curl(PUBLISH, {"event": {"noSuchEvent": {}}}, self.site.token)
        self.assertEqual((status, error["code"]), (400, "invalid_argument"), error)
        self.assertIn("noSuchEvent", json.dumps(error))

    def test_event_without_or_with_a_wrong_token_is_refused(self):
        for secret in (None, "not-a-token"):
            status, error = self.curl(PUBLISH, {"event": {}}, secret)
            self.assertEqual((status, error["code"]), (401, "unauthenticated"))


if __name__ == "__main__":
    unittest.main()
