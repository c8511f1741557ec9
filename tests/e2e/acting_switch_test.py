#!/usr/bin/env python3
"""Calls that Jackfield distributes, and that an agent acts on at the terminal desk, with a switch
that does as it is told (`jackfield simulate --acts`). A callback is dialled from the desk.

  acting_switch_test.py [unittest's arguments]
"""

import unittest

import harness
import terminal

AGENT = "ana"
CALL_S = 90  # Of rings some are declined or missed, as the switch plays its agents.

SITE = f"""
time_zone = "UTC"
[[sources]]
source_id = "simulated"
number_rules = {{ default_region_code = "DE" }}
[[queues]]
queue_id = "sales"
display_name = "Sales"
source_queues = [{{ source_id = "simulated", queue = "sales" }}]
wrap_up_duration = "3s"
mode = "directed"
[[dial_rules]]
prefixes = ["+"]
[[agents]]
login = "{AGENT}"
display_name = "Ana Vidal"
device_patterns = ["PJSIP/1001"]
team = "sales"
queues = [{{ queue_id = "sales" }}]
"""


class ActingSwitch(unittest.TestCase):
    def setUp(self):
        terminal.need()
        self.site = site = harness.Site('[[telephony.grpc]]\nname = "simulated"\n')
        self.addCleanup(site.close)
        site.start_server()
        site.login()
        self.plan = site.write("site.toml", SITE)
        site.cli("apply", self.plan)
        site.add_user(AGENT, "Ana Vidal")
        self.desk = terminal.Terminal(site, 120, 30, [
            harness.BUILD / "bin/jackfield-agent", "--server", site.address, "--login", AGENT,
            "--password-file", site.password_file], NO_COLOR="1")
        self.addCleanup(self.desk.close)
        self.desk.wait("Live", "? keys")

    def simulate(self, *options):
        self.site.start_cli("simulate", self.plan, "--acts", "--flat", "--seed", "5", *options,
                            token_file=self.site.make_token("simulated"))
        harness.wait_for(lambda: self.site.board().get("sources", [{}])[0].get("lastEventTime"),
                         terminal.SHOWN_S, "the switch")

    def talk(self):
        """Until the agent talks: answers what rings."""
        def answered():
            screen = self.desk.screen()
            if "RINGING" in screen:
                self.desk.keys("u")
            return "TALKING" in screen
        harness.wait_for(answered, CALL_S, "a call that is answered")

    def test_a_waiting_caller_is_routed_held_and_hung_up(self):
        self.simulate("--rate", "20", "--talk", "600")
        self.talk()
        talking = next(call for call in self.site.cli_json("calls", "list")["calls"]
                       if call["state"] == "STATE_TALKING")
        explained = self.site.cli("calls", "explain", talking["name"]).out
        self.assertIn("Offered to ana of the queue sales", explained)
        self.desk.keys("l")
        self.desk.wait("ON HOLD")
        self.desk.keys("l")
        self.desk.wait("TALKING", gone=["ON HOLD"])
        self.desk.keys("c")
        self.desk.wait("hang up")
        self.desk.keys("e")
        self.desk.wait(gone=["TALKING"])

    def test_a_callback_is_taken_dialled_and_told(self):
        self.simulate("--rate", "0.01", "--talk", "5")
        self.desk.wait("● Ready")  # As a member whom the switch has not paused.
        made = self.site.cli_json("callbacks", "create", "+493023125001", "--queue", "sales",
                                  "--note", "about the bill")["callback"]
        self.desk.wait("about the bill")
        self.desk.keys("y")
        self.desk.wait("Your callback", "D dial")
        self.desk.keys("d")
        self.desk.wait("Dial a number", "+493023125001")
        self.desk.keys("Enter")

        def attempts():
            shown = self.site.cli_json("callbacks", "show", made["name"])["callback"]
            return [attempt for attempt in shown.get("attempts", []) if attempt.get("call")]
        harness.wait_for(attempts, CALL_S, "a call of the attempt")


if __name__ == "__main__":
    unittest.main()
