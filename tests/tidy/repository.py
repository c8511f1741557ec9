"""What the tidy tests share: which files there are, and how a test ends."""

import os
import pathlib
import sys

# self_test.py points the tests at trees that hold what they must find.
_HERE = pathlib.Path(__file__).resolve().parents[2]
ROOT = pathlib.Path(os.environ.get("JACKFIELD_TIDY_ROOT", _HERE)).resolve()
CODE = (".h", ".cc")
SKIPPED = 77  # ctest's SKIP_RETURN_CODE, see tests/tidy/CMakeLists.txt.
_NOT_OURS = {".git", "build", "node_modules", "__pycache__"}


def files(*folders, suffixes=CODE):
    """Yields (path relative to the root, lines) of the files in `folders`, in order of name."""
    for folder in folders:
        for top, inner, names in os.walk(ROOT / folder):
            inner[:] = sorted(set(inner) - _NOT_OURS)
            for name in sorted(names):
                path = pathlib.Path(top, name)
                if path.suffix in suffixes or name in suffixes:
                    yield path.relative_to(ROOT), path.read_text(encoding="utf-8").splitlines()


def without_comment(line):
    """The code of a line. Strings with // in them are cut too, which hides nothing that matters."""
    return line.split("//")[0]


def finish(name, problems):
    """Prints the problems and ends the program: status 1 when there are some, else 0."""
    found = list(problems)
    print("\n".join(found) or f"{name}: ok")
    sys.exit(1 if found else 0)
