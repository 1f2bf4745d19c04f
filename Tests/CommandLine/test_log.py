#!/usr/bin/env python3
"""Keeps a log with the openkaart command, and checks it as outsiders do.

    test_log.py PATH_TO_OPENKAART PATH_TO_OPENKAART_VERIFY
"""
import html
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
POLICY = ROOT / "Tests" / "Fixtures" / "scenarios" / "dealer.yaml"
SECOND = ROOT / "Tests" / "Log" / "verify.py"
OPENKAART = VERIFY = None
STATE = {"openkaart.sqlite", "keys.sqlite", "keyring", "log.key"}


def run(*arguments, expect=0):
    done = subprocess.run([*map(str, arguments)], text=True, capture_output=True, timeout=120,
                          check=False)
    if expect is not None and done.returncode != expect:
        raise AssertionError(f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout


class Log(unittest.TestCase):
    def setUp(self):
        self.place = pathlib.Path(tempfile.mkdtemp(prefix="openkaart-log-"))
        self.addCleanup(shutil.rmtree, self.place)
        self.data = self.place / "data"
        run(OPENKAART, "policy", "apply", POLICY, "--data", self.data)
        self.take_in(0, 600)

    def take_in(self, start, end):
        facts = self.place / f"facts-{start}.ndjson"
        facts.write_text("".join(json.dumps({
            "id": f"f{number}", "source": "web", "kind": "described",
            "occurredAt": "2026-11-01T10:00:00Z", "subject": {"customerNumber": str(100 + number % 40)},
            "attributes": {"city": f"Plaats {number}"}}) + "\n" for number in range(start, end)))
        run(OPENKAART, "import", facts, "--data", self.data)

    def status(self, expect=0):
        return json.loads(run(OPENKAART, "log", "status", "--data", self.data, "--json", expect=expect))

    def audit(self, size):
        """Both verifiers, which share nothing, find that all is right at this size."""
        key = self.status()["key"]
        for program in ((VERIFY, "audit", self.data / "log", "--key", key),
                        (sys.executable, SECOND, "audit", self.data / "log", key)):
            self.assertIn(str(size), run(*program).replace(",", ""))

    def back_up(self):
        self.backup = self.place / "backup"
        self.backup.mkdir()
        for name in STATE:
            shutil.copy(self.data / name, self.backup / name)

    def put_back(self):
        for old in self.data.glob("*.sqlite-*"):
            old.unlink()
        for name in STATE:
            shutil.copy(self.backup / name, self.data / name)

    def test_two_verifiers_agree_on_what_a_store_keeps(self):
        self.assertEqual(self.status()["entries"], 600)
        self.audit(600)
        run(OPENKAART, "customer", "show", "--data", self.data, "--customer", "customerNumber:107")
        # The search and the card.
        self.audit(602)
        self.take_in(0, 600)
        self.audit(602)

    def test_a_receipt_is_checked_without_the_company(self):
        out = self.place / "receipts"
        text = run(OPENKAART, "log", "receipt", "--data", self.data, "--customer", "customerNumber:107",
                   "--out", out)
        self.assertIn("Plaats 7", text)
        proofs = sorted(out.glob("*.tlog-proof"))
        # Fifteen facts, and that receipts were made.
        self.assertEqual(len(proofs), 16)
        self.check_pages(out, proofs)
        key = self.status()["key"]
        shutil.rmtree(self.data)
        seen = [run(VERIFY, "proof", proof, "--key", key) for proof in proofs]
        self.assertEqual(sum("Plaats 7\"" in text for text in seen), 1)
        self.assertEqual(sum("ownCopy" in text for text in seen), 1)
        lines = proofs[0].read_text().splitlines()
        index = int(lines[2].split()[1])
        lines[2] = f"index {index + 1}"
        proofs[0].write_text("\n".join(lines) + "\n")
        run(VERIFY, "proof", proofs[0], "--key", key, expect=1)

    def check_pages(self, out, proofs):
        """Beside each proof lies a page to print, which holds all that it needs."""
        key = self.status()["key"]
        pages = sorted(out.glob("*.html"))
        self.assertEqual([page.stem for page in pages], [proof.stem for proof in proofs])
        for page, proof in zip(pages, proofs):
            text = html.unescape(page.read_text())
            self.assertIn(f"openkaart-verify proof {proof.name} --key '{key}'", text)
            self.assertNotRegex(text, r"<script|src=|href=|⟦")
        self.assertEqual(sum("Plaats 7\"" in html.unescape(page.read_text()) for page in pages), 1)
        dutch = self.place / "bewijzen"
        run(OPENKAART, "log", "receipt", "--data", self.data, "--customer", "customerNumber:107", "--out",
            dutch, "--lang", "nl")
        text = next(dutch.glob("*.html")).read_text()
        self.assertIn('<html lang="nl">', text)
        self.assertIn("Zelf controleren", text)

    def test_an_older_copy_adds_nothing_and_goes_on_from_the_files(self):
        self.back_up()
        self.take_in(600, 900)
        self.put_back()
        before = (self.data / "log" / "checkpoint").read_bytes()
        status = self.status(expect=2)
        self.assertEqual((status["entries"], status["signed"]), (600, 900))
        self.assertIn("600 entries, and 900 were signed", status["danger"])
        said = run(OPENKAART, "log", "status", "--data", self.data, "--lang", "nl", expect=2)
        self.assertIn("er staan 600 regels in, en er zijn er 900 ondertekend", said)
        facts = self.place / "facts-600.ndjson"
        run(OPENKAART, "import", facts, "--data", self.data, expect=1)
        run(OPENKAART, "customer", "show", "--data", self.data, "--customer", "customerNumber:107",
            expect=1)
        self.assertEqual((self.data / "log" / "checkpoint").read_bytes(), before)
        mirror = self.place / "mirror"
        run(VERIFY, "mirror", self.data / "log", mirror, "--key", status["key"])
        self.assertIn("300", run(OPENKAART, "log", "recover", "--data", self.data, "--dry-run"))
        self.status(expect=2)
        shutil.rmtree(self.data / "log")
        run(OPENKAART, "log", "recover", "--data", self.data, expect=1)
        run(OPENKAART, "log", "recover", "--data", self.data, "--from", mirror)
        self.audit(900)
        run(OPENKAART, "import", facts, "--data", self.data)
        self.audit(1200)
        # The world sees one history.
        run(VERIFY, "mirror", self.data / "log", mirror, "--key", status["key"])

    def test_where_nobody_has_a_copy_another_log_begins_and_says_so(self):
        self.back_up()
        self.take_in(600, 900)
        self.put_back()
        old = self.status(expect=2)["key"]
        run(OPENKAART, "log", "recover", "--data", self.data, "--close", "--dry-run")
        self.status(expect=2)
        run(OPENKAART, "log", "recover", "--data", self.data, "--close")
        status = self.status()
        self.assertNotEqual(status["key"], old)
        self.assertIn("/2+", status["key"])
        self.audit(1)
        run(VERIFY, "audit", self.data / "log-1", "--key", old)
        self.take_in(600, 900)
        self.audit(301)


if __name__ == "__main__":
    OPENKAART, VERIFY = (str(pathlib.Path(path).resolve()) for path in sys.argv[1:3])
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
