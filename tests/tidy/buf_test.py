#!/usr/bin/env python3
"""Fails when buf finds fault with proto/: its lint rules, and whatever breaks a client of the last
release (the newest tag v*; before the first release there is none).

    buf_test.py BUILD_FOLDER

buf comes from npm, pinned by package-lock.json, into BUILD_FOLDER/tests/tidy/npm. After the first
run no network is needed.
"""

import hashlib
import pathlib
import platform
import shutil
import subprocess
import sys
import tempfile

from repository import ROOT, SKIPPED, finish

HERE = pathlib.Path(__file__).resolve().parent
MACHINES = {"x86_64": "x64", "aarch64": "aarch64"}
INSTALL_SECONDS_MAX = 240


def run(*command, folder=ROOT):
    """Returns (status, output) of the command."""
    done = subprocess.run(command, cwd=folder, text=True, check=False, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=INSTALL_SECONDS_MAX)
    return done.returncode, done.stdout


def install(folder):
    """Makes `folder` hold what package-lock.json says; does nothing when it does already."""
    lock = (HERE / "package-lock.json").read_bytes()
    stamp = folder / "installed"
    digest = hashlib.sha256(lock).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder)
    status, output = run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", folder=folder)
    if status != 0:
        finish("buf", [output])
    stamp.write_text(digest)


def last_release():
    """The newest release's tag that HEAD descends from, or None."""
    if not shutil.which("git"):
        return None
    status, output = run("git", "describe", "--tags", "--abbrev=0", "--match", "v[0-9]*")
    return output.strip() if status == 0 else None


def break_problems(buf):
    tag = last_release()
    if not tag:
        return
    with tempfile.TemporaryDirectory() as folder:
        archive = f"{folder}/proto.tar"
        run("git", "archive", "--output", archive, tag, "proto")
        run("tar", "-xf", archive, "-C", folder)
        status, output = run(buf, "breaking", "proto", "--against", f"{folder}/proto")
        if status != 0:
            yield f"breaks clients of {tag}:\n{output}"


def problems(buf):
    status, output = run(buf, "lint", "proto")
    if status != 0:
        yield output
    yield from break_problems(buf)


if not shutil.which("npm"):
    print("buf: npm is not installed")
    sys.exit(SKIPPED)
modules = pathlib.Path(sys.argv[1], "tests/tidy/npm").resolve()
install(modules)
machine = MACHINES.get(platform.machine(), platform.machine())
program = modules / f"node_modules/@bufbuild/buf-linux-{machine}/bin/buf"
if not program.exists():
    finish("buf", [f"npm installed no buf for {platform.machine()}"])
finish("buf", problems(program))
