"""Runs the built programs for end-to-end tests: server, desks, command line, recorded Asterisk.

Every wait is for a condition and has a limit. Everything is kept in one temporary folder, which is
removed unless JACKFIELD_E2E_KEEP is set. The programs come from JACKFIELD_BUILD, the build folder.
"""

import collections
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

SKIPPED = 77  # ctest's SKIP_RETURN_CODE, see CMakeLists.txt.
PASSWORD = "seven-wet-otters-44"
POLL_S = 0.02
READY_S = 30
STOP_S = 20
COMMAND_S = 60

_REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("JACKFIELD_BUILD", _REPOSITORY / "build" / "dev"))
SHARED = pathlib.Path(os.environ.get("JACKFIELD_SHARED") or
                      os.environ.get("JACKFIELD_SHARED_DEFAULT") or _REPOSITORY.parent / "shared")

Run = collections.namedtuple("Run", "status out err")


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(SKIPPED)


def seed():
    """The seed of everything random in this run. Printed, so that a failure can be repeated."""
    value = int(os.environ.get("JACKFIELD_SEED") or random.SystemRandom().randrange(1, 2**31))
    print(f"JACKFIELD_SEED={value}", flush=True)
    return value


def wait_for(condition, limit_s, what):
    """Waits until `condition` gives something true, and returns it."""
    end = time.monotonic() + limit_s
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise TimeoutError(f"not within {limit_s} s: {what}")
        time.sleep(POLL_S)


class Reservation:
    """A free port of this machine that nobody else gets until close()."""

    def __init__(self):
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]

    def close(self):
        self._socket.close()


