#!/usr/bin/env python3
"""Uses the product fully with people who bear marks, erases half of them, and looks for the marks everywhere.

    test_erasure.py PATH_TO_OPENKAART

OPENKAART_PEOPLE asks for more people, OPENKAART_FAULTS for more failed calls of the system.
"""
import base64
import json
import os
import pathlib
import random
import shutil
import sqlite3
import subprocess
import sys
import time
import unittest
import urllib.parse

from serving import ServerCase

PEOPLE = int(os.environ.get("OPENKAART_PEOPLE", "50"))
FAULTS = int(os.environ.get("OPENKAART_FAULTS", "3"))
MAP = """
source: crm
dates: dd-MM-yyyy
subject: {customerNumber: nr}
occurredAt: gewijzigd
facts:
  - kind: described
    identifiers: {email: mail}
    attributes: {city: plaats, givenName: naam}
"""


def mark(random):
    return "".join(random.choice("abcdefghjkmnpqrstuvwxyz") for _ in range(24))


def writings(text):
    """Every writing of a mark that a thief would try; of base64 the groups that no neighbour changes."""
    plain = text.encode()
    yield plain
    yield text.encode("utf-16-le")
    yield text.encode("utf-16-be")
    yield plain.hex().encode()
    yield plain.hex().upper().encode()
    yield urllib.parse.quote(text).encode()
    yield "".join(f"%{byte:02X}" for byte in plain).encode()
    for offset in range(3):
        yield base64.b64encode(plain[offset:offset + 21])


class Person:
    def __init__(self, number, random):
        self.number = f"nr-{mark(random)}"
        self.email = f"{mark(random)}@example.nl"
        self.marks = [self.number[3:], self.email[:24]]

        def new():
            self.marks.append(mark(random))
            return self.marks[-1]

        subject = {"customerNumber": self.number, "email": self.email}
        self.row = f"{self.number};{self.email};{new()};{new()};01-07-2026\n"
        contents = [
            {"kind": "purchased", "order": new(), "lines": [{"product": new(), "priceCents": 4900}],
             "saleKind": "paid", "optOutOffered": True},
            {"kind": "behaved", "event": new(), "properties": {new(): new()}},
            {"kind": "complained", "case": new(), "about": new()},
            {"kind": "answered", "question": new(), "answer": new()},
            {"kind": "consented", "purpose": "offers", "channel": "email", "notice": "marketing@2",
             "method": "form"},
            {"kind": "requested", "case": new(), "right": "access"},
        ]
        self.facts = [{"id": f"{number}-{place}-{new()}", "source": "web", "subject": subject,
                       "occurredAt": "2026-11-01T10:00:00+01:00", **content}
                      for place, content in enumerate(contents)]


