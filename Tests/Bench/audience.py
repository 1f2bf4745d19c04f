#!/usr/bin/env python3
"""Asks openkaart, DuckDB and ClickHouse's engine the same question about everybody, side by side.

    audience.py OPENKAART [--customers N ...] [--threads T] [--settings S]

Makes N customers (seeded), asks each engine who may get an e-mail for a purpose about a product line and
a topic, in memory: counts by first reason, and the ids of the allowed. Checks that counts and ids are
equal, also for S random settings of the question, and prints the times, their ratios, and for each N what a
customer costs. Run it with the
Python of `Scripts/bootstrap --bench`; exits 1 when an answer differs.
"""

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import chdb.session
import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

TODAY = 1793491200  # 2026-11-01T00:00:00Z
DAY = 86400
CHUNK = 500_000


def chunk(number, first, size):
    """Some of the customers, the same for the same number."""
    rng = np.random.default_rng([20261101, number])
    columns = {"id": np.arange(first + 1, first + size + 1, dtype=np.int64)}
    bought = rng.random(size) < 0.7
    columns["last_purchase_line"] = np.where(bought, rng.integers(1, 13, size), 0).astype(np.int16)
    at = (TODAY - (rng.exponential(500, size) * DAY).astype(np.int64)).astype(np.int32)
    columns["last_purchase_at"] = pa.array(at, mask=~bought)
    columns["open_complaint"] = rng.random(size) < 0.02
    bits = rng.random((size, 24)) < 0.45
    columns["consent_bits"] = (bits @ (1 << np.arange(24))).astype(np.int32)
    for bit in range(24):
        asked = bits[:, bit] | (rng.random(size) < 0.3)
        answered = (TODAY - rng.integers(0, 1460 * DAY, size)).astype(np.int32)
        columns[f"ca_{bit}"] = pa.array(answered, mask=~asked)
    columns["contacts_7d"] = rng.poisson(0.6, size).astype(np.int16)
    columns["contacts_30d"] = (columns["contacts_7d"] + rng.poisson(2.0, size)).astype(np.int16)
    topics = rng.random((size, 12)) < 0.08
    columns["topics_optout"] = (topics @ (1 << np.arange(12))).astype(np.int32)
    active = TODAY - (rng.exponential(420, size) * DAY).astype(np.int64)
    columns["last_activity_at"] = active.astype(np.int32)
    return pa.table(columns)


def make_customers(path, count):
    writer = None
    for number, first in enumerate(range(0, count, CHUNK)):
        table = chunk(number, first, min(CHUNK, count - first))
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)
    writer.close()


def reason(setting, bit_and):
    """The question in SQL: the number of the first reason."""
    bit, line, topic = setting
    return f"""CASE
      WHEN {bit_and('consent_bits', 1 << bit)} = 0 OR ca_{bit} IS NULL
        OR ca_{bit} < {TODAY - 1095 * DAY} THEN 1
      WHEN open_complaint THEN 2
      WHEN last_purchase_line = {line} AND last_purchase_at >= {TODAY - 180 * DAY} THEN 3
      WHEN last_activity_at < {TODAY - 730 * DAY} THEN 4
      WHEN contacts_7d >= 2 THEN 5
      WHEN contacts_30d >= 6 THEN 6
      WHEN {bit_and('topics_optout', 1 << topic)} <> 0 THEN 7
      ELSE 0 END"""


def median(ask, runs=7):
    ask()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        ask()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


class DuckDB:
    name = "duckdb"

    def __init__(self, parquet, threads):
        self.engine = duckdb.connect()
        self.engine.execute(f"SET threads = {threads}")
        self.engine.execute(f"CREATE TABLE customers AS SELECT * FROM read_parquet('{parquet}')")

    def case(self, setting):
        return reason(setting, lambda one, other: f"({one} & {other})")

    def counts(self, setting):
        sql = f"SELECT {self.case(setting)} AS r, count(*) FROM customers GROUP BY 1"
        return dict(self.engine.execute(sql).fetchall())

    def ids(self, setting):
        sql = f"SELECT id FROM customers WHERE {self.case(setting)} = 0"
        return self.engine.execute(sql).fetchnumpy()["id"]


