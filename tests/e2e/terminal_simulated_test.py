#!/usr/bin/env python3
"""A shift at the terminal desk against `jackfield simulate`: the calls come as the simulated switch
has them, and the agent does with each what it lends itself to, until everything was done once. The
server is killed in the middle.

  terminal_simulated_test.py COLUMNSxROWS [unittest's arguments]
"""

import sys
import time
import unittest

import harness
import terminal

AGENT = "ana"
SHIFT_S = 420
STEP_S = 10  # A call goes on meanwhile: what was not done by then is tried with another one.

# Of this seed the first eight rings have callers of each kind, and one that nobody answers.
SEED = 47
SIMULATE = ["--source", "simulated", "--flat", "--rate", "8", "--talk", "6", "--seed", str(SEED)]
SITE = f"""
time_zone = "UTC"
[[sources]]
source_id = "simulated"
number_rules = {{ default_region_code = "DE" }}
[[queues]]
queue_id = "sales"
display_name = "Sales"
source_queues = [{{ source_id = "simulated", queue = "sales" }}]
service_level_threshold = "20s"
wrap_up_duration = "12s"
[[dispositions]]
code = "solved"
label = "Solved"
[[agents]]
login = "{AGENT}"
display_name = "Ana Vidal"
device_patterns = ["PJSIP/1001"]
"""
CUSTOMERS = """name,company,role,phone,note,flags
Anna Berg,Berg GmbH,buyer,+493023125002,,
Bert Berg,Berg GmbH,owner,+493023125002,,
陈小华,华信科技,purchasing manager,+8613800138001,speaks Cantonese,vip
Lea Noel,,,+493023125003,,
"""


class SimulatedShift(unittest.TestCase):
    def setUp(self):
        terminal.need()
        self.site = site = harness.Site('[[telephony.grpc]]\nname = "simulated"\n')
        self.addCleanup(site.close)
        site.start_server()
        site.login()
        plan = site.write("site.toml", SITE)
        site.cli("apply", plan)
        customers = site.write("customers.csv", CUSTOMERS)
        site.cli("customers", "import", customers)
        site.add_user(AGENT, "Ana Vidal")
        self.desk = terminal.Terminal(site, COLUMNS, ROWS, [
            harness.BUILD / "bin/jackfield-agent", "--server", site.address, "--login", AGENT,
            "--password-file", site.password_file], NO_COLOR="1")
        self.addCleanup(self.desk.close)
        self.desk.wait("Live", "? keys")
        if "● Ready" not in self.desk.screen():
            self.desk.keys("r")
        self.desk.wait("● Ready")
        self.switch = site.start_cli("simulate", plan, "--customers", customers, *SIMULATE,
                                     token_file=site.make_token("simulated"))

    def wait(self, *texts, gone=()):
        return self.desk.wait(*texts, gone=gone, limit_s=STEP_S)

    def test_everything_is_done_once_with_the_calls_that_come(self):
        # What there is to do: when the screen shows all of the first, and none of the second.
        steps = {
            "candidate": (["TALKING", "Who is it?", "Anna Berg"], [], self.choose_a_candidate),
            "create": (["TALKING", "Unknown caller"], [], self.create_the_caller),
            "note": (["TALKING", "陈小华"], [], self.write_a_note),
            "outcome": (["WRAP-UP"], [], self.give_an_outcome),
            "not them": (["TALKING", "exact number"], [], self.say_that_it_is_another),
            "missed": (["Missed 1"], ["RINGING", "TALKING", "WRAP-UP"], self.see_what_was_missed),
            "search": ([], ["RINGING", "TALKING", "WRAP-UP"], self.find_a_customer),
            "restart": (["TALKING"], [], self.lose_the_server),
        }
        seen = set()
        end = time.monotonic() + SHIFT_S
        while steps:
            screen = harness.wait_for(lambda: self.something_to_do(steps, seen),
                                      end - time.monotonic(), f"a call for one of {list(steps)}")
            name = next(name for name in steps if self.lends_itself(screen, steps[name]))
            try:
                steps[name][2]()
                del steps[name]
            except AssertionError as error:  # The call went on: another one will do.
                print(f"{name} again: {str(error).splitlines()[0]}", flush=True)
                self.desk.keys("Escape")
                self.desk.keys("Escape")
        self.assertTrue(self.switch.running(), self.switch.last_words())
        self.assertIn("RINGING", seen)

    @staticmethod
    def lends_itself(screen, step):
        shown, hidden, _ = step
        return all(text in screen for text in shown) and not any(text in screen for text in hidden)

    def something_to_do(self, steps, seen):
        screen = self.desk.screen()
        seen.update(word for word in ("RINGING", "TALKING", "WRAP-UP") if word in screen)
        due = any(self.lends_itself(screen, step) for step in steps.values())
        return screen if due and "Live" in screen else None

    def choose_a_candidate(self):
        self.desk.keys("w")
        self.desk.keys("1")
        self.wait("(•) 1")
        self.desk.keys("Enter")
        self.wait("chosen by an agent", gone=["Who is it?"])

    def create_the_caller(self):
        self.desk.keys("a")
        self.wait("New customer")
        self.desk.type("陈丽 Chen Li")
        self.desk.keys("Enter")
        self.wait("陈丽 Chen Li", "chosen by an agent", gone=["New customer"])

    def write_a_note(self):
        self.desk.keys("n")
        self.desk.type("wants 三 boxes")
        self.wait("wants 三 boxes", "saved")
        self.desk.keys("Enter")  # Leaves the note, so that keys are keys again.

    def give_an_outcome(self):
        self.desk.keys("1")
        self.wait("[1 Solved]")
        self.desk.keys("Enter")
        self.wait(gone=["WRAP-UP"])

    def say_that_it_is_another(self):
        self.desk.keys("x")
        self.wait("Whose number is it?")
        self.desk.type("bert")
        self.desk.keys("Enter")
        self.wait("Bert Berg", "it is")
        self.desk.keys("Enter")
        self.wait("chosen by an agent", "Bert Berg", gone=["Whose number is it?"])

    def see_what_was_missed(self):
        self.desk.keys("j")
        self.wait("MISSED")
        self.desk.keys("m")
        self.wait(gone=["Missed 1"])

    def find_a_customer(self):
        self.desk.keys("/")
        self.wait("Find customer")
        self.desk.type("Noel")
        self.desk.keys("Enter")
        self.wait("Lea Noel")
        self.desk.keys("Escape")
        self.wait(gone=["Find customer"])

    def lose_the_server(self):
        self.site.kill_server()
        self.desk.wait("Calls still reach your phone.")
        self.site.start_server()
        self.desk.wait("Live", gone=["Calls still reach"])


if __name__ == "__main__":
    COLUMNS, ROWS = (int(part) for part in sys.argv.pop(1).split("x"))
    unittest.main()