class Erasure(ServerCase):
    def setUp(self):
        super().setUp()
        self.path = self.data.parent
        self.random = random.Random(20261128)
        self.people = [Person(number, self.random) for number in range(PEOPLE)]
        self.erased, self.others = self.people[::2], self.people[1::2]
        source = self.path / "source"
        source.mkdir()
        self.csv, self.map = source / "crm.csv", source / "map.yaml"
        self.csv.write_text("nr;mail;plaats;naam;gewijzigd\n" + "".join(one.row for one in self.people))
        self.map.write_text(MAP)

    def erase(self, person, data=None, code=0):
        answer = self.run_command("rights", "erase", "--customer", "-", "--data", data or self.data, "--json",
                                  input=f"email:{person.email}\n")
        self.assertEqual(answer.returncode, code, answer.stderr + answer.stdout)
        return json.loads(answer.stdout) if answer.stdout.startswith("{") else None

    def card(self, person, data=None):
        return self.run_command("customer", "show", "--data", data or self.data, "--customer", "-", "--json",
                                input=f"email:{person.email}\n")

    def backup(self, name):
        answer = self.run_command("backup", "--data", self.data, "--to", self.path / "facts", "--keys-to",
                                  self.path / "keys")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertTrue(answer.stderr.startswith("Copying …"), answer.stderr)
        facts, keys = [pathlib.Path(line.split("  ")[0]) for line in answer.stdout.splitlines()
                       if line.startswith("/")]
        for folder in (facts, keys):
            for file in folder.iterdir():
                self.assertEqual(file.stat().st_mode & 0o077, 0, file)
        self.assertFalse((facts / "keyring").exists())
        shutil.copytree(facts, self.path / f"facts-{name}")
        shutil.copytree(keys, self.path / f"keys-{name}")
        return self.path / f"facts-{name}", self.path / f"keys-{name}"

    def scan(self, people):
        """The marks that stand anywhere but in the file that was imported."""
        needles = [(text, writing) for one in people for text in one.marks for writing in writings(text)]
        found = []
        for file in self.path.rglob("*"):
            if not file.is_file() or self.csv.parent in file.parents:
                continue
            content = file.read_bytes()
            if not content.strip(b"\0"):
                continue  # Room that is put by holds zeroes, many of them.
            found += [(file.name, text) for text, writing in needles if writing in content]
        return found

    def test_nothing_is_left_and_nothing_comes_back(self):
        self.apply()
        _, addresses = self.start()
        key = self.key()
        answer = self.run_command("import", self.csv, "--map", self.map, "--data", self.data, "--json")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        for person in self.people:
            status, text = self.ask(addresses["api"], "/v1/facts", person.facts, key)
            self.assertEqual((status, json.loads(text)["counts"]["added"]), (200, len(person.facts)), text)
            self.decide(addresses, person, key)
            self.assertEqual(self.card(person).returncode, 0)
        self.ask(addresses["api"], "/v1/audiences/members", {
            "purpose": "offers", "channel": "email"}, key)
        columns = self.keep_columns(addresses, key)
        before = self.backup("before")

        for person in self.erased:
            report = self.erase(person)
            self.assertEqual(report["state"], "final")
            kept = [item for item in report["items"] if item["outcome"] == "kept"]
            self.assertEqual([(item["what"], item["ground"], item["until"]) for item in kept],
                             [("facts.invoice", "AWR 52", "2033-12-31")])
        self.assertEqual(self.scan(self.erased), [])
        self.bring_back(columns, addresses, key)
        after = self.backup("after")
        self.assertEqual(len(list((self.path / "keys").iterdir())), 1)

        self.look(addresses, key)
        self.come_back(addresses, key)
        self.restore(before, after)
        # The mark of an order is an invoice, which is kept, sealed: it stands nowhere in clear either.
        self.assertEqual(self.scan(self.people), [])
        self.plant()

    def count(self, addresses, key):
        status, text = self.ask(addresses["api"], "/v1/audiences", {"purpose": "offers", "channel": "email"},
                                key)
        self.assertEqual(status, 200, text)
        return json.loads(text)["total"]

    def keep_columns(self, addresses, key):
        """Waits until everybody lies on the disk as columns; returns a copy that a thief made."""
        self.assertEqual(self.count(addresses, key), PEOPLE)
        kept = self.data / "columns.snapshot"
        end = time.monotonic() + 60
        while not kept.exists() and time.monotonic() < end:
            time.sleep(0.2)
        self.assertEqual(kept.stat().st_mode & 0o777, 0o600)
        (self.path / "thief").mkdir()
        return pathlib.Path(shutil.copy(kept, self.path / "thief"))

    def bring_back(self, columns, addresses, key):
        """The columns of before are of no use, also where somebody puts them back."""
        kept = self.data / "columns.snapshot"
        self.assertNotEqual(kept.read_bytes() if kept.exists() else b"", columns.read_bytes())
        self.assertEqual(self.count(addresses, key), len(self.others))
        copy = self.path / "copy"
        shutil.copytree(self.data, copy, ignore=shutil.ignore_patterns("socket", "lock"))
        shutil.copy(columns, copy / "columns.snapshot")
        answer = self.run_command("audience", "--data", copy, "--purpose", "offers", "--channel", "email",
                                  "--json")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertEqual(json.loads(answer.stdout)["total"], len(self.others))
        shutil.rmtree(copy)

    def decide(self, addresses, person, key):
        status, text = self.ask(addresses["api"], "/v1/decisions", {
            "subject": {"email": person.email}, "purpose": "offers", "channel": "email",
            "activity": {"id": "a"}}, key)
        self.assertEqual(status, 200, text)
        return json.loads(text)

    def look(self, addresses, key):
        for person in self.erased:
            self.assertEqual(self.card(person).returncode, 2)
            codes = [reason["code"] for reason in self.decide(addresses, person, key)["reasons"]]
            self.assertIn("subject.erased", codes)
            self.erase(person, code=2)
        for person in self.others:
            card = self.card(person).stdout
            for text in person.marks:
                self.assertIn(text, card)
        answer = self.run_command("rights", "kept", "--data", self.data)
        self.assertEqual(len(answer.stdout.splitlines()), len(self.erased))
        kept = "".join(answer.stdout)
        for person in self.erased:
            self.assertIn(person.facts[0]["order"], kept)
            self.assertNotIn(person.email[:24], kept)

    def come_back(self, addresses, key):
        person = self.erased[0]
        status, text = self.ask(addresses["api"], "/v1/facts", person.facts, key)
        self.assertEqual(status, 200)
        codes = {result["code"] for result in json.loads(text)["results"]}
        self.assertEqual(codes, {"fact.suppressed"})
        # Another export, so that it is read at all.
        self.csv.write_text(self.csv.read_text() + "x;y@example.nl;Gouda;Jan;01-07-2026\n")
        answer = self.run_command("import", self.csv, "--map", self.map, "--data", self.data, "--json")
        self.assertEqual(json.loads(answer.stdout)["suppressed"], len(self.erased))
        self.assertEqual(self.card(person).returncode, 2)

    def restore(self, before, after):
        restored = self.path / "restored"
        refused = self.run_command("restore", "--data-backup", after[0], "--keys-backup", before[1], "--data",
                                   restored)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("older than the facts", refused.stderr)
        swapped = self.run_command("restore", "--data-backup", after[1], "--keys-backup", after[0], "--data",
                                   restored)
        self.assertEqual(swapped.returncode, 1)
        for more in (["--dry-run"], []):
            answer = self.run_command("restore", "--data-backup", before[0], "--keys-backup", after[1],
                                      "--data", restored, *more)
            self.assertEqual(answer.returncode, 0, answer.stderr)
            self.assertIn(f"{len(self.erased)} erasures", answer.stdout)
            self.assertIn("Checking …" if more else "Restoring …", answer.stderr)
            self.assertEqual(restored.exists(), not more)
        # The log is in no backup: until it is said how it goes on, nothing is shown of anybody.
        waiting = self.card(self.others[0], restored)
        self.assertEqual(waiting.returncode, 1)
        self.assertIn("log", waiting.stderr)
        answer = self.run_command("log", "recover", "--close", "--data", restored)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        for person in self.people:
            expected = 2 if person in self.erased else 0
            self.assertEqual(self.card(person, restored).returncode, expected)
        self.assertEqual(self.run_command("rebuild", "--data", restored).returncode, 0)
        again = self.run_command("restore", "--data-backup", before[0], "--keys-backup", after[1], "--data",
                                 restored)
        self.assertEqual(again.returncode, 1)
        damaged = before[0] / "openkaart.sqlite"
        content = bytearray(damaged.read_bytes())
        content[len(content) // 2] ^= 1
        damaged.write_bytes(content)
        answer = self.run_command("restore", "--data-backup", before[0], "--keys-backup", after[1], "--data",
                                  self.path / "never")
        self.assertEqual(answer.returncode, 1)
        self.assertIn("damaged", answer.stderr)

    def test_what_is_not_final_ends_by_itself_when_nothing_reads_any_more(self):
        self.apply()
        _, addresses = self.start()
        key = self.key()
        person = self.people[0]
        self.assertEqual(self.ask(addresses["api"], "/v1/facts", person.facts, key)[0], 200)
        reader = sqlite3.connect(f"file:{self.data}/openkaart.sqlite?mode=ro", uri=True,
                                 isolation_level=None)
        self.addCleanup(reader.close)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM fact").fetchone()
        self.assertEqual(self.erase(person, code=3)["state"], "notFinal")
        self.assertEqual(self.card(person).returncode, 2)
        self.assertEqual(self.states(), ["notFinal"])
        reader.execute("ROLLBACK")
        end = time.monotonic() + 40
        while self.states() == ["notFinal"] and time.monotonic() < end:
            time.sleep(0.5)
        self.assertEqual(self.states(), ["final"])

    def states(self):
        listed = self.run_command("rights", "list", "--data", self.data, "--json")
        self.assertEqual(listed.returncode, 0, listed.stderr)
        return [one["state"] for one in json.loads(listed.stdout)]

    def plant(self):
        """The search finds what there is to find."""
        person = self.others[0]
        for writing in writings(person.marks[0]):
            (self.path / "planted").write_bytes(b"before " + writing + b" after")
            self.assertEqual(set(self.scan([person])), {("planted", person.marks[0])})

    @unittest.skipUnless(shutil.which("strace"), "strace is not here")
    def test_a_call_that_fails_loses_nothing_and_promises_nothing(self):
        self.people = self.people[:6]
        self.csv.write_text("nr;mail;plaats;naam;gewijzigd\n" + "".join(one.row for one in self.people))
        self.apply()
        answer = self.run_command("import", self.csv, "--map", self.map, "--data", self.data)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        erased, other = self.people[0], self.people[1]
        failed = 0
        for calls in ("fsync,fdatasync", "pwrite64", "rename,link,unlink", "ftruncate"):
            for number in range(1, 1 + FAULTS):
                for code in ("EIO", "ENOSPC"):
                    copy = self.path / f"copy-{calls[:5]}-{number}-{code}"
                    shutil.copytree(self.data, copy)
                    answer = subprocess.run(
                        ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={calls}", "-e",
                         f"inject={calls}:error={code}:when={number}", self.openkaart, "rights", "erase",
                         "--customer", "-", "--data", copy, "--json"], text=True, capture_output=True,
                        input=f"email:{erased.email}\n", timeout=120, check=False)
                    with self.subTest(calls=calls, number=number, code=code, said=answer.stderr):
                        failed += answer.returncode != 0
                        self.assertIn(answer.returncode, (0, 1, 3))
                        self.settle(copy, erased, other, answer.returncode == 0)
                    shutil.rmtree(copy)
        self.assertGreater(failed, 0)

    def settle(self, copy, erased, other, is_done):
        if not is_done:
            again = self.run_command("rights", "erase", "--customer", "-", "--data", copy, "--json",
                                     input=f"email:{erased.email}\n")
            self.assertIn(again.returncode, (0, 2), again.stderr)
        self.assertEqual(self.card(erased, copy).returncode, 2)
        self.assertEqual(self.card(other, copy).returncode, 0)
        listed = json.loads(self.run_command("rights", "list", "--data", copy, "--json").stdout)
        self.assertEqual({one["state"] for one in listed}, {"final"})
        self.assertNotIn("nextRoot", (copy / "keyring").read_text())
        self.assertEqual(self.run_command("rebuild", "--data", copy).returncode, 0)


if __name__ == "__main__":
    Erasure.openkaart = sys.argv.pop(1)
    unittest.main(verbosity=2)