class ClickHouse:
    name = "chdb"

    def __init__(self, parquet, threads):
        self.engine = chdb.session.Session()
        self.tail = f" SETTINGS max_threads = {threads}"
        self.engine.query(
            "CREATE TABLE default.customers ENGINE = Memory AS "
            f"SELECT * FROM file('{parquet}', Parquet)")

    def case(self, setting):
        return reason(setting, lambda one, other: f"bitAnd({one}, {other})")

    def counts(self, setting):
        sql = f"SELECT {self.case(setting)} AS r, count(*) FROM default.customers GROUP BY r"
        rows = self.engine.query(sql + self.tail, "CSV").bytes().decode().split()
        return {int(key): int(value) for key, value in (row.split(",") for row in rows)}

    def ids(self, setting):
        # A column that may be null has a byte more in each row.
        sql = f"SELECT assumeNotNull(id) FROM default.customers WHERE {self.case(setting)} = 0"
        return np.frombuffer(
            self.engine.query(sql + self.tail, "RowBinary").bytes(), dtype=np.int64)


def ours(openkaart, csv, threads, settings, ids):
    """What openkaart measures of the first setting, and its counts and people of all of them."""
    (bit, line, topic), *others = settings
    result = subprocess.run(
        [openkaart, "bench", "audience", "--csv", csv, "--bit", str(bit), "--line", str(line),
         "--topic", str(topic), "--threads", str(threads), "--ids", ids, "--json",
         *(word for other in others for word in ("--also", ",".join(map(str, other))))],
        capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    counts = [{int(key): value for key, value in answer["counts"].items() if value}
              for answer in lines]
    files = [ids, *(f"{ids}.{number}" for number in range(1, len(settings)))]
    return lines[0], counts, [np.loadtxt(file, dtype=np.int64, ndmin=1) for file in files]


def agree(setting, counts, ids, engine):
    """Whether an engine gives the same counts and the same people."""
    same = counts == engine.counts(setting) and np.array_equal(
        np.sort(ids), np.sort(engine.ids(setting)))
    if not same:
        print(f"{setting}: openkaart {counts}, {engine.name} {engine.counts(setting)}")
    return same


def compare(options, customers):
    """Asks everybody about so many customers; what openkaart measured, and whether all answers are equal."""
    usual = (0, 5, 3)
    with tempfile.TemporaryDirectory() as folder:
        parquet, csv = str(Path(folder, "c.parquet")), str(Path(folder, "c.csv"))
        ids = str(Path(folder, "ids"))
        make_customers(parquet, customers)
        duckdb.connect().execute(
            f"COPY (SELECT * FROM read_parquet('{parquet}')) TO '{csv}' (HEADER)")
        rng = random.Random(20261101)
        settings = [usual] + [(rng.randrange(24), rng.randrange(1, 13), rng.randrange(12))
                              for _ in range(options.settings)]
        answer, counts, people = ours(options.openkaart, csv, options.threads, settings, ids)
        Path(csv).unlink()
        print(json.dumps(answer))
        ok = True
        for make in (ClickHouse, DuckDB):
            engine = make(parquet, options.threads)
            for key, ask in (("seconds", engine.counts), ("secondsIds", engine.ids)):
                theirs = median(lambda: ask(usual))
                print(f"{engine.name} {key} {theirs:.4f}, openkaart {answer[key]:.4f}: "
                      f"{theirs / answer[key]:.1f} times as long")
            for setting, count, ids in zip(settings, counts, people):
                ok &= agree(setting, count, ids, engine)
        print(f"every reason of everybody: {answer['secondsEveryReason'] / answer['seconds']:.1f} "
              "times the counts")
        print(f"the question and {options.settings} random settings: "
              f"{'equal' if ok else 'NOT EQUAL'}", flush=True)
        return answer, ok


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("openkaart")
    parser.add_argument("--customers", type=int, nargs="+", default=[5_000_000],
                        help="how many; several numbers give a curve")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--settings", type=int, default=20)
    options = parser.parse_args()
    answers = [(customers, *compare(options, customers)) for customers in options.customers]
    for customers, answer, _ in answers:
        each = [answer[key] / customers * 1e9 for key in ("seconds", "secondsIds", "secondsEveryReason")]
        print(f"{customers:>12,} customers: counts {each[0]:.2f} ns, ids {each[1]:.2f} ns, "
              f"every reason {each[2]:.2f} ns a customer")
    return 0 if all(ok for *_, ok in answers) else 1


if __name__ == "__main__":
    sys.exit(main())
