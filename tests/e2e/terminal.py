"""Drives the terminal desk through tmux: what its screen shows, and keys. And a switch that does
what it is told, by published events.

Every wait is for what the screen shows, and has a limit.
"""

import json
import os
import shutil
import subprocess
import uuid

import harness

SHOWN_S = 30  # Generous: the machine of a test may be busy.


def need():
    if not shutil.which("tmux"):
        harness.skip("tmux is not installed (deploy/install-packages.sh test)")


class Terminal:
    """A terminal of a size, with one program in it."""

    def __init__(self, site, columns, rows, arguments, **environment):
        self._socket = str(site.folder / f"tmux-{uuid.uuid4().hex[:8]}")
        self._env = {**os.environ, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TERM": "xterm-256color",
                     **environment}
        self._env.pop("TMUX", None)
        settings = site.write("tmux.conf", "set -g status off\nset -g escape-time 0\n"
                                           "set -g remain-on-exit on\n")
        self._tmux("-f", settings, "new-session", "-d", "-x", columns, "-y", rows, *arguments)

    def _tmux(self, *arguments):
        run = subprocess.run(["tmux", "-u", "-S", self._socket, *(str(a) for a in arguments)],
                             env=self._env, text=True, encoding="utf-8", capture_output=True,
                             timeout=60, check=False)
        return run.stdout

    def screen(self):
        return self._tmux("capture-pane", "-p")

    def keys(self, *names):
        """Presses keys by tmux's names: Enter, Escape, Down, C-k, M-o."""
        self._tmux("send-keys", *names)

    def type(self, text):
        self._tmux("send-keys", "-l", "--", text)

    def resize(self, columns, rows):
        self._tmux("resize-window", "-x", columns, "-y", rows)

    def wait(self, *texts, gone=(), limit_s=SHOWN_S):
        """Waits until the screen shows each of `texts` and none of `gone`. Returns it."""
        try:
            return harness.wait_for(lambda: self._shows(texts, gone), limit_s,
                                    f"{texts} and not {gone}")
        except TimeoutError as error:
            raise AssertionError(f"{error}; the screen:\n{self.screen()}") from None

    def _shows(self, texts, gone):
        screen = self.screen()
        if all(text in screen for text in texts) and not any(text in screen for text in gone):
            return screen
        return None

    def ended(self):
        return self._tmux("display-message", "-p", "#{pane_dead}").strip() == "1"

    def close(self):
        self._tmux("kill-server")


class Switch:
    """Calls of a source, made by `jackfield events publish`."""

    def __init__(self, site, source, queue, device):
        self._site = site
        self._token = site.make_token(source)
        self._queue = queue
        self._device = device
        self._count = 0

    def publish(self, *events):
        lines = "\n".join(json.dumps(event, ensure_ascii=False) for event in events) + "\n"
        path = self._site.write("events.jsonl", lines)
        self._site.cli("events", "publish", path, token_file=self._token)

    def arrive(self, number, name="", **attached):
        """The events of a caller who begins to wait, and the name of their call."""
        self._count += 1
        call = f"call-{self._count}"
        caller = {"number": number, "name": name} if number else {
            "presentation": "PRESENTATION_WITHHELD"}
        events = [{"originated": {"call": call, "direction": "DIRECTION_INBOUND", "caller": caller,
                                  "dialled": "+493023125100", "connection": f"{call}-in"}}]
        if attached:
            values = [{"name": key, "value": value} for key, value in attached.items()]
            events.append({"callInformation": {"call": call, "attached": values}})
        events.append({"queued": {"call": call, "leg": f"{call}-in", "queue": self._queue}})
        return call, events

    def ring(self, number, name="", **attached):
        """A caller rings at the agent. Returns the call."""
        call, events = self.arrive(number, name, **attached)
        self.publish(*events, {"delivered": {
            "call": call, "connection": f"{call}-agent", "device": self._device,
            "queue": self._queue, "leg": f"{call}-in"}})
        return call

    def answer(self, call):
        self.publish({"established": {
            "call": call, "connection": f"{call}-agent", "device": self._device,
            "queue": self._queue, "leg": f"{call}-in"}})

    def give_up(self, call):
        """The events of a caller who hangs up while waiting."""
        return [{"dequeued": {"call": call, "leg": f"{call}-in", "queue": self._queue,
                              "cause": "CAUSE_ABANDONED"}},
                {"ringEnded": {"call": call, "connection": f"{call}-agent",
                               "cause": "CAUSE_CALLER_GONE"}},
                {"connectionCleared": {"call": call, "connection": f"{call}-in"}},
                {"callCleared": {"call": call}}]

    def abandon(self, call):
        self.publish(*self.give_up(call))

    def end(self, call):
        self.publish({"legCompleted": {"call": call, "leg": f"{call}-in", "queue": self._queue,
                                       "device": self._device}},
                     {"connectionCleared": {"call": call, "connection": f"{call}-agent"}},
                     {"connectionCleared": {"call": call, "connection": f"{call}-in"}},
                     {"callCleared": {"call": call}})
