#!/usr/bin/env python3
"""Fails when clang-format would change a C++ file. `clang-format -i FILE` mends it."""

import shutil
import subprocess
import sys

from repository import ROOT, SKIPPED, files, finish

# Debian 12's version; others format a few constructs differently.
formatter = shutil.which("clang-format-14") or shutil.which("clang-format")
if not formatter:
    print("format: clang-format is not installed")
    sys.exit(SKIPPED)
sources = [str(path) for path, _ in files("server", "agent-client", "tests")]
run = subprocess.run([formatter, "--dry-run", "--Werror", *sources], cwd=ROOT, text=True,
                     capture_output=True, check=False)
places = [line for line in run.stderr.splitlines() if "-Wclang-format-violations" in line]
finish("format", places if run.returncode == 0 or places else [run.stderr])
