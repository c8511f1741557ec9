#!/usr/bin/env python3
"""Each benchmark, small and short: it ends well and prints one line of JSON with its figures. What
the figures are is no matter here.

  smoke_test.py
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import unittest

import bench_site
import web_site

_HERE = pathlib.Path(__file__).resolve().parent
LIMIT_S = 200


def run(name):
    """The one line that a benchmark prints, as an object."""
    done = subprocess.run([sys.executable, "-B", _HERE / f"{name}.py", "--quick"], text=True,
                          stdout=subprocess.PIPE, timeout=LIMIT_S, check=True)
    (line,) = done.stdout.splitlines()
    return json.loads(line)


def has_browser():
    """Whether the server has pages, and there is what shows them."""
    return (bench_site.built_with("JACKFIELD_WEB") == "ON" and shutil.which("npm") and
            os.path.exists(web_site.CHROMIUM))


class SmokeTest(unittest.TestCase):

    def test_pops_are_timed_on_both_sides(self):
        result = run("bench_pop")

        self.assertGreater(result["p99_ratio"], 0)
        self.assertGreater(result["jackfield"]["pops"], 0)
        self.assertEqual(result["floor"]["pops"], result["jackfield"]["pops"])
        self.assertEqual((result["jackfield"]["lost"], result["jackfield"]["unidentified"]), (0, 0))

    def test_durable_events_are_counted_on_both_sides(self):
        result = run("bench_ingest")

        self.assertGreater(result["floor"]["events_per_s"], 0)
        self.assertGreater(result["jackfield"]["events_per_s"], 0)

    def test_a_killed_server_serves_again(self):
        result = run("bench_recovery")

        self.assertGreater(result["serving_s"], 0)
        self.assertEqual(result["live_calls"], 30)

    @unittest.skipUnless(has_browser(), "there are no pages, or no browser")
    def test_painted_pops_are_timed_in_a_browser(self):
        result = run("bench_painted")

        self.assertGreater(result["pops"], 0)
        self.assertEqual(result["missing"], 0)
        self.assertEqual(result["painted"]["pops"], result["pops"])
        self.assertGreater(result["painted"]["p50_ms"], result["changed"]["p50_ms"])
        self.assertGreater(result["floor"]["p50_ms"], 0)

    @unittest.skipUnless(has_browser(), "there are no pages, or no browser")
    def test_tasks_of_a_table_are_counted_in_a_browser(self):
        result = run("bench_agent_table")

        self.assertEqual(result["agents"], 100)
        self.assertTrue(result["orders"])
        self.assertGreater(min(order["updates_per_s"] for order in result["orders"].values()), 0)

    def test_calls_are_timed_in_every_form(self):
        result = run("bench_bridge")

        for question in ("who_am_i", "list_interactions"):
            for clients in ("clients_1", "clients_8"):
                forms = result[question][clients]
                self.assertGreater(forms["native"]["answer_bytes"], 0)
                self.assertGreater(forms["connect_json"]["calls"], 0)
                self.assertGreater(forms["ratio"]["grpc_web"]["p50"], 0)
        listed = result["list_interactions"]["clients_1"]
        self.assertEqual(listed["native"]["answer_bytes"], listed["grpc_web"]["answer_bytes"])

    def test_decisions_of_the_routing_are_timed(self):
        program = bench_site.harness.BUILD / "tests/bin/bench-routing"
        done = subprocess.run([program, "--quick"], text=True, stdout=subprocess.PIPE,
                              timeout=LIMIT_S, check=True)
        result = json.loads(done.stdout)

        self.assertEqual([size["agents"] for size in result["sizes"]], [50, 100, 200])
        for size in result["sizes"]:
            self.assertGreater(size["floor"]["p50_us"], 0)
            for what in ("router", "exchange"):
                self.assertEqual(size[what]["came"]["count"], 200)
                self.assertGreater(size[what]["freed"]["count"], 0)
                self.assertGreater(size[what]["matches"], 0)


if __name__ == "__main__":
    unittest.main()
