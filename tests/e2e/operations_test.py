#!/usr/bin/env python3
"""What an administrator relies on while jackfieldd runs: when it is ready, that its watchdog is
fed, and what it does while the store cannot be written.   operations_test.py JACKFIELDD"""

import os
import pathlib
import re
import socket
import sqlite3
import sys
import threading
import time
import unittest

import jackfieldd

WAIT_SECONDS_MAX = 20


class Switch:
    """An Asterisk of a few words: answers every action with success, or says nothing at all."""

    def __init__(self, answers):
        self.answers = answers
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.connections = []
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.connections.append(connection)
            if self.answers:
                connection.sendall(b"Asterisk Call Manager/5.0.4\r\n")
                threading.Thread(target=self.serve, args=[connection], daemon=True).start()

    @staticmethod
    def serve(connection):
        text = b""
        while True:
            try:
                read = connection.recv(65536)
            except OSError:
                return
            if not read:
                return
            text += read
            while b"\r\n\r\n" in text:
                action, text = text.split(b"\r\n\r\n", 1)
                found = re.search(rb"ActionID: (\S+)", action)
                connection.sendall(b"Response: Success\r\nActionID: " + found[1] + b"\r\n\r\n")

    def new_call(self, number):
        """A call comes in."""
        channel = f"PJSIP/trunk-{number:08x}"
        self.connections[-1].sendall((
            f"Event: Newchannel\r\nPrivilege: call,all\r\nChannel: {channel}\r\nChannelState: 4\r\n"
            "ChannelStateDesc: Ring\r\nCallerIDNum: +4930901820\r\nCallerIDName: Ann\r\n"
            f"Exten: 100\r\nUniqueid: 1.{number}\r\nLinkedid: 1.{number}\r\n\r\n").encode())

    def close(self):
        self.listener.close()
        for connection in self.connections:
            connection.close()


class OperationsTest(unittest.TestCase):
    def setUp(self):
        folder = jackfieldd.folder()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.data_dir = os.path.join(folder.name, "data")
        self.notified = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.addCleanup(self.notified.close)
        self.notified.bind(os.path.join(folder.name, "notify"))
        self.notified.settimeout(WAIT_SECONDS_MAX)

    def switch(self, answers):
        switch = Switch(answers)
        self.addCleanup(switch.close)
        return switch

    def server(self, switch):
        file = pathlib.Path(self.folder, "jackfield.toml")
        file.write_text(f'[[telephony.ami]]\nname = "pbx"\nhost = "127.0.0.1"\n'
                        f'port = {switch.port}\nusername = "cti"\npassword = "secret"\n'
                        "ping_seconds = 1\nsilence_seconds_max = 2\n")
        server = jackfieldd.Server(
            PROGRAM, self.data_dir, "--config", str(file),
            environment={"NOTIFY_SOCKET": os.path.join(self.folder, "notify")})
        self.addCleanup(server.kill)
        return server

    def await_notice(self, text):
        """Waits for the service manager to be told `text`; returns what it was told before."""
        before = []
        deadline = time.monotonic() + WAIT_SECONDS_MAX
        while time.monotonic() < deadline:
            notice = self.notified.recv(4096).decode()
            if text in notice:
                return before
            before.append(notice)
        raise AssertionError(f"the service manager was not told {text}")

    def await_page(self, server, status, text):
        """Waits until /readyz?verbose answers so."""
        deadline = time.monotonic() + WAIT_SECONDS_MAX
        page = None
        while time.monotonic() < deadline:
            page = server.get("/readyz?verbose")
            if page[0] == status and text in page[1]:
                return page[1]
        raise AssertionError(f"{status} with {text!r} was expected, last: {page}")

    def test_ready_is_who_has_reached_the_switch(self):
        server = self.server(self.switch(answers=True))
        server.start()

        self.assertTrue(any("ami session ready" in line for line in server.lines), server.lines)
        self.assertNotIn("READY=1", "".join(self.await_notice("READY=1")))
        self.await_page(server, 200, "source pbx: linked")

    def test_ready_is_also_who_has_tried_in_vain(self):
        server = self.server(self.switch(answers=False))
        server.start()

        self.assertTrue(any("ami session lost" in line for line in server.lines), server.lines)
        self.await_page(server, 200, "source pbx: not linked")

    def test_the_watchdog_is_fed(self):
        self.server(self.switch(answers=True)).start()

        self.await_notice("READY=1")
        self.await_notice("WATCHDOG=1")
        self.await_notice("WATCHDOG=1")

    def test_while_the_store_cannot_be_written_calls_go_on_and_are_saved_afterwards(self):
        switch = self.switch(answers=True)
        server = self.server(switch).start()
        self.await_page(server, 200, "source pbx: linked")
        with sqlite3.connect(os.path.join(self.data_dir, "jackfield.db"),
                             isolation_level=None) as other:
            other.execute("BEGIN EXCLUSIVE")

            switch.new_call(1)
            server.wait_for("HISTORY IS NOT SAVED")
            degraded = self.await_page(server, 503, "store: degraded")
            self.assertIn("[+] engine", degraded)
            self.assertIn("jackfield_store_degraded 1", server.get("/metrics")[1])
            self.await_notice("WATCHDOG=1")
            switch.new_call(2)
            other.execute("ROLLBACK")
        server.wait_for("history is saved")
        self.await_page(server, 200, "ready")
        self.assertEqual(server.end(), 0)

        with sqlite3.connect(os.path.join(self.data_dir, "jackfield.db")) as store:
            calls = store.execute("SELECT count(*) FROM interaction").fetchone()[0]
        self.assertEqual(calls, 2)


PROGRAM = sys.argv.pop(1)
if __name__ == "__main__":
    unittest.main()
