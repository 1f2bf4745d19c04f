#!/usr/bin/env python3
"""Times the log as programs and auditors meet it.

    log.py PATH_TO_OPENKAART PATH_TO_OPENKAART_VERIFY [--seconds N] [--entries N] [--directory DIR]

- entries a second that are durable when they are acknowledged, and how long the slowest hundredth waits: single
  facts, and looks at customers, 64 connections at once over HTTP (wrk, on this machine too);
- how long from an acknowledgement until a signed checkpoint covers the entry, one look at a time;
- an audit of a long log: entries a second of one core, and the most memory it held;
- proofs among the entries of that log, and its bytes an entry (`openkaart bench log`).
"""
import argparse
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
POLICY = ROOT / "Tests" / "Fixtures" / "scenarios" / "dealer.yaml"
CUSTOMERS = 2000

FACTS = """
local sent, number = 0, 0
local thread = 0
function setup(it) it:set("number", thread); thread = thread + 1 end
wrk.method = "POST"
wrk.path = "/v1/facts"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer %(key)s"
function request()
  sent = sent + 1
  return wrk.format(nil, nil, nil, '{"id":"' .. number .. '-' .. sent .. '","source":"bench","kind":"behaved",' ..
    '"occurredAt":"2026-11-01T10:00:00+01:00","subject":{"customerNumber":"' .. (10000 + math.random(%(customers)d) - 1) ..
    '"},"event":"Page Viewed","properties":{"page":"/offers"}}')
end
"""

LOOKS = """
local names = {%(names)s}
wrk.headers["Authorization"] = "Bearer %(key)s"
function request() return wrk.format("GET", "/v1/customers/" .. names[math.random(#names)]) end
"""


class Server:
    def __init__(self, openkaart, folder):
        self.openkaart, self.data = openkaart, folder / "d"
        self.run("policy", "apply", POLICY, "--data", self.data)
        facts = folder / "facts.ndjson"
        facts.write_text("".join(json.dumps({
            "id": str(number), "source": "crm", "kind": "described", "occurredAt": "2026-10-01T10:00:00Z",
            "subject": {"customerNumber": str(10000 + number)}, "attributes": {"city": "Utrecht"}}) + "\n"
            for number in range(CUSTOMERS)))
        self.run("import", facts, "--data", self.data)
        settings = folder / "openkaart.yaml"
        settings.write_text("limits:\n  requestsPerMinute: 1000000000\n")
        self.process = subprocess.Popen(
            [openkaart, "serve", "--data", self.data, "--policy", POLICY, "--port", "0", "--config", settings, "--json",
             "--quiet"], stdout=subprocess.PIPE, text=True, cwd=ROOT)
        self.address = json.loads(self.process.stdout.readline())["addresses"]["api"]
        self.key = self.run("apikey", "add", "bench", "--scope", "facts:write,customers:read", "--data",
                            self.data).strip()

    def run(self, *arguments):
        return subprocess.run([self.openkaart, *map(str, arguments)], check=True, text=True, capture_output=True,
                              cwd=ROOT).stdout

    def ask(self, path, body=None):
        request = urllib.request.Request(
            self.address + path, data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "Authorization": f"Bearer {self.key}"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read().decode()

    def names(self, count):
        return [json.loads(self.ask("/v1/customers/search", {
            "subject": {"customerNumber": str(10000 + number)}}))["customer"] for number in range(count)]

    def stop(self):
        self.process.terminate()
        self.process.wait(30)


def load(server, folder, script, seconds, **words):
    file = folder / "load.lua"
    file.write_text(script % {"key": server.key, "customers": CUSTOMERS, **words})
    done = subprocess.run(["wrk", "-t1", "-c64", f"-d{seconds}s", "--latency", "-s", file, server.address], check=True,
                          text=True, capture_output=True)
    refused = re.search(r"Non-2xx.*: (\d+)", done.stdout)
    if done.stderr or refused:
        sys.exit(done.stderr or f"{refused[1]} requests were refused")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)[1]), re.search(
        r"^\s+99%\s+(\S+)", done.stdout, re.M)[1]


def provable(server, name, looks=60):
    """Seconds from the acknowledgement of a look until a signed checkpoint covers it, sorted."""
    def signed():
        return int(server.ask("/log/checkpoint").splitlines()[1])

    time.sleep(2)
    size, times = signed(), []
    for _ in range(looks):
        time.sleep(random.random() / 2)
        server.ask(f"/v1/customers/{name}")
        acknowledged, size = time.monotonic(), size + 1
        while signed() < size:
            time.sleep(0.005)
        times.append(time.monotonic() - acknowledged)
    return sorted(times)


def audit(verify, log, key):
    """Seconds of one core and the most kilobytes that an audit took."""
    process = subprocess.Popen([verify, "audit", log, "--key", key], stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit("the audit found something")
    return used.ru_utime + used.ru_stime, used.ru_maxrss


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("openkaart")
    parser.add_argument("verify")
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--entries", type=int, default=10_000_000)
    parser.add_argument("--directory", default="/tmp")
    options = parser.parse_args()
    openkaart, verify = (str(pathlib.Path(path).resolve()) for path in (options.openkaart, options.verify))
    folder = pathlib.Path(tempfile.mkdtemp(prefix="ok-", dir=options.directory))
    try:
        server = Server(openkaart, folder)
        try:
            names = server.names(200)
            for name, script in (("facts, one a request", FACTS), ("looks at a customer", LOOKS)):
                rate, p99 = load(server, folder, script, options.seconds,
                                 names=",".join(f'"{name}"' for name in names))
                print(f"{name}, 64 at once over HTTP: {rate:,.0f} durable entries/s (goal: 5,000), p99 {p99} (goal: 50 ms)")
            times = provable(server, names[0])
            print(f"from acknowledged to in a signed checkpoint: median {times[len(times) // 2]:.2f} s, "
                  f"p99 {times[len(times) * 99 // 100]:.2f} s (goal: 1.5)")
        finally:
            server.stop()
        made = subprocess.run([openkaart, "bench", "log", "--entries", str(options.entries), "--log", folder / "log",
                               "--directory", folder], check=True, text=True, capture_output=True)
        print(made.stdout, end="")
        seconds, kilobytes = audit(verify, folder / "log", made.stderr.strip().splitlines()[-1])
        print(f"openkaart-verify audit of {options.entries:,} entries: {options.entries / seconds:,.0f} entries/s of one core "
              f"(goal: 1,000,000), at most {kilobytes / 1024:.0f} MB (goal: 64)")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
