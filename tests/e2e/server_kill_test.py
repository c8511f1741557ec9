#!/usr/bin/env python3
"""The server is killed at twenty random moments of a replay, with a switch beside it that publishes
and waits for acknowledgements: what was acknowledged is there, nothing counts twice, and desks come
back by themselves to the calls that are.

  server_kill_test.py [unittest's arguments]; JACKFIELD_SEED repeats a run
"""

import contextlib
import datetime
import json
import random
import sqlite3
import time
import unittest

import capture
import desk_truth
import harness
from capture_replay_test import LEFT_QUEUE, SETTLED_S, count, day_of, unsettled

KILLS = 20
PAUSE_S = (0.3, 4.5)  # From ready to the next kill.
RESTS = (7, 14)  # Before these kills all desks come back, and are compared, …
REST_S = 4.0
REST_UNTIL_MS = 75_000  # … where the replay is not beyond this, on a slow machine.
WRAP_UP_S = 30  # Of a queue that says nothing of it.
BACK_S = 30  # A desk's longest pause is 15 s, and its connection has one of its own.
PUBLISH_S = 120
CALLS = 160
SPEED = 20  # Of the switch that publishes.
POPS_BETWEEN_MIN = 6  # Of the times between two kills. Desks need a while to come back.
CLOUD_QUEUES = ["orders", "care"]
CLOUD_AGENTS = [f"cloud{i}" for i in range(1, 9)]
CLOUD_DESKS = CLOUD_AGENTS[:2]
NEVER = float("inf")


def cloud_toml():
    text = ""
    for queue in CLOUD_QUEUES:
        text += f'[[queues]]\nqueue_id = "{queue}"\ndisplay_name = "{queue}"\n'
        text += f'source_queues = [{{ source_id = "cloud", queue = "{queue}" }}]\n'
    for i, login in enumerate(CLOUD_AGENTS):
        text += f'[[agents]]\nlogin = "{login}"\ndisplay_name = "Cloud {i}"\n'
        text += f'device_patterns = ["SIP/7{i:02}"]\n'
    return text


def simulate(site, seed, start, speed):
    """Starts to publish: the same seed and start are the same calls, with the same event ids."""
    simulated = site.write("cloud.toml", '[[sources]]\nsource_id = "cloud"\n' + cloud_toml())
    return site.start_cli(
        "--json", "simulate", simulated, "--source", "cloud", "--flat", "--rate", "5", "--speed",
        str(speed), "--seed", str(seed), "--calls", str(CALLS), "--start",
        start.strftime("%Y-%m-%dT%H:%M:%SZ"), token_file=site.make_token("cloud"))


def last_line(program):
    return json.loads([line for _, line in program.out][-1])


def rows_of(site, kind, key, names):
    """The rows of today's report, by name."""
    rows = site.cli_json("report", kind, *day_of(timestamps=False))["rows"]
    return {row[key].split("/")[-1]: row["counts"] for row in rows
            if row[key].split("/")[-1] in names}


def counts_only(row):
    return {name: value for name, value in row.items() if name.endswith("Count")}


def await_rest(site):
    """Nothing goes on any more, and the last after-call work is counted."""
    def at_rest():
        board = site.board()
        states = {agent["status"].get("state") for agent in board.get("agents", [])}
        return not unsettled(board) and "STATE_WORKING_AFTER_CALL" not in states

    harness.wait_for(at_rest, WRAP_UP_S + SETTLED_S, "a board at rest")


def undisturbed(seed, start):
    """The figures of the same calls at a server that nobody kills."""
    with harness.Site('[[telephony.grpc]]\nname = "cloud"\n') as site:
        site.start_server()
        site.login()
        site.cli("apply", site.write("site.toml", 'time_zone = "UTC"\n[[sources]]\n'
                                                  'source_id = "cloud"\n' + cloud_toml()))
        publisher = simulate(site, seed, start, 0)
        publisher.wait(PUBLISH_S)
        await_rest(site)
        return (last_line(publisher), rows_of(site, "queues", "queue", CLOUD_QUEUES),
                rows_of(site, "agents", "agent", CLOUD_AGENTS))


def view_of(pops, calls, agent):
    """What a desk shows, without what only grows older."""
    return ({pop["offer"]: pop.get("state") for pop in pops},
            {call["call"]: call.get("state") for call in calls},
            agent.get("status", {}).get("state"))


def shown_by(desk):
    """What the messages of a desk add up to."""
    calls, agent = {}, {}
    for _, message in desk.messages():
        if "snapshot" in message:
            calls = {call["call"]: call for call in message["snapshot"].get("calls", [])}
            agent = message["snapshot"]["agent"]
        agent = message.get("agentChanged", agent)
        if "callChanged" in message:
            calls[message["callChanged"]["call"]] = message["callChanged"]
    live = [call for call in calls.values() if call.get("state") != "STATE_ENDED"]
    return view_of(desk.open_pops().values(), live, agent)


