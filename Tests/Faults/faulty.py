"""What the tests of faults share: programs that write, and the checks after the fault."""
import http.client
import json
import os
import pathlib
import random
import subprocess
import sys
import threading
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests" / "HTTP"))

from serving import POLICY, ServerCase  # noqa: E402

CUSTOMERS = 40
# A program whose disk dies under mapped memory is ended by the system; to tell where takes minutes.
os.environ["SWIFT_BACKTRACE"] = "enable=no"
IS_REQUIRED = os.environ.get("OPENKAART_FAULTS_REQUIRED") == "1"


def need(is_there, what):
    """Skips a test that the machine cannot run, by name; where they are required, fails it."""
    if is_there:
        return
    if IS_REQUIRED:
        raise AssertionError(f"{what} is missing, and these tests are required here.")
    raise unittest.SkipTest(f"{what} is missing; the tests in CI require it.")


def fact(number, kind="behaved"):
    """Every fact is about one of forty people, so that writers meet."""
    return {"id": f"f-{number}", "source": "web", "kind": kind, "event": "Page Viewed",
            "occurredAt": "2026-11-01T10:00:00+01:00",
            "subject": {"customerNumber": f"c-{number % CUSTOMERS}"}}


class Acknowledged:
    """What the server said it has, as a program outside it remembers."""

    def __init__(self):
        self.facts = set()
        self.erased = set()
        self.asked_to_erase = set()
        self.checkpoint = None
        self.problems = []


class FaultCase(ServerCase):
    openkaart = verify = None

    def setUp(self):
        super().setUp()
        self.place = self.data.parent

    def done(self, *arguments, code=0, **options):
        """Runs a command that has to end with this code."""
        answer = self.run_command(*arguments, **options)
        self.assertEqual(answer.returncode, code, f"{arguments}\n{answer.stdout}{answer.stderr}")
        return answer.stdout

    def request(self, address, method, path, body=None, key=None, timeout=20):
        """One request; raises OSError or HTTPException when the server goes away."""
        connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=timeout)
        try:
            headers = {"Content-Type": "application/json"}
            if key:
                headers["Authorization"] = f"Bearer {key}"
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    # Programs that write

    def writer(self, address, key, chance, numbers, known):
        """Sends batches until the server fails or goes away."""
        while True:
            batch = [next(numbers) for _ in range(chance.choice([1, 3, 20]))]
            try:
                status, text = self.request(address, "POST", "/v1/facts",
                                            [fact(number) for number in batch], key)
            except (OSError, http.client.HTTPException):
                return
            if status != 200:
                self.judge(status, text, known)
                return
            for number, item in zip(batch, json.loads(text)["results"]):
                if item["status"] in ("added", "duplicate"):
                    known.facts.add(number)
                elif item.get("code") != "fact.suppressed" or f"c-{number % CUSTOMERS}" not in (
                        known.asked_to_erase):
                    known.problems.append(("item", item))

    def judge(self, status, text, known):
        """A failure is told in so many words, and nobody is named in it."""
        try:
            code = json.loads(text)["code"]
        except (ValueError, KeyError):
            code = None
        if status not in (500, 503, 507) or not code or "c-" in text or "Page Viewed" in text:
            known.problems.append((status, text))

    def reader(self, address, known):
        """Remembers what was signed last, as an outsider does, until the server goes away."""
        while True:
            try:
                status, text = self.request(address, "GET", "/log/checkpoint")
            except (OSError, http.client.HTTPException):
                return
            if status == 200 and text:
                known.checkpoint = text
            if self.stop_reading.wait(0.05):
                return

    def eraser(self, chance, known):
        """Asks the server to erase somebody, as people do: by the command beside it."""
        customer = f"c-{chance.randrange(CUSTOMERS)}"
        known.asked_to_erase.add(customer)
        answer = self.run_command("rights", "erase", "--customer", "-", "--data", self.data,
                                  "--json", input=f"customerNumber:{customer}\n")
        if answer.returncode == 0:
            known.erased.add(customer)

    def write_all(self, addresses, key, numbers, chance, known, is_erasing):
        """Starts everything that writes and reads; returns what is to be joined."""
        self.stop_reading = threading.Event()
        address = addresses["api"]
        threads = [threading.Thread(target=self.writer, args=(
            address, key, random.Random(chance.random()), own, known)) for own in numbers]
        threads.append(threading.Thread(target=self.reader, args=(address, known)))
        if is_erasing:
            threads.append(threading.Thread(target=self.eraser, args=(chance, known)))
        for thread in threads:
            thread.start()
        return threads

    # After the fault

    def audit(self, data, known):
        """The log goes on from what was signed last, and outsiders find all of it right.

        Some command has to come before it: a command signs when it ends.
        """
        status = json.loads(self.done("log", "status", "--data", data, "--json"))
        self.assertIsNone(status["danger"])
        self.assertEqual(status["entries"], status["signed"])
        more = []
        if known.checkpoint:
            since = self.place / "since"
            since.write_text(known.checkpoint)
            more = ["--since", since]
        answer = subprocess.run([self.verify, "audit", data / "log", "--key", status["key"], *more],
                                text=True, capture_output=True, timeout=120, check=False)
        self.assertEqual(answer.returncode, 0, answer.stdout + answer.stderr)
        return status["entries"]

    def everything_is_there(self, data, known, numbers):
        """No acknowledged fact is lost, and none of an erased person came back."""
        file = self.place / "again.ndjson"
        # A file that was read whole is not read again; this one is never the same.
        self.times = getattr(self, "times", 0) + 1
        indent = " " * self.times
        chosen = [number for number in sorted(numbers)
                  if f"c-{number % CUSTOMERS}" not in known.asked_to_erase]
        if chosen:
            file.write_text("".join(f"{indent}{json.dumps(fact(number))}\n" for number in chosen))
            report = json.loads(self.done("import", file, "--data", data, "--json"))
            self.assertEqual(report["duplicates"], len(chosen), report)
            self.assertEqual(report["facts"], {}, report)
        for customer in known.erased:
            self.done("customer", "show", "--data", data, "--customer", "-", code=2,
                      input=f"customerNumber:{customer}\n")

    def all_final(self, data):
        """Every erasure that was begun has ended."""
        listed = json.loads(self.done("rights", "list", "--data", data, "--json"))
        self.assertEqual({one["state"] for one in listed} - {"final"}, set(), listed)
        self.assertNotIn("nextRoot", (data / "keyring").read_text())
        self.assertFalse((data / "keyring.old").exists())
        return len(listed)


def main():
    if len(sys.argv) < 3:
        sys.exit(sys.modules["__main__"].__doc__)
    FaultCase.openkaart, FaultCase.verify = (
        str(pathlib.Path(sys.argv.pop(1)).resolve()) for _ in range(2))
    unittest.main(verbosity=2)
