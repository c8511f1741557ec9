#!/usr/bin/env python3
"""Two minutes of a real Asterisk, replayed over TCP to a server with twelve desks:
figures, pops and
callers are those of the recording, however the bytes come.

  capture_replay_test.py VARIANT [unittest's arguments]
"""

import datetime
import sys
import unittest

import capture
import harness

# Each changes how the stream comes, and must change no result.
VARIANTS = {
    "real_time": ("", ["--speed", "1"]),
    "twenty_times": ("", ["--speed", "20", "--timestamps"]),
    "chunks_and_duplicates": ("", ["--speed", "20", "--timestamps", "--duplicate-blocks",
                                   "--seed"]),
    "each_block_twice": ("", ["--speed", "20", "--timestamps", "--each-block-twice"]),
    "swapped_neighbours": ("", ["--speed", "20", "--timestamps", "--swap-neighbours", "--seed"]),
    "fewer_rights": ("restricted", ["--speed", "20", "--timestamps"]),
}


def ucids(numbers):
    return {f"JF-24-{number:05}" for number in numbers}


# Callers who asked for privacy, whose number the network passed on, and whom the stream does not
# mark: not at all, or (19) only after their first two rings.
REAL_NUMBER_WITHOUT_MARK = ucids({19, 61, 109})

# Calls whose caller is nobody of the directory.
WITHHELD = ucids({7, 12, 16, 19, 24, 25, 32, 49, 57, 61, 62, 74, 79, 86, 89, 103, 105, 106, 109,
                  114, 136})
NOT_IN_DIRECTORY = ucids({10, 13, 22, 26, 28, 30, 33, 34, 35, 44, 48, 56, 60, 64, 68, 71, 81, 82,
                          84, 90, 111, 120, 121, 126, 134, 142, 145, 146, 149}) | {
                              "JF-24-N0000", "JF-24-N0001", "JF-24-N0002"}

# How a caller can leave a queue, by the names of the contract and of truth.json.
LEFT_QUEUE = {"answered": "answered", "abandoned": "abandoned", "timedOut": "timed_out",
              "exitKey": "exit_key", "exitEmpty": "exit_empty", "withdrawn": "withdrawn"}

BUSY = {"STATE_RESERVED", "STATE_ALERTING", "STATE_CONNECTED", "STATE_HOLD"}
CORRECTED_S = 1.0  # An open pop of a caller who is withheld after all.
SETTLED_S = 20


def seconds(duration):
    return float(duration.rstrip("s")) if duration else 0.0


def count(row, name):
    return int(row["counts"].get(name + "Count", 0))


def span(row, *names):
    return sum(seconds(row["counts"].get(name + "Duration")) for name in names)


def day_of(timestamps):
    """The options of a report that say when it was: with timestamps from when it was recorded, to
    now, when what a gap hid is found to be lost."""
    today = datetime.datetime.now(datetime.timezone.utc).date()
    begin = datetime.date(2026, 11, 22) if timestamps else today
    return ["--from", str(begin - datetime.timedelta(days=1)),
            "--to", str(max(begin, today) + datetime.timedelta(days=2))]


def unsettled(board):
    """What on a board says that something still goes on."""
    waiting = [call["queue"] for call in board.get("waitingCalls", [])]
    waiting += [q["queue"]["name"] for q in board.get("queues", []) if q.get("waitingCount")]
    busy = [a["agent"] for a in board.get("agents", []) if a["status"].get("state") in BUSY]
    return waiting + busy


def quiet(site):
    """Whether nothing goes on, and each desk has been told so."""
    return not unsettled(site.board()) and \
        not any(desk.open_pops() for desk in site.desks.values())


def attached_call(pop):
    """The UCID of the call that a pop is of, by the variable that the switch set. An agent's call
    on behalf of a caller is taken as the caller's."""
    return next((attached["value"].removesuffix("-c") for attached in pop.get("attached", [])
                 if attached.get("value", "").startswith("JF-24-")), None)


def hidden(pop):
    caller = pop.get("caller", {})
    return not caller.get("customer") and not caller.get("candidates") and \
        not caller.get("number", {}).get("raw") and not caller.get("displayName")


class CaptureReplayTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        capture.need()
        folder, options = VARIANTS[VARIANT]
        if options[-1] == "--seed":
            options = [*options, str(harness.seed())]
        cls.stream = capture.Stream(capture.FOLDER / folder)
        cls.truth = capture.truth()
        cls.calls = capture.calls()
        port = harness.Reservation()
        site = harness.Site(capture.server_toml(port.port))
        cls.addClassCleanup(site.close)
        site.start_server()
        capture.set_up(site)
        replay = site.keep(harness.Replay(capture.FOLDER / folder, port, *options))
        site.start_desks([agent.login for agent in capture.AGENTS])
        harness.wait_for(lambda: site.counted("jackfield_ami_link_up"), harness.READY_S, "AMI link")
        replay.release()
        replay.wait_done(capture.LENGTH_S / replay.speed + 60)
        cls.site, cls.replay = site, replay
        try:
            harness.wait_for(lambda: quiet(site), SETTLED_S, "a quiet board")
        except TimeoutError:
            pass  # The test of the end says what is left.
        cls.read_results("--timestamps" in options)

    @classmethod
    def read_results(cls, timestamps):
        times = day_of(timestamps)
        rows = cls.site.cli_json("report", "queues", *times)["rows"]
        cls.queues = {row["queue"].removeprefix("queues/"): row for row in rows}
        rows = cls.site.cli_json("report", "agents", *times)["rows"]
        cls.agents = {row["agentDisplayName"]: row for row in rows}
        cls.final_board = cls.site.board()
        cls.pops = {login: desk.pops() for login, desk in cls.site.desks.items()}
        cls.customer_ids = cls.read_customers()

    @classmethod
    def read_customers(cls):
        """The capture's id of each customer that a desk was shown."""
        names = {pop["caller"]["customer"] for pops in cls.pops.values()
                 for history in pops.values() for _, kind, pop in history
                 if kind != "closed" and pop.get("caller", {}).get("customer")}
        desk = cls.site.desks["alice.novak"]
        ids = {"": ""}
        for name in sorted(names):
            result = desk.invoke("CustomerService.GetCustomer", {"name": name})
            if "response" not in result:
                raise RuntimeError(f"{name}: {result}")
            customer = result["response"]["customer"]
            ids[name] = customer["externalIds"][0]["value"]
        return ids

    def queue_pops(self, login):
        """Histories of the pops of queue calls at a desk, oldest first."""
        return [h for h in self.pops[login].values() if h[0][1] != "closed" and
                h[0][2].get("queue")]

    def popped_rings(self):
        """Each ring of the stream with the history of its pop. A desk's rings come one by one."""
        for agent in capture.AGENTS:
            rings = [ring for ring in self.stream.rings if ring.agent == agent.login]
            yield from zip(rings, self.queue_pops(agent.login))

    # Figures.

    def test_counts_of_each_queue_are_those_of_the_switch(self):
        names = {"offered": "offered"} | LEFT_QUEUE
        expected = {queue: {name: figures[key] for name, key in names.items()} | {"lost": 0}
                    for queue, figures in self.truth["queues"].items()}
        counted = {queue: {name: count(self.queues[queue], name) for name in [*names, "lost"]}
                   for queue in expected}
        self.assertEqual(counted, expected)

    def test_callers_whom_a_full_or_empty_queue_refused_are_counted_apart(self):
        refused = self.truth["queue_exit_status_from_userevent"]
        self.assertEqual(sum(count(row, "refusedFull") for row in self.queues.values()),
                         refused["FULL"])
        self.assertEqual(sum(count(row, "refusedEmpty") for row in self.queues.values()),
                         refused["JOINEMPTY"])

    def test_counts_of_each_agent_are_those_of_the_switch(self):
        names = ("answered", "ringnoanswer", "pauses")
        expected = {agent: [figures[name] for name in names]
                    for agent, figures in self.truth["agents"].items()}
        counted = {}
        for agent, row in self.agents.items():
            if agent not in expected:
                continue
            counted[agent] = [count(row, name) for name in ("answered", "ringNoAnswer", "pause")]
        self.assertEqual(counted, expected)

    def test_waits_and_talk_are_within_a_second_a_leg(self):
        for queue, figures in self.truth["queues"].items():
            row, answered, abandoned = self.queues[queue], figures["answered"], figures["abandoned"]
            with self.subTest(queue):
                self.assertAlmostEqual(span(row, "answeredWait"),
                                       figures["asa_seconds"] * answered, delta=answered)
                self.assertAlmostEqual(span(row, "talk", "hold"), figures["total_talk_seconds"],
                                       delta=answered)
                waited = (figures.get("mean_abandon_wait") or 0) * abandoned
                self.assertAlmostEqual(span(row, "abandonedWait"), waited, delta=abandoned)

    def test_answers_within_the_threshold_equal_but_for_legs_at_its_edge(self):
        thresholds = {queue: figures["servicelevel_seconds"]
                      for queue, figures in self.truth["queues"].items()}
        at_the_edge = dict.fromkeys(thresholds, 0)
        for call in self.calls.values():
            for leg in call["legs"]:
                if leg.get("answered") and abs(leg["wait"] - thresholds[leg["queue"]]) <= 1:
                    at_the_edge[leg["queue"]] += 1
        for queue, figures in self.truth["queues"].items():
            with self.subTest(queue):
                self.assertAlmostEqual(count(self.queues[queue], "answeredWithin"),
                                       figures["answered_within_sl"], delta=at_the_edge[queue])

    # Pops.

    def test_each_ring_pops_once_at_the_right_desk(self):
        rung = {agent.login: [] for agent in capture.AGENTS}
        for ring in self.stream.rings:
            rung[ring.agent].append((ring.queue, ring.call.removesuffix("-c")))
        popped = {agent.login: [(h[0][2]["queue"].removeprefix("queues/"), attached_call(h[0][2]))
                                for h in self.queue_pops(agent.login)]
                  for agent in capture.AGENTS}
        self.assertEqual(sum(len(rings) for rings in rung.values()), 160)
        self.assertEqual(popped, rung)

    def test_no_pop_opens_twice_and_each_one_closes(self):
        for login, pops in self.pops.items():
            for offer, history in pops.items():
                kinds = [kind for _, kind, _ in history]
                with self.subTest(f"{login} {offer}"):
                    self.assertEqual(kinds.count("opened"), 1)
                    self.assertEqual(kinds.count("closed"), 1)
                    self.assertEqual(kinds[-1], "closed")
            self.assertEqual({pop["agent"] for h in pops.values() for _, kind, pop in h
                              if kind != "closed"} - {f"agents/{login}"}, set())

    def test_each_ring_that_the_calls_name_is_among_the_pops(self):
        popped = {(ring.call.removesuffix("-c"), ring.agent) for ring, _ in self.popped_rings()}
        for call in self.calls.values():
            for leg in call["legs"]:
                for name in [*leg["rna"], leg.get("agent")]:
                    if name:
                        self.assertIn((call["ucid"], capture.LOGIN_OF[name]), popped)

    # Callers.

    def test_the_caller_of_each_pop_is_the_customer_of_the_call_and_never_another(self):
        for ring, history in self.popped_rings():
            expected = self.calls[ring.call.removesuffix("-c")]["customer"]
            if ring.call.endswith("-c"):  # An agent asks, on behalf of that customer.
                allowed = {"", expected}
            elif ring.call in REAL_NUMBER_WITHOUT_MARK:
                continue
            else:
                self.assertEqual(expected == "", ring.call in WITHHELD | NOT_IN_DIRECTORY, ring)
                allowed = {expected}
            for _, kind, pop in history:
                if kind == "closed":
                    continue
                with self.subTest(f"call {ring.call} at {ring.agent}, {kind}"):
                    caller = pop.get("caller", {})
                    self.assertIn(self.customer_ids[caller.get("customer", "")], allowed)

    def test_a_withheld_caller_is_not_shown_from_the_event_on_that_says_so(self):
        for ring, history in self.popped_rings():
            if ring.call not in WITHHELD:
                continue
            marked_ms = self.stream.withheld_from_ms(ring.call)
            if marked_ms is None and ring.call in REAL_NUMBER_WITHOUT_MARK:
                continue
            latest = self.replay.at(marked_ms) + CORRECTED_S if marked_ms is not None else 0.0
            shown = [(at, pop) for at, kind, pop in history if kind != "closed"]
            closed_at = history[-1][0] if history[-1][1] == "closed" else float("inf")
            with self.subTest(f"call {ring.call} at {ring.agent}"):
                for at, pop in shown:
                    if at > latest:
                        self.assertTrue(hidden(pop), pop.get("caller"))
                held = [pop for at, pop in shown if at <= latest]
                if held and closed_at > latest:
                    self.assertTrue(hidden(held[-1]), "an open pop was not corrected")

    # The end.

    def test_nobody_waits_and_nobody_is_busy_at_the_end(self):
        self.assertEqual(unsettled(self.final_board), [])
        self.assertEqual({login: list(desk.open_pops())
                          for login, desk in self.site.desks.items() if desk.open_pops()}, {})


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in VARIANTS:
        sys.exit(f"usage: capture_replay_test.py {'|'.join(VARIANTS)}")
    VARIANT = sys.argv.pop(1)
    unittest.main(verbosity=2)
