#!/usr/bin/env python3
"""Prints "N passed, N failed, N skipped" from the JUnit file that ctest wrote.

A test that ctest could not start is counted as failed, not as skipped. The exit status is 1 when
something failed or nothing ran. Before that line stands why each test failed: of a long log the end
is often all that is kept.
"""

import pathlib
import re
import sys
import xml.etree.ElementTree as xml


def outcome(case):
    """Returns "passed", "failed" or "skipped" for one <testcase>."""
    if case.get("status") == "run":
        return "passed"
    reason = case.find("skipped")
    asked_to = reason is not None and reason.get("message", "").startswith("SKIP_")
    return "skipped" if asked_to or case.get("status") == "disabled" else "failed"


# How GoogleTest, unittest, node:test and Playwright begin the lines that matter.
REASON = re.compile(
    r"^.*: Failure$|^\[  FAILED  \]|^(FAIL|ERROR): |^\w*(Error|Exception)\b|✖ |\berror: |Error: |"
    r"Sanitizer: |^- waiting for |^at .*\.test\.mjs:"
)
SEED = re.compile(r"^JACKFIELD_SEED=\d+$")  # With it the run can be repeated.
REASON_LINES_MAX = 20
LAST_LINES = 3  # Of a test whose output has no such line.
REASON_COLUMNS_MAX = 500


def reasons(case):
    """Returns the seed of a failed <testcase>, if it has one, and the lines that look like why it
    failed, each only once."""
    output = case.findtext("system-out") or ""
    lines = [line.strip()[:REASON_COLUMNS_MAX] for line in output.splitlines() if line.strip()]
    seeds = [line for line in lines if SEED.search(line)]
    found = [line for line in lines if REASON.search(line)]
    why = list(dict.fromkeys(found))[:REASON_LINES_MAX] or lines[-LAST_LINES:]
    return list(dict.fromkeys(seeds + why))


def main():
    file = pathlib.Path(sys.argv[1])
    if not file.exists():
        print("0 passed, 1 failed, 0 skipped")
        return 1
    cases = list(xml.parse(file).getroot().iter("testcase"))
    for case in cases:
        if outcome(case) == "failed":
            print(f"failed: {case.get('name')}", *reasons(case), sep="\n  ")
    outcomes = [outcome(case) for case in cases]
    counts = {name: outcomes.count(name) for name in ("passed", "failed", "skipped")}
    print(", ".join(f"{count} {name}" for name, count in counts.items()))
    return 1 if counts["failed"] or not outcomes else 0


sys.exit(main())
