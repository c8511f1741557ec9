"""Runs jackfieldd for tests: on free ports, in a folder of its own."""

import os
import re
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

START_SECONDS_MAX = 30
STOP_SECONDS_MAX = 30


class Server:
    """One server. `lines` holds its log as far as it was read."""

    def __init__(self, program, data_dir, *arguments, environment=None):
        self.program = program
        self.data_dir = data_dir
        self.arguments = list(arguments)
        self.environment = {"PATH": os.environ["PATH"], **(environment or {})}
        self.process = None
        self.lines = []
        self.grpc_port = self.web_port = self.ops_port = 0

    def launch(self):
        """Starts the process and waits for nothing."""
        self.lines = []
        self.process = subprocess.Popen(
            [self.program, "--data-dir", self.data_dir, "--set", "listen.grpc=127.0.0.1:0",
             "--set", "listen.web=127.0.0.1:0", "--set", "listen.ops=127.0.0.1:0", *self.arguments],
            stderr=subprocess.PIPE, text=True, env=self.environment)

    def start(self):
        self.launch()
        line = self.wait_for('msg="ready"')
        self.grpc_port = int(re.search(r"grpc_port=(\d+)", line)[1])
        self.web_port = int(re.search(r"web_port=(\d+)", line)[1])
        self.ops_port = int(re.search(r"ops_port=(\d+)", line)[1])
        return self

    def wait_for(self, text):
        """The next log line that holds `text`."""
        deadline = time.monotonic() + START_SECONDS_MAX
        for line in self.process.stderr:
            self.lines.append(line.rstrip("\n"))
            if text in line:
                return line
            if time.monotonic() > deadline:
                break
        raise AssertionError(f"no log line with {text!r} in:\n" + "\n".join(self.lines))

    def end(self, how=signal.SIGTERM):
        """Sends the signal and returns the exit status."""
        self.process.send_signal(how)
        return self.wait_for_end()

    def wait_for_end(self):
        """Waits until the process has ended, and returns its exit status."""
        _, rest = self.process.communicate(timeout=STOP_SECONDS_MAX)
        self.lines += rest.splitlines()
        return self.process.returncode

    def get(self, path):
        """Status and body of a page of the operators' port."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.ops_port}{path}",
                                        timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def kill(self):
        if self.process and not self.process.stderr.closed:
            self.process.kill()
            self.wait_for_end()


def folder():
    return tempfile.TemporaryDirectory(prefix="jackfield-test-")
