#!/usr/bin/env python3
"""Times the API as programs use it: single decisions, and facts in batches of a hundred, made durable.

    api.py PATH_TO_OPENKAART [SECONDS]

The server and the load generator (wrk) share this machine; the server holds the 3,000 customers of the
demonstration. Prints requests or facts per second, and the 99th percentile of the waiting.
"""
import csv
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
DEALER = ROOT / "Demo" / "dealership"
SOURCES = [("crm.csv", "map-crm.yaml"), ("mailing.csv", "map-mailing.yaml"),
           ("webshop-orders.csv", "map-webshop.yaml"), ("app.ndjson", None)]

DECISIONS = """
local customers = {%(customers)s}
wrk.method = "POST"
wrk.path = "/v1/decisions"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer %(key)s"
function request()
  return wrk.format(nil, nil, nil, '{"subject":{"customerNumber":"' .. customers[math.random(#customers)] ..
    '"},"purpose":"offers","channel":"email","activity":{"id":"bench","productLine":"cars","topic":"cars"}}')
end
"""

FACTS = """
local customers = {%(customers)s}
local thread, sent = 0, 0
function setup(it) it:set("number", thread); thread = thread + 1 end
wrk.method = "POST"
wrk.path = "/v1/facts"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer %(key)s"
function request()
  local facts = {}
  for place = 1, 100 do
    sent = sent + 1
    facts[place] = '{"id":"' .. number .. '-' .. sent .. '","source":"bench","kind":"behaved",' ..
      '"occurredAt":"2026-11-01T10:00:00+01:00","subject":{"customerNumber":"' ..
      customers[math.random(#customers)] .. '"},"event":"Page Viewed","properties":{"page":"/offers"}}'
  end
  return wrk.format(nil, nil, nil, '[' .. table.concat(facts, ',') .. ']')
end
"""


def main(openkaart, seconds):
    def run(*arguments):
        return subprocess.run([openkaart, *map(str, arguments)], check=True, text=True,
                              capture_output=True, cwd=ROOT).stdout

    with tempfile.TemporaryDirectory(prefix="ok-", dir="/tmp") as folder:
        data = pathlib.Path(folder) / "d"
        run("policy", "apply", DEALER / "policy.yaml", "--data", data)
        for file, mapping in SOURCES:
            more = ["--map", DEALER / mapping, "--rejects", f"{folder}/rejects"] if mapping else []
            run("import", DEALER / file, "--data", data, "--as-known-then", *more)
        settings = pathlib.Path(folder) / "openkaart.yaml"
        settings.write_text("limits:\n  requestsPerMinute: 1000000000\n")
        server = subprocess.Popen(
            [openkaart, "serve", "--data", data, "--policy", DEALER / "policy.yaml", "--port", "0",
             "--config", settings, "--json", "--quiet"], stdout=subprocess.PIPE, text=True, cwd=ROOT)
        try:
            api = json.loads(server.stdout.readline())["addresses"]["api"]
            key = run("apikey", "add", "bench", "--scope", "facts:write,decisions:read",
                      "--data", data).strip()
            with (DEALER / "crm.csv").open(encoding="windows-1252", newline="") as rows:
                # Excel writes ="010041" to keep the zero.
                numbers = {row["klantnr"].strip('="') for row in csv.DictReader(rows, delimiter=";")}
            customers = ",".join(f'"{number}"' for number in sorted(numbers) if number.isdigit())
            # Sixteen at once keep both cores busy; more only wait for each other.
            for name, script, connections, each, goal in (
                    ("decisions, one a request", DECISIONS, 16, 1, 8000),
                    ("facts, batches of 100, durable", FACTS, 8, 100, 10000)):
                report(name, load(folder, api, script % {"key": key, "customers": customers}, connections, seconds), each, goal)
        finally:
            server.terminate()
            server.wait(30)


def load(folder, api, script, connections, seconds):
    file = pathlib.Path(folder) / "load.lua"
    file.write_text(script)
    answer = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-s", file, api],
        check=True, text=True, capture_output=True)
    # A script it cannot read is told on standard error only, and then it asks something else.
    if answer.stderr:
        sys.exit(answer.stderr)
    return answer.stdout


def report(name, output, each, goal):
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1])
    p50, p99 = (re.search(rf"^\s+{share}%\s+(\S+)", output, re.M)[1] for share in (50, 99))
    refused = re.search(r"Non-2xx.*: (\d+)", output)
    print(f"{name}: {rate * each:,.0f}/s (goal: {goal:,}), waiting {p50} median, {p99} p99"
          + (f", {refused[1]} REFUSED" if refused else ""))
    if refused:
        sys.exit(1)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(str(pathlib.Path(sys.argv[1]).resolve()), int(sys.argv[2]) if len(sys.argv) > 2 else 10)
