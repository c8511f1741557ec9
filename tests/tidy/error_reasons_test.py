#!/usr/bin/env python3
"""Fails when the reasons of errors in the comments of the contract and the rows of
server/docs/api-errors.md differ, or a row names a code that gRPC does not have."""

import re

from repository import files, finish

PAGE = "server/docs/api-errors.md"
CODES = set("CANCELLED UNKNOWN INVALID_ARGUMENT DEADLINE_EXCEEDED NOT_FOUND ALREADY_EXISTS"
            " PERMISSION_DENIED RESOURCE_EXHAUSTED FAILED_PRECONDITION ABORTED OUT_OF_RANGE"
            " UNIMPLEMENTED INTERNAL UNAVAILABLE DATA_LOSS UNAUTHENTICATED".split())
# Two words or more; enum values, which have this form too, are told apart by their definitions.
QUOTED = re.compile(r"`([A-Z]+(?:_[A-Z]+)+)`")
ENUM_VALUE = re.compile(r"^\s*([A-Z][A-Z0-9_]*) = \d+;")
ROW = re.compile(r"^\| `([A-Z_]+)` \| `([A-Z_]+)` \| .+ \| .+ \|$")


def mentioned():
    """Reason → where a comment of the contract mentions it first."""
    where, enum_values = {}, set()
    for path, lines in files("proto", suffixes=(".proto",)):
        for number, line in enumerate(lines, start=1):
            enum_values.update(ENUM_VALUE.findall(line))
            for word in QUOTED.findall(line):
                where.setdefault(word, f"{path}:{number}")
    return {word: place for word, place in where.items() if word not in enum_values | CODES}


def problems():
    rows = {}
    for path, lines in files("server/docs", suffixes=("api-errors.md",)):
        for number, line in enumerate(lines, start=1):
            if row := ROW.match(line):
                reason, code = row.groups()
                if reason in rows:
                    yield f"{path}:{number}: {reason} is listed twice"
                if code not in CODES:
                    yield f"{path}:{number}: {code} is no gRPC code"
                rows[reason] = f"{path}:{number}"
    reasons = mentioned()
    for reason in sorted(reasons.keys() - rows.keys()):
        yield f"{reasons[reason]}: {reason} is not listed in {PAGE}"
    for reason in sorted(rows.keys() - reasons.keys()):
        yield f"{rows[reason]}: {reason} is in no comment of the contract"


finish("error_reasons", problems())
