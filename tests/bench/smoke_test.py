#!/usr/bin/env python3
"""Each benchmark, small and short: it ends well and prints one line of JSON with its figures. What
the figures are is no matter here.

  smoke_test.py
"""

import json
import pathlib
import subprocess
import sys
import unittest

_HERE = pathlib.Path(__file__).resolve().parent
LIMIT_S = 200


def run(name):
    """The one line that a benchmark prints, as an object."""
    done = subprocess.run([sys.executable, "-B", _HERE / f"{name}.py", "--quick"], text=True,
                          stdout=subprocess.PIPE, timeout=LIMIT_S, check=True)
    (line,) = done.stdout.splitlines()
    return json.loads(line)


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


if __name__ == "__main__":
    unittest.main()
