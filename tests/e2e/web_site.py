"""A call centre for the tests of the web port, and what their scripts in Node ask of it.

The scripts publish events themselves, by HTTP. What only this side can do (ending and starting the
server, the command line) they ask of a small HTTP server of this process, which also has empty
pages of two foreign origins: one that the server lists, and one that it does not.
"""

import http.server
import json
import os
import signal
import subprocess
import threading

import harness
import web_project

CHROMIUM = "/usr/bin/chromium"
SITE = """
site_display_name = "Lantern Mail Order"
time_zone = "UTC"
[[sources]]
source_id = "cloud"
number_rules = { default_region_code = "DE" }
[[queues]]
queue_id = "sales"
display_name = "Sales"
source_queues = [{ source_id = "cloud", queue = "sales" }]
service_level_threshold = "20s"
service_level_target_ratio = 0.8
wrap_up_duration = "120s"
waiting_warning_count = 2
alert_rules = [{ figure = "waiting_count", limit = 2, raise_after_duration = "0s" }]
[[queues]]
queue_id = "support"
display_name = "Support"
source_queues = [{ source_id = "cloud", queue = "support" }]
wrap_up_duration = "0s"
[[queues]]
queue_id = "shop"
display_name = "Shop"
source_queues = [{ source_id = "cloud", queue = "shop" }]
pop_policy = "POLICY_OPEN_URI_ON_ANSWER"
open_uri_template = "https://crm.example.com/find?number={number}"
wrap_up_duration = "0s"
[[dispositions]]
code = "solved"
label = "Solved"
digit_key = 1
[[dispositions]]
code = "call_back"
label = "Call back"
digit_key = 2
note_required = true
[[not_ready_reasons]]
code = "lunch"
label = "Lunch"
[[dialled_numbers]]
number = "+493023125100"
label = "Orders"
[[desk_links]]
label = "CRM"
uri_template = "https://crm.example.com/customers?number={number}"
[telephony_thresholds]
wrap_up_extension_duration = "60s"
"""
AGENTS = ["ana", "ben", "cleo", "dora", "emil", "fay"]
CUSTOMERS = """name,company,role,phone,note,flags
Anna Berg,Berg GmbH,buyer,+493023125002,,
Bert Berg,Berg GmbH,owner,+493023125002,,
陈小华,华信科技,purchasing manager,+8613800138001,speaks Cantonese,vip
Lea Noel,Noel SARL,buyer,+493023125003,prefers mornings,
"""


def _configuration():
    agents = [f'[[agents]]\nlogin = "{login}"\ndisplay_name = "{login.capitalize()} Vidal"\n'
              f'team = "sales"\ndevice_patterns = ["PJSIP/{1001 + i}", "PJSIP/{2001 + i}"]\n'
              for i, login in enumerate(AGENTS)]
    return SITE.replace("[telephony_thresholds]", "".join(agents) + "[telephony_thresholds]")


def _members():
    """The events by which the telephone system tells who works in which queue."""
    events = [{"memberAdded": {"queue": queue, "device": f"PJSIP/{1001 + i}"}}
              for i in range(len(AGENTS)) for queue in ("sales", "support")]
    return "".join(json.dumps(event) + "\n" for event in events)


class WebSite(harness.Site):
    """A server with agents, customers, a supervisor, a kiosk and a source of events."""

    def __init__(self):
        self._foreign = [_Beside(self), _Beside(self)]
        listed = self._foreign[0].origin
        super().__init__('[[telephony.grpc]]\nname = "cloud"\ndefault_region = "DE"\n')
        (self.folder / "conf.d").mkdir()
        self.write("conf.d/origins.toml", f'[listen]\nweb_origins = ["{listed}"]\n')

    def open(self):
        web_project.prepare()
        self.start_server()
        self.login()
        self.cli("apply", self.write("site.toml", _configuration()))
        self.cli("customers", "import", self.write("customers.csv", CUSTOMERS))
        for login in AGENTS:
            self.add_user(login, f"{login.capitalize()} Vidal")
        self.add_user("sue", "Sue Pena", role="supervisor")
        self.cli("tokens", "create", "wall", "--role", "kiosk", "--secret-file",
                 self.folder / "kiosk.token")
        token_file = self.make_token("cloud")
        self._token = token_file.read_text(encoding="utf-8").strip()
        self.cli("events", "publish", self.write("members.jsonl", _members()),
                 token_file=token_file)
        return self

    def close(self):
        for beside in self._foreign:
            beside.close()
        super().close()

    @property
    def web(self):
        return f"http://127.0.0.1:{self.web_port}"

    @property
    def token(self):
        """Of the source of events."""
        return self._token

    def run_script(self, name, limit_s, *arguments):
        """Runs a script of tests/e2e/web with the pinned Node. Returns (exit status, output)."""
        facts = {"web": self.web, "ops": f"http://127.0.0.1:{self.ops_port}", "token": self.token,
                 "kiosk": (self.folder / "kiosk.token").read_text(encoding="utf-8").strip(),
                 "password": harness.PASSWORD, "listed": self._foreign[0].origin,
                 "unlisted": self._foreign[1].origin, "descriptors": str(web_project.DESCRIPTORS),
                 "chromium": CHROMIUM, "folder": str(self.folder),
                 "pseudo": str(harness.BUILD / "agent-client/web/pseudo")}
        env = {**os.environ, "JACKFIELD_WEB_SITE": json.dumps(facts), "NO_COLOR": "1"}
        run = subprocess.run([web_project.NODE, "--test-reporter=spec",
                              web_project.FOLDER / name, *arguments], env=env,
                             text=True, encoding="utf-8", stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, timeout=limit_s, check=False)
        return run.returncode, run.stdout


class _Beside:
    """An origin of its own: an empty page, and what the scripts ask for by POST."""

    def __init__(self, site):
        handler = type("Handler", (_Handler,), {"site": site})
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.origin = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()


class _Handler(http.server.BaseHTTPRequestHandler):
    site = None

    def do_GET(self):  # Named by http.server.
        self._answer("text/html", "<!doctype html><title>beside</title>")

    def do_POST(self):  # Named by http.server.
        body = self.rfile.read(int(self.headers["content-length"]))
        if self.path == "/kill":
            self.site.kill_server()
        elif self.path == "/start":
            self.site.start_server()
        elif self.path in ("/pause", "/resume"):
            how = signal.SIGSTOP if self.path == "/pause" else signal.SIGCONT
            os.kill(self.site.server.pid, how)
        elif self.path == "/cli":
            run = self.site.cli(*json.loads(body), check=False)
            return self._answer("application/json", json.dumps(run._asdict()))
        return self._answer("application/json", "{}")

    def _answer(self, content_type, text):
        content = text.encode()
        self.send_response(200)
        self.send_header("content-type", content_type)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format, *arguments):  # Named by http.server; nothing is to be said.
        pass
