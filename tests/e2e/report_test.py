#!/usr/bin/env python3
"""`jackfield report` against a real server: what is published comes out as figures."""

import csv
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import jackfieldd

SERVER, PROGRAM = sys.argv.pop(1), sys.argv.pop(1)
PASSWORD = "correct-horse-7-staple"
SITE = """
time_zone = "Europe/Berlin"
[[sources]]
source_id = "pbx"
number_rules = { default_region_code = "DE" }
[[queues]]
queue_id = "sales"
display_name = "=SUM(A1)"
service_level_threshold = "20s"
source_queues = [{ source_id = "pbx", queue = "sales" }]
[[queues]]
queue_id = "orders"
display_name = "Orders"
service_level_threshold = "20s"
source_queues = [{ source_id = "pbx", queue = "orders" }]
[[agents]]
login = "ana"
display_name = "Ana"
device_patterns = ["PJSIP/1001"]
"""
DAY = ("--from", "2026-11-16T00:00:00+01:00", "--to", "2026-11-17T00:00:00+01:00")


class Events:
    """The events of a day in the past, in the order of their times."""

    def __init__(self):
        self.lines = []
        self.calls = 0

    def add(self, second, **event):
        time = f"2026-11-16T{8 + second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}Z"
        self.lines.append(
            (second, {"sourceEventId": str(len(self.lines)), "eventTime": time, **event}))

    def wait(self, queue, begins, ends, number, answered):
        """A call that waits in a queue, and is answered or given up."""
        self.calls += 1
        call = f"call-{self.calls}"
        self.add(begins, originated={
            "call": call, "direction": "DIRECTION_INBOUND", "caller": {"number": number},
            "dialled": "+493055555", "connection": call + "-caller"})
        self.add(begins, queued={"call": call, "leg": call + "-caller", "queue": queue})
        if answered:
            self.add(ends, established={
                "call": call, "connection": call + "-ana", "device": "PJSIP/1001",
                "queue": queue, "leg": call + "-caller"})
        self.add(ends, callCleared={"call": call})

    def call_back(self, second, number):
        """Ana calls somebody, who answers."""
        self.calls += 1
        call = f"call-{self.calls}"
        self.add(second, originated={
            "call": call, "direction": "DIRECTION_OUTBOUND", "caller": {"number": "1001"},
            "dialled": number, "connection": call + "-ana", "device": "PJSIP/1001"})
        self.add(second + 5, established={"call": call, "connection": call + "-out"})
        self.add(second + 65, callCleared={"call": call})

    def text(self):
        return "".join(json.dumps(event) + "\n"
                       for _, event in sorted(self.lines, key=lambda line: line[0]))


def events():
    day = Events()
    for number in range(100):  # Answered in T 70, abandoned in T 10, passed T 20.
        waits, answered = (10, True) if number < 70 else (10, False) if number < 80 else (40, True)
        day.wait("sales", 0, waits, f"+4930{700000 + number}", answered)
    for number in range(1060):  # A=1000, B=60, A_20=860, B_20=20.
        waits, answered = ((15, True) if number < 860 else (30, True) if number < 1000
                           else (10, False) if number < 1020 else (30, False))
        day.wait("orders", 3600, 3600 + waits, f"+4940{700000 + number}", answered)
    day.call_back(7200, "+4930700070")  # The first who gave up in "sales".
    day.wait("sales", 7300, 7310, "+49 30 700071", True)  # The second calls again.
    return day.text()


