#!/usr/bin/env python3
"""Fails on words that no file may hold: work left for later, sleeping, dead code, references into
what ends at once (STYLE)."""

import re

from repository import CODE, files, finish

ALL = CODE + (".py", ".sh", ".ts", ".svelte", ".proto", ".sql", ".cmake", "CMakeLists.txt")
CPP_ONLY = [
    (re.compile(r"\.detach\(\)"), "a detached thread or stream cannot be awaited (STYLE 7)"),
    (re.compile(r"\bsleep_(for|until)\b|\busleep\(|\bnanosleep\("),
     "wait for an event with a limit (STYLE 7)"),
    (re.compile(r"^[^\"/]*\bvolatile\b"), "no volatile (STYLE 7)"),
    (re.compile(r"^using namespace (?!std::(chrono_)?literals|std::literals)"),
     "name what is used (STYLE 2)"),
    # The shared pointer that such a function returns ends with the line: what was borrowed through
    # it may be freed by another thread while it is used.
    (re.compile(r"(for \(.* : |& \w+ =).*\b(Get|Current|lock)\([^;]*\)->"),
     "keep what is shared before you borrow from it (STYLE 7)"),
]
# Written in pieces, so that this file does not fail its own test.
LATER = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
# A comment that ends like a statement and holds a call, an assignment or a block is code.
DEAD = re.compile(r"^\s*//\s*[\w:<>*&.\[\]\-> ]+(\([^()]*\)|\s=\s[^=].*)\s*;\s*$"
                  r"|^\s*//\s*(if|for|while|switch) \(.*\{\s*$|^\s*//\s*\}\s*$|^\s*//\s*#include")


def problems():
    for path, lines in files(".", suffixes=ALL):
        for number, line in enumerate(lines, start=1):
            where = f"{path}:{number}"
            if LATER.search(line):
                yield f"{where}: what is left goes where work is tracked (STYLE 4)"
            if path.suffix not in CODE:
                continue
            if DEAD.search(line):
                yield f"{where}: commented-out code (STYLE 4)"
            for pattern, advice in CPP_ONLY:
                if pattern.search(line):
                    yield f"{where}: {advice}"


finish("words", problems())
