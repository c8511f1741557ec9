"""What the benchmarks share: the prepared site, its server, the floor, and their clients.

The site (customers, users, configuration) is prepared once through the product's own command line
and kept in build/<preset>/bench/, on the disk that holds the repository. A benchmark starts server
and clients as processes of their own, one server at a time.
"""

import argparse
import contextlib
import csv
import hashlib
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time
import uuid

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "e2e"))

import harness  # noqa: E402 (needs the path above)

SOURCES = ["bench0", "bench1", "bench2", "bench3"]
SITE_VERSION = 1  # Grows when _fill() fills otherwise than before.
QUEUE_AGENTS = 25  # As kQueueAgents of call_plan.h.
IMPORT_S = 3600
FILL_S = 600
RUN_S = 180  # Beyond what a run is to last.
SESSION_S = 6 * 3600  # The server keeps one for twice as long.
READY_S = 120  # After a run the server may have much to catch up with.


class Size:
    """How much there is of everything, in the full benchmark and in the smoke test."""

    def __init__(self, quick):
        self.customers = 2_000 if quick else 1_000_000
        self.agents = 20 if quick else 500
        self.rate = 120 if quick else 1_000
        self.seconds = 2.5 if quick else 20
        self.warm_up = 0.5 if quick else 3
        self.runs = 1 if quick else 5
        self.live_calls = 30 if quick else 1_000


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--quick", action="store_true", help="small and short: a smoke test")
    parser.add_argument("--runs", type=int, help="how often; the result is the median")
    parser.add_argument("--seconds", type=float, help="of one run")
    parser.add_argument("--customers", type=int, help="how many there are")
    parser.add_argument("--held-calls", type=int, default=0, help="calls that are live throughout")
    return parser


def read_size(given):
    size = Size(given.quick)
    size.runs = given.runs or size.runs
    size.seconds = given.seconds or size.seconds
    size.customers = given.customers or size.customers
    return size


def customer_number(index):
    return f"+491512{index:07}"  # As NumberOf() of call_plan.cc.


