#!/usr/bin/env python3
"""Start, stop and restart of jackfieldd.   server_test.py JACKFIELDD"""

import os
import pathlib
import signal
import stat
import sys
import unittest

import jackfieldd


class ServerTest(unittest.TestCase):
    def setUp(self):
        folder = jackfieldd.folder()
        self.addCleanup(folder.cleanup)
        self.data_dir = os.path.join(folder.name, "data")

    def server(self, *arguments, **options):
        server = jackfieldd.Server(PROGRAM, self.data_dir, *arguments, **options)
        self.addCleanup(server.kill)
        return server

    def test_first_start_makes_an_administrator_whose_password_only_the_owner_reads(self):
        server = self.server().start()

        password = pathlib.Path(self.data_dir, "initial-admin-password")
        self.assertEqual(stat.S_IMODE(password.stat().st_mode), 0o600)
        self.assertEqual(stat.S_IMODE(os.stat(self.data_dir).st_mode), 0o700)
        self.assertRegex(password.read_text(), r"^[a-z2-9]{4}(-[a-z2-9]{4}){5}\n$")
        self.assertFalse(any(password.read_text().strip() in line for line in server.lines))
        self.assertEqual(server.get("/livez"), (200, "alive\n"))
        self.assertEqual(server.get("/readyz")[0], 200)
        self.assertIn("jackfield_build_info", server.get("/metrics")[1])

    def test_termination_ends_it_cleanly_and_it_starts_again(self):
        for signal_number in (signal.SIGTERM, signal.SIGINT):
            server = self.server().start()
            self.assertEqual(server.end(signal_number), 0, server.lines)
            self.assertIn('msg="stopped"', server.lines[-1])

    def test_killed_server_starts_again_and_keeps_its_administrator(self):
        first = self.server().start()
        file = pathlib.Path(self.data_dir, "initial-admin-password")
        password = file.read_text()
        first.end(signal.SIGKILL)

        second = self.server().start()

        self.assertEqual(file.read_text(), password)
        self.assertFalse(any("first administrator" in line for line in second.lines))
        self.assertEqual(second.get("/readyz")[0], 200)

    def test_second_server_does_not_open_the_same_store(self):
        first = self.server().start()
        second = self.server()
        second.launch()

        second.wait_for("STORE_IN_USE")

        self.assertEqual(second.wait_for_end(), 1)
        self.assertEqual(first.get("/readyz")[0], 200)

    def test_port_in_use_ends_the_start_with_its_reason(self):
        first = self.server().start()
        self.data_dir += "2"
        second = self.server("--set", f"listen.ops=127.0.0.1:{first.ops_port}")
        second.launch()

        second.wait_for("cannot listen on 127.0.0.1")

        self.assertEqual(second.wait_for_end(), 1)

    def test_given_administrator_password_is_not_written_again(self):
        given = self.data_dir + ".password"
        pathlib.Path(given).write_text("correct horse battery\n")
        self.server("--admin-password-file", given).start()

        self.assertFalse(pathlib.Path(self.data_dir, "initial-admin-password").exists())

    def test_weak_administrator_password_ends_the_start(self):
        given = self.data_dir + ".password"
        pathlib.Path(given).write_text("admin\n")
        server = self.server("--admin-password-file", given)
        server.launch()

        server.wait_for("must have 10 to 256 bytes")
        self.assertEqual(server.wait_for_end(), 1)

    def test_hangup_takes_over_the_log_level(self):
        file = pathlib.Path(self.data_dir + ".toml")
        file.write_text('[log]\nlevel = "info"\n')
        server = self.server("--config", str(file)).start()

        file.write_text('[log]\nlevel = "loud"\n')
        server.process.send_signal(signal.SIGHUP)
        server.wait_for("configuration is wrong")
        file.write_text('[log]\nlevel = "debug"\n')
        server.process.send_signal(signal.SIGHUP)
        server.wait_for("configuration read again")

        self.assertEqual(server.end(), 0)

    def test_log_can_be_json(self):
        server = self.server("--set", "log.format=json")
        server.launch()
        self.assertIn('"ops_port":"', server.wait_for('"msg":"ready"'))


PROGRAM = sys.argv.pop(1)
if __name__ == "__main__":
    unittest.main()
