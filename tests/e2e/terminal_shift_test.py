#!/usr/bin/env python3
"""A shift at the terminal desk, through tmux: what the screen shows of calls that ring, are
answered, missed and wrapped up, of callers who are another, one of several or nobody yet, and of a
server that is killed in the middle.

  terminal_shift_test.py COLUMNSxROWS [unittest's arguments]
"""

import sys
import unittest

import harness
import terminal

AGENT = "ana"
DEVICE = "PJSIP/1001"
WANG, CHEN = "+8613800138000", "+8613800138001"
SHARED, LEA, NEW = "+493023125002", "+493023125003", "+493023125004"

SITE = f"""
time_zone = "UTC"
[[sources]]
source_id = "cloud"
number_rules = {{ default_region_code = "DE" }}
[[queues]]
queue_id = "sales"
display_name = "Sales"
source_queues = [{{ source_id = "cloud", queue = "sales" }}]
service_level_threshold = "20s"
wrap_up_duration = "10m"
[[dispositions]]
code = "solved"
label = "Solved"
[[dispositions]]
code = "complaint"
label = "Complaint"
note_required = true
[[not_ready_reasons]]
code = "break"
label = "Break"
[[dialled_numbers]]
number = "+493023125100"
label = "Orders"
[[attached_values]]
name = "menu"
label = "Menu"
[[agents]]
login = "{AGENT}"
display_name = "Ana Vidal"
device_patterns = ["{DEVICE}"]
"""
CUSTOMERS = f"""name,company,role,phone,note,flags
王小明,华信科技,purchasing manager,{WANG},,
陈小华,华信科技,purchasing manager,{CHEN},speaks Cantonese,vip
Anna Berg,Berg GmbH,buyer,{SHARED},,
Bert Berg,Berg GmbH,owner,{SHARED},,
Lea Noel,,,{LEA},,
"""


