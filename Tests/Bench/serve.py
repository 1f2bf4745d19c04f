#!/usr/bin/env python3
"""Times a server on a data folder: how soon it listens, what it holds in memory, how fast it takes
facts in over HTTP, in batches of a hundred, each durable before it is acknowledged; and how soon it
counts who may be reached, out of the facts and, started again, out of the snapshot of the columns.

    serve.py PATH_TO_OPENKAART CUSTOMERS [SECONDS]
"""
import http.client
import json
import pathlib
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
POLICY = ROOT / "Tests" / "Fixtures" / "scenarios" / "dealer.yaml"
OPENKAART, CUSTOMERS = sys.argv[1], int(sys.argv[2])
SECONDS = int(sys.argv[3]) if len(sys.argv) > 3 else 5
WRITERS, BATCH = 4, 100


def run(*arguments):
    return subprocess.run([OPENKAART, *map(str, arguments)], check=True, capture_output=True,
                          text=True).stdout.strip()


def memory(process):
    """Megabytes in use now, and at most so far."""
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    lines = dict(line.split(":", 1) for line in status.splitlines())
    return tuple(int(lines[name].split()[0]) // 1024 for name in ("VmRSS", "VmHWM"))


def fact(number):
    customer = number * 7919 % CUSTOMERS
    return {"id": f"bench-{number}", "source": "web", "kind": "behaved",
            "occurredAt": "2026-11-01T10:00:00+01:00",
            "subject": {"customerNumber": str(100_000 + customer),
                        "email": f"klant.{customer}@example.nl"},
            "event": "Page Viewed", "properties": {"path": f"/cars/{number % 500}"}}


def post(address, key, bodies, counts):
    connection = http.client.HTTPConnection(address.removeprefix("http://"))
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {key}"}
    end = time.perf_counter() + SECONDS
    for body in bodies:
        connection.request("POST", "/v1/facts", body, headers)
        answer = connection.getresponse()
        added = json.loads(answer.read())["counts"]["added"]
        if added != BATCH:
            raise SystemExit(f"only {added} of {BATCH} facts were taken in")
        counts.append(added)
        if time.perf_counter() > end:
            return


def facts_rate(address, key):
    # Made before, so that the time is the server's.
    batches = 400 * SECONDS // WRITERS
    bodies = [[json.dumps([fact((w * batches + b) * BATCH + n) for n in range(BATCH)])
               for b in range(batches)] for w in range(WRITERS)]
    counts = []
    threads = [threading.Thread(target=post, args=(address, key, mine, counts)) for mine in bodies]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - start)


def start(data):
    server = subprocess.Popen([OPENKAART, "serve", "--data", data, "--port", "0", "--json", "--quiet"],
                              stdout=subprocess.PIPE, text=True)
    return server, json.loads(server.stdout.readline())["addresses"]


def reachable(address, key):
    request = urllib.request.Request(
        address + "/v1/audiences", json.dumps({"purpose": "offers", "channel": "email"}).encode(),
        {"Content-Type": "application/json", "Authorization": f"Bearer {key}"})
    with urllib.request.urlopen(request, timeout=3600) as answer:
        return {name: count for name, count in json.loads(answer.read()).items() if name != "at"}


def snapshot(data, key):
    """Counts out of the facts, then after a start out of the snapshot, then by the command."""
    server, addresses = start(data)
    try:
        begin = time.perf_counter()
        before = reachable(addresses["api"], key)
        print(f"first audience count, everybody read: {(time.perf_counter() - begin) * 1000:,.0f} ms")
    finally:
        server.terminate()
        server.wait()
    begin = time.perf_counter()
    server, addresses = start(data)
    try:
        after = reachable(addresses["api"], key)
        took = time.perf_counter() - begin
        size = (data / "columns.snapshot").stat().st_size
        print(f"start out of the snapshot: first audience count after {took * 1000:,.0f} ms "
              f"(goal: 1,000 per million customers), {size / CUSTOMERS:.0f} bytes a customer, "
              f"{memory(server)[0]} MB")
        if after != before:
            raise SystemExit("the snapshot gives another count")
    finally:
        server.terminate()
        server.wait()
    begin = time.perf_counter()
    run("audience", "--data", data, "--purpose", "offers", "--channel", "email", "--json")
    print(f"openkaart audience, out of the snapshot: {(time.perf_counter() - begin) * 1000:,.0f} ms")


def main():
    with tempfile.TemporaryDirectory(prefix="ok-") as folder:
        data = pathlib.Path(folder) / "data"
        made = json.loads(run("bench", "import", "--rows", CUSTOMERS, "--keep", data, "--json"))
        print(f"{CUSTOMERS:,} customers taken in: {made['rowsPerSecond']:,} rows/s on "
              f"{made['cores']} cores, {made['memoryBytes'] >> 20} MB at most, "
              f"{made['diskBytes'] // CUSTOMERS} bytes a row on disk")
        run("policy", "apply", POLICY, "--data", data)
        key = run("apikey", "add", "bench", "--scope", "facts:write,decisions:read,audiences:read", "--data", data)
        begin = time.perf_counter()
        server, addresses = start(data)
        try:
            listening = time.perf_counter() - begin
            print(f"start to listening: {listening * 1000:.0f} ms (goal: 1,000), "
                  f"{memory(server)[0]} MB")
            begin = time.perf_counter()
            urllib.request.urlopen(addresses["health"] + "/metrics").read()
            print(f"everybody counted: {(time.perf_counter() - begin) * 1000:.0f} ms, "
                  f"{memory(server)[0]} MB")
            rate = facts_rate(addresses["api"], key)
            print(f"POST /v1/facts by {BATCH}, {WRITERS} at once: {rate:,.0f} facts/s "
                  "(goal: 10,000; the sender takes part of the same cores)")
            print(f"memory after that: {memory(server)[0]} MB, {memory(server)[1]} MB at most "
                  "(goal: 1,500)")
        finally:
            server.terminate()
            server.wait()
        snapshot(data, key)


main()
