#!/usr/bin/env python3
"""What is wrong is refused with a message that names what and why, is counted, and disturbs nothing
else: a bad row, an impossible number, a block of a megabyte, an unknown key, a wrong password, a
publisher without the right token.

  refusals_test.py [unittest's arguments]
"""

import json
import socket
import threading
import unittest

import harness

AGENT = "ana.lopez"
DEVICE = "SIP/701"
CALLER = "+4930901820"
BLOCK_BYTES = 1024 * 1024

SITE = f"""
time_zone = "UTC"
[[sources]]
source_id = "cloud"
[[queues]]
queue_id = "sales"
display_name = "Sales"
source_queues = [
  {{ source_id = "cloud", queue = "sales" }}, {{ source_id = "pbx", queue = "sales" }}]
[[agents]]
login = "{AGENT}"
display_name = "Ana Lopez"
device_patterns = ["{DEVICE}"]
"""


class LittleSwitch:
    """A manager interface that has one queue, and says what it is told to."""

    def __init__(self):
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._session = None
        self.sessions = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                session, _ = self._listener.accept()
            except OSError:
                return
            self.sessions += 1
            self._session = session
            session.sendall(b"Asterisk Call Manager/11.0.0\r\n")
            threading.Thread(target=self._answer, args=(session,), daemon=True).start()

    def _answer(self, session):
        held = b""
        while True:
            try:
                piece = session.recv(4096)
            except OSError:
                return
            if not piece:
                return
            held += piece
            while b"\r\n\r\n" in held:
                action, held = held.split(b"\r\n\r\n", 1)
                headers = dict(line.split(": ", 1) for line in action.decode().split("\r\n")
                               if ": " in line)
                session.sendall(self._reply({k.lower(): v for k, v in headers.items()}))

    @staticmethod
    def _reply(headers):
        name = headers.get("action", "").lower()
        ident = f"ActionID: {headers['actionid']}\r\n" if "actionid" in headers else ""
        lists = {"queuestatus": "QueueStatusComplete", "queuesummary": "QueueSummaryComplete",
                 "coreshowchannels": "CoreShowChannelsComplete"}
        items = {"queuesummary": "Event: QueueSummary\r\nQueue: sales\r\n",
                 "queuestatus": "Event: QueueParams\r\nQueue: sales\r\nServiceLevel: 20\r\n"}
        text = f"Response: Success\r\n{ident}"
        if name not in lists:
            return (text + "Message: ok\r\n\r\n").encode()
        text += "EventList: start\r\nMessage: follows\r\n\r\n"
        if name in items:
            text += f"{items[name]}{ident}\r\n"
        count = 1 if name in items else 0
        return (text + f"Event: {lists[name]}\r\n{ident}EventList: Complete\r\n"
                f"ListItems: {count}\r\n\r\n").encode()

    def say(self, *headers):
        self._session.sendall(("\r\n".join(headers) + "\r\n\r\n").encode())

    def close(self):
        self._listener.close()


def events_of_call(call, caller=CALLER):
    """A call that rings at the agent and ends, as lines of events."""
    leg, ring = f"{call}.a", f"{call}.b"
    events = [
        {"originated": {"call": call, "direction": "DIRECTION_INBOUND", "connection": leg,
                        "caller": {"number": caller}}},
        {"queued": {"call": call, "leg": leg, "queue": "sales"}},
        {"delivered": {"call": call, "connection": ring, "device": DEVICE, "queue": "sales",
                       "leg": leg}},
        {"callCleared": {"call": call}},
    ]
    return [event | {"sourceEventId": f"{call}-{i}"} for i, event in enumerate(events)]


class RefusalsTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.switch = LittleSwitch()
        cls.addClassCleanup(cls.switch.close)
        cls.site = site = harness.Site(f"""
[[telephony.ami]]
name = "pbx"
host = "127.0.0.1"
port = {cls.switch.port}
username = "jackfield"
password = "secret"
[[telephony.grpc]]
name = "cloud"
default_region = "DE"
""")
        cls.addClassCleanup(site.close)
        site.start_server()
        site.login()
        site.cli("apply", site.write("site.toml", SITE))
        site.add_user(AGENT, "Ana Lopez")
        cls.token = site.make_token("cloud")
        site.start_desks([AGENT])
        cls.desk = site.desks[AGENT]
        harness.wait_for(lambda: site.counted("jackfield_ami_link_up"), harness.READY_S, "AMI link")
        cls.call = 0

    def publish(self, lines, **options):
        text = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n"
                       for line in lines)
        options.setdefault("token_file", self.token)
        return self.site.cli("events", "publish", self.site.write("events.jsonl", text),
                             check=False, **options)

    def tearDown(self):
        """Whatever was refused: a call pops, the link is the same, the desk never lost its own."""
        type(self).call += 1
        call = f"good-{self.call}"
        before = len(self.desk.pops())
        self.assertEqual(self.publish(events_of_call(call)).status, 0)
        harness.wait_for(lambda: len(self.desk.pops()) == before + 1, 10, "the pop of a good call")
        self.assertEqual(self.switch.sessions, 1)
        links = [m["link"]["state"] for _, m in self.desk.messages() if "link" in m]
        self.assertEqual(links.count("live"), 1)

    def refused(self, reason):
        return self.site.counted("jackfield_api_refused_total", f'reason="{reason}"')

    # Rows.

    def test_bad_rows_are_listed_with_line_field_and_rule_and_the_others_are_kept(self):
        rows = self.site.write("customers.csv", "id,name,phone\n"
                               "1,Good One,+493090182001\n"
                               "2,,+493090182002\n"
                               "3,Impossible,+491\n"
                               "4,Too Many,+493090182004,more\n"
                               "5,Good Two,+493090182005\n")
        run = self.site.cli("customers", "import", rows, check=False)
        self.assertEqual(run.status, 6, run.err)
        by_line = {int(line.split(":")[1]): line for line in run.out.splitlines()}
        self.assertEqual(sorted(by_line), [3, 4, 5])
        self.assertIn("display_name", by_line[3])
        self.assertIn("numbers[0]", by_line[4])
        self.assertIn("4 cells", by_line[5])
        self.assertIn("2 created", run.err)
        # That of five cells is refused before it is sent.
        self.assertEqual(self.site.counted("jackfield_import_rows_rejected_total"), 2)
        found = self.site.cli_json("customers", "find", "Good")["customers"]
        self.assertEqual(sorted(c["displayName"] for c in found), ["Good One", "Good Two"])

    # Events.

    def test_an_event_without_what_it_needs_is_refused_by_field_and_the_others_are_taken(self):
        good = events_of_call("partly")
        bad = {"queued": {"call": "partly", "leg": "partly.a"}, "sourceEventId": "bad"}
        run = self.publish([good[0], bad, *good[1:], "{not json"])
        self.assertEqual(run.status, 6, run.err)
        self.assertIn("events.jsonl:2: ", run.out)
        self.assertIn("queue", run.out)
        self.assertIn("events.jsonl:6: ", run.out)
        self.assertIn("4 taken, 2 refused", run.err)
        self.assertEqual(self.site.counted("jackfield_events_rejected_total", 'source="cloud"',
                                           'reason="EVENT_INVALID"'), 1)

    def test_an_impossible_number_is_shown_as_it_came_and_is_no_customer(self):
        run = self.publish(events_of_call("odd", "+49-1"))
        self.assertEqual(run.status, 0, run.err)
        pop = list(self.desk.pops().values())[-1][0][2]
        self.assertEqual(pop["caller"]["number"].get("e164", ""), "")
        self.assertEqual(pop["caller"].get("customer", ""), "")

    # The switch.

    def test_a_block_of_a_megabyte_is_dropped_and_counted_and_the_link_stays(self):
        dropped = self.site.counted("jackfield_ami_blocks_dropped_total")
        self.switch.say("Event: VarSet", "Variable: HUGE", "Value: " + "x" * BLOCK_BYTES)
        self.switch.say(*["Event: VarSet"] + [f"Key{i}: " + "y" * 900
                                              for i in range(BLOCK_BYTES // 900)])
        self.switch.say("Event: QueueParams", "Queue: sales", "ServiceLevel: 20")
        harness.wait_for(
            lambda: self.site.counted("jackfield_ami_blocks_dropped_total") > dropped, 15,
            "the drop to be counted")
        self.assertIn("ami blocks dropped", self.site.server.last_words(1000))

    # Settings.

    def test_an_unknown_key_of_the_settings_is_named_with_its_place_and_the_likely_one(self):
        settings = self.site.write("wrong.toml", '[listen]\ngrcp = "127.0.0.1:0"\n')
        run = harness.subprocess.run(
            [harness.BUILD / "bin/jackfieldd", "--check-config", "--config", settings], text=True,
            capture_output=True, timeout=30, check=False)
        self.assertEqual(run.returncode, 1)
        self.assertIn("wrong.toml:2:1: listen.grcp: unknown key; did you mean 'grpc'?", run.stderr)

    def test_an_unknown_key_of_the_call_centre_is_named_and_nothing_is_applied(self):
        wrong = self.site.write("wrong-site.toml", SITE + 'teem = "north"\n')
        run = self.site.cli("apply", wrong, check=False)
        self.assertEqual(run.status, 1)
        self.assertIn("wrong-site.toml:", run.err)
        self.assertIn("'teem'; did you mean 'team'?", run.err)

    # Credentials.

    def test_a_wrong_password_is_refused_and_counted(self):
        wrong = self.site.write("wrong-password", "not-the-password-1\n")
        run = self.site.cli("login", AGENT, "--password-file", wrong, check=False, home="guest")
        self.assertEqual(run.status, 4)
        self.assertIn("login or password is wrong", run.err)
        self.assertGreater(self.site.counted("jackfield_api_calls_total", "SignIn",
                                             'code="16"'), 0)

    def test_a_publisher_without_a_token_is_refused_and_counted(self):
        before = self.refused("CREDENTIALS_MISSING")
        run = self.publish(events_of_call("nobody"), token_file=None, home="nobody")
        self.assertEqual(run.status, 4, run.err)
        self.assertIn("sign in", run.err.lower())
        self.assertGreater(self.refused("CREDENTIALS_MISSING"), before)

    def test_a_publisher_with_an_agents_session_is_refused_and_counted(self):
        self.site.cli("login", AGENT, "--password-file", self.site.password_file, home="agent")
        before = self.refused("ROLE_NOT_ALLOWED")
        run = self.publish(events_of_call("agent"), token_file=None, home="agent")
        self.assertEqual(run.status, 4, run.err)
        self.assertGreater(self.refused("ROLE_NOT_ALLOWED"), before)


if __name__ == "__main__":
    unittest.main(verbosity=2)
