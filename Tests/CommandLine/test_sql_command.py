#!/usr/bin/env python3
"""The path of Documentation/sql.md: tables, rows and questions, loaded into a PostgreSQL of its own.

    test_sql_command.py PATH_TO_OPENKAART
"""
import csv
import datetime
import json
import pathlib
import random
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests" / "SQL"))

from test_sql import Cluster, answers  # noqa: E402  (its folder is named above)

POLICY = ROOT / "Tests" / "Fixtures" / "scenarios" / "dealer.yaml"
OPENKAART = None
UTC = datetime.timezone.utc
NOW = datetime.datetime.now(UTC)
CONDITION = "bought cars in 60 months and not wants topic events"


def facts():
    """Two hundred people, each with some of what decides."""
    chance = random.Random(18)
    for number in range(200):
        def fact(kind, days, **more):
            at = NOW - datetime.timedelta(days=days)
            return {"id": f"{kind}-{number}-{days}", "source": "shop", "kind": kind,
                    "occurredAt": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
                    "subject": {"customerNumber": f"s{number}", "email": f"s{number}@example.nl"}, **more}
        yield fact("described", chance.randint(1, 900), attributes={"city": chance.choice(["Ede", "Zeist"])})
        if chance.random() < 0.7:
            yield fact("consented", chance.randint(2, 900), purpose="offers", channel="email",
                       notice="marketing@2", method="form")
        if chance.random() < 0.2:
            yield fact("withdrew", 1, purpose="offers", channel="email")
        if chance.random() < 0.2:
            yield fact("complained", 30, case="c")
        if chance.random() < 0.5:
            yield fact("purchased", chance.randint(3, 2000), order=f"o{number}", saleKind="paid",
                       lines=[{"product": "p", "productLine": chance.choice(["cars", "maintenance"]),
                               "quantity": 1, "priceCents": 50_000}])
        if chance.random() < 0.3:
            yield fact("preferred", 5, topics={"events": chance.random() < 0.5})


