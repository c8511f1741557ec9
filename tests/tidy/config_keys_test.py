#!/usr/bin/env python3
"""Fails when a configuration key is accepted and not documented, or documented and not accepted.

    config_keys_test.py BUILD_FOLDER

The server prints the keys it accepts (`jackfieldd --list-config-keys`): one a line, parts joined by
dots, `*` for a name that the operator chooses or for an element of a list. The document is
deploy/config/jackfield.toml. There a setting that is off stands as `#key = value`, without a space
after the #, and a table that is off as `#[table]`; prose stands as `# prose`. Above each key stands
a comment that says what it means.
"""

import pathlib
import re
import subprocess
import sys
import tomllib

from repository import ROOT, SKIPPED, finish

DOCUMENT = ROOT / "deploy/config/jackfield.toml"
KEY = re.compile(r"^#?([a-z]\w*)\s*=")
TABLE = re.compile(r"^#?\[\[?[\w.\"-]+\]\]?\s*$")


def leaves(value, prefix):
    """Yields the dotted path of every setting below `value`."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, prefix + [name])
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for inner in value:
            yield from leaves(inner, prefix + ["*"])
    else:
        yield ".".join(prefix)


def same_key(accepted, written):
    pattern = re.escape(accepted).replace(r"\*", r"[^.]+")
    return re.fullmatch(pattern, written) is not None


def comment_problems(lines):
    for index, line in enumerate(lines):
        above = lines[index - 1] if index else ""
        prose = above.startswith("#") and not KEY.match(above) and not TABLE.match(above)
        if KEY.match(line) and not prose:
            yield f"{DOCUMENT.relative_to(ROOT)}:{index + 1}: no comment says what this key means"


def problems(server):
    listed = subprocess.run([server, "--list-config-keys"], capture_output=True, text=True,
                            timeout=30, check=True)
    accepted = listed.stdout.split()
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines()
    settings = [line.removeprefix("#") if KEY.match(line) or TABLE.match(line) else line
                for line in lines]
    written = sorted(set(leaves(tomllib.loads("\n".join(settings)), [])))
    for key in accepted:
        if not any(same_key(key, one) for one in written):
            yield f"{DOCUMENT.relative_to(ROOT)}: does not document {key}"
    for one in written:
        if not any(same_key(key, one) for key in accepted):
            yield f"{DOCUMENT.relative_to(ROOT)}: documents {one}, which the server does not accept"
    yield from comment_problems(lines)


program = pathlib.Path(sys.argv[1], "bin", "jackfieldd")
if not program.exists():
    print("config keys: jackfieldd is not built")
    sys.exit(SKIPPED)
finish("config keys", problems(program))
