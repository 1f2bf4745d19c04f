#!/usr/bin/env python3
"""Kills the server while programs write to it: no acknowledged fact is lost, and none is there twice.

    test_survival.py PATH_TO_OPENKAART

OPENKAART_KILLS says how many times; every time has its own seed.
"""
import http.client
import json
import os
import pathlib
import random
import re
import sys
import threading
import time
import unittest

from serving import ServerCase

KILLS = int(os.environ.get("OPENKAART_KILLS", "20"))
WRITERS = 4


def fact(number):
    """Every fact is about one of forty people, so that writers meet."""
    return {"id": f"f-{number}", "source": "web", "kind": "behaved",
            "occurredAt": "2026-11-01T10:00:00+01:00",
            "subject": {"customerNumber": f"c-{number % 40}"}, "event": "Page Viewed"}


class Survival(ServerCase):
    def post(self, address, key, facts):
        connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=20)
        try:
            connection.request("POST", "/v1/facts", json.dumps(facts),
                               {"Authorization": f"Bearer {key}", "Content-Type": "application/json"})
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    def write(self, address, key, random_numbers, numbers, acknowledged, problems):
        """Sends batches until the server goes away."""
        while True:
            size = random_numbers.choice([1, 3, 20])
            batch = [next(numbers) for _ in range(size)]
            try:
                status, body = self.post(address, key, [fact(number) for number in batch])
            except (OSError, http.client.HTTPException, ValueError):
                return
            if status != 200 or body["counts"]["added"] != size:
                problems.append((status, body))
                return
            acknowledged.update(batch)

    def test_killed_while_programs_write(self):
        self.apply()
        process, addresses = self.start("--quiet")
        key = self.key()
        acknowledged, problems = set(), []
        # Each writer has numbers of its own: no two send the same fact.
        numbers = [iter(range(writer, 10**9, WRITERS)) for writer in range(WRITERS)]
        for seed in range(KILLS):
            random_numbers = random.Random(seed)
            writers = [threading.Thread(target=self.write, args=(
                addresses["api"], key, random.Random(seed * WRITERS + writer), numbers[writer],
                acknowledged, problems)) for writer in range(WRITERS)]
            for writer in writers:
                writer.start()
            time.sleep(random_numbers.uniform(0.005, 0.25))
            process.kill()
            process.wait()
            for writer in writers:
                writer.join()
            self.assertEqual(problems, [], f"seed {seed}")
            process, addresses = self.start("--quiet")
        self.assertGreater(len(acknowledged), KILLS)
        sent = max(next(number) for number in numbers)
        print(f"{KILLS} kills, {len(acknowledged)} facts acknowledged", end=" … ", flush=True)
        # What was acknowledged is here; what was not is here once or not at all.
        for start in range(0, sent, 500):
            batch = list(range(start, min(sent, start + 500)))
            status, body = self.post(addresses["api"], key, [fact(number) for number in batch])
            self.assertEqual(status, 200)
            for number, item in zip(batch, body["results"]):
                known = ["duplicate"] if number in acknowledged else ["duplicate", "added"]
                self.assertIn(item["status"], known, f"fact {number}")
        process.terminate()
        process.wait(20)
        rebuilt = self.run_command("rebuild", "--data", self.data)
        self.assertEqual(rebuilt.returncode, 0, rebuilt.stderr)
        figures = re.sub(r"[.,](?=\d{3}\b)", "", rebuilt.stdout + rebuilt.stderr)
        self.assertRegex(figures, rf"\b{sent} facts\b")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    ServerCase.openkaart = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main(verbosity=2)