class TerminalShift(unittest.TestCase):
    """One server and one desk; each test leaves the desk without a call."""

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
        cls.site = site
        cls.switch = terminal.Switch(site, "cloud", "sales", DEVICE)
        cls.desk = terminal.Terminal(site, COLUMNS, ROWS, [
            harness.BUILD / "bin/jackfield-agent", "--server", site.address], NO_COLOR="1")
        cls.addClassCleanup(cls.desk.close)
        cls.sign_in()

    @classmethod
    def sign_in(cls):
        """A wrong password is told, and asked for again; no password is shown."""
        desk = cls.desk
        desk.wait("Login:")
        desk.type(AGENT)
        desk.keys("Enter")
        desk.wait("Password:")
        desk.type("not-this-one")
        desk.keys("Enter")
        screen = desk.wait("Login or password is wrong.")
        assert "not-this-one" not in screen
        desk.type(AGENT)
        desk.keys("Enter")
        harness.wait_for(lambda: desk.screen().count("Password:") == 2, terminal.SHOWN_S, "asked")
        desk.type(harness.PASSWORD)
        desk.keys("Enter")
        desk.wait("Live", "? keys")
        if "● Ready" not in desk.screen():
            desk.keys("r")
        desk.wait("● Ready")

    def setUp(self):
        self.desk.keys("Escape")

    def finish(self, outcome="1"):
        self.desk.wait("WRAP-UP")
        self.desk.keys(outcome)
        self.desk.wait("[1 Solved]")
        self.desk.keys("Enter")
        self.desk.wait(gone=["WRAP-UP"])

    def test_ring_answer_note_outcome_and_the_history_has_it(self):
        call = self.switch.ring(CHEN, menu="2 Delivery")
        screen = self.desk.wait("RINGING · Sales", "陈小华", "华信科技", "Called   Orders",
                                "2 Delivery", "exact number", "! speaks Cantonese", "★ vip")
        self.assertNotIn("Note ─", screen)
        self.switch.answer(call)
        self.desk.wait("TALKING · Sales")
        self.desk.keys("n")
        self.desk.type("wants 三 boxes")
        self.desk.wait("wants 三 boxes", "saved")  # By itself, without leaving the note.
        self.switch.end(call)
        self.desk.wait("WRAP-UP", "wants 三 boxes")
        self.desk.keys("Enter")
        self.finish()

        self.desk.keys("/")
        self.desk.wait("Find customer")
        self.desk.type("陈小华")
        self.desk.keys("Enter")
        self.desk.wait("Enter open")
        self.desk.keys("Enter")
        self.desk.wait("Timeline", "Ana Vidal: Solved")
        self.desk.keys("Enter")
        self.desk.wait("Interaction", "wants 三 boxes", "Outcome")
        for _ in range(3):
            self.desk.keys("Escape")
        self.desk.wait(gone=["Interaction", "Find customer"])

        call = self.switch.ring(CHEN)
        self.desk.wait("RINGING", "2nd call today", "Last     Ana Vidal")
        self.switch.abandon(call)
        self.desk.wait("Missed 1")
        self.desk.keys("m")
        self.desk.wait(gone=["Missed 1"])

    def test_somebody_else_answers_for_the_customer(self):
        call = self.switch.ring(WANG)
        self.desk.wait("王小明", "not them")
        self.desk.keys("x")
        self.desk.wait("Whose number is it?")
        self.desk.type("noel")
        self.desk.keys("Enter")
        self.desk.wait("Lea Noel", "it is")
        self.desk.keys("Enter")
        self.desk.wait("chosen by an agent", "Lea Noel", gone=["Whose number is it?"])
        self.switch.abandon(call)
        self.desk.wait("Missed 1")
        self.desk.keys("m")
        self.desk.wait(gone=["Missed 1", "RINGING"])

    def test_one_of_several_candidates_is_chosen(self):
        call = self.switch.ring(SHARED)
        screen = self.desk.wait("Who is it?", "Anna Berg", "Bert Berg", "( ) 1", "( ) 2")
        self.assertNotIn("(•)", screen)
        bert = "2" if screen.index("Anna Berg") < screen.index("Bert Berg") else "1"
        self.desk.keys("w")
        self.desk.keys(bert)
        self.desk.wait(f"(•) {bert} Bert Berg")
        self.desk.keys("Enter")
        self.desk.wait("chosen by an agent", gone=["Who is it?", "Anna Berg"])
        self.switch.answer(call)
        self.desk.wait("TALKING", "Bert Berg")
        self.switch.end(call)
        self.desk.wait("WRAP-UP", "Bert Berg")
        self.finish()

    def test_nobody_yet_is_created_as_the_caller(self):
        call = self.switch.ring(NEW)
        self.desk.wait("RINGING", "Unknown caller", "no customer has this number")
        self.switch.answer(call)
        self.desk.wait("TALKING")
        self.desk.keys("a")
        self.desk.wait("New customer", NEW)
        self.desk.type("陈丽 Chen Li")
        self.desk.keys("Enter")
        self.desk.wait("陈丽 Chen Li", "chosen by an agent", gone=["New customer"])
        self.switch.end(call)
        self.finish()

    def test_missed_calls_are_listed_until_they_were_seen(self):
        for number in (WANG, LEA):
            call = self.switch.ring(number)
            self.desk.wait("RINGING")
            self.switch.abandon(call)
            self.desk.wait(gone=["RINGING"])
        self.desk.wait("Missed 2", "王小明", "Lea Noel")
        self.desk.keys("j")
        self.desk.wait("MISSED", "hung up")
        self.desk.keys("m")
        self.desk.wait("Missed 1")
        self.desk.keys("m")
        self.desk.wait(gone=["Missed 1"])

    def test_withheld_number_is_shown_as_such(self):
        call = self.switch.ring("")
        self.desk.wait("RINGING", "Number withheld")
        self.switch.abandon(call)
        self.desk.wait("Missed 1")
        self.desk.keys("m")
        self.desk.wait(gone=["Missed 1"])

    def test_customer_is_found_and_the_history_scrolls_without_end(self):
        events = []
        for _ in range(120):
            call, arrival = self.switch.arrive(LEA)
            events += arrival + self.switch.give_up(call)
        self.switch.publish(*events)
        self.desk.keys("C-k")
        self.desk.wait("Find customer")
        self.desk.type("Noel")
        self.desk.keys("Enter")
        self.desk.wait("Lea Noel")
        self.desk.keys("Enter")
        self.desk.wait("Timeline", "☎", "hung up while waiting")
        self.assertLessEqual(120, self.walk_to_the_end())
        self.desk.keys("f")
        self.desk.wait("only calls")
        self.desk.keys("f")
        self.desk.wait("only e-mail", "Nothing yet")
        self.desk.keys("Escape")
        self.desk.wait("Find customer")
        self.desk.keys("Escape")
        self.desk.wait(gone=["Find customer"])

    def walk_to_the_end(self):
        """Goes down in the timeline until it stays as it is. Returns how many lines it went."""
        lines, same, last = 0, 0, ""
        while same < 20:
            self.desk.keys(*["Down"] * 10)
            lines += 10
            page = [line for line in self.desk.screen().splitlines() if "☎" in line]
            same = same + 1 if page == last else 0
            last = page
        return lines - 200

    def test_a_ring_takes_nothing_from_a_note_that_is_typed(self):
        first = self.switch.ring(LEA)
        self.desk.wait("RINGING", "Lea Noel")
        self.switch.answer(first)
        self.desk.wait("TALKING")
        self.switch.end(first)
        self.desk.wait("WRAP-UP")
        self.desk.keys("n")
        self.desk.type("half a sen")
        second = self.switch.ring(WANG)
        self.desk.wait("☎ 王小明 rings for Sales", "Alt-O opens", "half a sen", "WRAP-UP")
        self.desk.type("tence or q")
        self.desk.wait("half a sentence or q", "WRAP-UP")
        self.desk.keys("M-o")
        self.desk.wait("RINGING", "华信科技")
        self.switch.abandon(second)
        self.desk.wait("WRAP-UP", "half a sentence or q", "Missed 1")
        self.finish()
        self.desk.keys("m")
        self.desk.wait(gone=["Missed 1"])

    def test_server_that_is_killed_loses_nothing(self):
        call = self.switch.ring(LEA)
        self.desk.wait("RINGING", "Lea Noel")
        self.switch.answer(call)
        self.desk.wait("TALKING", "Lea Noel")
        self.desk.keys("n")
        self.desk.type("before, ")
        self.desk.wait("saved")
        self.site.kill_server()
        self.desk.wait("Calls still reach your phone.", "Lea Noel")
        self.desk.type("meanwhile")
        self.desk.wait("before, meanwhile", "kept here")
        self.desk.keys("M-r")
        self.desk.wait("Not possible while the link is down")
        self.desk.wait("Not live since")
        self.site.start_server()
        self.desk.wait("TALKING", "Lea Noel", "Live", "before, meanwhile", "saved",
                       gone=["Calls still reach"])
        self.switch.end(call)
        self.desk.wait("WRAP-UP", "before, meanwhile")
        self.finish()

    def test_help_states_and_another_size(self):
        self.desk.keys("?")
        self.desk.wait("find a customer", "more time to wrap up")
        self.desk.keys("Escape")
        self.desk.keys("s")
        self.desk.wait("Not ready: Break")
        self.desk.keys("2")
        self.desk.wait("○ Not ready: Break", "find", "ready")
        self.desk.resize(COLUMNS + 10, ROWS + 3)
        self.desk.wait("○ Not ready: Break", "Live")
        self.desk.resize(COLUMNS, ROWS)
        self.desk.keys("r")
        self.desk.wait("● Ready")