def _configuration(size):
    text = 'time_zone = "UTC"\n'
    for source in SOURCES:
        text += f'[[sources]]\nsource_id = "{source}"\n'
    for queue in range((size.agents + QUEUE_AGENTS - 1) // QUEUE_AGENTS):
        uses = ", ".join(f'{{ source_id = "{s}", queue = "q{queue}" }}' for s in SOURCES)
        text += (f'[[queues]]\nqueue_id = "q{queue}"\ndisplay_name = "Queue {queue}"\n'
                 f'source_queues = [{uses}]\nwrap_up_duration = "0s"\n')
    for agent in range(size.agents):
        text += (f'[[agents]]\nlogin = "agent{agent}"\ndisplay_name = "Agent {agent}"\n'
                 f'device_patterns = ["SIP/{1000 + agent}"]\n')
    return text


def _digest():
    """Of what the prepared site depends on."""
    digest = hashlib.sha256(str(SITE_VERSION).encode())
    for path in sorted((HERE.parents[1] / "server/storage/sqlite/migrations").glob("*.sql")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


class Product(harness.Site):
    """jackfieldd on the prepared site."""

    def __init__(self, size):
        name = f"site-{size.customers}-{size.agents}-{_digest()}"
        folder = harness.BUILD / "bench" / name
        folder.mkdir(parents=True, exist_ok=True)
        sources = "".join(f'[[telephony.grpc]]\nname = "{source}"\n' for source in SOURCES)
        super().__init__(sources, folder)
        self._server_env["JACKFIELD__LISTEN__CONNECTIONS_PER_ADDRESS_MAX"] = "4000"
        self._server_env["JACKFIELD__LISTEN__CONNECTIONS_MAX"] = "4000"
        self._size = size
        self._prepared = folder / "prepared"
        self.secrets_file = folder / "secrets"
        self.tokens_file = folder / "tokens"

    def prepare(self):
        """Fills the site and signs every desk in, unless that was done."""
        fresh = not self._prepared.exists()
        if not fresh and self._sessions_are_good():
            return
        self.start_server(READY_S)
        if fresh:
            self._fill()
            self._prepared.touch()
        self._sign_in()
        self.stop_server()

    def _sessions_are_good(self):
        secrets = self.folder / "secrets"
        return secrets.exists() and time.time() - secrets.stat().st_mtime < SESSION_S

    def _fill(self):
        self.login()
        self.cli("apply", self.write("site.toml", _configuration(self._size)))
        for agent in range(self._size.agents):
            self.add_user(f"agent{agent}", f"Agent {agent}")
        tokens = [self.make_token(source).read_text().strip() for source in SOURCES]
        self.write("tokens", "\n".join(tokens) + "\n")
        customers = self.folder / "customers.csv"
        with open(customers, "w", newline="", encoding="utf-8") as file:
            rows = csv.writer(file)
            rows.writerow(["id", "name", "phone", "company"])
            for i in range(self._size.customers):
                rows.writerow([i, f"Customer {i}", customer_number(i), f"Company {i % 5000}"])
        self.cli("customers", "import", customers, limit_s=IMPORT_S)
        customers.unlink()

    def _sign_in(self):
        logins = self.write("logins", "".join(f"agent{i}\n" for i in range(self._size.agents)))
        run = subprocess.run(
            [harness.BUILD / "tests/bin/bench-load", "sign-in", "--server", self.address,
             "--logins", logins, "--password-file", self.password_file],
            text=True, stdout=subprocess.PIPE, timeout=FILL_S, check=True)
        self.write("secrets", run.stdout)

    @contextlib.contextmanager
    def served(self):
        """The server, started and stopped again. Gives its address."""
        self.start_server(READY_S)
        try:
            yield self.address
        finally:
            self.stop_server()


class Floor:
    """bench-pipe, with as many customers."""

    def __init__(self, size):
        folder = harness.BUILD / "bench"
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / f"pipe-{size.customers}.db"
        self._size = size
        self.secrets_file = folder / f"pipe-{size.agents}.secrets"
        self.secrets_file.write_text("".join(f"{i}\n" for i in range(size.agents)))
        self.tokens_file = folder / "pipe.tokens"
        self.tokens_file.write_text("".join(f"{source}\n" for source in SOURCES))

    def prepare(self):
        with self.served():
            pass

    @contextlib.contextmanager
    def served(self):
        pipe = harness.Program([harness.BUILD / "tests/bin/bench-pipe", "--file", self._file,
                                "--customers", self._size.customers], "bench-pipe")
        try:
            line = pipe.wait_line(pipe.out, lambda text: text.startswith("listening"), FILL_S,
                                  "listening")
            yield f"127.0.0.1:{line.split()[1]}"
        finally:
            pipe.kill()


def load_command(what, server, side, size, held_calls=0):
    """The command line of the clients, against `server` of the `side`."""
    return [str(word) for word in (
        harness.BUILD / "tests/bin/bench-load", what, "--server", server, "--run",
        uuid.uuid4().hex[:8], "--tokens", side.tokens_file, "--secrets", side.secrets_file,
        "--customers", size.customers, "--agents", size.agents, "--rate", size.rate, "--seconds",
        size.seconds, "--warm-up", size.warm_up, "--held-calls", held_calls)]


def measure(what, side, size, held_calls=0):
    """One run of the clients against a server that is started for it."""
    with side.served() as server:
        run = subprocess.run(load_command(what, server, side, size, held_calls), text=True,
                             stdout=subprocess.PIPE, timeout=RUN_S + size.seconds, check=False)
    result = json.loads(run.stdout)
    if result["error"]:
        raise RuntimeError(f"{what}: {result}")
    return result


def alternate(what, size, held_calls=0):
    """Floor and product in turns, so that what else the machine does concerns both. Gives the
    results of the floor, and those of the product."""
    floor, product = Floor(size), Product(size)
    floor_results, product_results = [], []
    with product:
        product.prepare()
        floor.prepare()
        for run in range(size.runs):
            for side, results in ((floor, floor_results), (product, product_results)):
                results.append(measure(what, side, size, held_calls))
                print(f"{what} {run + 1}/{size.runs} {type(side).__name__.lower()}: {results[-1]}",
                      file=sys.stderr, flush=True)
    return floor_results, product_results


def medians(results):
    """The median of each figure."""
    return {key: round(statistics.median(result[key] for result in results), 3)
            for key in results[0] if key != "error"}


def report(figures):
    print(json.dumps(figures))


def built_with(option):
    """The value of an option of CMake in the build that is measured."""
    for line in (harness.BUILD / "CMakeCache.txt").read_text().splitlines():
        if line.startswith(f"{option}:"):
            return line.split("=", 1)[1]
    return "unknown"


def now():
    return time.clock_gettime(time.CLOCK_MONOTONIC)


def machine():
    """What the figures were measured on, without its name."""
    return {"processors": os.cpu_count(), "build": built_with("CMAKE_BUILD_TYPE")}
