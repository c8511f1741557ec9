#!/usr/bin/env python3
"""What `jackfield doctor` and `status` tell an administrator, against a real server and a recorded
Asterisk whose login is wrong, or may too much or too little.

The figures of the machine (disk, clock, limits) are whatever they are here: only that they were
measured is asserted, never what they say.
"""

import json
import unittest

import capture
import harness

FOUND_S = 30
# Named jackfield.test and 127.0.0.1, valid in 2020 only; made by openssl ca, used nowhere else.
EXPIRED = """-----BEGIN CERTIFICATE-----
MIIBYzCCAQqgAwIBAgIBATAKBggqhkjOPQQDAjAZMRcwFQYDVQQDDA5qYWNrZmll
bGQudGVzdDAeFw0yMDAxMDEwMDAwMDBaFw0yMTAxMDEwMDAwMDBaMBkxFzAVBgNV
BAMMDmphY2tmaWVsZC50ZXN0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEoh7b
vR2rzfpu5k6+G72taeFtG10IWTyjIwAAf59mKUUxC5cHN9OxjehBXGnHVhT3EMHh
HI5gPkDyn9LnsqUMKqNDMEEwDwYDVR0RBAgwBocEfwAAATAPBgNVHRMBAf8EBTAD
AQH/MB0GA1UdDgQWBBQyPwSUOXgHk2j3TlGIF+LQ37du+jAKBggqhkjOPQQDAgNH
ADBEAiAQmZEgjvhQd6hNiwM/jPQtaa94Q+JxSTL2bKkLfGCIPAIgJA4lBzxWxURK
Imor82Bg/9OYzNpRDqbvLXavd1RNUDQ=
-----END CERTIFICATE-----
"""
KEY = """-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgZRRq3x9+p4pd3dyF
f18Is6gqA49TXD34Yf6V8L9X9VShRANCAASiHtu9HavN+m7mTr4bva1p4W0bXQhZ
PKMjAAB/n2YpRTELlwc307GN6EFcacdWFPcQweEcjmA+QPKf0ueypQwq
-----END PRIVATE KEY-----
"""
MEASURED = {"disk.fsync": "p99_ms", "disk.free": "free_bytes", "machine.files": "files_max",
            "clock.jump": "jump_ms", "store.state": "wal_bytes", "server.clock": "ahead_ms"}


def doctor(site, *arguments, **keywords):
    """The exit status, and each result by its check."""
    run = site.cli("--json", "doctor", *arguments, check=False, limit_s=120, **keywords)
    results = json.loads(run.out).get("results", [])
    return run.status, {result["check"]: result for result in results}


class WithSwitch(unittest.TestCase):
    """A server with a switch that is started with OPTIONS."""

    OPTIONS = ()
    PLAYS = False

    @classmethod
    def setUpClass(cls):
        capture.need()
        port = harness.Reservation()
        cls.site = harness.Site(capture.server_toml(port.port))
        cls.addClassCleanup(cls.site.close)
        replay = cls.site.keep(harness.Replay(capture.FOLDER, port, "--speed", "20",
                                              *cls.OPTIONS))
        if cls.PLAYS:
            replay.release()
        cls.site.start_server()
        cls.site.login()

    def wait_for(self, check, outcome):
        """The result of a check, when it is as it must be."""
        def look():
            result = doctor(self.site, "--only", check)[1].get(check, {})
            return result if result.get("outcome") == outcome else None
        return harness.wait_for(look, FOUND_S, f"{check} is {outcome}")


