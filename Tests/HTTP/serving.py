"""Starting a server as people start it, for the tests beside this file."""
import json
import pathlib
import subprocess
import tempfile
import unittest
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
POLICY = ROOT / "Tests" / "Fixtures" / "scenarios" / "dealer.yaml"
SCOPES = ("facts:write,decisions:read,audiences:read,customers:read,policy:write,"
          "handoffs:write")

ANNA = [
    {"id": "1", "source": "web", "kind": "described", "occurredAt": "2026-11-01T10:00:00+01:00",
     "subject": {"email": "anna@example.nl"}, "attributes": {"birthDate": "1990-05-31"}},
    {"id": "2", "source": "web", "kind": "consented", "occurredAt": "2026-11-01T10:01:00+01:00",
     "subject": {"email": "anna@example.nl"}, "purpose": "offers", "channel": "email",
     "notice": "marketing@2", "method": "form"},
]


class ServerCase(unittest.TestCase):
    openkaart = None

    def run_command(self, *arguments, **options):
        return subprocess.run([self.openkaart, *map(str, arguments)], text=True, capture_output=True,
                              timeout=120, cwd=ROOT, check=False, **options)

    def setUp(self):
        # A short name: a socket's path has little room.
        folder = tempfile.TemporaryDirectory(prefix="ok-", dir="/tmp")
        self.addCleanup(folder.cleanup)
        self.data = pathlib.Path(folder.name) / "d"
        self.log = pathlib.Path(folder.name) / "log"

    def apply(self):
        answer = self.run_command("policy", "apply", POLICY, "--data", self.data)
        self.assertEqual(answer.returncode, 0, answer.stderr)

    def start(self, *more, before=(), environment=None, policy=POLICY):
        log = self.log.open("a")
        self.addCleanup(log.close)
        process = subprocess.Popen(
            [*before, self.openkaart, "serve", "--data", self.data, "--policy", policy, "--port", "0", "--json",
             *more], stdout=subprocess.PIPE, stderr=log, text=True, cwd=ROOT,
            env=environment)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        line = process.stdout.readline()
        self.assertTrue(line.startswith("{"), line + self.log.read_text())
        return process, json.loads(line)["addresses"]

    def key(self, scopes=SCOPES):
        answer = self.run_command("apikey", "add", "test", "--scope", scopes, "--data", self.data)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertRegex(answer.stdout, r"\Aokk_[a-z0-9]{8}_[a-z0-9]{52}\n\Z")
        return answer.stdout.strip()

    def ask(self, address, path, body=None, key=None, headers=None, context=None):
        request = urllib.request.Request(
            address + path, data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", **(headers or {})})
        if key:
            request.add_header("Authorization", f"Bearer {key}")
        try:
            with urllib.request.urlopen(request, timeout=60, context=context) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def settings(self, text):
        file = self.data.parent / "openkaart.yaml"
        file.write_text(text)
        return file
