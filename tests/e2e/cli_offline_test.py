#!/usr/bin/env python3
"""What `jackfield` says and how it ends where no server is needed, or none is there."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = sys.argv.pop(1)
NOBODY_LISTENS = "127.0.0.1:1"


def run(*arguments):
    return subprocess.run([PROGRAM, "--server", NOBODY_LISTENS, *arguments], text=True, timeout=60,
                          capture_output=True, env={"HOME": "/nonexistent"})


class CommandLineWithoutServer(unittest.TestCase):
    def test_unknown_verb_is_a_matter_of_usage(self):
        self.assertEqual(run("frobnicate").returncode, 2)

    def test_a_mistyped_command_is_answered_with_the_nearest_one(self):
        self.assertIn("no command 'bord'; did you mean 'board'?", run("bord").stderr)
        self.assertIn("users has no command 'lits'", run("users", "lits").stderr)

    def test_no_verb_is_a_matter_of_usage(self):
        self.assertEqual(run().returncode, 2)
        self.assertEqual(run("users").returncode, 2)

    def test_help_goes_to_standard_output(self):
        done = run("--help")
        self.assertEqual(done.returncode, 0)
        self.assertIn("customers", done.stdout)
        self.assertEqual(done.stderr, "")

    def test_server_that_is_not_there_is_unreachable(self):
        for verb in (["status"], ["whoami"], ["board"], ["users", "list"], ["calls", "list"]):
            with self.subTest(verb=verb):
                done = run(*verb)
                self.assertEqual(done.returncode, 5)
                self.assertEqual(done.stdout, "")
                self.assertIn("jackfield: ", done.stderr)

    def test_unknown_key_is_refused_with_place_and_nearest_name(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "site.toml")
            file.write_text('[[queues]]\nqueu_id = "sales"\n')
            done = run("apply", str(file))
        self.assertEqual(done.returncode, 1)
        self.assertIn("site.toml:2:", done.stderr)
        self.assertIn("did you mean 'queue_id'", done.stderr)

    def test_time_that_is_none_is_a_matter_of_usage(self):
        done = run("report", "queues", "--from", "yesterday", "--to", "2026-11-22")
        self.assertEqual(done.returncode, 2)

    def test_deleting_needs_yes(self):
        self.assertEqual(run("users", "delete", "ana").returncode, 2)

    def test_message_has_no_control_characters_of_the_outside(self):
        done = run("apply", "no\x1b[2Jfile")
        self.assertNotEqual(done.returncode, 0)
        self.assertNotIn("\x1b", done.stderr)


unittest.main()
