#!/usr/bin/env python3
"""The link to the switch is cut at ten random moments and comes back: what was hidden is reported
as hidden, nothing of it stays, and pops go on.

  link_cut_test.py [unittest's arguments]; JACKFIELD_SEED repeats a run
"""

import random
import time
import unittest

import capture
import harness
from capture_replay_test import (LEFT_QUEUE, SETTLED_S, attached_call, count, day_of, quiet,
                                 unsettled)

CUTS = 10
SPEED = 1
DOWN_MS = 3000
# The switch comes back after DOWN_MS; then the connector's pause of at most 10 s, and its lists.
BACK_WITHIN_S = 15
# A ring this long before a cut, or after the link is back, must pop.
NEAR_MS = 500


def cut_moments(chance):
    """One moment in each tenth of the recording, but not so late that nothing comes after it."""
    length_ms = (capture.LENGTH_S - 20) * 1000
    return [round((i + chance.random() * 0.5) * length_ms / CUTS) + 1000 for i in range(CUTS)]


class LinkCutTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        capture.need()
        seed = harness.seed()
        cls.cuts = cut_moments(random.Random(seed))
        cls.truth, cls.stream = capture.truth(), capture.Stream()
        port = harness.Reservation()
        site = harness.Site(capture.server_toml(port.port))
        cls.addClassCleanup(site.close)
        site.start_server()
        capture.set_up(site)
        cut_options = [word for cut in cls.cuts for word in ("--cut-ms", str(cut))]
        replay = site.keep(harness.Replay(
            capture.FOLDER, port, "--speed", str(SPEED), "--timestamps", "--down-ms", str(DOWN_MS),
            "--seed", str(seed), *cut_options))
        site.start_desks([agent.login for agent in capture.AGENTS])
        harness.wait_for(lambda: site.counted("jackfield_ami_link_up"), harness.READY_S, "AMI link")
        cls.site, cls.replay = site, replay
        replay.release()
        cls.watch_link()
        try:
            harness.wait_for(lambda: quiet(site), SETTLED_S, "a quiet board")
        except TimeoutError:
            pass  # The test of the end says what is left.
        rows = site.cli_json("report", "queues", *day_of(timestamps=True))["rows"]
        cls.queues = {row["queue"].removeprefix("queues/"): row for row in rows}
        cls.final_board = site.board()
        cls.pops = {login: desk.pops() for login, desk in site.desks.items()}

    @classmethod
    def watch_link(cls):
        """Notes when the link was up, and what a board said while it was down."""
        cls.link = [(time.monotonic(), True)]
        cls.boards_while_down = []
        end = time.monotonic() + capture.LENGTH_S / SPEED + 60

        def look():
            up = bool(cls.site.counted("jackfield_ami_link_up"))
            if up != cls.link[-1][1]:
                cls.link.append((time.monotonic(), up))
                if not up:
                    cls.boards_while_down.append(cls.site.board())
            return cls.replay.done()

        harness.wait_for(look, end - time.monotonic(), "end of replay")
        harness.wait_for(lambda: look() and cls.link[-1][1], BACK_WITHIN_S, "the link at the end")

    def certain(self, ring):
        """Whether a ring came while the link was surely up."""
        at = self.replay.at(ring.at_ms)
        near = NEAR_MS / 1000
        before = [(when, up) for when, up in self.link if when <= at - near]
        until = [when for when, up in self.link if when > at - near]
        cut = any(abs(ring.at_ms - c) < NEAR_MS * SPEED for c in self.cuts)
        return bool(before) and before[-1][1] and (not until or until[0] > at + near) and not cut

    def told_near(self, ring):
        at = self.replay.at(ring.at_ms)
        return [(round(when - at, 3), kind, pop) for history in self.pops[ring.agent].values()
                for when, kind, pop in history if abs(when - at) < 3]

    def test_each_cut_was_one_and_the_link_came_back(self):
        downs = [up for _, up in self.link].count(False)
        self.assertGreaterEqual(downs, CUTS - 2)  # Two cuts may fall into one pause.
        self.assertTrue(self.link[-1][1])
        self.assertGreaterEqual(self.site.counted("jackfield_ami_sessions_lost_total"), downs)

    def test_a_board_says_that_the_link_is_down_and_that_it_is_up_again(self):
        states = [source.get("state") for board in self.boards_while_down
                  for source in board["sources"] if source["source"] == "sources/pbx"]
        # A link may come back before the board is read.
        self.assertGreater(states.count("STATE_DOWN"), CUTS // 2)
        for board in self.boards_while_down:
            down = board["sources"][0]["state"] == "STATE_DOWN"
            self.assertEqual({queue.get("stale", False) for queue in board["queues"]}, {down})
        self.assertEqual([source["state"] for source in self.final_board["sources"]], ["STATE_UP"])
        self.assertFalse(any(queue.get("stale") for queue in self.final_board["queues"]))

    def test_nobody_waits_and_nobody_is_busy_at_the_end(self):
        self.assertEqual(unsettled(self.final_board), [])
        self.assertEqual({login: list(desk.open_pops())
                          for login, desk in self.site.desks.items() if desk.open_pops()}, {})

    def test_nothing_is_counted_that_the_switch_did_not_count(self):
        for queue, figures in self.truth["queues"].items():
            row = self.queues[queue]
            with self.subTest(queue):
                self.assertLessEqual(count(row, "offered"), figures["offered"])
                self.assertLessEqual(count(row, "answered"), figures["answered"])
                # The gap may hide why a caller left, so that only the sum is sure.
                self.assertLessEqual(
                    sum(count(row, name) for name in LEFT_QUEUE if name != "answered"),
                    sum(figures[key] for name, key in LEFT_QUEUE.items() if name != "answered"))

    def test_what_the_gap_hid_is_reported_as_lost_and_every_offer_ends_once(self):
        lost = 0
        for queue in self.truth["queues"]:
            row = self.queues[queue]
            left = sum(count(row, name) for name in [*LEFT_QUEUE, "lost"])
            with self.subTest(queue):
                self.assertEqual(count(row, "offered"), left)
            lost += count(row, "lost")
        self.assertGreater(lost, 0)

    def test_rings_while_the_link_is_up_pop_once_at_the_right_desk(self):
        popped = {}
        for login, pops in self.pops.items():
            for history in pops.values():
                kinds = [kind for _, kind, _ in history]
                self.assertLessEqual(kinds.count("opened"), 1)
                # A call whose beginning was hidden, and that takes this one over, has no variables.
                calls = [attached_call(pop) for _, kind, pop in history if kind != "closed"]
                key = (login, next((call for call in reversed(calls) if call), None))
                popped[key] = popped.get(key, 0) + 1
        sure = [ring for ring in self.stream.rings if self.certain(ring)]
        self.assertGreater(len(sure), 20)
        self.assertGreater(len([r for r in sure if r.at_ms > self.cuts[-1]]), 0)
        for ring in sure:
            with self.subTest(str(ring)):
                call = ring.call.removesuffix("-c")
                self.assertGreaterEqual(popped.get((ring.agent, call), 0), 1,
                                        self.told_near(ring))


if __name__ == "__main__":
    unittest.main(verbosity=2)
