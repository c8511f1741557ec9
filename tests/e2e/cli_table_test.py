#!/usr/bin/env python3
"""Every verb of `jackfield` once: how it ends when all is well and when it is not, that what it
prints with --json is JSON, and where messages go.   cli_table_test.py JACKFIELDD JACKFIELD"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import jackfieldd

SERVER, PROGRAM = sys.argv.pop(1), sys.argv.pop(1)
PASSWORD = "correct-horse-7-staple"
NOBODY_LISTENS = "127.0.0.1:1"
NO_CALL = "0" * 32
SITE = """
[[sources]]
source_id = "simulated"
[[queues]]
queue_id = "sales"
display_name = "Sales"
source_queues = [{ source_id = "simulated", queue = "sales" }]
[[agents]]
login = "ana"
display_name = "Ana"
device_patterns = ["PJSIP/1001"]
"""
TIMES = ["--from", "2026-11-16", "--to", "2026-11-17"]

# Verb -> arguments with which it is done. {name} stands for a file of the test's folder.
DONE = [
    ["whoami"],
    ["status"],
    ["apply", "{site.toml}"],
    ["customers", "import", "{customers.csv}", "--region", "DE"],
    ["customers", "find", "Ana"],
    ["calls", "list"],
    ["board"],
    ["report", "queues", *TIMES], ["report", "queues", *TIMES, "--foretold"],
    ["report", "agents", *TIMES],
    ["report", "calls", *TIMES, "--interval", "quarter-hour"],
    ["report", "dispositions", *TIMES, "--interval", "week"],
    ["report", "repeat-callers", *TIMES, "--window", "1d"],
    ["report", "missed-calls", *TIMES, "--list"],
    ["whatif", "--queue", "sales", *TIMES, "--agents", "-2", "--runs", "2"],
    ["whatif", "--queue", "sales", *TIMES, "--staffing", "08:00=3,17:30=1", "--runs", "2",
     "--rings", "english>=50,60s:any", "--skills", "1*english=80"],
    ["users", "list"],
    ["users", "show", "admin"],
    ["users", "add", "eve", "--role", "agent", "--password-file", "{password}"],
    ["users", "set-password", "eve", "--password-file", "{password}"],
    ["users", "disable", "eve"],
    ["users", "enable", "eve"],
    ["users", "delete", "eve", "--yes"],
    ["tokens", "list"],
    ["tokens", "create", "wall", "--role", "kiosk"],
    ["config", "show"],
    ["config", "show", "--effective"],
    ["number", "test", "+4930901820"],
    ["alerts", "list"],
    ["backup", "create"],
    ["backup", "list"],
    ["tickets", "list"],
    ["tickets", "create", "late parcel", "--queue", "sales"],
    ["tickets", "explain", "1"],
    ["tickets", "update", "--set-priority", "high", "--dry-run"],
    ["tickets", "export", "--all"],
    ["tickets", "views", "save", "Late", "--breached", "--order", "due"],
    ["tickets", "views", "list"],
    ["tickets", "views", "show", "Late"],
    ["tickets", "list", "--view", "Late"],
    ["tickets", "views", "delete", "Late", "--yes"],
    ["callbacks", "list"],
]
# With the token of a switch.
DONE_BY_TOKEN = [
    ["events", "publish", "{events.jsonl}"],
    ["simulate", "{site.toml}", "--calls", "1", "--speed", "0", "--start", "2026-11-16T08:00:00Z"],
]
USAGE = [
    [], ["nonsense"], ["calls"], ["calls", "show"], ["apply"], ["login"], ["status", "--wait", "x"],
    ["customers", "import"], ["customers", "find"], ["events", "publish"], ["simulate"],
    ["report", "queues"], ["report", "queues", *TIMES, "--interval", "moon"],
    ["report", "missed-calls", *TIMES, "--window", "soon"],
    ["whatif", "--queue", "sales"], ["whatif", "--queue", "sales", *TIMES, "--agents", "some"],
    ["whatif", "--queue", "sales", *TIMES, "--strategy", "luck"],
    ["whatif", "--queue", "sales", *TIMES, "--ring", "long"],
    ["whatif", "--queue", "sales", *TIMES, "--staffing", "8=3"],
    ["whatif", "--queue", "sales", *TIMES, "--staffing", "08:00=3", "--agents", "3"],
    ["whatif", "--queue", "sales", *TIMES, "--rings", "english"],
    ["whatif", "--queue", "sales", "--from", "2026-11-17", "--to", "2026-11-16"],
    ["users", "add", "eve"], ["users", "add", "eve", "--role", "king", "--password-file", "x"],
    ["users", "delete", "admin"], ["tokens", "create"], ["tokens", "create", "x", "--role", "king"],
    ["tokens", "revoke", "x"], ["number", "test"], ["completion", "tcsh"], ["board", "--nonsense"],
    ["--json", "completion", "bash"], ["--json", "man"],
    ["callbacks"], ["callbacks", "show"], ["callbacks", "list", "--state", "lost"],
    ["callbacks", "create", "+4930901820"],
    ["tickets"], ["tickets", "show"], ["tickets", "list", "--state", "lost"],
    ["tickets", "update", "--yes"], ["tickets", "list", "--due-within", "soon"],
    ["tickets", "assign", "1"], ["tickets", "merge", "1", "2"], ["tickets", "explain"],
    ["tickets", "update", "1", "--tag", "x", "--set-priority", "high", "--yes"],
    ["tickets", "views"], ["tickets", "views", "save"], ["tickets", "views", "delete"],
    ["tickets", "list", "--view", "Late", "--breached"],
    ["tickets", "views", "save", "Late", "--due-within", "soon"],
]
NOT_FOUND = [
    ["calls", "show", NO_CALL], ["users", "show", "nobody"], ["users", "disable", "nobody"],
    ["users", "delete", "nobody", "--yes"], ["tokens", "revoke", NO_CALL, "--yes"],
    ["users", "set-password", "nobody", "--password-file", "{password}"],
    ["backup", "verify", "jackfield-20200101T000000Z.db"],
    ["number", "test", "1", "--source", "nobody"], ["apply", "{nothing.toml}"],
    ["report", "calls", *TIMES, "--queue", "nowhere"], ["whatif", "--queue", "nowhere", *TIMES],
    ["callbacks", "show", "nowhere"], ["callbacks", "create", "+4930901820", "--queue", "nowhere"],
    ["tickets", "show", "999"], ["tickets", "comment", "999", "words"],
    ["tickets", "create", "x", "--queue", "nowhere"], ["tickets", "explain", "999"],
    ["tickets", "update", "--set-queue", "nowhere", "--yes"],
    ["tickets", "list", "--view", "none"], ["tickets", "views", "show", "none"],
    ["tickets", "views", "delete", "none", "--yes"],
]
# The token of a switch may do none of this.
NO_PERMISSION = [
    ["apply", "{site.toml}"], ["calls", "list"], ["calls", "show", NO_CALL], ["board"],
    ["customers", "import", "{customers.csv}"], ["customers", "find", "Ana"],
    ["report", "queues", *TIMES], ["users", "list"], ["users", "show", "admin"],
    ["users", "delete", "admin", "--yes"], ["tokens", "list"], ["tokens", "create", "x"],
    ["tokens", "revoke", NO_CALL, "--yes"], ["config", "show"], ["number", "test", "1"],
    ["doctor"], ["whatif", "--queue", "sales", *TIMES],
    ["tickets", "list"], ["tickets", "show", "1"], ["tickets", "explain", "1"],
    ["tickets", "views", "list"], ["tickets", "views", "save", "Late"],
]
UNREACHABLE = [*DONE, *DONE_BY_TOKEN, ["doctor"], ["logout"],
               ["login", "admin", "--password-file", "{password}"], ["calls", "show", NO_CALL],
               ["tokens", "revoke", NO_CALL, "--yes"]]
PARTLY_DONE = [
    (["customers", "import", "{half.csv}", "--region", "DE"], "session"),
    (["events", "publish", "{half.jsonl}"], "token"),
]


class CommandLineTable(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.path = pathlib.Path(folder.name)
        event = '{{"sourceEventId":"{0}","originated":{{"call":"c{0}","connection":"c{0}-a"}}}}\n'
        files = {"password": PASSWORD + "\n", "site.toml": SITE,
                 "customers.csv": "id,name,phone\n1,Ana,030 23125001\n",
                 "half.csv": "id,name,phone\n1,Ana,030 23125001\n2,,030 23125002\n",
                 "events.jsonl": event.format(1), "half.jsonl": event.format(2) + "{no}\n",
                 "settings.toml": '[[telephony.grpc]]\nname = "simulated"\n'}
        for name, text in files.items():
            (cls.path / name).write_text(text, encoding="utf-8")
        cls.server = jackfieldd.Server(
            SERVER, str(cls.path / "data"), "--config", str(cls.path / "settings.toml"),
            "--admin-password-file", str(cls.path / "password")).start()
        cls.addClassCleanup(cls.server.end)
        cls.address = f"127.0.0.1:{cls.server.grpc_port}"
        for arguments in (["login", "admin", "--password-file", "{password}"],
                          ["apply", "{site.toml}"],
                          ["tokens", "create", "switch", "--source", "simulated", "--secret-file",
                           "{token}"]):
            done = cls.run_verb(arguments)
            assert done.returncode == 0, done.stderr

    @classmethod
    def run_verb(cls, arguments, *before, who="session", address=None,
                 home="."):
        names = [str(cls.path / word[1:-1]) if word.startswith("{") else word
                 for word in arguments]
        token = ["--token-file", str(cls.path / "token")] if who == "token" else []
        return subprocess.run(
            [PROGRAM, "--server", address or cls.address, *token, *before, *names], text=True,
            encoding="utf-8", timeout=60, capture_output=True, stdin=subprocess.DEVNULL,
            env={"HOME": str(cls.path / home), "PATH": os.environ["PATH"]}, check=False)

    def check(self, arguments, status, *before, **how):
        with self.subTest(verb=" ".join([*before, *arguments])):
            done = self.run_verb(arguments, *before, **how)
            self.assertEqual(done.returncode, status, done.stdout + done.stderr)
            self.assertNotIn("\x1b", done.stdout + done.stderr)
            return done
        return None

    def check_json(self, arguments, status, **how):
        """Every line of standard output is an object."""
        done = self.check(arguments, status, "--json", **how)
        with self.subTest(verb="--json " + " ".join(arguments)):
            for line in done.stdout.splitlines() if done else []:
                self.assertIsInstance(json.loads(line), dict)
        return done

    def test_done(self):
        for arguments in DONE:
            self.check(arguments, 0)

    def test_done_with_json(self):
        for arguments in DONE:
            done = self.check_json(arguments, 0)
            self.assertTrue(done is None or done.stdout, arguments)

    def test_done_by_a_switch(self):
        for arguments in DONE_BY_TOKEN:
            self.check(arguments, 0, who="token")
            self.check_json(arguments, 0, who="token")

    def test_quiet_leaves_only_data(self):
        for arguments in DONE:
            done = self.check(arguments, 0, "--quiet")
            self.assertEqual(done.stderr if done else "", "")

    def test_usage(self):
        for arguments in USAGE:
            done = self.check(arguments, 2)
            if done:
                self.assertEqual(done.stdout, "", arguments)
                self.assertNotEqual(done.stderr, "", arguments)

    def test_what_cannot_be_undone_needs_yes_also_with_quiet(self):
        for arguments in (["users", "delete", "admin"], ["tokens", "revoke", "x"]):
            done = self.check(arguments, 2, "--quiet")
            self.assertIn("--yes", done.stderr)

    def test_not_found(self):
        for arguments in NOT_FOUND:
            done = self.check(arguments, 3)
            if done:
                self.assertEqual(done.stdout, "", arguments)
                self.assertTrue(done.stderr.startswith("jackfield: "), done.stderr)

    def test_no_permission(self):
        for arguments in NO_PERMISSION:
            self.check(arguments, 4, who="token")

    def test_unreachable(self):
        for arguments in UNREACHABLE:
            if arguments[:2] == ["events", "publish"] or arguments[0] == "simulate":
                continue  # They wait for the server to come back: see cli.md.
            self.check(arguments, 5, address=NOBODY_LISTENS, home="elsewhere")

    def test_partly_done(self):
        for arguments, who in PARTLY_DONE:
            self.check_json(arguments, 6, who=who)


class Help(unittest.TestCase):
    def test_completion_is_asked_of_the_program_by_bash(self):
        script = ('PATH="$(dirname "$1"):$PATH"; source <("$1" completion bash)\n'
                  'complete_words() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _jackfield\n'
                  '  echo "${COMPREPLY[*]}"; }\n'
                  'complete_words jackfield us\n'
                  'complete_words jackfield users ""\n'
                  'complete_words jackfield users add --role ""\n'
                  'complete_words jackfield report queues --int\n'
                  'complete_words jackfield completion ""\n')
        done = subprocess.run(["bash", "-c", script, "bash", PROGRAM], text=True, timeout=60,
                              capture_output=True, check=True)
        self.assertEqual(done.stderr, "")
        self.assertEqual(done.stdout.splitlines(), [
            "users", "list show add set-password disable enable delete",
            "agent supervisor analyst admin", "--interval", "bash zsh fish"])

    def test_every_shell_reads_its_script(self):
        for shell, option in (("bash", "-n"), ("zsh", "-n"), ("fish", "--no-execute")):
            with self.subTest(shell=shell), tempfile.NamedTemporaryFile("w") as file:
                text = subprocess.run([PROGRAM, "completion", shell], text=True, timeout=60,
                                      capture_output=True, check=True).stdout
                file.write(text)
                file.flush()
                try:
                    read = subprocess.run([shell, option, file.name], text=True, timeout=60,
                                          capture_output=True, check=False)
                except FileNotFoundError:
                    self.skipTest(f"there is no {shell}")
                self.assertEqual((read.returncode, read.stderr), (0, ""))

    def test_manual_page_is_read_without_a_warning(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([PROGRAM, "--quiet", "man", "--out", folder], timeout=60, check=True)
            try:
                page = subprocess.run(["man", "--warnings", "-l", folder + "/jackfield.1"],
                                      text=True, timeout=60, capture_output=True, check=True,
                                      env={"PATH": os.environ["PATH"], "MANWIDTH": "100",
                                           "LC_ALL": "C.UTF-8"})
            except FileNotFoundError:
                self.skipTest("there is no man")
            self.assertEqual(page.stderr, "")
            text = " ".join(page.stdout.split())
            for words in ("jackfield users add LOGIN", "--interval", "JACKFIELD_SERVER",
                          "5 server unreachable"):
                self.assertIn(words, text)


if __name__ == "__main__":
    unittest.main()
