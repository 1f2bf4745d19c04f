#!/usr/bin/env python3
"""Asks PostgreSQL what the columns and the segments answered, over random worlds.

    test_sql.py COMMAND…

COMMAND writes the cases into the folder that OPENKAART_SQL_CASES names, such as
`swift test --filter SQLCaseTests`. A cluster of its own is started, with a socket in a folder and no port. Spark
cannot be had here: its dialect is read by sqlglot, and asked of DuckDB as sqlglot translates it.
"""
import collections
import csv
import io
import logging
import os
import pathlib
import pwd
import shutil
import subprocess
import sys
import tempfile
import unittest

try:
    import duckdb
    import sqlglot
    # DuckDB has no comments in the definition of a table; sqlglot says so of each.
    logging.getLogger("sqlglot").setLevel(logging.ERROR)
except ImportError:
    duckdb = sqlglot = None

CASES = None
FOLDERS = []


def programs():
    """The folder of the newest PostgreSQL."""
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"),
                   key=lambda path: int(path.parent.parent.name))
    if not found:
        sys.exit("PostgreSQL is missing; run Scripts/bootstrap --test.")
    return found[-1].parent


class Cluster:
    """A PostgreSQL of one run, which only its socket leads to."""

    def __init__(self):
        self.place = pathlib.Path(tempfile.mkdtemp(prefix="openkaart-sql-"))
        # PostgreSQL refuses to be root.
        self.user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        self.bin = programs()
        if os.geteuid() == 0:
            shutil.chown(self.place, self.user)
        self.run("initdb", "-D", "data", "-U", "postgres", "-A", "trust", "--encoding=UTF8",
                 "--locale=C.UTF-8", "--no-sync")
        self.run("pg_ctl", "-D", "data", "-l", "log", "-w", "-o",
                 f"-c listen_addresses= -c unix_socket_directories={self.place} -c fsync=off", "start")

    def run(self, program, *arguments):
        command = [str(self.bin / program), *map(str, arguments)]
        if os.geteuid() == 0:
            command = ["runuser", "-u", self.user, "--", *command]
        done = subprocess.run(command, cwd=self.place, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, timeout=120, check=False)
        if done.returncode:
            raise AssertionError(f"{program}: {done.stdout}")

    def ask(self, script, folder):
        """Runs a script of psql, and gives what it printed."""
        done = subprocess.run(
            [str(self.bin / "psql"), "-h", str(self.place), "-U", "postgres", "-X", "-q", "--csv",
             "-v", "ON_ERROR_STOP=1", "-P", "null=NULL", "-f", "-", "postgres"],
            input=script, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
        if done.returncode:
            raise AssertionError(f"{folder.name}: {done.stderr[:4000]}")
        return done.stdout

    def stop(self):
        try:
            self.run("pg_ctl", "-D", "data", "-m", "immediate", "-w", "stop")
        finally:
            shutil.rmtree(self.place, ignore_errors=True)


def rows(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def expected(folder, name):
    with open(folder / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def questions(folder, kind, dialect="postgresql"):
    paths = folder.glob(f"{kind}-*.{dialect}.sql")
    return sorted({path.name.split(".")[0] for path in paths}, key=lambda name: int(name.split("-")[1]))


def loading(folder):
    """The statements that make the tables of a folder, and fill them."""
    script = f'CREATE SCHEMA "{folder.name}"; SET search_path TO "{folder.name}";\n'
    script += (folder / "schema.postgresql.sql").read_text()
    for path in sorted(folder.glob("openkaart_*.csv")):
        script += f"\\copy {path.stem} FROM '{path.name}' WITH (FORMAT csv, HEADER true)\n"
    return script


def asking(folder, names):
    return "".join(
        f"\\echo === {name}\n{(folder / f'{name}.postgresql.sql').read_text()}\n;\n" for name in names)


def answers(output):
    """What was printed after each mark, by the name in it."""
    found = {}
    for part in output.split("=== ")[1:]:
        name, _, text = part.partition("\n")
        found[name] = rows(text)
    return found


class Differences:
    """What a database answered, beside what is right."""

    def __init__(self):
        self.decided = 0
        self.left_open = 0
        self.answers = collections.Counter()
        self.found = []

    def audience(self, name, right, counts, given):
        by_person = {row["person"]: row for row in given}
        if len(by_person) != len(given) or set(by_person) != {row["person"] for row in right}:
            self.found.append(f"{name}: other people")
            return
        is_whole = True
        for row in right:
            answer = by_person[row["person"]]
            self.decided += 1
            self.answers[answer["outcome"]] += 1
            if answer["outcome"] == "open":
                # It may leave open whom the columns tell, and never the other way round.
                self.left_open += row["outcome"] != "open"
                is_whole = is_whole and row["outcome"] == "open"
                continue
            reasons = answer["reasons"].strip("{}").replace(",", " ")
            if (answer["outcome"], reasons) != (row["outcome"], row["reasons"]):
                self.found.append(f"{name}, person {row['person']}: {answer} instead of {row}")
        if is_whole:
            self.counts(name, counts, given)

    def counts(self, name, counts, given):
        people = {}
        for row in given:
            if row["outcome"] != "open":
                key = (row["outcome"], row["first_reason"])
                people[key] = people.get(key, 0) + 1
        right = {(row["outcome"], row["first_reason"]): int(row["people"]) for row in counts}
        if people != right:
            self.found.append(f"{name}: counted {people} instead of {right}")

    def segment(self, name, right, given):
        words = {"t": "yes", "f": "no", "NULL": "unknown"}
        by_person = {row["person"]: words[row["answer"]] for row in given}
        if len(by_person) != len(given) or set(by_person) != {row["person"] for row in right}:
            self.found.append(f"{name}: other people")
            return
        for row in right:
            self.decided += 1
            answer = by_person[row["person"]]
            self.answers[answer] += 1
            if answer == row["answer"]:
                continue
            if answer == "unknown" and row["may_be_open"] == "true":
                self.left_open += 1
            else:
                self.found.append(f"{name}, person {row['person']}: {answer} instead of {row['answer']}")

    def compare(self, folder, given):
        for name, answer in given.items():
            where = f"{folder.name}/{name}"
            if name.startswith("audience"):
                self.audience(where, expected(folder, name), expected(folder, f"{name}.counts"), answer)
            else:
                self.segment(where, expected(folder, name), answer)


class SQL(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster()
        cls.addClassCleanup(cls.cluster.stop)

    def ask(self, folder, names, change=""):
        """Answers from tables made for this question, and gone after it."""
        script = "BEGIN;\n" + loading(folder) + change + asking(folder, names) + "ROLLBACK;\n"
        return answers(self.cluster.ask(script, folder))

    def test_postgresql_answers_as_the_columns_and_the_segments_do(self):
        """SQ1: the SQL of a question answers as the columns do, and that of a segment as the segments."""
        audiences, segments = Differences(), Differences()
        for folder in FOLDERS:
            for kind, differences in (("audience", audiences), ("segment", segments)):
                names = questions(folder, kind)
                differences.compare(folder, self.ask(folder, names))
        for name, differences in (("audiences", audiences), ("segments", segments)):
            print(f"{name}: {differences.decided} decisions, {differences.left_open} left open by SQL alone,"
                  f" {len(differences.found)} differences; {dict(differences.answers)}")
            self.assertEqual(differences.found[:5], [])
            # Every answer there is was given.
            self.assertEqual(len(differences.answers), 4 if name == "audiences" else 3)
            self.assertLess(differences.left_open, differences.decided / 5)

    def test_a_wrong_row_is_found(self):
        folder = FOLDERS[0]
        for kind, change in (
                ("audience", "UPDATE openkaart_person SET is_deceased = NOT is_deceased;\n"),
                ("audience", "DELETE FROM openkaart_standing WHERE cell = 0;\n"),
                ("segment", "UPDATE openkaart_purchase SET on_day = on_day - 4000, "
                            "happened_at = happened_at - 345600000000;\n"),
                ("segment", "UPDATE openkaart_wish SET is_wanted = NOT is_wanted;\n")):
            differences = Differences()
            differences.compare(folder, self.ask(folder, questions(folder, kind), change))
            missing = "standing" in change
            # A number that stands for nothing known leaves people open; a wrong value is a difference.
            self.assertTrue(differences.left_open if missing else differences.found, change)
            if missing:
                self.assertEqual(differences.found, [])


@unittest.skipUnless(sqlglot, "sqlglot and DuckDB are missing; run Scripts/bootstrap --test")
class Spark(unittest.TestCase):
    """The dialect of Spark: read as Spark reads it, and asked of DuckDB as translated."""

    def load(self, folder):
        database = duckdb.connect()
        self.addCleanup(database.close)
        for statement in sqlglot.transpile((folder / "schema.spark.sql").read_text(), read="spark",
                                           write="duckdb"):
            database.execute(statement)
        for path in folder.glob("openkaart_*.csv"):
            database.execute(
                f"COPY {path.stem} FROM '{path}' (FORMAT csv, HEADER true, QUOTE '\"', ESCAPE '\"', "
                "NULLSTR '', ALLOW_QUOTED_NULLS false, PARALLEL false)")
        return database

    def ask(self, database, folder, name):
        text = (folder / f"{name}.spark.sql").read_text()
        answer = database.execute(sqlglot.transpile(text, read="spark", write="duckdb")[0])
        names = [column[0] for column in answer.description]
        given = [dict(zip(names, row)) for row in answer.fetchall()]
        for row in given:
            row["person"] = str(row["person"])
            if "answer" in row:
                row["answer"] = {True: "t", False: "f", None: "NULL"}[row["answer"]]
            else:
                row["reasons"] = "{" + ",".join(row["reasons"] or []) + "}"
        return given

    def test_its_text_read_by_another_engine_gives_the_same(self):
        audiences, segments = Differences(), Differences()
        for folder in FOLDERS[:3]:
            database = self.load(folder)
            for kind, differences in (("audience", audiences), ("segment", segments)):
                names = questions(folder, kind, "spark")
                differences.compare(folder, {name: self.ask(database, folder, name) for name in names})
        for name, differences in (("audiences", audiences), ("segments", segments)):
            print(f"Spark's text, {name}: {differences.decided} decisions, "
                  f"{len(differences.found)} differences")
            self.assertEqual(differences.found[:5], [])
            self.assertGreater(differences.decided, 0)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    CASES = pathlib.Path(tempfile.mkdtemp(prefix="openkaart-sql-cases-"))
    try:
        subprocess.run(sys.argv[1:], check=True, env={**os.environ, "OPENKAART_SQL_CASES": str(CASES)})
        FOLDERS = sorted(CASES.glob("group-*"), key=lambda path: int(path.name.split("-")[1]))
        if not FOLDERS:
            sys.exit("The command wrote no cases.")
        done = unittest.main(argv=sys.argv[:1], verbosity=2, exit=False)
    finally:
        shutil.rmtree(CASES)
    sys.exit(not done.result.wasSuccessful())
