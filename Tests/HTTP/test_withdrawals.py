#!/usr/bin/env python3
"""Hands off campaigns while people withdraw: nobody is handed off after their no was acknowledged.

    test_withdrawals.py PATH_TO_OPENKAART

Four programs hand off a release each, page by page, while three others say no for one person after
another. OPENKAART_HANDOFFS says to how many hand-offs that adds up if nobody withdrew.

Two clocks judge. By the clock of this program, a page that was asked for after a no was acknowledged
does not hold that person. By that of the server, no hand-off was decided after the acknowledgement.
"""
import array
import datetime
import http.client
import json
import multiprocessing
import os
import pathlib
import random
import sys
import time
import unittest

from serving import ServerCase

RELEASES = 4  # As many as the policy lets go to one address in a week.
WITHDRAWERS = 3
HANDOFFS = int(os.environ.get("OPENKAART_HANDOFFS", "20000"))
PEOPLE = max(1_000, HANDOFFS // RELEASES)
TEN_MINUTES = 600_000
FORK = multiprocessing.get_context("fork")


def fact(identity, number, kind, at, **more):
    return {"id": identity, "source": "web", "kind": kind, "occurredAt": at,
            "subject": {"customerNumber": f"k{number}", "email": f"k{number}@example.nl"}, **more}


def milliseconds(moment):
    return round(datetime.datetime.fromisoformat(moment.replace("Z", "+00:00")).timestamp() * 1000)


class Caller:
    """One connection to the server, kept open."""

    def __init__(self, address, key):
        self.connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=120)
        self.headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()

    def post(self, path, body):
        body = None if body is None else json.dumps(body)
        self.connection.request("POST", path, body, self.headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status} {text[:300]!r}")
        return json.loads(text)


def hand_off(address, key, release, seed, pipe):
    """Hands off every page, some of them twice; sends who was in it, and when."""
    chance = random.Random(seed)
    numbers, asked, decided, tokens = (array.array("q") for _ in range(4))
    page = 0
    with Caller(address, key) as caller:
        while page is not None:
            start = time.monotonic_ns()
            answer = caller.post(f"/v1/releases/{release}/hand-off", {"page": page})
            for member in answer["members"]:
                numbers.append(int(member["contactPoint"][1:].split("@")[0]))
                asked.append(start)
                decided.append(milliseconds(member["expiresAt"]) - TEN_MINUTES)
                # The first half is enough to tell two apart.
                tokens.append(int(member["token"][:15], 16))
            # As who did not get a page whole.
            if chance.random() >= 0.05:
                page = answer["next"]
    pipe.send((numbers, asked, decided, tokens))


def withdraw(address, key, place, end, pipe):
    """Says no for people in an order of its own, until it is told to end."""
    chance = random.Random(1000 + place)
    people = list(range(place, PEOPLE, WITHDRAWERS))
    chance.shuffle(people)
    numbers, ticks, moments, waits = (array.array("q") for _ in range(4))
    # Enough must be left to hand off to.
    left = len(people) * 2 // 5
    with Caller(address, key) as caller:
        while left > 0 and not end.is_set():
            batch = [people.pop() for _ in range(min(left, chance.choice([1, 1, 2, 10])))]
            left -= len(batch)
            now = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds")
            start = time.monotonic_ns()
            answer = caller.post(
                "/v1/facts", [fact(f"no-{number}", number, "withdrew", now) for number in batch])
            tick, moment = time.monotonic_ns(), time.time_ns() // 1_000_000
            if answer["counts"]["added"] != len(batch):
                raise RuntimeError(str(answer))
            for number in batch:
                numbers.append(number)
                ticks.append(tick)
                moments.append(moment)
            waits.append(tick - start)
            time.sleep(chance.uniform(0, 0.01))
    pipe.send((numbers, ticks, moments, waits))


