#!/usr/bin/env python3
"""Tickets at the terminal desk, through tmux: one of a call and one by hand, with their history,
comments and states; the command line sees the same.

  terminal_tickets_test.py [unittest's arguments]
"""

import unittest

import harness
import terminal

AGENT = "ana"
DEVICE = "PJSIP/1001"
WANG = "+8613800138000"
TITLES = ("Mine", "Of the caller", "Nobody's")

SITE = f"""
time_zone = "UTC"
[[sources]]
source_id = "cloud"
[[queues]]
queue_id = "sales"
display_name = "Sales"
source_queues = [{{ source_id = "cloud", queue = "sales" }}]
[[agents]]
login = "{AGENT}"
display_name = "Ana Vidal"
device_patterns = ["{DEVICE}"]
queues = [{{ queue_id = "sales" }}]
"""
CUSTOMERS = f"""name,company,role,phone,note,flags
王小明,华信科技,purchasing manager,{WANG},,
"""


class TerminalTickets(unittest.TestCase):
    """One server and one desk."""

    @classmethod
    def setUpClass(cls):
        terminal.need()
        site = harness.Site('[[telephony.grpc]]\nname = "cloud"\n')
        cls.addClassCleanup(site.close)
        site.start_server()
        site.login()
        site.cli("apply", site.write("site.toml", SITE))
        site.cli("customers", "import", site.write("customers.csv", CUSTOMERS))
        site.add_user(AGENT, "Ana Vidal")
        password = site.write("ana.password", harness.PASSWORD)
        cls.site = site
        cls.switch = terminal.Switch(site, "cloud", "sales", DEVICE)
        cls.desk = terminal.Terminal(site, 80, 24, [
            harness.BUILD / "bin/jackfield-agent", "--server", site.address, "--login", AGENT,
            "--password-file", password], NO_COLOR="1")
        cls.addClassCleanup(cls.desk.close)
        cls.desk.wait("Live", "? keys")

    def setUp(self):
        for _ in range(3):  # As many pages as a test leaves open.
            self.desk.keys("Escape")

    def title(self):
        """The title of the list that is shown, or None."""
        screen = self.desk.screen()
        return next((title for title in TITLES if f"─ {title} ─" in screen), None)

    def turn_to(self, title):
        """Goes on to the list of that title."""
        for _ in TITLES:
            before = self.title()
            if before == title:
                return
            self.desk.keys("f")
            harness.wait_for(lambda was=before: self.title() not in (was, None), terminal.SHOWN_S,
                             title)
        self.fail(f"no list {title}")

    def test_a_ticket_of_a_call_is_commented_waits_and_is_resolved(self):
        call = self.switch.ring(WANG)
        self.switch.answer(call)
        self.desk.wait("TALKING", "王小明")
        self.desk.keys("t")
        self.desk.wait("Mine", "N new")
        self.desk.keys("n")
        self.desk.wait("New ticket", "the call in focus and its customer")
        self.desk.type("Delivery 三 late")
        self.desk.keys("Enter")
        self.desk.wait("Mine", gone=["New ticket"])

        self.turn_to("Of the caller")
        self.desk.wait("Delivery 三 late")
        self.desk.keys("Enter")
        self.desk.wait("Customer      王小明", "Has it        Ana Vidal", "Ana Vidal · created")
        self.desk.keys("c")
        self.desk.wait("For colleagues only")
        self.desk.type("asked the depot")
        self.desk.keys("Enter")
        self.desk.wait("Ana Vidal · comment", "asked the depot", gone=["For colleagues only"])
        self.desk.keys("p")
        self.desk.wait("Opens in")
        self.desk.type("until they call")
        self.desk.keys("Tab")
        self.desk.type("2h")
        self.desk.keys("Enter")
        self.desk.wait("State         pending", "Reminder", "until they call", gone=["Opens in"])
        self.desk.keys("r")
        self.desk.wait("Resolved: how?")
        self.desk.type("sent again")
        self.desk.keys("Enter")
        self.desk.wait("State         resolved", "pending → resolved", "O open")

        ticket = self.site.cli("tickets", "list", "--all").out
        self.assertIn("Delivery 三 late", ticket)
        self.assertIn("resolved", ticket)
        self.switch.end(call)

    def test_one_that_nobody_has_is_taken_from_the_list(self):
        self.site.cli("tickets", "create", "Call the depot", "--queue", "sales")
        self.desk.keys("t")
        self.desk.wait("Mine", "N new")
        self.turn_to("Nobody's")
        self.desk.wait("Call the depot", "T take")
        self.desk.keys("t")
        self.desk.keys("Enter")
        self.desk.wait("Has it        Ana Vidal")


if __name__ == "__main__":
    unittest.main()
