#!/usr/bin/env python3
"""Times every page that people see, over loopback, on a base of many customers: of twenty ordinary customers in turn,
and of one with a thousand uses.

    pages.py PATH_TO_OPENKAART CUSTOMERS [--rounds 400] [--check]

With --check it ends with 1 when a page takes more than its goal at p99: 50 ms, and 100 ms for the customer's pages
with a thousand uses.
"""
import argparse
import http.client
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests" / "HTTP"))
from customer import newest_mail  # noqa: E402

POLICY = ROOT / "Tests" / "Fixtures" / "scenarios" / "dealer.yaml"
OUTSIDE = "http://127.0.0.1:9"
ORDINARY, USES = 20, 1000
GOAL, GOAL_OF_MANY = 50, 100
OWN = ["/me", "/me/known", "/me/uses", "/me/uses?page=2", "/me/uses?kind=refused", "/me/choices", "/me/rights",
       "/me/access"]
MANY = "klant.met.veel@example.nl"


def options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("openkaart")
    parser.add_argument("customers", type=int)
    parser.add_argument("--rounds", type=int, default=400)
    parser.add_argument("--check", action="store_true")
    return parser.parse_args()


class House:
    """A server on a folder with customers, and a browser without a screen."""

    def __init__(self, given, data):
        self.given, self.data, self.key = given, data, None
        self.server = self.connection = None

    def run(self, *arguments):
        return subprocess.run([self.given.openkaart, *map(str, arguments)], check=True, capture_output=True,
                              text=True).stdout.strip()

    def open(self):
        self.run("bench", "import", "--rows", self.given.customers, "--keep", self.data, "--json")
        self.run("policy", "apply", POLICY, "--data", self.data)
        self.key = self.run("apikey", "add", "bench", "--scope", "facts:write,decisions:read", "--data", self.data)
        settings = self.data.parent / "openkaart.yaml"
        settings.write_text(f"publicAddress: {OUTSIDE}\nproxies: [127.0.0.1]\nmail: {{from: us@example.nl}}\n")
        self.server = subprocess.Popen(
            [self.given.openkaart, "serve", "--data", self.data, "--port", "0", "--json", "--quiet", "--config",
             settings], stdout=subprocess.PIPE, text=True)
        address = json.loads(self.server.stdout.readline())["addresses"]["pages"]
        self.connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=120)

    def close(self):
        if self.server:
            self.server.terminate()
            self.server.wait()
            self.server.stdout.close()

    def send(self, method, path, body=None, sender="192.0.2.1", **headers):
        self.connection.request(method, path, body, {"X-Forwarded-For": sender, "Accept": "text/html", **headers})
        answer = self.connection.getresponse()
        return answer, answer.read().decode()

    def form(self, path, sender, cookie="", **fields):
        answer, _ = self.send("POST", path, urllib.parse.urlencode(fields), sender, Cookie=cookie, **{
            "Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"})
        return "; ".join(cookie.split(";")[0] for cookie in answer.headers.get_all("Set-Cookie") or [])

    def api(self, path, body):
        answer, text = self.send("POST", path, json.dumps(body), **{
            "Content-Type": "application/json", "Authorization": f"Bearer {self.key}"})
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status} {text[:300]}")
        return json.loads(text)

    def tell(self, facts):
        for start in range(0, len(facts), 100):
            counts = self.api("/v1/facts", facts[start:start + 100])["counts"]
            if counts["added"] != len(facts[start:start + 100]):
                raise SystemExit(f"not all facts were taken in: {counts}")

    def enter(self, who, number):
        """The session of somebody who gets in by the code of a mail."""
        sender, before = f"192.0.2.{number}", set((self.data / "mail" / "new").glob("*"))
        asker = self.form("/sign-in", sender, who=who)
        cookie = self.form("/sign-in/code", sender, asker, code=newest_mail(self.data, before)[1])
        return re.search(r"__Host-session=\w+", cookie)[0]

    def link(self, who):
        use = {"subject": {"email": who}, "purpose": "offers", "channel": "email"}
        return self.api("/v1/decisions", use)["unsubscribeURL"].removeprefix(OUTSIDE)


def consent(who, number):
    return {"id": f"page-{number}", "source": "web", "kind": "consented", "occurredAt": "2026-11-01T10:01:00+01:00",
            "subject": {"email": who}, "purpose": "offers", "channel": "email", "notice": "marketing@2",
            "method": "form"}


def grown_up(who, number):
    return {"id": f"born-{number}", "source": "web", "kind": "described", "occurredAt": "2026-11-01T10:00:00+01:00",
            "subject": {"email": who}, "attributes": {"birthDate": "1990-05-31", "givenName": "Anna"}}


def many_uses():
    return [{"id": f"many-{number}", "source": "mail", "kind": "contacted", "channel": "email",
             "occurredAt": f"202{5 + number // 600}-{number % 10 + 1:02}-{number % 28 + 1:02}T10:00:00Z",
             "subject": {"email": MANY}, "purpose": ["offers", "newsletter", "service"][number % 3],
             "activity": f"message-{number}"} for number in range(USES - 20)]


def measure(house, paths, cookies=("",)):
    """The milliseconds of each round, over the cookies in turn; nothing but a page is counted."""
    times = []
    for number in range(house.given.rounds):
        path = paths[number % len(paths)]
        start = time.perf_counter()
        answer, _ = house.send("GET", path, Cookie=cookies[number % len(cookies)])
        times.append((time.perf_counter() - start) * 1000)
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}")
    # The first of each customer opens what later ones find open; they are counted too.
    return sorted(times)


def report(name, times, goal):
    def at(part):
        return times[min(len(times) - 1, int(len(times) * part))]
    print(f"{name}: p50 {at(.5):.1f} ms, p99 {at(.99):.1f} ms (goal: {goal})")
    return at(.99) <= goal


def main():
    given = options()
    with tempfile.TemporaryDirectory(prefix="ok-", dir="/tmp") as folder:
        house = House(given, pathlib.Path(folder) / "d")
        try:
            house.open()
            step = max(1, given.customers // ORDINARY)
            ordinary = [f"klant.{number * step}@example.nl" for number in range(ORDINARY)]
            people = [*ordinary, MANY]
            house.tell([fact(who, n) for n, who in enumerate(people) for fact in (grown_up, consent)])
            house.tell(many_uses())
            for _ in range(20):
                house.api("/v1/decisions?record=true",
                          {"subject": {"email": MANY}, "purpose": "offers", "channel": "email"})
            cookies = [house.enter(who, number) for number, who in enumerate(people)]
            links = [house.link(who) for who in ordinary]
            print(f"{given.customers:,} customers; {ORDINARY} of them in turn, {given.rounds} requests a page")
            kept = [report(path, measure(house, [path]), GOAL)
                    for path in ["/sign-in", "/privacy", "/forms/brochure-by-mail"]]
            kept += [report(name, measure(house, paths), GOAL) for name, paths in [
                ("/u/{token}", links), ("/preferences/{token}", [link.replace("/u/", "/preferences/")
                                                                 for link in links])]]
            kept += [report(path, measure(house, [path], cookies[:-1]), GOAL) for path in OWN if "?" not in path]
            print(f"one customer with {USES:,} uses")
            kept += [report(path, measure(house, [path], cookies[-1:]), GOAL_OF_MANY) for path in OWN]
        finally:
            house.close()
    if given.check and not all(kept):
        sys.exit("a page takes longer than its goal")


main()
