#!/usr/bin/env python3
"""Runs a server whose log a real witness signs too, and forks it.

    test_cosigning.py PATH_TO_OPENKAART PATH_TO_OPENKAART_VERIFY PATH_TO_OPENKAART_WITNESS
"""
import json
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
POLICY = ROOT / "Tests" / "Fixtures" / "scenarios" / "dealer.yaml"
OPENKAART = VERIFY = WITNESS = None


def run(*arguments, expect=0):
    done = subprocess.run([*map(str, arguments)], text=True, capture_output=True, timeout=120,
                          check=False)
    if expect is not None and done.returncode != expect:
        raise AssertionError(f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout


class Cosigning(unittest.TestCase):
    def setUp(self):
        self.place = pathlib.Path(tempfile.mkdtemp(prefix="ok-", dir="/tmp"))
        self.addCleanup(shutil.rmtree, self.place)
        self.data = self.place / "d"
        run(OPENKAART, "policy", "apply", POLICY, "--data", self.data)
        self.witness_key = run(WITNESS, "keygen", "accountant.example/w1", "--key",
                               self.place / "witness.key").strip()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.key = self.status(self.data)["key"]
        self.witnesses = self.place / "witnesses.txt"
        self.witnesses.write_text(
            f"log {self.key}\n"
            f"witness accountant {self.witness_key} http://127.0.0.1:{self.port}\nquorum accountant\n")
        self.config = self.place / "openkaart.yaml"
        self.config.write_text(f"witnesses: {self.witnesses}\n")

    def end(self, process, patience=30):
        if process.poll() is None:
            process.terminate()
        process.wait(patience)

    def start_witness(self, state="state"):
        witness = subprocess.Popen(
            [WITNESS, "serve", "--key", self.place / "witness.key", "--log", self.key, "--state",
             self.place / state, "--port", str(self.port)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(self.end, witness)
        for _ in range(200):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/key").close()
                return witness
            except urllib.error.URLError:
                time.sleep(0.05)
        self.fail("the witness does not answer")

    def serve(self, data):
        said = (self.place / f"{data.name}.said").open("w")
        self.addCleanup(said.close)
        server = subprocess.Popen(
            [OPENKAART, "serve", "--data", data, "--policy", POLICY, "--port", "0", "--json",
             "--config", self.config, "--quiet"], stdout=subprocess.PIPE, stderr=said, text=True)
        self.addCleanup(server.stdout.close)
        self.addCleanup(self.end, server)
        line = server.stdout.readline()
        self.assertTrue(line.startswith("{"), pathlib.Path(said.name).read_text())
        return server, json.loads(line)["addresses"]["log"]

    def said(self, data):
        return (self.place / f"{data.name}.said").read_text()

    def take_in(self, data, start, end):
        facts = self.place / f"facts-{start}.ndjson"
        facts.write_text("".join(json.dumps({
            "id": f"f{number}", "source": "web", "kind": "described",
            "occurredAt": "2026-11-01T10:00:00Z", "subject": {"customerNumber": str(100 + number % 40)},
            "attributes": {"city": f"Plaats {number}"}}) + "\n" for number in range(start, end)))
        run(OPENKAART, "import", facts, "--data", data)

    def status(self, data, expect=0):
        return json.loads(run(OPENKAART, "log", "status", "--data", data, "--json", expect=expect))

    def wait_until(self, true, seconds=10):
        start = time.monotonic()
        while not true():
            self.assertLess(time.monotonic() - start, seconds)
            time.sleep(0.05)
        return time.monotonic() - start

    def cosigned(self, data):
        return self.status(data, expect=None)["cosigned"]

    def test_what_is_added_is_cosigned_within_seconds_and_audits_by_the_quorum(self):
        self.start_witness()
        server, log = self.serve(self.data)
        self.take_in(self.data, 0, 600)
        self.wait_until(lambda: self.cosigned(self.data) == 600)
        with urllib.request.urlopen(f"{log}/log/checkpoint") as answer:
            self.assertIn("— accountant.example/w1 ", answer.read().decode())
        seen = run(VERIFY, "audit", self.data / "log", "--policy", self.witnesses)
        self.assertIn("signed by accountant.example/w1", seen)
        out = self.place / "receipts"
        run(OPENKAART, "log", "receipt", "--data", self.data, "--customer", "customerNumber:107",
            "--out", out)
        proofs = sorted(out.glob("*.tlog-proof"))
        self.assertEqual(len(proofs), 16)
        for proof in proofs:
            # Also the entry about this very command.
            run(VERIFY, "proof", proof, "--policy", self.witnesses)
        self.assertIn("accountant.example/w1", (out / "entry-7.txt").read_text())
        witness = self.status(self.data)["witnesses"][0]
        self.assertEqual((witness["name"], witness["size"], witness["trouble"]),
                         ("accountant", 601, None))
        self.end(server)
        self.assertEqual(server.returncode, 0)
        # Without a server the folder still says how far it was cosigned.
        self.assertEqual(self.cosigned(self.data), 601)

    def test_a_witness_that_is_down_holds_nothing_up_and_catches_up(self):
        self.serve(self.data)
        self.take_in(self.data, 0, 300)
        self.wait_until(lambda: self.status(self.data)["signed"] == 300)
        run(VERIFY, "audit", self.data / "log", "--key", self.key)
        run(VERIFY, "audit", self.data / "log", "--policy", self.witnesses, expect=1)
        # It has ten seconds to answer.
        self.wait_until(
            lambda: self.status(self.data)["witnesses"][0]["trouble"] == "witness.silent", 20)
        self.assertIsNone(self.cosigned(self.data))
        self.assertIn("witness.silent", self.said(self.data))
        witness = self.start_witness()
        self.wait_until(lambda: self.cosigned(self.data) == 300, 30)
        self.end(witness)
        self.take_in(self.data, 300, 400)
        self.wait_until(lambda: self.status(self.data)["signed"] == 400)
        self.start_witness()
        self.wait_until(lambda: self.cosigned(self.data) == 400, 30)
        run(VERIFY, "audit", self.data / "log", "--policy", self.witnesses)

    def test_of_two_copies_the_witness_refuses_one_and_two_checkpoints_prove_it(self):
        self.start_witness()
        server, _ = self.serve(self.data)
        self.take_in(self.data, 0, 300)
        self.wait_until(lambda: self.cosigned(self.data) == 300)
        self.end(server)
        copy = self.place / "c"
        shutil.copytree(self.data, copy)
        self.serve(self.data)
        self.take_in(self.data, 1000, 1100)
        self.wait_until(lambda: self.cosigned(self.data) == 400)
        self.serve(copy)
        self.take_in(copy, 2000, 2200)
        self.wait_until(lambda: self.status(copy, expect=None)["signed"] == 500)

        def trouble():
            return self.status(copy, expect=None)["witnesses"][0]["trouble"]

        self.wait_until(lambda: trouble() in ("witness.otherHistory", "witness.ahead"))
        # A command that only asks whether all is well is told by its exit code.
        status = self.status(copy, expect=2)
        self.assertEqual(status["cosigned"], 300)
        self.assertNotIn("accountant.example", status["checkpoint"])
        self.assertIn("critical", self.said(copy))
        self.assertIn("Another copy of this store may be running", self.said(copy))
        run(VERIFY, "audit", copy / "log", "--policy", self.witnesses, expect=1)
        self.status(self.data)
        run(VERIFY, "audit", self.data / "log", "--policy", self.witnesses)
        # Whoever kept one and sees the other holds two contradicting checkpoints.
        mirror = self.place / "mirror"
        run(VERIFY, "mirror", self.data / "log", mirror, "--key", self.key)
        told = run(VERIFY, "mirror", copy / "log", mirror, "--key", self.key, expect=2)
        self.assertIn("FORK", told)
        for size in (400, 500):
            self.assertIn(f"\n{size}\n", told)
        told = run(VERIFY, "audit", copy / "log", "--key", self.key, "--since", mirror / "checkpoint",
                   expect=2)
        for size in (400, 500):
            self.assertIn(f"\n{size}\n", told)
        # And people can still withdraw.
        self.take_in(copy, 3000, 3001)

    def test_a_list_that_cannot_be_used_is_told_at_the_start(self):
        self.witnesses.write_text("witness a b\n")
        done = subprocess.run(
            [OPENKAART, "serve", "--data", self.data, "--port", "0", "--config", self.config],
            text=True, capture_output=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("witnesses.txt: ", done.stderr)


if __name__ == "__main__":
    OPENKAART, VERIFY, WITNESS = (str(pathlib.Path(path).resolve()) for path in sys.argv[1:4])
    unittest.main(argv=sys.argv[:1] + sys.argv[4:])
