#!/usr/bin/env python3
"""Fails when a source that holds rules has no unit test of its name, or a unit test has no source.

server/<layer>/x.cc is tested by tests/unit/<layer>/x_test.cc, or where that grows too long by files
x_<aspect>_test.cc beside each other. agent-client/terminal/ is mirrored by tests/unit/terminal/.
"""

import re

from repository import files, finish

# Sources that must have a unit test. The engine is judged whole by tests/simulation/, and what else
# is not listed is an adapter: it meets the real thing in tests/integration/.
RULES = re.compile(
    r"server/(base|exchange|identity|security)/.*\.cc$"
    r"|server/telephony/.*_(parser|encoder|translator)\.cc$")

# Source -> why it needs no unit test of its own.
EXCUSED = {
}


def test_folder_of(path):
    return path.parent.relative_to(path.parts[0]) if path.parts[0] in ("server", "agent-client") \
        else path.parent


def problems():
    sources = [path for path, _ in files("server", "agent-client")]
    tests = [path for path, _ in files("tests/unit") if path.name.endswith("_test.cc")]
    stems = {}
    for source in sources:
        stems.setdefault(test_folder_of(source), set()).add(source.stem)

    tested = set()
    for test in tests:
        folder, name = test.parent.relative_to("tests/unit"), test.stem.removesuffix("_test")
        mirrored = [stem for stem in stems.get(folder, ())
                    if name == stem or name.startswith(stem + "_")]
        if mirrored:
            tested.update((folder, stem) for stem in mirrored if stem == max(mirrored, key=len))
        else:
            yield f"{test}: there is no server/{folder}/{name}.h or .cc that it could test"

    for source in sources:
        excused = str(source) in EXCUSED
        must = RULES.match(str(source)) and not excused
        if must and (test_folder_of(source), source.stem) not in tested:
            folder = test_folder_of(source)
            yield f"{source}: has no tests/unit/{folder}/{source.stem}_test.cc"
    for excuse in EXCUSED:
        if not RULES.match(excuse):
            yield f"{__file__}: {excuse} is excused from what no rule asks of it"


finish("mirror", problems())
