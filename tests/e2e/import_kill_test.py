#!/usr/bin/env python3
"""An import that is broken off goes on where it stopped, and its outcome is that of one that was
not: the server is killed in the middle of it, twice, and so is the program that imports, once.

Rows without an external id are among the rows: done twice, they would be there twice.
"""

import csv
import json
import os
import signal
import unittest

import harness
import import_rows

ROWS = 20000
IMPORT_S = 240


def summary_of(lines):
    return [json.loads(line)["summary"] for line in lines if line.startswith('{"summary"')][-1]


def refused_by(lines):
    rows = [json.loads(line)["rejectedRow"] for line in lines if line.startswith('{"rejectedRow"')]
    return [(int(row["line"]), row.get("field", ""), row["rule"]) for row in rows]


class ImportKillTest(unittest.TestCase):
    maxDiff = 2000

    @classmethod
    def setUpClass(cls):
        cls.undisturbed = cls.new_site()
        cls.site = cls.new_site()
        cls.rows = cls.site.folder / "rows.csv"
        cls.faults = import_rows.write(cls.rows, ROWS)

    @classmethod
    def new_site(cls):
        site = harness.Site()
        cls.addClassCleanup(site.close)
        site.start_server()
        site.login()
        return site

    def start(self, site, *options):
        return site.start_cli("--json", "customers", "import", self.rows, "--region",
                              import_rows.REGION, *options)

    def exported(self, site):
        """What the directory holds, without names of resources: each customer as a line."""
        path = site.folder / "all.csv"
        site.cli("customers", "export", "--out", path)
        with open(path, encoding="utf-8", newline="") as file:
            return sorted(map(tuple, csv.reader(file)))

    def wait_rows(self, program, site, count):
        """Until the server, since its start, has dealt with so many rows of the import."""
        harness.wait_for(
            lambda: not program.running() or
            site.counted("jackfield_import_rows_total") >= count, IMPORT_S, f"{count} rows")
        self.assertTrue(program.running(), f"it ended too early:\n{program.last_words()}")

    def test_an_import_that_was_broken_off_ends_as_one_that_was_not(self):
        whole = self.start(self.undisturbed)
        self.assertEqual(whole.wait(IMPORT_S), 6, whole.last_words())
        expected = [line for _, line in whole.out]
        self.assertEqual(import_rows.problems_of(
            self.faults, {line: (field, rule) for line, field, rule in refused_by(expected)}), [])

        rejects = self.site.folder / "rejects.csv"
        first = self.start(self.site, "--rejects", rejects)
        for count in (2000, 3000):
            self.wait_rows(first, self.site, count)
            self.site.kill_server()
            self.site.start_server()
        self.wait_rows(first, self.site, 2000)
        os.kill(first.pid, signal.SIGKILL)
        first.wait(harness.STOP_S)
        second = self.start(self.site, "--rejects", rejects)
        self.assertEqual(second.wait(IMPORT_S), 6, second.last_words())
        lines = [line for _, line in second.out]

        self.assertEqual(summary_of(lines), summary_of(expected))
        self.assertEqual(sorted(refused_by(lines)), sorted(refused_by(expected)))
        self.assertEqual(self.exported(self.site), self.exported(self.undisturbed))
        with open(rejects, encoding="utf-8", newline="") as file:
            written = {int(row["line"]): (row["field"], row["rule"])
                       for row in csv.DictReader(file)}
        self.assertEqual(import_rows.problems_of(self.faults, written), [])

        again = self.start(self.site)
        self.assertEqual(again.wait(IMPORT_S), 6, again.last_words())
        self.assertEqual(summary_of([line for _, line in again.out]), summary_of(expected))
        self.assertEqual(len(self.exported(self.site)), len(self.exported(self.undisturbed)))


class ImportInterruptedTest(unittest.TestCase):
    def test_ctrl_c_ends_it_in_order_and_says_how_to_go_on(self):
        with harness.Site() as site:
            site.start_server()
            site.login()
            rows = site.folder / "rows.csv"
            import_rows.write(rows, ROWS)
            program = site.start_cli("customers", "import", rows, "--region", import_rows.REGION)
            harness.wait_for(lambda: site.counted("jackfield_import_rows_total") > 0, IMPORT_S,
                             "the first rows")
            os.kill(program.pid, signal.SIGINT)
            self.assertEqual(program.wait(harness.STOP_S), 6)
            said = program.last_words(1000)
            self.assertIn("run the same command again", said)

            rest = site.cli("--json", "customers", "import", rows, "--region", import_rows.REGION,
                            check=False, limit_s=IMPORT_S)
            self.assertEqual(rest.status, 6, rest.err)
            self.assertIn("going on there", rest.err)
            done = summary_of(rest.out.splitlines())
            self.assertEqual(int(done["rowCount"]), ROWS)
            self.assertEqual(int(done["createdCount"]) + int(done["rejectedCount"]), ROWS)


if __name__ == "__main__":
    unittest.main(verbosity=2)