class Withdrawals(ServerCase):
    def test_nobody_is_handed_off_after_their_no_was_acknowledged(self):
        self.fill()
        _, addresses = self.start("--quiet")
        address, key = addresses["api"], self.key("facts:write,handoffs:write")
        releases = [self.freeze(address, key, f"spring-{place}") for place in range(RELEASES)]

        started, end = time.monotonic(), FORK.Event()
        senders = [self.begin(hand_off, address, key, release, seed)
                   for seed, release in enumerate(releases)]
        others = [self.begin(withdraw, address, key, place, end) for place in range(WITHDRAWERS)]
        handed = [self.finish(*sender) for sender in senders]
        took = time.monotonic() - started
        end.set()
        withdrawn = [self.finish(*other) for other in others]

        acknowledged, waits = {}, []
        for numbers, ticks, moments, times in withdrawn:
            acknowledged.update(zip(numbers, zip(ticks, moments)))
            waits += times
        count = self.judge(handed, acknowledged)
        waits.sort()
        p50, p99 = (waits[len(waits) * share // 100] / 1e6 for share in (50, 99))
        print(f"{count:,} hand-offs and {len(acknowledged):,} withdrawals in {took:.0f} s; a no was "
              f"acknowledged within {p50:.1f} ms median, {p99:.1f} ms p99; handed off after it: 0",
              end=" … ", flush=True)
        with Caller(address, key) as caller:
            self.dropped_by_token(caller, releases[0], acknowledged)

    def fill(self):
        self.apply()
        file = self.data.parent / "facts.ndjson"
        with file.open("w") as lines:
            for number in range(PEOPLE):
                print(json.dumps(fact(f"yes-{number}", number, "consented", "2026-11-01T10:00:00Z",
                                      purpose="offers", channel="email", notice="marketing@2",
                                      method="form")), file=lines)
        answer = self.run_command("import", file, "--data", self.data, "--as-known-then")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        file.unlink()

    def freeze(self, address, key, activity):
        with Caller(address, key) as caller:
            caller.connection.timeout = 3600
            draft = caller.post("/v1/releases", {"purpose": "offers", "channel": "email",
                                                 "activity": {"id": activity}})
            frozen = caller.post(f"/v1/releases/{draft['release']}/freeze", None)
            self.assertEqual(frozen["members"], PEOPLE)
            return draft["release"]

    def begin(self, work, *arguments):
        ours, theirs = FORK.Pipe(duplex=False)
        process = FORK.Process(target=work, args=(*arguments, theirs))
        process.start()
        self.addCleanup(process.kill)
        theirs.close()
        return process, ours

    def finish(self, process, pipe):
        try:
            result = pipe.recv()
        except EOFError:
            self.fail("A program ended before its time; see above.")
        process.join()
        self.assertEqual(process.exitcode, 0)
        return result

    def judge(self, handed, acknowledged):
        """Looks at each hand-off, and counts them; a page that was asked for twice counts once."""
        late, late_by_server, per_person, tokens = 0, 0, {}, set()
        for release, (numbers, asked, decided, names) in enumerate(handed):
            for number, start, moment, token in zip(numbers, asked, decided, names):
                tick, acknowledged_at = acknowledged.get(number, (None, None))
                late += tick is not None and tick < start
                late_by_server += tick is not None and acknowledged_at < moment
                per_person.setdefault(number, set()).add((release, token))
            tokens.update(names)
        self.assertEqual((late, late_by_server), (0, 0), "handed off after the no was acknowledged")
        everybody = set(range(PEOPLE))
        self.assertTrue(everybody - set(acknowledged) <= set(per_person), "somebody was left out")
        for number, sends in per_person.items():
            self.assertEqual(len({release for release, _ in sends}), len(sends), "a second token")
            if number not in acknowledged:
                self.assertEqual(len(sends), RELEASES)
        count = sum(map(len, per_person.values()))
        self.assertEqual(len(tokens), count)
        # Otherwise this shows nothing.
        self.assertGreater(len(acknowledged), PEOPLE // 100)
        self.assertLess(count, PEOPLE * RELEASES)
        return count

    def dropped_by_token(self, caller, release, acknowledged):
        """Asks about a list that was handed out: whoever withdrew since is dropped out."""
        page = caller.post(f"/v1/releases/{release}/hand-off", {"page": 0})["members"]
        numbers = [int(member["contactPoint"][1:].split("@")[0]) for member in page]
        self.assertFalse(set(numbers) & set(acknowledged))
        caller.post("/v1/facts", [fact(f"no-{numbers[0]}", numbers[0], "withdrew",
                                       "2026-11-20T10:00:00Z")])
        answer = caller.post(f"/v1/releases/{release}/check",
                             {"tokens": [member["token"] for member in page]})
        words = [member["status"] for member in answer["members"]]
        self.assertEqual(words, ["dropped"] + ["allowed"] * (len(page) - 1))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    ServerCase.openkaart = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main(verbosity=2)
