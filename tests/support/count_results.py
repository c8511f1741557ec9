#!/usr/bin/env python3
"""Prints "N passed, N failed, N skipped" from the JUnit file that ctest wrote.

A test that ctest could not start is counted as failed, not as skipped. The exit status is 1 when
something failed or nothing ran.
"""

import pathlib
import sys
import xml.etree.ElementTree as xml


def outcome(case):
    """Returns "passed", "failed" or "skipped" for one <testcase>."""
    if case.get("status") == "run":
        return "passed"
    reason = case.find("skipped")
    asked_to = reason is not None and reason.get("message", "").startswith("SKIP_")
    return "skipped" if asked_to or case.get("status") == "disabled" else "failed"


def main():
    file = pathlib.Path(sys.argv[1])
    if not file.exists():
        print("0 passed, 1 failed, 0 skipped")
        return 1
    outcomes = [outcome(case) for case in xml.parse(file).getroot().iter("testcase")]
    counts = {name: outcomes.count(name) for name in ("passed", "failed", "skipped")}
    print(", ".join(f"{count} {name}" for name, count in counts.items()))
    return 1 if counts["failed"] or not outcomes else 0


sys.exit(main())
