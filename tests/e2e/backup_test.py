#!/usr/bin/env python3
"""A backup made while a switch publishes, put back after the server was killed: what happened after
the backup is published again, and the figures are those of a server that nobody touched.

  backup_test.py [unittest's arguments]; JACKFIELD_SEED repeats a run
"""

import datetime
import json
import pathlib
import sqlite3
import unittest

import harness

CALLS = 120
PUBLISH_S = 120
QUEUES = ["orders", "care"]
AGENTS = [f"cloud{i}" for i in range(1, 7)]
SERVER = '[[telephony.grpc]]\nname = "cloud"\n'


def centre():
    text = 'time_zone = "UTC"\n[[sources]]\nsource_id = "cloud"\n'
    for queue in QUEUES:
        text += f'[[queues]]\nqueue_id = "{queue}"\ndisplay_name = "{queue}"\n'
        text += f'source_queues = [{{ source_id = "cloud", queue = "{queue}" }}]\n'
    for i, login in enumerate(AGENTS):
        text += f'[[agents]]\nlogin = "{login}"\ndisplay_name = "Cloud {i}"\n'
        text += f'device_patterns = ["SIP/7{i:02}"]\n'
    return text


class BackupTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.seed = harness.seed()
        self.start = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(hours=3)
        self.site = harness.Site(SERVER)
        self.addCleanup(self.site.close)
        self.site.start_server()
        self.site.login()
        self.site.cli("apply", self.site.write("site.toml", centre()))
        self.token = self.site.make_token("cloud")
        self.data = self.site.folder / "data"

    def publish(self, speed):
        """Begins to publish. The same seed and start are the same calls, with the same event ids,
        so that what was acknowledged before changes nothing."""
        return self.site.start_cli(
            "--json", "simulate", self.site.folder / "site.toml", "--source", "cloud", "--flat",
            "--rate", "5", "--speed", str(speed), "--seed", str(self.seed), "--calls", str(CALLS),
            "--start", self.start.strftime("%Y-%m-%dT%H:%M:%SZ"), token_file=self.token)

    def figures(self):
        begin = self.start - datetime.timedelta(hours=1)
        period = ["--from", begin.strftime("%Y-%m-%dT%H:%M:%SZ"), "--to",
                  (begin + datetime.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")]
        rows = {}
        for kind, key in (("queues", "queue"), ("agents", "agent")):
            for row in self.site.cli_json("report", kind, *period).get("rows", []):
                rows[row[key]] = {name: value for name, value in row["counts"].items()
                                  if name.endswith("Count")}
        return rows

    def offered(self):
        return sum(int(row.get("offeredCount", 0)) for row in self.figures().values())

    def test_a_backup_under_load_put_back_goes_on_to_the_same_figures(self):
        publisher = self.publish(60)
        harness.wait_for(lambda: self.offered() > CALLS // 5, PUBLISH_S, "calls to be counted")
        backup = self.site.cli_json("backup", "create")
        self.assertTrue(publisher.running(), "the backup was to be made under load")
        self.assertEqual(publisher.wait(PUBLISH_S), 0, publisher.last_words())
        expected = self.figures()

        self.site.kill_server()
        restored = self.restore(backup["path"])
        self.assertEqual(json.loads(restored.out)["contentDigest"], backup["contentDigest"])
        self.site.start_server()
        self.assertLess(self.offered(), CALLS)
        again = self.publish(0)
        self.assertEqual(again.wait(PUBLISH_S), 0, again.last_words())

        self.assertEqual(self.figures(), expected)

    def restore(self, path, *options, check=True):
        return self.site.cli("--json", "backup", "restore", path, "--data-dir", self.data,
                             *(options or ["--yes"]), check=check)

    def test_copies_are_listed_in_the_status_and_verified_by_name_and_by_path(self):
        self.assertNotIn("backupTime", self.site.cli_json("status")["status"])
        backup = self.site.cli_json("backup", "create")
        self.assertIn("backupTime", self.site.cli_json("status")["status"])
        listed = self.site.cli_json("backup", "list")["backups"]
        self.assertEqual([entry["name"] for entry in listed], [backup["name"]])
        for which in (backup["name"], backup["name"].split("/")[1], backup["path"]):
            verified = self.site.cli_json("backup", "verify", which)
            self.assertEqual(verified["contentDigest"], backup["contentDigest"])
        self.assertEqual(pathlib.Path(backup["path"]).stat().st_mode & 0o777, 0o600)

    def test_what_cannot_be_done_is_refused_and_changes_nothing(self):
        backup = self.site.cli_json("backup", "create")
        self.assertEqual(self.site.cli("backup", "verify", "jackfield-20200101T000000Z.db",
                                       check=False).status, 3)
        running = self.restore(backup["path"], check=False)
        self.assertEqual(running.status, 1)
        self.assertIn("STORE_IN_USE", running.err)
        self.site.stop_server()
        unsure = self.restore(backup["path"], "--quiet", check=False)
        self.assertEqual(unsure.status, 2)
        self.assertIn("--yes", unsure.err)
        with sqlite3.connect(backup["path"]) as damaged:
            damaged.execute("UPDATE user SET display_name = 'Mallory'")
        changed = self.restore(backup["path"], check=False)
        self.assertEqual(changed.status, 1)
        self.assertIn("BACKUP_DAMAGED", changed.err)
        self.site.start_server()
        self.site.cli("users", "show", "admin")


if __name__ == "__main__":
    unittest.main()