class Reports(unittest.TestCase):
    """One server for all; the tests only read."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.path = pathlib.Path(cls.folder.name)
        (cls.path / "password").write_text(PASSWORD + "\n")
        (cls.path / "site.toml").write_text(SITE)
        (cls.path / "settings.toml").write_text('[[telephony.grpc]]\nname = "pbx"\n')
        (cls.path / "events.jsonl").write_text(events())
        cls.server = jackfieldd.Server(
            SERVER, str(cls.path / "data"), "--config", str(cls.path / "settings.toml"),
            "--admin-password-file", str(cls.path / "password")).start()
        cls.addClassCleanup(cls.server.end)
        token = str(cls.path / "token")
        for verb in (("login", "admin", "--password-file", str(cls.path / "password")),
                     ("apply", str(cls.path / "site.toml")),
                     ("tokens", "create", "switch", "--source", "pbx", "--secret-file", token),
                     ("--token-file", token, "events", "publish", str(cls.path / "events.jsonl"))):
            done = cls.run_verb(*verb)
            assert done.returncode == 0, done.stderr

    @classmethod
    def run_verb(cls, *arguments):
        return subprocess.run(
            [PROGRAM, "--server", f"127.0.0.1:{cls.server.grpc_port}", *arguments], text=True,
            timeout=60, capture_output=True,
            env={"HOME": str(cls.path), "PATH": os.environ["PATH"]})

    def report(self, *arguments):
        done = self.run_verb("report", *arguments, *DAY)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def csv_of(self, *arguments):
        return list(csv.DictReader(io.StringIO(self.report(*arguments, "--csv"))))

    def test_service_levels_are_the_check_values(self):
        first = self.csv_of("queues", "--queue", "sales", "--interval", "hour")[0]
        self.assertAlmostEqual(float(first["abandons_ignored_ratio"]), 0.7778, places=4)
        self.assertEqual(first["abandons_negative_ratio"], "0.700000")
        self.assertEqual(first["abandons_positive_ratio"], "0.800000")
        second = self.csv_of("queues", "--queue", "orders")[0]
        self.assertEqual(second["answered_only_ratio"], "0.860000")
        self.assertAlmostEqual(float(second["abandons_positive_ratio"]), 0.83, places=2)
        self.assertAlmostEqual(float(second["short_abandons_dropped_ratio"]), 0.81, places=2)

    def test_a_name_that_looks_like_a_formula_is_none(self):
        self.assertEqual(self.csv_of("queues", "--queue", "sales")[0]["queue_display_name"],
                         "'=SUM(A1)")

    def test_calls_are_counted_by_direction(self):
        inbound, outbound = self.csv_of("calls", "--interval", "day")
        self.assertEqual(inbound["direction"], "DIRECTION_INBOUND")
        self.assertEqual(inbound["start_time"], "2026-11-15T23:00:00Z")
        self.assertEqual((inbound["call_count"], inbound["answered_count"],
                          inbound["abandoned_count"]), ("1161", "1091", "70"))
        self.assertEqual((outbound["call_count"], outbound["answered_count"]), ("1", "1"))
        self.assertEqual(outbound["talk_ms"], "65000")

    def test_missed_callers_are_recovered_in_both_directions(self):
        row = self.csv_of("missed-calls", "--queue", "sales")[0]
        self.assertEqual((row["missed_count"], row["recovered_count"],
                          row["recovered_inbound_count"], row["recovered_outbound_count"]),
                         ("10", "2", "1", "1"))
        self.assertEqual(row["recovery_mean_ms"], "7250000")
        listed = self.report("missed-calls", "--queue", "sales", "--list")
        self.assertEqual(len(listed.splitlines()), 1 + 8)
        self.assertIn("+49 30 700072", listed)
        self.assertNotIn("+49 30 700071", listed)

    def test_repeated_calls_are_those_within_the_window(self):
        near = self.csv_of("repeat-callers", "--queue", "sales")[0]
        self.assertEqual((near["call_count"], near["caller_count"], near["repeat_call_count"],
                          near["repeat_caller_count"]), ("101", "100", "1", "1"))
        far = self.csv_of("repeat-callers", "--queue", "sales", "--window", "1h")[0]
        self.assertEqual(far["repeat_call_count"], "0")

    def test_dispositions_show_what_was_not_given(self):
        row = self.csv_of("dispositions", "--interval", "month")[0]
        self.assertEqual((row["disposition"], row["call_count"]), ("", "1091"))

    def test_a_table_has_a_line_for_each_row_and_the_whole_below(self):
        lines = self.report("queues", "--queue", "sales", "--interval", "quarter-hour").splitlines()
        self.assertEqual(lines[0].split()[:3], ["FROM", "QUEUE", "OFFERED"])
        self.assertEqual([line.split()[0] for line in lines[1:]],
                         ["2026-11-16", "2026-11-16", "TOTAL"])

    def test_what_is_wrong_with_the_command_line_is_said(self):
        for arguments, told in ((("--interval", "fortnight"), "--interval"),
                                (("--window", "soon"), "--window is a time like 7d")):
            done = self.run_verb("report", "missed-calls", *DAY, *arguments)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn(told, done.stderr)
        unknown = self.run_verb("report", "calls", *DAY, "--queue", "nowhere")
        self.assertEqual(unknown.returncode, 3, unknown.stderr)


if __name__ == "__main__":
    unittest.main()
