#!/usr/bin/env python3
"""The columns that lie on the disk from one start to the next, by the command and by a server.

    test_columns.py PATH_TO_OPENKAART

An answer out of the snapshot is the answer without it; what is damaged or cut off is not used; what
was erased is in none.
"""
import json
import pathlib
import shutil
import signal
import sys
import time
import unittest

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "HTTP"))
from serving import ServerCase  # noqa: E402

PEOPLE = 400
QUESTION = ("--purpose", "offers", "--channel", "email")


def facts(number):
    """A person: some with consent, some by an import, some without an address, some with a wish."""
    subject = {"customerNumber": f"k{number}"}
    if number % 7:
        subject["email"] = f"klant.{number}@example.nl"
    base = {"source": "shop", "subject": subject, "occurredAt": "2026-11-01T10:00:00+01:00"}
    yield {**base, "id": f"seen-{number}", "kind": "behaved", "event": "seen", "properties": {}}
    if number % 2:
        yield {**base, "id": f"yes-{number}", "kind": "consented", "purpose": "offers", "channel": "email",
               "notice": "marketing@2", "method": "imported" if number % 5 == 0 else "form"}
    if number % 3 == 0:
        yield {**base, "id": f"buy-{number}", "kind": "purchased", "order": f"o{number}", "saleKind": "paid",
               "lines": [{"product": "p", "productLine": "cars", "quantity": 1, "priceCents": 100}]}
    if number % 40 == 1:
        yield {**base, "id": f"wish-{number}", "kind": "preferred",
               "frequency": {"email": "2/week"}}
    if number % 50 == 3:
        yield {**base, "id": f"no-{number}", "kind": "withdrew", "purpose": "offers", "channel": "email"}


class Columns(ServerCase):
    def setUp(self):
        super().setUp()
        self.kept = self.data / "columns.snapshot"
        self.apply()
        self.take(range(PEOPLE))

    def take(self, numbers):
        file = self.data.parent / "facts.ndjson"
        file.write_text("".join(json.dumps(fact) + "\n" for number in numbers for fact in facts(number)))
        answer = self.run_command("import", file, "--data", self.data, "--json")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertEqual(json.loads(answer.stdout)["rejected"], 0, answer.stdout)

    def count(self, *more, says=""):
        answer = self.run_command("audience", "--data", self.data, *QUESTION, *more)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        if says is not None:
            self.assertEqual(answer.stderr.replace("Asking …\n", ""), says)
        # The first line says when it was asked.
        return answer.stdout.split("\n", 1)[1]

    def total(self, addresses, key):
        status, text = self.ask(addresses["api"], "/v1/audiences", {"purpose": "offers", "channel": "email"},
                                key)
        self.assertEqual(status, 200, text)
        return json.loads(text)["total"]

    def told(self):
        return [line.split("columns: ")[1] for line in self.log.read_text().splitlines() if "columns: " in line]

    def test_the_answer_is_the_same_with_and_without(self):
        first = self.count()
        self.assertIn("400", first)
        self.assertEqual(self.kept.stat().st_mode & 0o777, 0o600)
        content = self.kept.read_bytes()
        for text in (b"klant.", b"example.nl", b"customerNumber", b"offers"):
            self.assertNotIn(text, content)
        self.assertEqual(self.count(), first)
        self.assertEqual(self.kept.read_bytes(), content, "nothing changed, so nothing is written")
        # Asked one by one, as with the people themselves.
        each = self.run_command("audience", "--data", self.data, *QUESTION, "--members").stdout.splitlines()
        counts = json.loads(self.run_command("audience", "--data", self.data, *QUESTION, "--json").stdout)
        for outcome in ("allow", "later", "deny"):
            self.assertEqual(sum(json.loads(line)["outcome"] == outcome for line in each),
                             sum(counts[outcome].values()), outcome)
        self.assertEqual((len(each), counts["total"]), (PEOPLE, PEOPLE))
        self.assertGreater(counts["underContacted"], 0)
        self.take(range(PEOPLE, PEOPLE + 10))
        beside = self.count()
        self.kept.unlink()
        self.assertEqual(self.count(), beside)
        self.assertNotEqual(beside, first)

    def test_what_is_damaged_is_not_used(self):
        first = self.count()
        content = self.kept.read_bytes()
        for name, damaged in (("cut off", content[:-7]), ("changed", content[:-50] + bytes(50)),
                              ("longer", content + b"\0"), ("empty", b"")):
            with self.subTest(name):
                self.kept.write_bytes(damaged)
                self.assertEqual(self.count(says=None), first)
                self.assertNotEqual(self.kept.read_bytes(), damaged, "another is written")
        self.kept.write_bytes(content[:-7])
        answer = self.run_command("audience", "--data", self.data, *QUESTION)
        self.assertIn("damaged", answer.stderr)

    def test_a_server_takes_them_up_and_leaves_them(self):
        first = self.count()
        process, addresses = self.start()
        key = self.key()
        self.assertEqual(self.total(addresses, key), PEOPLE)
        self.assertEqual(self.told(), [f"{PEOPLE} people read back"])
        status, _ = self.ask(addresses["api"], "/v1/facts", list(facts(1001)), key)
        self.assertEqual(status, 200)
        before = self.kept.read_bytes()
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(timeout=30), 0)
        self.assertEqual(self.kept.read_bytes(), before, "nobody asked after that fact")
        process, addresses = self.start()
        self.assertEqual(self.total(addresses, key), PEOPLE + 1)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(timeout=30), 0)
        self.assertNotEqual(self.kept.read_bytes(), before)
        self.assertNotEqual(self.count(), first)

    def test_a_server_that_is_killed_leaves_what_can_be_used(self):
        process, addresses = self.start()
        key = self.key()
        self.assertEqual(self.total(addresses, key), PEOPLE)
        end = time.monotonic() + 40
        while not self.kept.exists() and time.monotonic() < end:
            time.sleep(0.1)
        status, _ = self.ask(addresses["api"], "/v1/facts", list(facts(2001)), key)
        self.assertEqual(status, 200)
        process.kill()
        process.wait()
        (self.data / "columns.snapshot.new").write_bytes(self.kept.read_bytes()[:1000])
        process, addresses = self.start()
        self.assertEqual(self.total(addresses, key), PEOPLE + 1)
        self.assertEqual(self.told()[-1], f"{PEOPLE} people read back")
        self.assertFalse((self.data / "columns.snapshot.new").exists())

    def test_who_is_erased_by_a_command_is_in_none(self):
        self.count()
        thief = pathlib.Path(shutil.copy(self.kept, self.data.parent / "thief"))
        answer = self.run_command("rights", "erase", "--customer", "-", "--data", self.data,
                                  input="email:klant.11@example.nl\n")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertFalse(self.kept.exists())
        shutil.copy(thief, self.kept)
        _, addresses = self.start()
        self.assertEqual(self.total(addresses, self.key()), PEOPLE - 1)
        self.assertEqual({line.split(",")[0] for line in self.told()}, {"not used (outdated)"})
        backup = self.run_command("backup", "--data", self.data, "--to", self.data.parent / "b", "--keys-to",
                                  self.data.parent / "k")
        self.assertEqual(backup.returncode, 0, backup.stderr)
        for folder in ("b", "k"):
            self.assertEqual(list((self.data.parent / folder).rglob("*columns*")), [])


if __name__ == "__main__":
    ServerCase.openkaart = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main(verbosity=2)
