#!/usr/bin/env python3
"""What `jackfieldd --check-config` says to files.   check_config_test.py JACKFIELDD"""

import os
import pathlib
import subprocess
import sys
import unittest

import jackfieldd

ROOT = pathlib.Path(__file__).resolve().parents[2]


class CheckConfigTest(unittest.TestCase):
    def setUp(self):
        folder = jackfieldd.folder()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, text, mode=0o600):
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        path.chmod(mode)
        return path

    def check(self, *arguments, environment=None):
        """Exit status, standard output, and the lines of standard error, paths left out."""
        done = subprocess.run(
            [PROGRAM, "--check-config", *map(str, arguments)], capture_output=True, text=True,
            timeout=30, env={"PATH": os.environ["PATH"], **(environment or {})})
        return (done.returncode, done.stdout,
                done.stderr.replace(str(self.folder) + "/", "").splitlines())

    def check_text(self, text):
        return self.check("--config", self.write("j.toml", text))

    def test_documented_configuration_is_right(self):
        self.assertEqual(self.check("--config", ROOT / "deploy/config/jackfield.toml"),
                         (0, "ok\n", []))

    def test_every_problem_is_named_with_place_key_and_fix(self):
        self.assertEqual(self.check_text(
            '[listen]\n'
            'grcp = "127.0.0.1:1"\n'
            'ops = "everywhere"\n'
            'connections_max = 0\n'
            '[log]\n'
            'level = "loud"\n'
            '[server]\n'
            'data_dir = 7\n'), (1, "", [
                'error: j.toml:8:12: server.data_dir: must be a text in quotes',
                'error: j.toml:3:7: listen.ops: must be an address and a port, such as '
                '"127.0.0.1:7700" or "[::1]:7700"',
                'error: j.toml:4:19: listen.connections_max: must be a whole number from 1 to '
                '60000',
                "error: j.toml:2:1: listen.grcp: unknown key; did you mean 'grpc'?",
                'error: j.toml:6:9: log.level: must be one of "debug" "info" "warn" "error"']))

    def test_file_that_is_not_toml_is_refused_with_its_line(self):
        status, _, errors = self.check_text('[listen]\ngrpc = \n')

        self.assertEqual(status, 1)
        self.assertTrue(errors[0].startswith("error: j.toml:2:"), errors)

    def test_file_beyond_its_limit_is_refused(self):
        self.assertEqual(self.check_text("\n" * (1024 * 1024 + 1)),
                         (1, "", ["error: j.toml: is larger than 1048576 bytes"]))

    def test_listening_in_the_open_needs_tls_or_a_word(self):
        rule = ("error: j.toml:2:8: listen.grpc: would listen beyond this machine without TLS: set "
                "tls.certificate_file and tls.key_file, listen on 127.0.0.1, or set "
                "listen.insecure = true")
        self.assertEqual(self.check_text('[listen]\ngrpc = "0.0.0.0:7700"\n'), (1, "", [rule]))
        self.assertEqual(self.check_text('[listen]\ngrpc = "0.0.0.0:7700"\ninsecure = true\n'),
                         (0, "ok\n", []))

    def test_snippets_are_read_in_order_and_join_their_sources(self):
        self.write("conf.d/20-b.toml", '[[telephony.grpc]]\nname = "b"\n[log]\nlevel = "warn"\n')
        self.write("conf.d/10-a.toml", '[[telephony.grpc]]\nname = "a"\n[log]\nlevel = "loud"\n')
        self.assertEqual(self.check_text('[[telephony.grpc]]\nname = "b"\n'), (1, "", [
            "error: conf.d/20-b.toml:2:8: telephony.grpc.2.name: 'b' is the name of another "
            "source"]))

    def test_environment_and_command_line_are_named_when_wrong(self):
        self.assertEqual(
            self.check("--config", self.write("j.toml", ""), "--set", "log.format=xml",
                       environment={"JACKFIELD__LISTEN__GRCP": "127.0.0.1:1"}), (1, "", [
                           'error: --set: log.format: must be one of "logfmt" "json"',
                           "error: environment JACKFIELD__LISTEN__GRCP: listen.grcp: unknown key; "
                           "did you mean 'listen.grpc'?"]))

    def test_password_file_is_read_and_its_rights_are_looked_at(self):
        self.write("secret", "hunter2\n", mode=0o644)
        pbx = ('[[telephony.ami]]\nname = "pbx"\nhost = "pbx"\nusername = "u"\n'
               'password_file = "secret"\n')

        status, output, errors = self.check_text(pbx)
        self.assertEqual((status, output), (0, "ok\n"))
        self.assertEqual(errors, ["warning: telephony.ami.0.password_file: secret can be read by "
                                  "everybody on this machine: chmod 600"])

        self.write("secret", "")
        self.assertEqual(self.check_text(pbx), (1, "", [
            "error: telephony.ami.0.password_file: secret: must hold one line of text"]))

    def test_password_in_a_file_for_everybody_is_a_warning_that_does_not_show_it(self):
        path = self.write("j.toml", '[[telephony.ami]]\nname = "pbx"\nhost = "pbx"\n'
                          'username = "u"\npassword = "hunter2"\n', mode=0o644)

        status, output, errors = self.check("--config", path)

        self.assertEqual((status, output, len(errors)), (0, "ok\n", 1))
        self.assertIn("j.toml:5:12: telephony.ami.0.password", errors[0])
        self.assertNotIn("hunter2", errors[0])

    def test_key_that_is_not_that_of_the_certificate_is_an_error(self):
        for name in ("a", "b"):
            subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                            "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=x", "-keyout",
                            self.folder / f"{name}.key", "-out", self.folder / f"{name}.pem"],
                           check=True, capture_output=True)
        self.assertEqual(
            self.check_text('[tls]\ncertificate_file = "a.pem"\nkey_file = "a.key"\n'),
            (0, "ok\n", []))
        self.assertEqual(
            self.check_text('[tls]\ncertificate_file = "a.pem"\nkey_file = "b.key"\n'),
            (1, "", ["error: tls.key_file: the key is not that of the certificate"]))

    def test_wrong_command_line_has_its_own_status(self):
        self.assertEqual(self.check("--no-such-option")[0], 2)
        self.assertEqual(subprocess.run([PROGRAM, "--version"], capture_output=True,
                                        timeout=30).returncode, 0)


PROGRAM = sys.argv.pop(1)
if __name__ == "__main__":
    unittest.main()
