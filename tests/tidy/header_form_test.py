#!/usr/bin/env python3
"""Fails on headers without `#pragma once`, .cc files whose first #include is not their own header,
classes without `Thread safety:`, lines over 100 columns (STYLE, sections 3 and 5). That each header
compiles alone is checked by the build: by its .cc file, or by itself where there is none."""

import re

from repository import CODE, files, finish

COLUMNS_MAX = 100
WIDE = CODE + (".py", ".sh", ".ts", ".proto", ".sql", ".cmake", "CMakeLists.txt")
# A class of a namespace, not a forward declaration, not a class inside a class.
CLASS = re.compile(r"^class (?:\[\[\w+\]\] |[A-Z_]+(?:\([^)]*\))? )*(\w+)\b(?!.*;$)")
SAFETY = re.compile(
    r"Thread safety: (immutable value\b|pure function\b|thread-safe\b|confined to |none; )")


def comment_above(lines, index):
    """The comment right above the declaration at `index`, as one text."""
    index -= 1
    while index >= 0 and re.match(r"^(template\b|requires\b|    )", lines[index]):
        index -= 1
    comment = []
    while index >= 0 and lines[index].startswith("//"):
        comment.insert(0, lines[index].lstrip("/ "))
        index -= 1
    return " ".join(comment)


def header_problems():
    for path, lines in files("server", "agent-client", "tests", suffixes=(".h",)):
        first = next((line for line in lines if line and not line.startswith("//")), "")
        if first != "#pragma once":
            yield f"{path}:1: a header starts with #pragma once"
        for index, line in enumerate(lines):
            found = CLASS.match(line)
            if found and not SAFETY.search(comment_above(lines, index)):
                yield (f"{path}:{index + 1}: the comment above {found[1]} needs `Thread safety:` "
                       "in one of the four forms of STYLE, section 3")


def own_header_problems():
    headers = {path for path, _ in files("server", "agent-client", "tests", suffixes=(".h",))}
    for path, lines in files("server", "agent-client", "tests", suffixes=(".cc",)):
        own = re.sub(r"\.cc$", ".h", str(path))
        first = next((line for line in lines if line.startswith("#include")), "")
        if own in map(str, headers) and first != f'#include "{own}"':
            yield f'{path}:1: the first #include is the own header, "{own}"'


def width_problems():
    for path, lines in files(".", suffixes=WIDE):
        for number, line in enumerate(lines, start=1):
            if len(line) > COLUMNS_MAX and not re.match(r"\s*(//|#) *https?://\S+$", line):
                yield f"{path}:{number}: {len(line)} columns, at most {COLUMNS_MAX}"


finish("header form", [*header_problems(), *own_header_problems(), *width_problems()])
