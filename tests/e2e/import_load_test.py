#!/usr/bin/env python3
"""An import beside live calls: 200 events a second flow through StreamCallEvents to desks that
watch. Nothing is lost, no pop comes later than 500 ms after its event was sent, and every row at
fault is reported with line, field and rule.

100,000 rows, or as many as JACKFIELD_IMPORT_ROWS says; the million takes some minutes:

  JACKFIELD_IMPORT_ROWS=1000000 ctest --test-dir build/dev -R e2e.import_load -V
"""

import csv
import datetime
import json
import os
import threading
import time
import unittest

import harness
import import_rows

ROWS = int(os.environ.get("JACKFIELD_IMPORT_ROWS", 100000))
IMPORT_S = 60 + ROWS / 500
EVENTS_PER_S = 200
EVENTS_PER_CALL = 4
RINGS_FOR_CALLS = 50  # Until a call ends, so many others begin: one second.
POP_MAX_S = 0.5
AGENTS = 10

SITE = 'time_zone = "UTC"\n[[sources]]\nsource_id = "cloud"\n' \
       '[[queues]]\nqueue_id = "sales"\ndisplay_name = "Sales"\n' \
       'source_queues = [{ source_id = "cloud", queue = "sales" }]\n' + "".join(
           f'[[agents]]\nlogin = "agent{i}"\ndisplay_name = "Agent {i}"\n'
           f'device_patterns = ["SIP/{i}"]\n' for i in range(AGENTS))


def caller_of(call):
    """A number that no other call has; that of a row where there are enough of them."""
    return import_rows.number(call * 7919 % 9_999_990 + 1)


def device_of(call):
    return f"SIP/{call % AGENTS}"


class LiveCalls(threading.Thread):
    """Publishes calls at an even pace until stop(), each ringing at one agent."""

    def __init__(self, site, token):
        super().__init__(daemon=True)
        self.publisher = site.start_cli("events", "publish", "-", token_file=token)
        self.rang = {}  # Number of the caller -> when its ring was sent, by the monotonic clock.
        self.calls = 0
        self.late_s = 0.0  # How far this machine fell behind the pace at most.
        self._ending = threading.Event()

    def _send(self, ident, event):
        due = self._began + self._sent / EVENTS_PER_S
        wait = due - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        self.late_s = max(self.late_s, -wait)
        self._sent += 1
        self.publisher.tell(json.dumps(event | {"sourceEventId": ident}))

    def _clear(self, call):
        self._send(f"{call}-4", {"callCleared": {"call": f"c{call}"}})

    def run(self):
        self._began, self._sent = time.monotonic(), 0
        while not self._ending.is_set():
            call, name, leg = self.calls, f"c{self.calls}", f"c{self.calls}.a"
            self._send(f"{call}-1", {"originated": {
                "call": name, "direction": "DIRECTION_INBOUND", "connection": leg,
                "caller": {"number": caller_of(call)}}})
            self._send(f"{call}-2", {"queued": {"call": name, "leg": leg, "queue": "sales"}})
            self.rang[caller_of(call)] = time.monotonic()
            self._send(f"{call}-3", {"delivered": {
                "call": name, "connection": f"{name}.b", "device": device_of(call),
                "queue": "sales", "leg": leg}})
            self.calls += 1
            if call >= RINGS_FOR_CALLS:
                self._clear(call - RINGS_FOR_CALLS)
        for call in range(max(0, self.calls - RINGS_FOR_CALLS), self.calls):
            self._clear(call)
        self.publisher.close_input()

    def stop(self):
        self._ending.set()
        self.join()


class ImportLoadTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.site = site = harness.Site('[[telephony.grpc]]\nname = "cloud"\n'
                                       'default_region = "DE"\n')
        cls.addClassCleanup(site.close)
        site.start_server()
        site.login()
        site.cli("apply", site.write("site.toml", SITE))
        for i in range(AGENTS):
            site.add_user(f"agent{i}", f"Agent {i}")
        site.start_desks([f"agent{i}" for i in range(AGENTS)])
        cls.token = site.make_token("cloud")
        cls.rows = site.folder / "rows.csv"
        cls.faults = import_rows.write(cls.rows, ROWS)

    def pops(self):
        """When each caller's pop came, at which desk."""
        return [(pops[0][2]["caller"]["number"]["e164"], pops[0][0], desk.login)
                for desk in self.site.desks.values() for pops in desk.pops().values()]

    def test_an_import_loses_nothing_and_holds_up_no_call(self):
        day = datetime.datetime.now(datetime.timezone.utc).date()
        calls = LiveCalls(self.site, self.token)
        calls.start()
        harness.wait_for(lambda: len(self.pops()) > RINGS_FOR_CALLS, harness.READY_S,
                         "pops before the import")

        began = time.monotonic()
        run = self.site.cli("--json", "customers", "import", self.rows, "--region",
                            import_rows.REGION, check=False, limit_s=IMPORT_S)
        took_s = time.monotonic() - began
        calls.stop()
        self.assertEqual(calls.publisher.wait(60), 0, calls.publisher.last_words())
        harness.wait_for(lambda: len(self.pops()) >= calls.calls, 30, "the last pops")

        self.check_rows(run, took_s)
        self.check_calls(calls, day)
        self.check_pops(calls)

    def check_rows(self, run, took_s):
        lines = [json.loads(line) for line in run.out.splitlines()]
        told = {int(row["line"]): (row.get("field", ""), row["rule"])
                for row in (line["rejectedRow"] for line in lines if "rejectedRow" in line)}
        summary = lines[-1]["summary"]
        print(f"import: {ROWS} rows in {took_s:.1f} s, {ROWS / took_s:.0f} rows/s; "
              f"{len(told)} refused", flush=True)
        self.assertEqual(run.status, 6, run.err)
        self.assertEqual(import_rows.problems_of(self.faults, told), [])
        self.assertEqual(int(summary["rowCount"]), ROWS)
        self.assertEqual(int(summary["rejectedCount"]), len(self.faults))
        self.assertEqual(int(summary["createdCount"]), ROWS - len(self.faults))
        self.assertEqual(int(summary.get("possibleDuplicateCount", 0)), 0)
        path = self.site.folder / "all.csv"
        self.site.cli("customers", "export", "--out", path, limit_s=IMPORT_S)
        with open(path, encoding="utf-8", newline="") as file:
            names = {row["name"].rsplit(" ", 1)[1] for row in csv.DictReader(file)}
        # The headings are line 1: the row n is line n + 1.
        self.assertEqual(names, {str(n) for n in range(1, ROWS + 1) if n + 1 not in self.faults})

    def check_calls(self, calls, day):
        said = calls.publisher.last_words(1000)
        self.assertIn(f"{calls.calls * EVENTS_PER_CALL} taken, 0 refused", said)
        report = self.site.cli_json("report", "queues", "--from", day.isoformat(), "--to",
                                    (day + datetime.timedelta(days=2)).isoformat())
        offered = sum(int(row["counts"]["offeredCount"]) for row in report["rows"])
        self.assertEqual(offered, calls.calls)

    def check_pops(self, calls):
        pops = self.pops()
        self.assertEqual(sorted(caller for caller, _, _ in pops), sorted(calls.rang))
        late = sorted(at - calls.rang[caller] for caller, at, _ in pops)
        in_ms = [1000 * late[int(share * (len(late) - 1))] for share in (0.5, 0.99, 1.0)]
        print(f"pops: {len(late)}, {calls.calls * EVENTS_PER_CALL} events; p50 {in_ms[0]:.1f} ms, "
              f"p99 {in_ms[1]:.1f} ms, max {in_ms[2]:.1f} ms; the sender was "
              f"{1000 * calls.late_s:.0f} ms behind at most", flush=True)
        self.assertLess(late[-1], POP_MAX_S)


if __name__ == "__main__":
    unittest.main(verbosity=2)
