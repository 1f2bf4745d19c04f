#!/usr/bin/env python3
"""TLS by files, separate names for separate doors, and whom a named proxy speaks for.

    test_doors.py PATH_TO_OPENKAART
"""
import json
import pathlib
import ssl
import subprocess
import sys
import unittest
import urllib.error

from serving import ANNA, POLICY, ServerCase


class Doors(ServerCase):
    def certificate(self):
        folder = self.data.parent
        files = folder / "certificate.pem", folder / "key.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
             "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
             "-days", "2", "-out", files[0], "-keyout", files[1]], check=True, capture_output=True)
        return files

    def test_tls_by_files(self):
        self.apply()
        certificate, key_file = self.certificate()
        settings = self.settings(f"tls:\n  certificate: {certificate}\n  key: {key_file}\n")
        _, addresses = self.start("--config", settings)
        api = addresses["api"]
        self.assertTrue(api.startswith("https://127.0.0.1:"), api)
        trust = ssl.create_default_context(cafile=certificate)
        self.assertEqual(trust.minimum_version, ssl.TLSVersion.TLSv1_2)
        status, text = self.ask(api, "/v1/facts", ANNA, self.key(), context=trust)
        self.assertEqual((status, json.loads(text)["counts"]["added"]), (200, 2))
        # Nobody takes it for another, and nothing is said in clear on its port.
        with self.assertRaises(urllib.error.URLError):
            self.ask(api, "/", context=ssl.create_default_context())
        with self.assertRaises((urllib.error.URLError, ConnectionError)):
            self.ask("http" + api[len("https"):], "/")
        # Health stays inside, and in clear.
        self.assertEqual(self.ask(addresses["health"], "/readyz"), (200, "ready\n"))

    def test_a_certificate_that_cannot_be_used_is_said_so(self):
        self.apply()
        certificate, _ = self.certificate()
        for tls in (f"{{certificate: {certificate}, key: {certificate}}}",
                    f"{{certificate: {self.data}/none.pem, key: {self.data}/none.pem}}"):
            answer = self.run_command("serve", "--data", self.data, "--policy", POLICY, "--port", "0",
                                      "--config", self.settings(f"tls: {tls}\n"))
            self.assertEqual(answer.returncode, 1)
            self.assertRegex(answer.stderr, r"(?i)certificate|key")
            self.assertIn(".pem", answer.stderr)

    def test_every_door_goes_by_its_own_name(self):
        self.apply()
        doors = {"api": "api", "pages": "my", "console": "console", "log": "log"}
        names = "".join(f"  {door}: {name}.example.nl\n" for door, name in doors.items())
        _, addresses = self.start("--config", self.settings(f"hosts:\n{names}"))
        address = "http://127.0.0.1:" + addresses["api"].rsplit(":", 1)[1]
        key = self.key()
        for name, expected in (("api.example.nl", 200), ("API.example.NL", 200),
                               ("my.example.nl", 404), ("other.example.nl", 421)):
            status, _ = self.ask(address, "/v1/facts", ANNA, key, headers={"Host": name})
            self.assertEqual(status, expected, name)

    def test_a_proxy_is_believed_only_when_it_is_named(self):
        self.apply()
        for proxies, statuses in (("[127.0.0.1]", [401, 401, 429, 401]), ("[]", [401, 401, 429, 429])):
            process, addresses = self.start(
                "--config",
                self.settings(f"proxies: {proxies}\nlimits:\n  refusalsPerMinute: 2\n"))
            senders = ["10.0.0.1", "10.0.0.1", "192.0.2.9, 10.0.0.1", "10.0.0.2"]
            answers = [self.ask(addresses["api"], "/v1/facts", ANNA, headers={"X-Forwarded-For": sender})
                       for sender in senders]
            self.assertEqual([status for status, _ in answers], statuses, proxies)
            process.terminate()
            process.wait(20)
        self.assertNotIn("10.0.0.", self.log.read_text())


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    ServerCase.openkaart = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main(verbosity=2)
