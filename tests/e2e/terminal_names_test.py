#!/usr/bin/env python3
"""Hostile names at the terminal desk: escape sequences, marks of direction, as long as a server
takes them, emoji, double width, shell words. None breaks the screen, none reaches a shell.

  terminal_names_test.py [unittest's arguments]
"""

import json
import unittest

import harness
import terminal

AGENT = "ana"
DEVICE = "PJSIP/1001"
COLUMNS, ROWS = 80, 24
SITE = f"""
time_zone = "UTC"
[[sources]]
source_id = "cloud"
number_rules = {{ default_region_code = "DE" }}
[[queues]]
queue_id = "sales"
display_name = "Sales"
source_queues = [{{ source_id = "cloud", queue = "sales" }}]
[[agents]]
login = "{AGENT}"
display_name = "Ana Vidal"
device_patterns = ["{DEVICE}"]
"""
# Name of the customer, and what must be seen of it.
NAMES = [
    ("\x1b[2J\x1b]0;owned\x07clear", "clear"),
    ("right\u202Eot tfel\u2066", "right"),
    ("x" * 120, "xxxxxxxx"),
    ("👩\u200D💻 👍\U0001F3FD \U0001F1E9\U0001F1EA works", "works"),
    ("王小明" * 40, "王小明"),
    ("Z" + "\u0301" * 60 + "algo", "algo"),
    ("$(touch {mark});`touch {mark}`", "touch"),
]


def number_of(index):
    return f"+49302312{5200 + index}"


class HostileNames(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        terminal.need()
        site = harness.Site('[[telephony.grpc]]\nname = "cloud"\n')
        cls.addClassCleanup(site.close)
        site.start_server()
        site.login()
        site.cli("apply", site.write("site.toml", SITE))
        site.add_user(AGENT, "Ana Vidal")
        cls.site = site
        cls.mark = site.folder / "mark"
        cls.names = [(name.replace("{mark}", str(cls.mark)), seen) for name, seen in NAMES]
        rows = "\n".join(f'"{name}",{number_of(i)}' for i, (name, _) in enumerate(cls.names))
        site.cli("customers", "import", site.write("customers.csv", "name,phone\n" + rows + "\n"))
        cls.switch = terminal.Switch(site, "cloud", "sales", DEVICE)
        cls.popped = site.folder / "popped"
        # A program that writes what it was given, as one line of JSON.
        script = site.write("on_pop.py", "import json, os, sys\n"
                            "line = json.dumps([sys.argv[1:], {k: v for k, v in os.environ.items()"
                            " if k.startswith('JACKFIELD_')}])\n"
                            f"open({str(cls.popped)!r}, 'a').write(line + '\\n')\n")
        cls.on_pop = f"{harness.sys.executable} {script} 'one word'"
        cls.desk = terminal.Terminal(site, COLUMNS, ROWS, [
            harness.BUILD / "bin/jackfield-agent", "--server", site.address, "--login", AGENT,
            "--password-file", site.password_file, "--on-pop", cls.on_pop])
        cls.addClassCleanup(cls.desk.close)
        cls.desk.wait("Live")

    def setUp(self):
        self.desk.keys("Escape")

    def pops(self):
        if not self.popped.exists():
            return []
        return [json.loads(line) for line in self.popped.read_text().splitlines()]

    def pop_of(self, number):
        """The last one of that number; that of another call may come late."""
        of_number = [pop for pop in self.pops() if pop[1]["JACKFIELD_NUMBER"] == number]
        return of_number[-1] if of_number else None

    def check_frame(self, screen):
        """The parts of the screen are where they belong."""
        lines = screen.split("\n")
        self.assertIn("Live", lines[0])
        self.assertNotIn("│", lines[ROWS - 1])
        # Columns are counted by what is left of the rule between the calls and the card.
        for line in lines[3:ROWS - 1]:
            self.assertIn("│", line, screen)

    def test_names_break_no_screen_and_reach_no_shell(self):
        for index, (name, seen) in enumerate(self.names):
            with self.subTest(seen):
                call = self.switch.ring(number_of(index))
                screen = self.desk.wait("RINGING", seen, "Match")
                self.check_frame(screen)
                self.assertNotIn("\x1b", screen)
                self.assertNotIn("\u202e", screen)
                number = number_of(index)
                harness.wait_for(lambda n=number: self.pop_of(n), terminal.SHOWN_S, "on-pop")
                arguments, variables = self.pop_of(number)
                self.assertEqual(arguments, ["one word"])
                self.assertNotIn("\x1b", variables["JACKFIELD_NAME"])
                self.switch.abandon(call)
                self.desk.wait(gone=["RINGING"])
                self.desk.keys("m")
        self.assertFalse(self.mark.exists())

    def test_longest_name_that_a_switch_may_send_is_cut(self):
        call = self.switch.ring("+493023125999", "y" * 128)
        screen = self.desk.wait("RINGING", "yyyyyyyy")
        self.check_frame(screen)
        self.switch.abandon(call)
        self.desk.wait(gone=["RINGING"])
        self.desk.keys("m")

    def test_headless_runs_it_too_and_a_desk_that_was_replaced_can_be_taken_back(self):
        headless = self.site.keep(harness.Program(
            [harness.BUILD / "bin/jackfield-agent", "--headless", "--stay", "--server",
             self.site.address, "--login", AGENT, "--password-file", self.site.password_file,
             "--on-pop", self.on_pop], "headless"))
        headless.wait_line(headless.out, lambda line: '"live"' in line, terminal.SHOWN_S, "live")
        self.desk.wait("This desk was opened elsewhere", "Moved")
        before = len(self.pops())
        call = self.switch.ring(number_of(6))
        harness.wait_for(lambda: len(self.pops()) > before, terminal.SHOWN_S, "on-pop")
        self.assertIn("$(touch", self.pops()[-1][1]["JACKFIELD_NAME"])
        self.assertFalse(self.mark.exists())
        self.switch.abandon(call)
        self.desk.keys("C-r")
        self.desk.wait("Live", gone=["This desk was opened elsewhere", "RINGING"])
        headless.wait_line(headless.out, lambda line: '"replaced"' in line, terminal.SHOWN_S,
                           "replaced")


if __name__ == "__main__":
    unittest.main()
