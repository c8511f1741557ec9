#!/usr/bin/env python3
"""Fails when tests/README.md names, in quotes, a test of the pages that there is not, or when a
complaint of its table has no test."""

import re

from repository import ROOT, finish

NAMED = re.compile(r'"([^"]+)"')
TEST = re.compile(r'^test\("([^"]+)"', re.MULTILINE)


def problems():
    readme = (ROOT / "tests/README.md").read_text(encoding="utf-8")
    table = readme.partition("| complaint | test |")[2]
    suites = sorted((ROOT / "tests/e2e/web").glob("*.test.mjs"))
    there = {name for suite in suites for name in TEST.findall(suite.read_text(encoding="utf-8"))}
    for row in table.splitlines()[2:]:
        _, complaint, tests, _ = row.split("|")
        if not tests.strip():
            yield f"tests/README.md: no test for '{complaint.strip()}'"
        for name in NAMED.findall(tests):
            if name not in there:
                yield f"tests/README.md: no test of the pages is called \"{name}\""


finish("named tests", problems())
