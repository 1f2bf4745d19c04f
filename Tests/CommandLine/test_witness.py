#!/usr/bin/env python3
"""Runs openkaart-witness and asks it over HTTP, with logs made without the code under test.

    test_witness.py PATH_TO_OPENKAART_WITNESS
"""
import base64
import concurrent.futures
import hashlib
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests" / "Log"))
import make_vectors  # noqa: E402
from verify import check_signature  # noqa: E402

WITNESS = None
LOG = make_vectors.LOG
TREE = make_vectors.Tree([make_vectors.leaf(bytes([i])) for i in range(200)])


def request(old, new, tree=TREE):
    text = f"{LOG.name}\n{new}\n{base64.b64encode(tree.root(0, new)).decode()}\n"
    proof = tree.consistency(old, 0, new) if 0 < old < new else []
    lines = "".join(base64.b64encode(step).decode() + "\n" for step in proof)
    return text, f"old {old}\n{lines}\n{text}\n{LOG.line(LOG.sign(text.encode()))}"


class Witness(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = pathlib.Path(folder.name)
        self.key = self.path / "witness.key"
        made = self.run_tool("keygen", "accountant.example/w1", "--key", self.key)
        self.assertEqual(made.returncode, 0, made.stderr)
        self.vkey = made.stdout.strip()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.start()
        self.addCleanup(lambda: self.stop())

    def run_tool(self, *arguments):
        return subprocess.run([WITNESS, *map(str, arguments)], text=True, capture_output=True,
                              timeout=30, check=False)

    def start(self):
        self.server = subprocess.Popen(
            [WITNESS, "serve", "--key", self.key, "--log", LOG.vkey, "--state", self.path / "state",
             "--port", str(self.port)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.addCleanup(self.server.stdout.close)
        self.assertIn("watches one log on http://", self.server.stdout.readline())
        for _ in range(200):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/key") as answer:
                    self.assertEqual(answer.read().decode().strip(), self.vkey)
                return
            except urllib.error.URLError:
                time.sleep(0.05)
        self.fail("the witness does not answer")

    def stop(self, kill=False):
        self.server.kill() if kill else self.server.terminate()
        self.server.wait(timeout=20)

    def post(self, body):
        ask = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/add-checkpoint", data=body.encode(), method="POST")
        try:
            with urllib.request.urlopen(ask, timeout=20) as answer:
                return answer.status, answer.headers["Content-Type"], answer.read().decode()
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.headers["Content-Type"], answer.read().decode()

    def check_line(self, line, text):
        dash, name, data = line.rstrip("\n").split(" ")
        data = base64.b64decode(data)
        key = base64.b64decode(self.vkey.split("+", 2)[2])
        self.assertEqual((dash, name, data[:4].hex()), ("—", *self.vkey.split("+")[:2]))
        self.assertEqual(hashlib.sha256(name.encode() + b"\n" + key).digest()[:4], data[:4])
        seconds = int.from_bytes(data[4:12], "big")
        self.assertAlmostEqual(seconds, time.time(), delta=60)
        check_signature(key[1:], data[12:], f"cosignature/v1\ntime {seconds}\n{text}".encode())

    def test_vectors(self):
        vectors = json.loads((ROOT / "Tests/Fixtures/log/tlog_proof_witness.json").read_text())
        # What is refused changes no state; what is signed leads to the next one.
        for case in sorted(vectors["add_checkpoint"], key=lambda case: (
                case["state_before"], case["status"] == 200, case["why"] == "first sight")):
            status, kind, body = self.post(case["request"])
            self.assertEqual(status, case["status"], case["why"])
            if status == 409:
                self.assertEqual((kind, body), ("text/x.tlog.size", case["body"]), case["why"])

    def test_signs_what_grew_and_remembers_after_a_kill(self):
        text, body = request(0, 7)
        status, _, line = self.post(body)
        self.assertEqual(status, 200)
        self.check_line(line, text)
        self.stop(kill=True)
        self.start()
        self.assertEqual(self.post(request(0, 9)[1]), (409, "text/x.tlog.size", "7\n"))
        text, body = request(7, 9)
        status, _, line = self.post(body)
        self.assertEqual(status, 200)
        self.check_line(line, text)
        fork = make_vectors.Tree([make_vectors.leaf(bytes([i, 1])) for i in range(20)])
        self.assertEqual(self.post(request(9, 12, fork)[1])[0], 422)

    def test_of_64_at_once_one_is_signed(self):
        bodies = [request(0, size)[1] for size in range(1, 65)]
        with concurrent.futures.ThreadPoolExecutor(64) as pool:
            answers = list(pool.map(self.post, bodies))
        self.assertEqual(sorted(answer[0] for answer in answers), [200] + [409] * 63)
        self.assertEqual(len({answer[2] for answer in answers if answer[0] == 409}), 1)

    def test_keys_and_folders_are_guarded(self):
        self.assertEqual(os.stat(self.key).st_mode & 0o777, 0o600)
        again = self.run_tool("keygen", "x.example", "--key", self.key)
        self.assertIn("cannot be written", again.stderr)
        second = self.run_tool("serve", "--key", self.key, "--log", LOG.vkey, "--state",
                               self.path / "state", "--port", "0")
        self.assertIn("Another witness uses", second.stderr)
        self.key.chmod(0o644)
        opened = self.run_tool("serve", "--key", self.key, "--log", LOG.vkey, "--state", "x")
        self.assertIn("Others may read", opened.stderr)
        self.assertEqual(self.run_tool("serve", "--help").returncode, 0)


if __name__ == "__main__":
    WITNESS = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
