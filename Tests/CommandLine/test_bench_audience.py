#!/usr/bin/env python3
"""Asks `openkaart bench audience` about random customers and counts them by hand.

    test_bench_audience.py OPENKAART
"""

import csv
import json
import random
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

OPENKAART = Path(sys.argv.pop(1)).resolve()
DAY = 86_400
TODAY = 1_793_491_200  # 2026-11-01T00:00:00Z
CUSTOMERS = 5_000
HEADER = ["id", "birth_year", "last_purchase_line", "last_purchase_at", "open_complaint",
          "consent_bits", *(f"ca_{bit}" for bit in range(24)), "contacts_7d", "contacts_30d",
          "topics_optout", "last_activity_at"]


def moment(rng, *spans):
    """A moment, often on a boundary of a span or a second beside it."""
    if rng.random() < 0.3:
        return TODAY - rng.choice(spans) * DAY + rng.choice([-1, 0, 1])
    return TODAY - rng.randrange(1, 1_460 * DAY)


def customer(rng, number):
    line = rng.choice([0, 0, 1, 5, 5, 5, 12])
    week = rng.choice([0, 0, 1, 2, 3])
    row = {
        "id": number, "birth_year": 1980, "last_purchase_line": line,
        "last_purchase_at": moment(rng, 180) if line else None,
        "open_complaint": rng.random() < 0.05, "consent_bits": 0, "contacts_7d": week,
        "contacts_30d": week + rng.choice([0, 1, 3, 5, 6]), "topics_optout": rng.randrange(1 << 12),
        "last_activity_at": moment(rng, 730)}
    for bit in range(24):
        has = rng.random() < 0.7
        row["consent_bits"] |= has << bit
        row[f"ca_{bit}"] = moment(rng, 1_095) if has or rng.random() < 0.3 else None
    return row


def reason(row, bit, line, topic):
    """The number of the first reason, read off the question."""
    given = row[f"ca_{bit}"]
    if not row["consent_bits"] >> bit & 1 or given is None or given < TODAY - 1_095 * DAY:
        return 1
    if row["open_complaint"]:
        return 2
    if row["last_purchase_line"] == line and row["last_purchase_at"] >= TODAY - 180 * DAY:
        return 3
    if row["last_activity_at"] < TODAY - 730 * DAY:
        return 4
    if row["contacts_7d"] >= 2:
        return 5
    if row["contacts_30d"] >= 6:
        return 6
    return 7 if row["topics_optout"] >> topic & 1 else 0


def cell(value):
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else value


class BenchAudienceTest(unittest.TestCase):
    def run_bench(self, path, *words):
        return subprocess.run(
            [OPENKAART, "bench", "audience", "--csv", path, "--runs", "1", *words],
            capture_output=True, text=True, timeout=120)

    def test_counts_and_ids_are_those_counted_by_hand(self):
        rng = random.Random(1)
        rows = [customer(rng, number + 1) for number in range(CUSTOMERS)]
        with tempfile.TemporaryDirectory() as folder:
            path, ids = Path(folder, "customers.csv"), Path(folder, "ids")
            with path.open("w", newline="", encoding="utf-8") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(HEADER)
                writer.writerows([cell(row[name]) for name in HEADER] for row in rows)
            for bit, line, topic in [(0, 5, 3), (7, 1, 0), (23, 12, 11)]:
                result = self.run_bench(
                    path, "--bit", str(bit), "--line", str(line), "--topic", str(topic), "--ids", ids,
                    "--json")
                self.assertEqual(result.returncode, 0, result.stderr)
                answer = json.loads(result.stdout)
                expected = {str(number): 0 for number in range(8)}
                for row in rows:
                    expected[str(reason(row, bit, line, topic))] += 1
                self.assertEqual(answer["counts"], expected)
                self.assertEqual(answer["open"], 0)
                self.assertEqual(
                    [int(word) for word in ids.read_text(encoding="utf-8").split()],
                    [row["id"] for row in rows if reason(row, bit, line, topic) == 0])
                # At most 64 where there are many; so few leave room in their last blocks.
                self.assertLessEqual(answer["bytesPerCustomer"], 66)

    def test_a_file_of_something_else_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "customers.csv")
            path.write_text("id,name\n1,Anna\n", encoding="utf-8")
            result = self.run_bench(path)
            self.assertNotEqual(result.returncode, 0)
            self.assertIn("has no column", result.stderr)
            self.assertNotIn("Anna", result.stderr)


if __name__ == "__main__":
    unittest.main()