def run(*arguments, expect=0):
    done = subprocess.run([OPENKAART, *map(str, arguments)], capture_output=True, text=True, timeout=120,
                          check=False)
    if done.returncode != expect:
        raise AssertionError(f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout if expect == 0 else done.stderr


class Command(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.place = pathlib.Path(tempfile.mkdtemp(prefix="openkaart-sql-command-"))
        cls.addClassCleanup(shutil.rmtree, cls.place)
        cls.facts = cls.place / "facts.ndjson"
        cls.facts.write_text("".join(json.dumps(fact) + "\n" for fact in facts()))
        cls.rows = cls.place / "rows"
        run("sql", "rows", "--policy", POLICY, "--facts", cls.facts, "--out", cls.rows, "--show-identifiers")
        # A consent ends with its day: asked at one moment, both sides say the same.
        cls.moment = datetime.datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        cls.cluster = Cluster()
        cls.addClassCleanup(cls.cluster.stop)

    def names(self):
        """Of each number the customer number."""
        with open(self.rows / "openkaart_name.csv", encoding="utf-8", newline="") as file:
            return {row["person"]: row["value"] for row in csv.DictReader(file)
                    if row["type"] == "customerNumber"}

    def ask(self, question):
        script = "BEGIN;\n" + run("sql", "schema", "--policy", POLICY)
        for path in sorted(self.rows.glob("*.csv")):
            if path.stem != "openkaart_name":
                script += f"\\copy {path.stem} FROM '{path.name}' WITH (FORMAT csv, HEADER true)\n"
        script += f"\\echo === asked\n{question};\nROLLBACK;\n"
        return answers(self.cluster.ask(script, self.rows))["asked"]

    def members(self, *more, purpose="offers", channel="email"):
        lines = run("audience", "--policy", POLICY, "--facts", self.facts, "--purpose", purpose,
                    "--channel", channel, "--as-of", self.moment, "--members", "--show-identifiers", *more)
        found = {}
        for line in lines.splitlines():
            person = json.loads(line)
            number = next(name for name in person["identifiers"] if name.startswith("customerNumber:"))
            found[number.partition(":")[2]] = person
        return found

    def test_a_question_in_the_warehouse_says_what_the_gate_says(self):
        question = run("sql", "audience", "--policy", POLICY, "--purpose", "offers", "--channel", "email",
                       "--at", self.moment)
        names, members, told = self.names(), self.members(), 0
        given = self.ask(question)
        self.assertEqual(len(given), 200)
        for row in given:
            member = members[names[row["person"]]]
            if row["outcome"] == "open":
                continue
            told += 1
            reasons = [code for code in row["reasons"].strip("{}").split(",") if code]
            self.assertEqual((row["outcome"], reasons), (member["outcome"], member["reasons"]), row)
        # The soft opt-in of customers is left open; of the others everybody is told.
        self.assertGreater(told, 80)
        self.assertGreater(len({row["outcome"] for row in given}), 1)

    def test_a_segment_in_the_warehouse_holds_the_same_people(self):
        question = run("sql", "segment", "--policy", POLICY, "--where", CONDITION, "--at", self.moment)
        names = self.names()
        given = {names[row["person"]] for row in self.ask(question) if row["answer"] == "t"}
        self.assertEqual(given, set(self.members("--where", CONDITION)))
        self.assertGreater(len(given), 10)
        named = run("sql", "segment", "--policy", POLICY, "--segment", "carBuyers", "--dialect", "spark")
        self.assertIn("openkaart_purchase", named)

    def test_a_question_about_a_segment_is_asked_with_what_it_reads(self):
        asked = {"purpose": "taxRecords", "channel": "none"}
        question = run("sql", "audience", "--policy", POLICY, "--purpose", "taxRecords", "--channel", "none",
                       "--where", "bought cars in 60 months", "--at", self.moment)
        names, members = self.names(), self.members("--where", "bought cars in 60 months", **asked)
        given = self.ask(question)
        self.assertEqual({names[row["person"]] for row in given}, set(members))
        told = [row for row in given if row["outcome"] != "open"]
        self.assertGreater(len(told), 5)
        for row in told:
            self.assertEqual(row["outcome"], members[names[row["person"]]]["outcome"])
        # What was bought is more than a mail uses: consents would have to be read anew.
        self.assertIn("Rows cannot tell", run(
            "sql", "audience", "--policy", POLICY, "--purpose", "offers", "--channel", "email",
            "--where", "bought cars in 60 months", expect=1))

    def test_the_files_are_for_their_owner_and_name_nobody_unless_asked(self):
        self.assertEqual(stat.S_IMODE(self.rows.stat().st_mode), 0o700)
        for path in self.rows.iterdir():
            self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600, path)
            if path.stem != "openkaart_name":
                self.assertNotIn("@example.nl", path.read_text())
        other = self.place / "other"
        run("sql", "rows", "--policy", POLICY, "--facts", self.facts, "--out", other)
        self.assertFalse((other / "openkaart_name.csv").exists())

    def test_what_cannot_be_done_is_said(self):
        self.assertIn("cannot be made", run("sql", "rows", "--policy", POLICY, "--facts", self.facts,
                                            "--out", self.rows, expect=1))
        ask = ["sql", "audience", "--policy", POLICY, "--channel", "email"]
        self.assertIn("no purpose `offer`", run(*ask, "--purpose", "offer", expect=1))
        self.assertIn("Rows cannot tell", run(*ask, "--purpose", "offers", "--recipient", "x", expect=1))
        self.assertIn("--segment or --where", run("sql", "segment", "--policy", POLICY, expect=64))
        run("sql", "segment", "--policy", POLICY, "--where", "bougt cars", expect=1)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    OPENKAART = sys.argv.pop(1)
    unittest.main(verbosity=2)
