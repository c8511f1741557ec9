"""The recorded Asterisk: what it sent, what it counted itself, who called, and the call centre that
it is: twelve agents at their devices, six queues, ninety customers."""

import bisect
import collections
import csv
import json
import re

import harness

FOLDER = harness.SHARED / "captures" / "dev"

Agent = collections.namedtuple("Agent", "login name device")
AGENTS = [
    Agent("alice.novak", "Alice Novak", "PJSIP/1001"),
    Agent("bob.oneill", "Bob O'Neill", "PJSIP/1002"),
    Agent("juergen.weiss", "Jürgen Weiß", "PJSIP/1003"),
    Agent("dana.scully", "Dana Scully", "PJSIP/1004"),
    Agent("erin.walsh", "Erin Walsh", "PJSIP/1005"),
    Agent("nobody.home", "Nobody Home", "PJSIP/1006"),
    Agent("night.owl", "Night Owl", "PJSIP/1007"),
    Agent("chen.wei", "陈伟", "Local/2001@agents"),
    Agent("maria.garcia", "Maria García", "Local/2002@agents"),
    Agent("ravi.kumar", "Ravi Kumar", "Local/2003@agents"),
    Agent("sam.lee", "Sam Lee", "Local/2004@agents"),
    Agent("priya.raman", "Priya Raman", "Local/3001@agentpool"),
]
LOGIN_OF = {agent.name: agent.login for agent in AGENTS}
QUEUES = ["support", "sales", "billing", "vip", "nightdesk", "callbacks"]
LENGTH_S = 122

# One ring of a queue at a member, as the stream tells it; `call` is the UCID of the call.
# That of an
# agent who asks before an attended transfer into a queue ends in "-c".
Ring = collections.namedtuple("Ring", "at_ms agent queue member_channel call")


def need():
    if not (FOLDER / "ami.raw").exists():
        harness.skip(f"there is no capture at {FOLDER}")


def truth():
    return json.loads((FOLDER / "truth.json").read_text(encoding="utf-8"))


def calls():
    """Each call by its UCID."""
    lines = (FOLDER / "calls.jsonl").read_text(encoding="utf-8").splitlines()
    return {call["ucid"]: call for call in map(json.loads, lines)}


def customers():
    with open(FOLDER / "customers.csv", encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def value(block, key):
    found = re.search(rf"^{re.escape(key)}: (.*)\r$", block + "\r", re.MULTILINE)
    return found[1] if found else ""


def blocks(events, folder=FOLDER):
    """The blocks of these events, in order: milliseconds of the capture, event, text."""
    raw = (folder / "ami.raw").read_bytes()
    rows = [line.split(",") for line in (folder / "ami.idx").read_text().splitlines()[1:]]
    reads = [(int(row[1]) + int(row[2]), float(row[3])) for row in rows if row[4] == "data"]
    ends = [end for end, _ in reads]
    at = 0
    for bytes_ in raw.split(b"\r\n\r\n"):
        at += len(bytes_) + 4
        event = bytes_[7:bytes_.find(b"\r\n")].decode()
        if event in events and bytes_.startswith(b"Event: "):
            at_ms = reads[min(bisect.bisect_left(ends, at), len(reads) - 1)][1]
            yield at_ms, event, bytes_.decode("utf-8", "replace")


class Stream:
    """The events of the capture that tests compare with."""

    EVENTS = ("AgentCalled", "NewCallerid", "Newchannel")

    def __init__(self, folder=FOLDER):
        self.rings = []
        self._marks = {}  # UCID -> ms of the first event that says withheld.
        call_of_link = {}
        marked_links = []
        for at_ms, event, block in blocks(self.EVENTS, folder):
            link = value(block, "Linkedid")
            if event == "AgentCalled":
                call = self._call(block)
                call_of_link.setdefault(link, call)
                self.rings.append(Ring(at_ms, LOGIN_OF[value(block, "MemberName")],
                                       value(block, "Queue"), value(block, "DestUniqueid"), call))
            elif "Presentation Prohibited" in value(block, "CID-CallingPres") or \
                    value(block, "CallerIDNum").lower() == "anonymous":
                marked_links.append((link, at_ms))
        for link, at_ms in marked_links:
            if link in call_of_link:
                self._marks.setdefault(call_of_link[link], at_ms)

    @staticmethod
    def _call(block):
        found = re.search(r"^ChanVariable: UCID=(\S+)", block, re.MULTILINE)
        return found[1] if found else None

    def withheld_from_ms(self, call):
        """When the stream first says that the call's number is withheld. None: it never does."""
        return self._marks.get(call)


def server_toml(port, source="pbx", extra=""):
    return f"""
[[telephony.ami]]
name = "{source}"
host = "127.0.0.1"
port = {port}
username = "jackfield"
password = "secret"
attached_variables = ["UCID"]
{extra}"""


def site_toml(sources=("pbx",)):
    text = 'site_display_name = "Capture"\ntime_zone = "UTC"\n'
    for source in sources:
        text += f'[[sources]]\nsource_id = "{source}"\n'
    for queue in QUEUES:
        text += f'[[queues]]\nqueue_id = "{queue}"\ndisplay_name = "{queue.title()}"\n'
        text += f'source_queues = [{{ source_id = "pbx", queue = "{queue}" }}]\n'
    for agent in AGENTS:
        text += f'[[agents]]\nlogin = "{agent.login}"\ndisplay_name = "{agent.name}"\n'
        text += f'device_patterns = ["{agent.device}"]\n'
    return text


def set_up(site, extra_toml="", sources=("pbx",)):
    """Makes the call centre of the capture on a server that runs."""
    site.login()
    site.cli("apply", site.write("site.toml", site_toml(sources) + extra_toml))
    for agent in AGENTS:
        site.add_user(agent.login, agent.name)
    site.cli("customers", "import", FOLDER / "customers.csv", "--system", "capture", "--column",
             "e164=phone")