def up_to_date(desk):
    """Whether a desk is live, and shows what the server has for it."""
    if desk.link() != "live":
        return False
    held = desk.invoke("GetDesk", {}).get("response", {}).get("desk")
    return held is not None and shown_by(desk) == view_of(
        held.get("pops", []), held.get("calls", []), held["agent"])


class ServerKillTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        capture.need()
        seed = harness.seed()
        # Events of the past hours, so that twenty times the speed does not reach the future.
        start = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(hours=2)
        cls.expected = undisturbed(seed, start)
        cls.truth = capture.truth()
        port = harness.Reservation()
        site = cls.site = harness.Site(capture.server_toml(port.port) +
                                       '[[telephony.grpc]]\nname = "cloud"\n')
        cls.addClassCleanup(site.close)
        site.start_server()
        capture.set_up(site, cloud_toml(), sources=("pbx", "cloud"))
        for login in CLOUD_DESKS:
            site.add_user(login, login)
        cls.replay = site.keep(harness.Replay(capture.FOLDER, port, "--speed", "1", "--timestamps"))
        site.start_desks([agent.login for agent in capture.AGENTS] + CLOUD_DESKS)
        harness.wait_for(lambda: site.counted("jackfield_ami_link_up"), harness.READY_S, "AMI link")
        cls.replay.release()
        cls.publisher = simulate(site, seed, start, SPEED)
        cls.kill_again_and_again(random.Random(seed))
        cls.publisher.wait(PUBLISH_S)
        cls.replay.wait_done(capture.LENGTH_S + 60)
        with contextlib.suppress(TimeoutError):  # The test of the board says what is left.
            await_rest(site)
        cls.await_desks()
        cls.read_results()

    @classmethod
    def kill_again_and_again(cls, chance):
        cls.kills = []
        cls.late_desks = []
        for number in range(KILLS):
            if number in RESTS and time.monotonic() < cls.replay.at(REST_UNTIL_MS):
                cls.await_desks()
                cls.wait_until(time.monotonic() + REST_S)
            cls.wait_until(time.monotonic() + chance.uniform(*PAUSE_S))
            cls.kills.append(time.monotonic())
            cls.site.kill_server()
            cls.site.start_server()

    @staticmethod
    def wait_until(moment):
        harness.wait_for(lambda: time.monotonic() >= moment, REST_S + PAUSE_S[1], "the next moment")

    @classmethod
    def await_desks(cls):
        """Each desk is live, and shows what the server has, within BACK_S."""
        end = time.monotonic() + BACK_S
        for login, desk in cls.site.desks.items():
            try:
                harness.wait_for(lambda desk=desk: up_to_date(desk),
                                 max(0.1, end - time.monotonic()), login)
            except TimeoutError:
                cls.late_desks.append((len(cls.kills), login, desk.link()))

    @classmethod
    def read_results(cls):
        site = cls.site
        cls.cloud_queues = rows_of(site, "queues", "queue", CLOUD_QUEUES)
        cls.cloud_agents = rows_of(site, "agents", "agent", CLOUD_AGENTS)
        day = day_of(timestamps=True)
        cls.queues = {row["queue"].removeprefix("queues/"): row
                      for row in site.cli_json("report", "queues", *day)["rows"]}
        cls.agents = {row["agentDisplayName"]: row
                      for row in site.cli_json("report", "agents", *day)["rows"]}
        cls.final_board = site.board()
        # The server keeps a lock on its file while it runs.
        cls.stop_status = site.stop_server()
        store = sqlite3.connect(site.folder / "data" / "jackfield.db")
        # Without an id are those of the server itself: the link is up, the link is lost.
        cls.journaled = [row[0] for row in store.execute(
            "SELECT event_id FROM journal WHERE source = 'cloud' AND event_id <> '' "
            "ORDER BY sequence")]
        cls.logged = store.execute(
            "SELECT switch_id, ended_at_ms FROM interaction WHERE source = 'cloud'").fetchall()
        cls.unended = store.execute(
            "SELECT source, switch_id FROM interaction WHERE ended_at_ms IS NULL").fetchall()
        store.close()

    def up(self):
        """When the link to the Asterisk stood, as [from, to]."""
        ready = [at for log in self.site.server_log for at, line in list(log)
                 if "ami session ready" in line]
        return [[at, min([kill for kill in self.kills if kill > at], default=self.replay.at(
            capture.LENGTH_S * 1000))] for at in ready]

    # What the other switch published.

    def test_every_acknowledged_event_is_in_the_journal_once_and_in_order(self):
        report = last_line(self.publisher)

        self.assertEqual(self.publisher.wait(1), 0, self.publisher.last_words())
        self.assertGreaterEqual(report["reconnectCount"], KILLS / 2)
        self.assertEqual(report["rejectedCount"], 0)
        numbers = [int(event.rsplit("-", 1)[1]) for event in self.journaled]
        self.assertEqual(numbers, list(range(1, int(report["eventCount"]) + 1)))

    def test_figures_of_acknowledged_events_are_those_of_a_server_that_nobody_killed(self):
        report, queues, agents = self.expected
        published = last_line(self.publisher)
        for name in report:
            if name != "reconnectCount":
                self.assertEqual(published[name], report[name], name)
        self.assertEqual(self.cloud_queues, queues)
        self.assertEqual({login: counts_only(row) for login, row in self.cloud_agents.items()},
                         {login: counts_only(row) for login, row in agents.items()})

    def test_figures_of_acknowledged_events_are_those_that_the_publisher_tells(self):
        report = last_line(self.publisher)
        rows = [{"counts": row} for row in self.cloud_queues.values()]

        self.assertEqual(report["callCount"], CALLS)
        for name, told in (("answered", "answered"), ("abandoned", "abandoned"),
                           ("ringNoAnswer", "missed")):
            self.assertEqual(sum(count(row, name) for row in rows),
                             report[f"{told}Count"] - report[f"{told}DirectlyCount"], name)
        self.assertEqual(sum(count(row, "lost") for row in rows), 0)
        for row in rows:
            self.assertEqual(count(row, "offered"), sum(count(row, name) for name in LEFT_QUEUE))

    def test_each_call_stands_in_the_log_once_and_has_ended(self):
        calls = [switch_id for switch_id, _ in self.logged if "-ask-" not in switch_id]

        self.assertEqual(sorted(calls), sorted(f"call-{i}" for i in range(1, CALLS + 1)))
        self.assertEqual(self.unended, [])

    # What the Asterisk said; what it said while nobody listened is lost.

    def test_nothing_of_the_replay_counts_twice(self):
        for queue, figures in self.truth["queues"].items():
            row = self.queues[queue]
            with self.subTest(queue):
                # A wait whose end nobody heard is lost, also where its caller waited on.
                self.assertLessEqual(count(row, "offered"), figures["offered"] + count(row, "lost"))
                for name, truth in LEFT_QUEUE.items():
                    self.assertLessEqual(count(row, name), figures[truth], name)
                self.assertEqual(count(row, "offered"),
                                 sum(count(row, name) for name in [*LEFT_QUEUE, "lost"]))
        for agent, figures in self.truth["agents"].items():
            for name in ("answered", "ringNoAnswer", "pause"):
                with self.subTest(f"{agent} {name}"):
                    self.assertLessEqual(count(self.agents[agent], name),
                                         figures[{"ringNoAnswer": "ringnoanswer",
                                                  "pause": "pauses"}.get(name, name)])

    # Desks.

    def test_each_desk_comes_back_by_itself_and_shows_what_the_server_has(self):
        self.assertEqual(self.late_desks, [])
        for login, desk in self.site.desks.items():
            with self.subTest(login):
                self.assertTrue(desk.running())
                self.assertGreater(len(desk_truth.Timeline(desk).live), 1)

    def test_desks_show_the_rings_and_talks_of_the_switch_while_server_and_link_are_up(self):
        expected = desk_truth.stays()
        checked = 0
        for agent in capture.AGENTS:
            with self.subTest(agent.login):
                right, wrong = desk_truth.compare(self.site.desks[agent.login], self.up(),
                                                  self.replay, expected)
                checked += right
                self.assertFalse(wrong)  # Says the list whole, unlike assertEqual.
        self.assertGreater(checked, 20)

    def test_no_pop_opens_twice_and_none_comes_back_after_it_closed(self):
        for login, desk in self.site.desks.items():
            for offer, history in desk.pops().items():
                kinds = [kind for _, kind, _ in history]
                with self.subTest(f"{login} {offer}"):
                    self.assertLessEqual(kinds.count("opened"), 1)
                    self.assertNotIn("opened", kinds[1:])
                    self.assertNotIn("closed", kinds[:-1])

    def test_pops_go_on_between_and_after_the_kills(self):
        first = [history[0][0] for desk in self.site.desks.values()
                 for history in desk.pops().values()]
        between = [after for before, after in zip([0.0, *self.kills], [*self.kills, NEVER])
                   if any(before < at < after for at in first)]

        self.assertGreaterEqual(len(between), POPS_BETWEEN_MIN)
        self.assertIn(NEVER, between)

    # The end.

    def test_nobody_waits_and_nobody_is_busy_at_the_end(self):
        self.assertEqual(unsettled(self.final_board), [])
        self.assertEqual({login: list(desk.open_pops())
                          for login, desk in self.site.desks.items() if desk.open_pops()}, {})

    def test_the_server_stops_in_order_at_the_end(self):
        self.assertEqual(self.stop_status, 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
