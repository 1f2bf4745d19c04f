#!/usr/bin/env python3
"""Takes files in with the openkaart command as people do, and looks at what is in the store then.

    test_import.py PATH_TO_OPENKAART
"""
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
HEADERS = ROOT / "Tests" / "Fixtures" / "headers"
POLICY = ROOT / "Tests" / "Fixtures" / "scenarios" / "dealer.yaml"
OPENKAART = None

MAP = """
source: crm
dates: dd-MM-yyyy
subject: {customerNumber: nr}
occurredAt: gewijzigd
facts:
  - kind: described
    identifiers: {email: mail}
    attributes: {city: plaats}
"""
HEADER = "nr;mail;plaats;gewijzigd\n"


def run(*arguments, stdin="", timeout=300):
    return subprocess.run([OPENKAART, *map(str, arguments)], input=stdin, text=True,
                          capture_output=True, timeout=timeout, cwd=ROOT, check=False)


def rows(numbers, city="Gouda"):
    return HEADER + "".join(f"{n};p{n}@example.nl;{city};01-07-2026\n" for n in numbers)


class Import(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = pathlib.Path(folder.name)
        self.data = self.path / "data"
        self.map = self.write("map.yaml", MAP)

    def write(self, name, text):
        file = self.path / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def take(self, file, *more, code=0):
        answer = run("import", file, "--map", self.map, "--data", self.data, "--json", *more)
        self.assertEqual(answer.returncode, code, answer.stderr)
        return json.loads(answer.stdout) if code == 0 else answer.stderr

    def facts(self):
        """How many facts the store holds; it must be as it was made."""
        answer = run("rebuild", "--data", self.data)
        self.assertEqual(answer.returncode, 0, answer.stdout + answer.stderr)
        return int(re.search(r"([\d,]+) facts?\b", answer.stdout)[1].replace(",", ""))

    def test_an_attribute_that_no_purpose_may_use_is_named_before_it_comes_in(self):
        self.map = self.write("map.yaml", MAP.replace("{city: plaats}", "{city: plaats, shoeSize: plaats}"))
        file = self.write("crm.csv", rows([1]))
        answer = run("import", file, "--map", self.map, "--dry-run", "--policy", POLICY)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertIn("in no category of the policy: `shoeSize`.", answer.stderr)
        self.map = self.write("map.yaml", MAP)
        answer = run("import", file, "--map", self.map, "--dry-run", "--policy", POLICY)
        self.assertNotIn("in no category", answer.stderr)

    def test_help_teaches(self):
        answer = run("import", "--help")
        self.assertEqual(answer.returncode, 0)
        for word in ("--guess", "--dry-run", "--snapshot", ".rejects", "Exits 0"):
            self.assertIn(word, answer.stdout)

    def test_good_rows_go_in_and_bad_ones_to_a_file_of_their_own(self):
        file = self.write("crm.csv", rows([1, 2]) + "3;p3@example.nl;Gouda;31-02-2026\n")
        rejects = pathlib.Path(f"{file}.rejects")
        looked = run("import", file, "--map", self.map, "--data", self.data, "--dry-run")
        self.assertIn("--rejects FILE", looked.stdout)
        self.assertFalse(rejects.exists())
        answer = run("import", file, "--map", self.map, "--data", self.data)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertIn("Taken in: 2 facts", answer.stdout)
        self.assertIn("row 4, column `gewijzigd`", answer.stdout)
        self.assertNotIn("p3@example.nl", answer.stdout + answer.stderr)
        self.assertIn("openkaart policy apply", answer.stdout)
        lines = rejects.read_text().splitlines()
        self.assertEqual(lines[1], "  3;p3@example.nl;Gouda;31-02-2026")
        self.assertEqual(lines[2].index("^"), lines[1].index("31-02"))
        self.assertEqual(rejects.stat().st_mode & 0o777, 0o600)
        looked = run("import", file, "--map", self.map, "--data", self.data, "--dry-run", "--lang", "nl")
        self.assertIn("rij 4, kolom `gewijzigd`: Dit is geen datum van de vorm", looked.stdout)
        taken = run("import", file, "--map", self.map, "--data", self.data, "--lang", "nl")
        self.assertIn("openkaart policy apply policy.yaml --data " + str(self.data) + " --lang nl", taken.stdout)

    def test_twice_is_once_and_a_dry_run_is_not_at_all(self):
        file = self.write("crm.csv", rows(range(1, 51)))
        dry = self.take(file, "--dry-run")
        self.assertEqual(dry["facts"], {"described": 50})
        self.assertFalse(self.data.exists())
        self.take(file)
        self.assertTrue(self.take(file)["wasFinished"])
        self.write("crm.csv", rows(range(1, 52)))
        again = self.take(file)
        self.assertEqual((again["facts"], again["duplicates"]), ({"described": 1}, 50))
        self.assertEqual(self.facts(), 51)

    def test_killed_at_any_moment_it_goes_on_and_takes_nothing_in_twice(self):
        count = 40_000
        file = self.write("crm.csv", rows(range(1, count + 1)))
        begun = time.monotonic()
        whole = self.path / "whole"
        run("import", file, "--map", self.map, "--data", whole)
        length = time.monotonic() - begun
        chance = random.Random(7)
        for _ in range(3):
            process = subprocess.Popen(
                [OPENKAART, "import", file, "--map", self.map, "--data", self.data],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)
            time.sleep(length * chance.uniform(0.2, 0.9))
            process.send_signal(signal.SIGKILL)
            process.wait()
        last = self.take(file)
        self.assertEqual(last["rows"], count)
        self.assertEqual(last["conflicts"], 0)
        self.assertEqual(self.facts(), count)

    def test_a_nightly_export_is_compared_row_by_row(self):
        monday = self.write("monday.csv", rows([1, 2, 3]))
        self.assertEqual(self.take(monday, "--snapshot", "nr")["snapshot"]["new"], 3)
        text = rows([1, 2]).replace("p2@example.nl;Gouda", "p2@example.nl;Delft")
        tuesday = self.write("tuesday.csv", text)
        taken = self.take(tuesday, "--snapshot", "nr")
        self.assertEqual(
            taken["snapshot"], {"new": 0, "same": 1, "changed": 1, "missing": 1})
        self.assertEqual(taken["facts"], {"described": 1})
        answer = run("import", tuesday, "--map", self.map, "--data", self.data, "--snapshot", "nr")
        run("policy", "apply", POLICY, "--data", self.data)
        # What is printed for those who are gone is a command that works.
        line = next(line for line in answer.stdout.splitlines() if "customer show" in line)
        gone = run(*line.split()[1:])
        self.assertEqual(gone.returncode, 0, gone.stderr)
        self.assertIn("customer number: 3", gone.stdout)
        card = run("customer", "show", "--customer", "-", "--data", self.data,
                   stdin="customerNumber:2\n")
        self.assertEqual(card.returncode, 0, card.stderr)
        self.assertIn("Delft", card.stdout)
        self.assertIn("--snapshot: The file has no column",
                      self.take(tuesday, "--snapshot", "klantnr", code=1))

    def test_facts_go_in_as_they_are(self):
        fact = {"id": "1", "kind": "deceased", "occurredAt": "2026-01-01T10:00:00Z",
                "subject": {"customerNumber": "1"}}
        lines = [json.dumps(fact), "{", json.dumps(fact | {"id": "2", "source": "web"})]
        file = self.write("facts.ndjson", "\n".join(lines))
        answer = run("import", file, "--data", self.data, "--json", "--source", "crm")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertEqual(json.loads(answer.stdout)["facts"], {"deceased": 2})
        self.assertEqual(json.loads(answer.stdout)["rejected"], 1)
        for language, taken in (("en", "2 deceased"), ("nl", "2 overleden")):
            answer = run("import", file, "--dry-run", "--source", "crm", "--lang", language)
            self.assertIn(f"  {taken}\n", answer.stdout)

    def test_a_proposed_mapping_works_and_asks_about_consent(self):
        for file in sorted(HEADERS.glob("*.csv")):
            if file.name.endswith(".expected.csv"):
                continue
            proposal = run("import", file, "--guess", "--source", "crm")
            self.assertEqual(proposal.returncode, 0, proposal.stderr)
            self.assertNotIn("\n  - kind: consented", proposal.stdout)
            proposed = self.write("proposed.yaml", proposal.stdout)
            answer = run("import", file, "--map", proposed, "--dry-run", "--json", "--rejects",
                         self.path / "rejects")
            self.assertEqual(answer.returncode, 0, answer.stderr)
            self.assertEqual(json.loads(answer.stdout)["rejected"], 0, file.name)
        dutch = run("import", HEADERS / "afas.csv", "--guess", "--lang", "nl")
        self.assertIn("# TOESTEMMING", dutch.stdout)

    def test_wrong_arguments_say_what_to_do(self):
        file = self.write("crm.csv", rows([1]))
        for arguments, code, word in (
                ([file], 64, "--dry-run"),
                ([file, "--data", self.data], 64, "--guess"),
                ([file, "--map", self.map, "--data", self.data, "--source", "web"], 64, "--source"),
                ([file, "--guess", "--dry-run"], 64, "--guess"),
                ([self.path / "none.csv", "--map", self.map, "--dry-run"], 1, "none.csv"),
                ([file, "--map", self.path / "none.yaml", "--dry-run"], 1, "none.yaml")):
            answer = run("import", *arguments)
            self.assertEqual(answer.returncode, code, arguments)
            self.assertIn(word, answer.stderr)
        self.assertFalse(self.data.exists())

    def test_a_file_may_be_larger_than_the_memory_that_reading_it_takes(self):
        with open(self.path / "large.csv", "w", encoding="ascii") as file:
            file.write(HEADER.rstrip() + ";notitie\n")
            for number in range(1, 4001):
                day = "31-02" if number in (3, 3999) else "01-07"
                file.write(f"{number};p{number}@example.nl;Gouda;{day}-2026;{'x' * 100_000}\n")
        process = subprocess.Popen(
            [OPENKAART, "import", self.path / "large.csv", "--map", self.map, "--data", self.data,
             "--json"], stdout=subprocess.PIPE, text=True, cwd=ROOT)
        report = json.loads(process.stdout.read())
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(process.returncode, 0)
        process.stdout.close()
        self.assertEqual((report["rows"], report["rejected"]), (4000, 2))
        self.assertLess(usage.ru_maxrss // 1024, 250, "MB, for a file of 400 MB")
        rejects = (self.path / "large.csv.rejects").read_text()
        self.assertIn("row 4000, column `gewijzigd`", rejects)
        self.assertEqual(self.facts(), 3998)

    def test_a_pipe_is_read_too(self):
        answer = run("import", "/dev/stdin", "--map", self.map, "--data", self.data, "--json",
                     "--exported-at", "2026-07-01", "--rejects", self.path / "rejects",
                     stdin=rows(range(1, 51)))
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertEqual(self.facts(), 50)

    def test_hostile_files_never_stop_the_process(self):
        good = b"7;p7@example.nl;Gouda;01-07-2026\n"
        head = HEADER.encode()
        hostile = {
            "huge cell": head + b"1;" + b"x" * 10_000_000 + b";;01-07-2026\n" + good,
            "huge quoted cell": head + b'1;"' + b"x" * 10_000_000 + b'";;01-07-2026\n' + good,
            "quote without end": head + b'1;"' + b"x;" * 100_000 + b"\n" + good,
            "zero bytes": head + b"1;a\0b;\0;01-07-2026\n" + good,
            "no UTF-8": b"\xef\xbb\xbf" + head + b"1;\xff\xfe@x.nl;\xc3;01-07-2026\n" + good,
            "no line ends": head.rstrip() + b";" * 1_000_000,
            "many columns": head + b"1;" * 100_000 + b"\n" + good,
            "nothing": b"",
            "only zero bytes": b"\0" * 100_000,
            "a picture": bytes(range(256)) * 1000,
        }
        for number, (name, content) in enumerate(hostile.items()):
            file = self.write(f"{number}.csv", content)
            answer = run("import", file, "--map", self.map, "--data", self.data, "--json",
                         "--rejects", self.path / "rejects")
            self.assertIn(answer.returncode, (0, 1), (name, answer.stderr[-300:]))
            self.assertNotIn("Fatal error", answer.stderr)
            if content.endswith(good):
                self.assertEqual(answer.returncode, 0, (name, answer.stderr))
                report = json.loads(answer.stdout)
                self.assertGreaterEqual(report["rejected"], 1, name)
            self.assertIn(run("import", file, "--guess").returncode, (0, 1), name)
        self.assertEqual(self.facts(), 1)


if __name__ == "__main__":
    OPENKAART = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=1)
