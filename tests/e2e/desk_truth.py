"""What the desks of the capture have to show, by the stream of the recorded Asterisk alone, and
whether they did while server and link were up."""

import bisect
import collections
import re

import capture

RINGS, TALKS = "STATE_RINGING", "STATE_CONNECTED"
SAME = {"STATE_HELD": TALKS}

EVENTS = {"AgentCalled", "AgentConnect", "AgentRingNoAnswer", "AgentComplete", "Hangup"}

# How long desks may be late. In a window that is longer than this they must be right at its end.
LATE_S = 2.0

# A ring or a talk of an agent, from and to milliseconds of the capture. `last_ms`: it may be shown
# until then. A talk ends with its channel, or before, when the queue says that it is complete.
Stay = collections.namedtuple("Stay", "agent call state from_ms to_ms last_ms")


def _call(block):
    found = re.search(r"^ChanVariable: UCID=(\S+)", block, re.MULTILINE)
    return found[1].removesuffix("-c") if found else None


def stays(folder=capture.FOLDER):
    """All rings by queues and all talks of calls of queues."""
    rings, talks, told, gone = {}, {}, [], {}
    for at_ms, event, block in capture.blocks(EVENTS, folder):
        channel = capture.value(block, "DestUniqueid")
        if event == "Hangup":
            gone[capture.value(block, "Uniqueid")] = at_ms
        elif event == "AgentComplete":
            told.append((at_ms, capture.value(block, "Uniqueid"),
                         capture.value(block, "MemberName")))
        elif event == "AgentCalled":
            rings[channel] = [capture.LOGIN_OF[capture.value(block, "MemberName")], _call(block),
                              at_ms, None]
        elif channel in rings and rings[channel][3] is None:
            rings[channel][3] = at_ms
            if event == "AgentConnect":
                talks[channel] = (at_ms, capture.value(block, "Uniqueid"),
                                  capture.value(block, "MemberName"))
    result = []
    for channel, (agent, call, from_ms, to_ms) in rings.items():
        end_ms = min(value for value in (to_ms, gone.get(channel)) if value is not None)
        result.append(Stay(agent, call, RINGS, from_ms, end_ms, end_ms))
    for channel, (from_ms, caller, name) in talks.items():
        complete_ms = min((at_ms for at_ms, uniqueid, member in told
                           if uniqueid == caller and member == name and at_ms >= from_ms),
                          default=gone[channel])
        agent, call = rings[channel][:2]
        result.append(Stay(agent, call, TALKS, from_ms, min(complete_ms, gone[channel]),
                           max(complete_ms, gone[channel])))
    return result


def call_of(pop):
    """The UCID of the call that a pop is of; None where it was said while nobody listened."""
    return next((attached["value"].removesuffix("-c") for attached in pop.get("attached", [])
                 if attached.get("value", "").startswith("JF-24-")), None)


class Timeline:
    """What one desk showed, and when it was live."""

    def __init__(self, desk):
        self.live = []  # [from, to] by the monotonic clock.
        self._times, self._states = [], []
        shown, link = {}, None
        for at, message in desk.messages():
            if "link" in message:
                state = message["link"]["state"]
                if state == "live" and link != "live":
                    self.live.append([at, float("inf")])
                elif state != "live" and link == "live":
                    self.live[-1][1] = at
                link = state
            if "snapshot" in message:
                shown = {pop["offer"]: pop for pop in message["snapshot"].get("pops", [])}
            for key in ("popOpened", "popUpdated"):
                if key in message:
                    shown = {**shown, message[key]["offer"]: message[key]}
            if "popClosed" in message:
                shown = {offer: pop for offer, pop in shown.items()
                         if offer != message["popClosed"]["offer"]}
            self._times.append(at)
            self._states.append(shown)

    def shown(self, at):
        """The pops at a moment, each as (UCID or None, state, whether of a queue)."""
        place = bisect.bisect_right(self._times, at)
        if place == 0:
            return []
        return [(call_of(pop), SAME.get(pop["state"], pop["state"]), "queue" in pop)
                for pop in self._states[place - 1].values()]


def windows(timeline, up):
    """Where both the desk was live and one of `up`, a list of [from, to], was."""
    for live_from, live_to in timeline.live:
        for up_from, up_to in up:
            begin, end = max(live_from, up_from), min(live_to, up_to)
            if end - begin > LATE_S:
                yield begin, end


def compare(desk, up, replay, expected):
    """Returns how much of `expected` the desk had to show, and what it did wrong."""
    timeline = Timeline(desk)
    checked, wrong = 0, []
    own = [stay for stay in expected if stay.agent == desk.login]
    for begin, end in windows(timeline, up):
        for stay in own:
            until = min(end, replay.at(stay.to_ms)) - 0.05
            if until - max(begin, replay.at(stay.from_ms)) < LATE_S:
                continue
            checked += 1
            # A pop of a call that came while nobody listened does not say which call it is.
            shown = timeline.shown(until)
            if not any(call in (stay.call, None) and state == stay.state
                       for call, state, _ in shown):
                wrong.append(f"{stay} is not shown, but {shown}")
        wrong += _ghosts(timeline, begin, end, replay, own)
    return checked, wrong


def _ghosts(timeline, begin, end, replay, own):
    """Pops of queues that stand although the call was over for longer than LATE_S."""
    found = []
    for call, state, queue in timeline.shown(end - 0.05):
        if call is None or not queue:
            continue
        lasting = [stay for stay in own if (stay.call, stay.state) == (call, state) and
                   max(begin, replay.at(stay.last_ms)) > end - LATE_S and
                   replay.at(stay.from_ms) < end]
        over = [stay for stay in own if (stay.call, stay.state) == (call, state) and
                max(begin, replay.at(stay.last_ms)) <= end - LATE_S]
        if over and not lasting:
            found.append(f"{call} {state} is shown {end - replay.at(over[-1].last_ms):.1f} s after "
                         f"it was over")
    return found
