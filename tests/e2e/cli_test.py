#!/usr/bin/env python3
"""`jackfield` against a real server: what it prints with --json, and how it ends."""

import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import jackfieldd

SERVER, PROGRAM = sys.argv.pop(1), sys.argv.pop(1)
PASSWORD = "correct-horse-7-staple"
SITE = """
[[sources]]
source_id = "simulated"
number_rules = { default_region_code = "DE" }
[[queues]]
queue_id = "sales"
display_name = "Sales"
source_queues = [{ source_id = "simulated", queue = "sales" }]
[[agents]]
login = "ana"
display_name = "Ana"
team = "sales"
device_patterns = ["PJSIP/1001"]
[[agents]]
login = "ben"
display_name = "Ben"
team = "sales"
device_patterns = ["PJSIP/1002"]
"""
CUSTOMERS = """id,name,phone,note
1,Ana Müller,030 23125001,
2,张伟,+44 20 7946 0123,
3,,030 23125003,nobody
4,"broken"x,030 23125004,
5,Léa Noël,+33 1 99 00 00 05,
"""


class CommandLine(unittest.TestCase):
    """One server for all; each test stands alone beside what set_up() applied."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.path = pathlib.Path(cls.folder.name)
        (cls.path / "password").write_text(PASSWORD + "\n")
        (cls.path / "site.toml").write_text(SITE)
        (cls.path / "customers.csv").write_text(CUSTOMERS)
        (cls.path / "settings.toml").write_text('[[telephony.grpc]]\nname = "simulated"\n')
        cls.server = jackfieldd.Server(
            SERVER, str(cls.path / "data"), "--config", str(cls.path / "settings.toml"),
            "--admin-password-file", str(cls.path / "password")).start()
        cls.addClassCleanup(cls.server.end)  # Also when what follows fails.
        first = cls.run_verb("login", "admin", "--password-file", str(cls.path / "password"))
        assert first.returncode == 0, first.stderr
        applied = cls.run_verb("apply", str(cls.path / "site.toml"))
        assert applied.returncode == 0, applied.stderr
        created = cls.run_verb("tokens", "create", "switch", "--source", "simulated",
                               "--secret-file", str(cls.path / "token"))
        assert created.returncode == 0, created.stderr

    @classmethod
    def run_verb(cls, *arguments):
        return subprocess.run(
            [PROGRAM, "--server", f"127.0.0.1:{cls.server.grpc_port}", *arguments], text=True,
            timeout=60, capture_output=True,
            env={"HOME": str(cls.path), "PATH": os.environ["PATH"]})

    def json_of(self, *arguments, status=0):
        done = self.run_verb("--json", *arguments)
        self.assertEqual(done.returncode, status, done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def test_session_is_kept_where_only_the_owner_reads_it(self):
        file = self.path / ".config" / "jackfield" / "session"
        self.assertEqual(file.stat().st_mode & 0o777, 0o600)
        self.assertEqual(self.json_of("whoami")[0]["principal"]["name"], "users/admin")

    def test_wrong_password_is_no_permission(self):
        (self.path / "wrong").write_text("not-the-password\n")
        done = self.run_verb("login", "admin", "--password-file", str(self.path / "wrong"))
        self.assertEqual(done.returncode, 4)

    def test_what_is_not_there_is_not_found(self):
        self.assertEqual(self.run_verb("users", "show", "nobody").returncode, 3)
        self.assertEqual(self.run_verb("calls", "show", "0" * 32).returncode, 3)

    def test_applying_again_changes_nothing(self):
        again = self.json_of("apply", str(self.path / "site.toml"))[0]
        self.assertNotIn("changes", again)

    def test_dry_run_shows_what_would_change_and_changes_nothing(self):
        less = self.path / "less.toml"
        less.write_text(SITE[:SITE.rindex("[[agents]]")].replace('"Sales"', '"Orders"'))
        for _ in range(2):
            changes = self.json_of("apply", str(less), "--dry-run")[0]["changes"]
            self.assertEqual(
                changes, [{"subject": "queues/sales", "kind": "KIND_CHANGED",
                           "fields": ["display_name"]},
                          {"subject": "agents/ben", "kind": "KIND_REMOVED"}])

    def test_import_lists_refused_rows_and_keeps_the_others(self):
        lines = self.json_of("customers", "import", str(self.path / "customers.csv"),
                             "--region", "DE", status=6)
        refused = sorted(int(line["rejectedRow"]["line"]) for line in lines
                         if "rejectedRow" in line)
        self.assertEqual(refused, [4, 5])
        self.assertEqual(lines[-1]["summary"]["rowCount"], "5")
        self.assertEqual(lines[-1]["summary"]["rejectedCount"], "2")
        found = self.json_of("customers", "find", "张伟")[0]["customers"]
        self.assertEqual(found[0]["numbers"][0]["number"]["e164"], "+442079460123")

    def test_customers_are_created_shown_merged_and_taken_apart(self):
        created = self.json_of("customers", "create", "Erika", "--number", "+4930901899",
                               "--external-id", "crm:E-4711", "--role", "buyer")[0]["customer"]
        twin = self.json_of("customers", "create", "E. Muster", "--number", "+4930901898",
                            "--yes")[0]["customer"]
        shown = self.json_of("customers", "show", "crm:E-4711")[0]["customer"]
        self.assertEqual(shown["name"], created["name"])
        self.assertEqual(shown["role"], "buyer")
        self.assertEqual(self.run_verb("customers", "merge", created["name"],
                                       twin["name"]).returncode, 2)
        merged = self.json_of("customers", "merge", created["name"], twin["name"], "--yes")[0]
        self.assertEqual(len(merged["customer"]["numbers"]), 2)
        apart = self.json_of("customers", "unmerge", twin["name"])[0]
        self.assertEqual(len(apart["target"]["numbers"]), 1)
        self.assertNotIn("mergedInto", apart["customer"])
        self.assertEqual(self.run_verb("customers", "show", "crm:none-such").returncode, 3)
        self.assertEqual(self.run_verb("customers", "create", "X", "--external-id",
                                       "crm").returncode, 2)

    def test_a_ticket_is_made_worked_on_and_closed(self):
        made = self.json_of("tickets", "create", "late parcel", "--queue", "sales", "--tag", "late",
                            "--priority", "high", "--skill", "english:50")[0]["ticket"]
        number = made["number"]
        self.assertEqual(made["skills"], [{"skill": "english", "levelMin": 50}])
        self.json_of("tickets", "assign", number, "ana")
        self.json_of("tickets", "comment", f"#{number}", "called back", "--public")
        other = self.json_of("tickets", "create", "the same parcel")[0]["ticket"]["number"]
        self.json_of("tickets", "link", number, other)
        merged = self.json_of("tickets", "merge", number, other, "--yes")[0]["ticket"]
        self.assertEqual(merged["number"], number)
        self.assertEqual(self.run_verb("tickets", "pending", number, "--until",
                                       "2099-01-01").returncode, 1)
        self.json_of("tickets", "pending", number, "waits for the carrier")
        self.json_of("tickets", "resolve", number, "delivered")
        self.assertEqual(self.json_of("tickets", "rate", number, "5")[0]["ticket"]["satisfaction"],
                         5)
        self.assertEqual(self.json_of("tickets", "close", number)[0]["ticket"]["state"],
                         "STATE_CLOSED")
        shown = self.run_verb("tickets", "show", number).stdout
        for words in ("late parcel", "closed", "commented (public)", "called back",
                      "owner changed: agents/ana", "state changed: closed, was resolved"):
            self.assertIn(words, shown)
        self.assertEqual(self.run_verb("tickets", "reopen", number).returncode, 1)

    def test_a_complaint_has_what_complaints_have(self):
        made = self.json_of("tickets", "create", "rude on the phone", "--type", "complaint",
                            "--severity", "3", "--compensation", "12.50 EUR")[0]["ticket"]
        number = made["number"]
        self.assertEqual(made["complaint"], {"severity": 3, "compensationMinorUnits": "1250",
                                             "compensationCurrencyCode": "EUR"})
        self.json_of("tickets", "edit", number, "--subject", "rude twice", "--cause", "staff",
                     "--promised", "a call by noon", "--compensation", "300 JPY")
        self.json_of("tickets", "watch", number)
        self.json_of("tickets", "attach", number, "letter.pdf", "https://files.example/letter.pdf")
        shown = self.run_verb("tickets", "show", number).stdout
        for words in ("rude twice", "staff", "a call by noon", "300 JPY", "admin", "letter.pdf"):
            self.assertIn(words, shown)
        self.assertNotIn("watchers", self.run_verb("tickets", "watch", number, "--stop").stdout)
        self.assertEqual(self.run_verb("tickets", "edit", number).returncode, 2)
        refused = self.run_verb("tickets", "edit", number, "--compensation", "1.234 EUR")
        self.assertEqual(refused.returncode, 2)
        self.assertIn("AMOUNT CURRENCY", refused.stderr)

    def test_many_tickets_are_changed_after_a_preview_and_exported(self):
        for subject in ("bulk one", "bulk two"):
            self.json_of("tickets", "create", subject, "--queue", "sales", "--tag", "bulk")
        change = ["tickets", "update", "--tag", "bulk", "--set-priority", "urgent", "--add-tag",
                  "seen"]
        preview = self.run_verb(*change, "--dry-run")
        changes = "priority normal → urgent; tags bulk → bulk, seen"
        self.assertEqual(preview.stdout.count(changes), 2)
        self.assertIn("2 tickets would be changed", preview.stderr)
        self.assertEqual(self.run_verb(*change).returncode, 2)
        self.assertIn("2 tickets changed, 0 refused", self.run_verb(*change, "--yes").stderr)
        self.assertIn("0 tickets changed", self.run_verb(*change, "--yes").stderr)
        listed = self.run_verb("tickets", "list", "--tag", "seen", "--order", "priority").stdout
        self.assertEqual(listed.count("urgent"), 2)
        file = self.path / "tickets.csv"
        self.assertEqual(self.run_verb("tickets", "export", "--tag", "seen", "--out",
                                       str(file)).returncode, 0)
        rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
        self.assertEqual([row["subject"] for row in rows], ["bulk two", "bulk one"])
        self.assertEqual(rows[0]["priority"], "PRIORITY_URGENT")
        oldest = self.run_verb("tickets", "export", "--tag", "seen", "--order", "priority").stdout
        rows = list(csv.DictReader(oldest.splitlines()))
        self.assertEqual([row["subject"] for row in rows], ["bulk one", "bulk two"])

    def test_named_tickets_are_changed_and_those_that_cannot_be_are_listed(self):
        numbers = [self.json_of("tickets", "create", "named", "--queue", "sales")[0]["ticket"]
                   ["number"] for _ in range(2)]
        self.json_of("tickets", "resolve", numbers[1], "done")
        change = ["tickets", "update", *numbers, "--set-owner", "ana"]
        preview = self.json_of(*change, "--preview")[0]
        self.assertEqual(preview["changedCount"], 1)
        self.assertEqual(preview["results"][1]["reason"], "TICKET_RESOLVED")
        done = self.run_verb(*change, "--yes")
        self.assertEqual(done.returncode, 6)
        self.assertIn(f"ticket {numbers[1]}: refused: it is resolved", done.stderr)
        self.assertEqual(self.run_verb(*change, "--tag", "x").returncode, 2)
        tagged = self.json_of("tickets", "update", "--add-tag", "one", numbers[0], "--preview")[0]
        self.assertEqual(tagged["changedCount"], 1)

    def test_a_ticket_is_explained(self):
        number = self.json_of("tickets", "create", "why", "--queue", "sales")[0]["ticket"]["number"]
        explained = self.run_verb("tickets", "explain", number)
        self.assertEqual(explained.returncode, 0)
        self.assertIn("It has waited in sales for", explained.stdout)
        self.assertIn("created it", explained.stdout)
        told = self.json_of("tickets", "explain", number)[0]["explanation"]
        self.assertEqual(told["wait"]["queue"], "queues/sales")
        self.assertEqual(self.run_verb("tickets", "explain", "999999").returncode, 3)

    def test_a_view_of_tickets_is_saved_used_changed_and_deleted(self):
        for subject, tag in (("seen by the view", "view"), ("not seen", "other")):
            self.json_of("tickets", "create", subject, "--queue", "sales", "--tag", tag)
        save = ["tickets", "views", "save", "Tagged ones"]
        view = self.json_of(*save, "--shared", "--tag", "view", "--order", "updated")[0]
        view = view["savedView"]
        self.assertEqual(view["owner"], "users/admin")
        self.assertTrue(view["shared"])
        self.assertIn("Tagged ones", self.run_verb("tickets", "views", "list").stdout)
        self.assertIn("--tag view --order updated",
                      self.run_verb("tickets", "views", "show", "Tagged ones").stdout)
        listed = self.json_of("tickets", "list", "--view", "Tagged ones")[0]["tickets"]
        self.assertEqual([ticket["subject"] for ticket in listed], ["seen by the view"])
        exported = self.run_verb("tickets", "export", "--view", view["name"]).stdout
        self.assertEqual(len(exported.splitlines()), 2)
        changed = self.json_of(*save, "--shared", "--due-within", "4h")[0]["savedView"]
        self.assertEqual(changed["name"], view["name"])
        self.assertEqual(changed["dueWithinDuration"], "14400s")
        self.assertNotIn("tag", changed["filter"])
        delete = ["tickets", "views", "delete", "Tagged ones"]
        self.assertEqual(self.run_verb(*delete).returncode, 2)
        self.assertEqual(self.run_verb(*delete, "--yes").returncode, 0)
        self.assertEqual(self.run_verb("tickets", "list", "--view", "Tagged ones").returncode, 3)
        wrong = self.run_verb("tickets", "views", "save", "x" * 65)
        self.assertEqual(wrong.returncode, 1)
        self.assertIn("saved_view.display_name: must have 1 to 64 characters", wrong.stderr)

    def test_history_of_a_number_and_of_its_customer(self):
        events = self.path / "history.jsonl"
        events.write_text("".join(
            json.dumps({"originated": {"call": call, "connection": call + "-a", "caller": {
                "number": "+4930901877", "name": "\u001b[31mEve", "presentation":
                "PRESENTATION_PRESENTED"}}}) + "\n"
            + json.dumps({"callCleared": {"call": call}}) + "\n" for call in ("h1", "h2")))
        done = self.run_verb("--token-file", str(self.path / "token"), "events", "publish",
                             str(events))
        self.assertEqual(done.returncode, 0, done.stderr)
        by_number = self.json_of("history", "0049 30 90 18 77")[0]["interactions"]
        self.assertEqual(len(by_number), 2)
        created = self.json_of("customers", "create", "Eve", "--number", "+4930901877")[0]
        self.assertEqual(created["claimedInteractionCount"], 2)
        of_customer = self.json_of("history", created["customer"]["name"], "--limit", "1")[0]
        self.assertEqual(len(of_customer["interactions"]), 1)
        for_people = self.run_verb("history", "+4930901877")
        self.assertIn("+49 30 901877", for_people.stdout)
        self.assertNotIn("\x1b", for_people.stdout)
        self.assertEqual(self.run_verb("history", "crm:none-such").returncode, 3)

    def test_apply_takes_values_that_identify(self):
        site = self.path / "account.toml"
        site.write_text(SITE + '[[attached_values]]\nname = "account"\nmasked = true\n'
                        'external_id_system = "crm"\n')
        changes = self.json_of("apply", str(site), "--dry-run")[0]["changes"]
        self.assertEqual(changes, [{"subject": "attached_values/account", "kind": "KIND_ADDED"}])

    def test_bad_line_of_events_is_listed_and_the_rest_published(self):
        events = self.path / "events.jsonl"
        events.write_text(
            '{"sourceEventId":"1","originated":{"call":"c1","connection":"c1-a"}}\n'
            '{"sourceEventId":"2","no_such_event":{}}\n'
            '{"sourceEventId":"3","callCleared":{"call":"c1"}}\n')
        done = self.run_verb("--token-file", str(self.path / "token"), "events", "publish",
                             str(events))
        self.assertEqual(done.returncode, 6, done.stderr)
        self.assertIn("events.jsonl:2: ", done.stdout)
        self.assertIn("2 taken, 1 refused", done.stderr)

    def test_simulated_calls_are_taken_and_reported(self):
        told = self.json_of("--token-file", str(self.path / "token"), "simulate",
                            str(self.path / "site.toml"), "--calls", "20", "--speed", "0",
                            "--start", "2026-11-16T08:00:00Z")[0]
        self.assertEqual(told["callCount"], 20)
        self.assertEqual(told["rejectedCount"], 0)
        report = self.json_of("report", "queues", "--from", "2026-11-16", "--to", "2026-11-17")[0]
        row = report["rows"][0]
        self.assertEqual(row["queue"], "queues/sales")
        self.assertGreater(int(row["counts"]["offeredCount"]), 10)

        whatif = ["whatif", "--queue", "sales", "--from", "2026-11-16", "--to", "2026-11-17",
                  "--agents=+1", "--runs", "3"]
        seen = self.json_of(*whatif)[0]
        for figure, field in [("offered", "offeredCount"), ("answered", "answeredCount")]:
            counted = int(row["counts"].get(field, 0))
            self.assertEqual(seen["happened"][f"{figure}_count"], counted)
        self.assertEqual(seen["simulated"]["offered_count"],
                         {"mean": seen["happened"]["offered_count"], "half_width": 0})
        self.assertEqual(seen["what_if"]["offered_count"], seen["simulated"]["offered_count"])
        self.assertEqual(self.json_of(*whatif)[0], seen)
        nobody = self.json_of("whatif", "--queue", "sales", "--from", "2026-11-16", "--to",
                              "2026-11-17", "--staffing", "00:00=0", "--runs", "2")[0]
        self.assertEqual(nobody["what_if"]["answered_count"]["mean"], 0)
        asked = self.json_of("whatif", "--queue", "sales", "--from", "2026-11-16", "--to",
                             "2026-11-17", "--staffing", "00:00=500", "--ring", "0s", "--runs", "2",
                             "--rings", "english>=50,30s:any", "--skills", "500*english=40")[0]
        self.assertEqual(asked["what_if"]["answered_wait_p50_s"], {"mean": 30, "half_width": 0})
        preferred = self.json_of("whatif", "--queue", "sales", "--from", "2026-11-16", "--to",
                                 "2026-11-17", "--runs", "2", "--priority",
                                 "gold=300,complaint=200", "--weight", "5")[0]
        self.assertEqual([group["name"] for group in preferred["groups"]],
                         ["gold", "complaint", "others"])
        self.assertEqual(sum(group["happened"]["answered_count"] for group in preferred["groups"]),
                         preferred["happened"]["answered_count"])
        self.assertEqual(self.run_verb("whatif", "--queue", "sales", "--from", "2026-11-16",
                                       "--weight", "5").returncode, 2)
        for_people = self.run_verb(*whatif)
        self.assertIn("WHAT IF", for_people.stdout)
        self.assertIn("Every phone that rings is answered after", for_people.stdout)

    def test_agent_may_not_administer(self):
        self.run_verb("users", "add", "carla", "--role", "agent", "--password-file",
                      str(self.path / "password"))
        self.assertEqual([user["login"] for user in self.json_of("users", "list")[0]["users"]],
                         ["admin", "carla"])
        token = self.run_verb("--token-file", str(self.path / "token"), "users", "list")
        self.assertEqual(token.returncode, 4)


if __name__ == "__main__":
    unittest.main()