class TerminalStart(unittest.TestCase):
    def test_desk_without_a_server_says_so_and_can_be_left(self):
        terminal.need()
        port = harness.Reservation()  # Nobody listens there.
        self.addCleanup(port.close)
        with harness.Site() as site:
            desk = terminal.Terminal(site, COLUMNS, ROWS, [
                harness.BUILD / "bin/jackfield-agent", "--server", f"127.0.0.1:{port.port}",
                "--login", AGENT, "--password-file", site.password_file])
            self.addCleanup(desk.close)
            desk.wait("The server cannot be reached. Calls still reach your phone.")
            desk.keys("q")
            desk.wait("Close this desk?")
            desk.keys("Enter")
            harness.wait_for(desk.ended, terminal.SHOWN_S, "the end of the desk")

    def test_another_machine_needs_tls_or_a_word(self):
        for program in ("jackfield-agent", "jackfield"):
            arguments = ["--login", "x", "--password-file", "/dev/null", "--headless"]
            if program == "jackfield":
                arguments = ["whoami"]
            run = harness.subprocess.run(
                [harness.BUILD / "bin" / program, "--server", "192.0.2.1:7700", *arguments],
                text=True, capture_output=True, timeout=60, check=False)
            self.assertNotEqual(run.returncode, 0)
            self.assertIn("--ca-file, or --insecure", run.stderr)


if __name__ == "__main__":
    COLUMNS, ROWS = (int(part) for part in sys.argv.pop(1).split("x"))
    unittest.main()