class WellTest(WithSwitch):
    OPTIONS = ("--writes", "call,agent")
    PLAYS = True

    def test_everything_that_can_be_measured_is(self):
        status, results = doctor(self.site)
        failed = [check for check, result in results.items()
                  if result["outcome"] == "OUTCOME_FAILED"]
        self.assertEqual(status, 1 if failed else 0, failed)
        for check, value in MEASURED.items():
            self.assertIn(value, results[check].get("values", {}), check)
        for check in ("server.reachable", "server.credentials", "config.settings", "port.grpc",
                      "port.ops", "source.pbx.link", "source.pbx.login"):
            self.assertEqual(results[check]["outcome"], "OUTCOME_OK", results[check])

    def test_login_with_few_rights_is_well(self):
        rights = self.wait_for("source.pbx.rights", "OUTCOME_OK")
        self.assertEqual(rights["values"], {"write": "agent,call"})

    def test_queues_of_nobody_are_named(self):
        self.assertIn("support", self.wait_for("source.pbx.queues", "OUTCOME_WARNING")["summary"])

    def test_report_for_people_has_a_line_each_and_its_totals_beside(self):
        run = self.site.cli("doctor", "--only", "port", check=False)
        self.assertRegex(run.out, r"(?m)^OK +port\.grpc +127\.0\.0\.1:\d+ answers$")
        self.assertNotIn("\x1b", run.out)
        self.assertRegex(run.err, r"\d+ ok, \d+ warnings?, \d+ failed, \d+ not checked\.")

    def test_status_shows_how_the_server_is(self):
        status = self.site.cli_json("status")["status"]
        self.assertTrue(status["ready"])
        self.assertGreater(int(status["storeBytes"]), 0)
        self.assertRegex(self.site.cli("status").out, r"(?m)^ready \d+\.\d+\.\d+$")

    def test_status_for_nobody_says_only_that_it_is_ready(self):
        run = self.site.cli("status", home="nobody")
        self.assertEqual(run.out, "ready\n")

    def test_settings_have_their_origin_and_no_secrets(self):
        settings = self.site.cli_json("config", "show", "--effective")["settings"]
        by_key = {setting["key"]: setting for setting in settings}
        self.assertEqual(by_key["log.level"]["origin"], "default")
        self.assertRegex(by_key["telephony.ami.0.name"]["origin"], r"jackfield\.toml:\d+")
        self.assertEqual(by_key["telephony.ami.0.password"]["value"], '"***"')
        changed = self.site.cli_json("config", "show")["settings"]
        self.assertNotIn("log.level", [setting["key"] for setting in changed])

    def test_settings_can_be_shown_without_a_server(self):
        run = self.site.cli("--json", "config", "show", "--config",
                            self.site.folder / "jackfield.toml", home="nobody")
        keys = [setting["key"] for setting in json.loads(run.out)["settings"]]
        self.assertIn("telephony.ami.0.host", keys)
        bad = self.site.write("bad.toml", "[listen]\ngrcp = 1\n")
        run = self.site.cli("config", "show", "--config", bad, check=False)
        self.assertEqual(run.status, 1)
        self.assertIn("did you mean 'grpc'?", run.err)

    def test_number_is_read_step_by_step(self):
        reading = self.site.cli_json("number", "test", "+49 30 901820", "--source",
                                     "pbx")["reading"]
        self.assertEqual(reading["number"]["e164"], "+4930901820")
        self.assertEqual(reading["rules"], ["country given"])
        self.assertEqual(self.site.cli("number", "test", "1", "--source", "x", check=False).status,
                         3)

    def test_nobody_may_ask_without_being_an_administrator(self):
        status, results = doctor(self.site, home="nobody")
        self.assertEqual(status, 4)
        self.assertEqual(results["server.reachable"]["outcome"], "OUTCOME_OK")
        self.assertIn("jackfield login", results["server.credentials"]["fix"])


class WrongLoginTest(WithSwitch):
    OPTIONS = ("--username", "jackfield", "--secret", "another")

    def test_refused_login_has_failed_and_says_where_to_look(self):
        login = self.wait_for("source.pbx.login", "OUTCOME_FAILED")
        self.assertEqual(login["summary"], "login refused: Authentication failed")
        self.assertIn("manager.conf", login["fix"])
        self.assertEqual(doctor(self.site)[0], 1)


class TooManyRightsTest(WithSwitch):
    def test_login_that_can_take_over_the_switch_is_warned_of(self):
        rights = self.wait_for("source.pbx.rights", "OUTCOME_WARNING")
        self.assertIn("all, command, config, originate, system", rights["summary"])


class MissingRightTest(WithSwitch):
    OPTIONS = ("--reads", "system,agent")
    PLAYS = True

    def test_class_that_does_not_come_is_named(self):
        self.assertIn("read=call is missing",
                      self.wait_for("source.pbx.events", "OUTCOME_FAILED")["summary"])


class WithoutSwitchTest(unittest.TestCase):
    def setUp(self):
        self.site = harness.Site()
        self.addCleanup(self.site.close)

    def test_server_that_is_not_there_is_unreachable_and_the_file_is_checked_all_the_same(self):
        good = self.site.write("good.toml", "[log]\nlevel = \"info\"\n")
        status, results = doctor(self.site, "--config", good)
        self.assertEqual(status, 5)
        self.assertEqual(results["local.settings"]["outcome"], "OUTCOME_OK")
        self.assertIn("Connection refused", results["server.reachable"]["summary"])
        bad = self.site.write("bad.toml", "[log]\nlevle = \"info\"\n")
        self.assertIn("did you mean 'level'?",
                      doctor(self.site, "--config", bad)[1]["local.settings"]["summary"])

    def test_expired_certificate_is_found_from_outside(self):
        chain, key = self.site.write("chain.pem", EXPIRED), self.site.write("key.pem", KEY)
        site = harness.Site(f'[tls]\ncertificate_file = "{chain}"\nkey_file = "{key}"\n')
        self.addCleanup(site.close)
        site.start_server()
        run = site.cli("--ca-file", chain, "--json", "doctor", check=False)
        results = {result["check"]: result for result in json.loads(run.out)["results"]}
        self.assertEqual(run.status, 5)
        self.assertEqual(results["server.certificate"]["outcome"], "OUTCOME_FAILED")
        self.assertIn("expired on 2021-01-01", results["server.certificate"]["summary"])
        self.assertIn("expired", results["server.trust"]["summary"])


if __name__ == "__main__":
    unittest.main()
