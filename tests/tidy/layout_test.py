#!/usr/bin/env python3
"""Fails when documents and tree disagree: what stands at the top level, folders and files that
documents name, links between documents, CMake options without a row in README.md (STYLE 12, 14)."""

import re

from repository import ROOT, files, finish

TOP_LEVEL = {"CMakeLists.txt", "CMakePresets.json", "README.md", "LICENSE", "CHANGELOG.md",
             "proto", "server", "agent-client", "tests", "deploy"}
MADE_BY_TOOLS = {"build"}
# `server/exchange/`, `tests/run.sh`: a path from the root; not a pattern, not a placeholder.
NAMED_PATH = re.compile(
    r"`((?:server|agent-client|proto|tests|deploy|\.ci)/[\w./-]*\w/?)(?: [^`]*)?`")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
OPTION = re.compile(r"^\s*option\((\w+)")


def top_level_problems():
    for path in sorted(ROOT.iterdir()):
        if path.name not in TOP_LEVEL | MADE_BY_TOOLS and not path.name.startswith("."):
            yield f"{path.name}: does not belong at the top level"


def document_problems():
    for path, lines in files(".", suffixes=(".md",)):
        if path.name == "CHANGELOG.md":
            continue  # Names what was, which may be gone.
        for number, line in enumerate(lines, start=1):
            for name in NAMED_PATH.findall(line):
                if not (ROOT / name).exists():
                    yield f"{path}:{number}: {name} does not exist"
            for name in LINK.findall(line):
                if not (ROOT / path.parent / name).exists():
                    yield f"{path}:{number}: links to {name}, which does not exist"


def option_problems():
    readme = ROOT / "README.md"
    if not readme.exists():
        return
    text = readme.read_text(encoding="utf-8")
    for path, lines in files(".", suffixes=("CMakeLists.txt", ".cmake")):
        for number, line in enumerate(lines, start=1):
            found = OPTION.match(line)
            if found and found[1] not in text:
                yield f"{path}:{number}: the option {found[1]} has no row in README.md"


finish("layout", [*top_level_problems(), *document_problems(), *option_problems()])