class Program:
    """A running program, with every line of its output and when it came."""

    def __init__(self, arguments, name, env=None):
        self.name = name
        self.changed = threading.Condition()
        self.out = []  # (monotonic seconds, line)
        self.err = []
        self._process = subprocess.Popen([str(a) for a in arguments], env=env, text=True,
                                         encoding="utf-8", stdin=subprocess.PIPE,
                                         stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self._readers = [threading.Thread(target=self._read, args=pair, daemon=True) for pair in
                         ((self._process.stdout, self.out), (self._process.stderr, self.err))]
        for reader in self._readers:
            reader.start()

    def _read(self, stream, lines):
        for line in stream:
            with self.changed:
                lines.append((time.monotonic(), line.rstrip("\n")))
                self.changed.notify_all()

    @property
    def pid(self):
        return self._process.pid

    def running(self):
        return self._process.poll() is None

    def tell(self, line):
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def close_input(self):
        self._process.stdin.close()

    def wait_line(self, lines, matches, limit_s, what):
        """The first line of `lines` (self.out or self.err) that `matches`."""
        end = time.monotonic() + limit_s
        seen = 0
        with self.changed:
            while True:
                for _, line in lines[seen:]:
                    if matches(line):
                        return line
                seen = len(lines)
                if not self.changed.wait(max(0.0, min(0.2, end - time.monotonic()))):
                    if time.monotonic() > end or not self.running():
                        raise TimeoutError(f"{self.name}: {what} not within {limit_s} s; "
                                           f"it said:\n{self.last_words()}")

    def last_words(self, count=30):
        return "\n".join(line for _, line in (self.err + self.out)[-count:])

    def kill(self):
        self._process.kill()
        self._process.wait()

    def end(self, limit_s=STOP_S):
        """Stops it in order. Returns its exit status."""
        if self.running():
            self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(limit_s)
        except subprocess.TimeoutExpired:
            self.kill()
            raise TimeoutError(f"{self.name} did not stop:\n{self.last_words()}") from None

    def wait(self, limit_s):
        """Waits until it has ended and all it said is read. Returns its exit status."""
        status = self._process.wait(limit_s)
        for reader in self._readers:
            reader.join(STOP_S)
        return status


class Replay(Program):
    """The recorded Asterisk. Its clock stands still until release()."""

    def __init__(self, folder, reservation, *options):
        super().__init__([BUILD / "tests/bin/ami-replay", folder, "--port", reservation.port,
                          "--held", *options], "ami-replay")
        self.wait_line(self.out, lambda line: line.startswith("listening"), READY_S, "listening")
        reservation.close()
        options = [str(option) for option in options]
        self.speed = float(options[options.index("--speed") + 1]) if "--speed" in options else 1.0
        self.began = None

    def release(self):
        self.began = time.monotonic()
        self.tell("go")

    def at(self, capture_ms):
        """When, by the monotonic clock of this machine, the replay reaches a moment."""
        return self.began + capture_ms / 1000 / self.speed

    def done(self):
        return any(line.startswith("done") for _, line in list(self.out))

    def wait_done(self, limit_s):
        self.wait_line(self.out, lambda line: line.startswith("done"), limit_s, "end of replay")


class Desk(Program):
    """The headless desk of one agent, and what it was told."""

    def __init__(self, login, server, password_file):
        super().__init__([BUILD / "bin/jackfield-agent", "--headless", "--json", "--stay",
                          "--server", server, "--login", login, "--password-file", password_file],
                         f"desk of {login}")
        self.login = login
        self._next_id = 0

    def messages(self):
        """Each line as (monotonic seconds, object)."""
        with self.changed:
            lines = list(self.out)
        return [(at, json.loads(line)) for at, line in lines]

    def link(self):
        states = [m["link"]["state"] for _, m in self.messages() if "link" in m]
        return states[-1] if states else None

    def wait_live(self, limit_s=READY_S):
        wait_for(lambda: self.link() == "live" or not self.running(), limit_s,
                 f"{self.name} live")
        if not self.running():
            raise RuntimeError(f"{self.name} ended: {self.last_words()}")

    def invoke(self, method, request, limit_s=15):
        """Calls a method through the desk. Returns its result: {"response"} or {"error"}."""
        self._next_id += 1
        wanted = str(self._next_id)
        self.tell(json.dumps({"id": wanted, "method": method, "request": request}))
        line = self.wait_line(
            self.out, lambda text: text.startswith('{"result"') and
            json.loads(text)["result"].get("id") == wanted, limit_s, f"result of {method}")
        return json.loads(line)["result"]

    def pops(self):
        """Each pop by offer, in the order of opening: a list of (seconds, kind, object), where kind
        is opened, shown (part of a snapshot), updated or closed."""
        pops = collections.OrderedDict()
        for at, message in self.messages():
            for pop in message.get("snapshot", {}).get("pops", []):
                pops.setdefault(pop["offer"], []).append((at, "shown", pop))
            for key, kind in (("popOpened", "opened"), ("popUpdated", "updated"),
                              ("popClosed", "closed")):
                if key in message:
                    pops.setdefault(message[key]["offer"], []).append((at, kind, message[key]))
        return pops

    def open_pops(self):
        """The pops that the desk shows now, by offer: what its messages add up to."""
        shown = {}
        for _, message in self.messages():
            if "snapshot" in message:
                shown = {pop["offer"]: pop for pop in message["snapshot"].get("pops", [])}
            for key in ("popOpened", "popUpdated"):
                if key in message:
                    shown[message[key]["offer"]] = message[key]
            if "popClosed" in message:
                shown.pop(message["popClosed"]["offer"], None)
        return shown


class Site:
    """One server with its folder, and everything that is run beside it."""

    def __init__(self, server_toml="", folder=None):
        """`folder`: kept at the end. None: a temporary one."""
        self._kept = folder is not None
        self.folder = folder or pathlib.Path(tempfile.mkdtemp(prefix="jackfield-e2e-"))
        self.desks = {}
        self.server = None
        self.server_log = []
        # Kept also while the server is down: whatever runs beside would get them.
        self._ports = [Reservation() for _ in range(3)]
        self.grpc_port, self.web_port, self.ops_port = [each.port for each in self._ports]
        self._programs = []
        self._server_toml = server_toml
        self.password_file = self.write("password", PASSWORD + "\n")
        self._cli_env = dict(os.environ, XDG_CONFIG_HOME=str(self.folder / "home"), NO_COLOR="1")
        self._server_env = {key: value for key, value in os.environ.items()
                            if not key.startswith("JACKFIELD_")}

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if kind is not None:
            self.print_logs()
        self.close()

    def print_logs(self):
        if self.server is not None:
            print(f"-- end of the server's log:\n{self.server.last_words(60)}", file=sys.stderr)

    def close(self):
        for program in reversed(self._programs):
            if program.running():
                program.kill()
        for port in self._ports:
            port.close()
        if self._kept:
            return
        if os.environ.get("JACKFIELD_E2E_KEEP"):
            print(f"kept: {self.folder}", file=sys.stderr)
        else:
            shutil.rmtree(self.folder, ignore_errors=True)

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)
        return path

    def keep(self, program):
        self._programs.append(program)
        return program

    # The server.

    def start_server(self, limit_s=READY_S):
        """Starts it; on the same ports each time."""
        configuration = self.write("jackfield.toml", f"""
[server]
data_dir = "{self.folder}/data"
[listen]
grpc = "127.0.0.1:{self.grpc_port}"
web = "127.0.0.1:{self.web_port}"
ops = "127.0.0.1:{self.ops_port}"
[sign_in]
password_passes = 1
password_memory_mib = 8
{self._server_toml}""")
        self.server = self.keep(Program(
            [BUILD / "bin/jackfieldd", "--config", configuration, "--admin-password-file",
             self.password_file], "jackfieldd", self._server_env))
        self.server_log.append(self.server.err)
        self.server.wait_line(self.server.err, lambda text: "grpc_port=" in text, limit_s, "ready")

    @property
    def address(self):
        return f"127.0.0.1:{self.grpc_port}"

    def kill_server(self):
        self.server.kill()

    def stop_server(self):
        return self.server.end()

    def page(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.ops_port}{path}", timeout=10) as page:
            return page.read().decode()

    def metrics(self):
        """Each figure by its name with labels."""
        figures = {}
        for line in self.page("/metrics").splitlines():
            if line and not line.startswith("#"):
                name, value = line.rsplit(" ", 1)
                figures[name] = float(value)
        return figures

    def counted(self, name, *labels):
        """The sum of the figures `name` whose labels hold each of `labels`, e.g. 'source="pbx"'."""
        return sum(value for key, value in self.metrics().items()
                   if key.split("{")[0] == name and all(label in key for label in labels))

    # The command line.

    def cli(self, *arguments, check=True, token_file=None, home="home", limit_s=COMMAND_S):
        """Runs `jackfield` against the server, as admin once login() was called. Another `home` has
        another session, or none."""
        command = [str(BUILD / "bin/jackfield"), "--server", self.address]
        if token_file:
            command += ["--token-file", str(token_file)]
        env = dict(self._cli_env, XDG_CONFIG_HOME=str(self.folder / home))
        run = subprocess.run(command + [str(a) for a in arguments], env=env, text=True,
                             encoding="utf-8", capture_output=True, timeout=limit_s, check=False)
        if check and run.returncode != 0:
            raise RuntimeError(f"jackfield {arguments}: status {run.returncode}\n{run.stdout}"
                               f"{run.stderr}")
        return Run(run.returncode, run.stdout, run.stderr)

    def cli_json(self, *arguments):
        """What a command prints with --json, as one object."""
        return json.loads(self.cli("--json", *arguments).out)

    def start_cli(self, *arguments, token_file=None):
        command = [BUILD / "bin/jackfield", "--server", self.address]
        if token_file:
            command += ["--token-file", token_file]
        return self.keep(Program([*command, *arguments], f"jackfield {arguments[0]}",
                                 self._cli_env))

    def login(self):
        self.cli("login", "admin", "--password-file", self.password_file)

    def add_user(self, login, name, role="agent"):
        self.cli("users", "add", login, "--name", name, "--role", role, "--password-file",
                 self.password_file)

    def make_token(self, source):
        path = self.folder / f"{source}.token"
        self.cli("tokens", "create", f"events of {source}", "--source", source, "--secret-file",
                 path)
        return path

    # Desks.

    def start_desk(self, login):
        desk = self.keep(Desk(login, self.address, self.password_file))
        self.desks[login] = desk
        return desk

    def start_desks(self, logins):
        for login in logins:
            self.start_desk(login)
        for desk in self.desks.values():
            desk.wait_live()

    def board(self):
        return self.cli_json("board")["board"]
