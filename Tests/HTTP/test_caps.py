#!/usr/bin/env python3
"""Many programs send to the same few customers at once, and the server is killed: no cap is exceeded by one.

    test_caps.py PATH_TO_OPENKAART

Four processes with sixteen connections each ask for places, use them, give them back or leave them. All
are after the same four customers, and after others half a second later. OPENKAART_CAP_SECONDS says how
long; the server is killed twice meanwhile.
"""
import collections
import http.client
import json
import multiprocessing
import os
import pathlib
import random
import sys
import threading
import time
import unittest

from serving import ServerCase

PROCESSES, CONNECTIONS = 4, 16
SECONDS = float(os.environ.get("OPENKAART_CAP_SECONDS", "12"))
CAP = 4  # As the policy has it: so many e-mails in seven days.
AT_ONCE, WINDOW = 4, 0.5
PEOPLE = AT_ONCE * int(SECONDS / WINDOW + 1)
FORK = multiprocessing.get_context("fork")

# What happened to a place of a customer, by the clock that all processes share.
HELD, FREED, USED = "held", "freed", "used"


def subject(person):
    return {"customerNumber": f"c{person}", "email": f"c{person}@example.nl"}


class Sender:
    """One connection of one process; it finds the server again after a restart."""

    def __init__(self, place, where, key, start):
        self.where, self.key, self.start = where, key, start
        self.chance = random.Random(place)
        self.place, self.asked = place, 0
        self.events, self.problems, self.refused = [], [], 0
        self.open = []
        self.connection = None

    def post(self, path, body=None):
        """The answer, or `None` when the connection broke: then nobody knows what became of it."""
        try:
            if self.connection is None:
                address = pathlib.Path(self.where).read_text()
                self.connection = http.client.HTTPConnection(address, timeout=20)
                self.connection.connect()
        except (OSError, ValueError):
            self.connection = None
            time.sleep(0.02)
            return 503, {}
        try:
            self.connection.request("POST", path, None if body is None else json.dumps(body), {
                "Authorization": f"Bearer {self.key}", "Content-Type": "application/json"})
            answer = self.connection.getresponse()
            return answer.status, json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError):
            self.connection.close()
            self.connection = None
            return None

    def note(self, what, person, reservation=None):
        self.events.append((time.monotonic_ns(), what, person, reservation))

    def run(self):
        try:
            while (elapsed := time.monotonic() - self.start) < SECONDS:
                if self.open and self.chance.random() < 0.5:
                    self.end(*self.open.pop(self.chance.randrange(len(self.open))))
                else:
                    self.reserve(int(elapsed / WINDOW) * AT_ONCE)
            while self.open:
                self.end(*self.open.pop())
        except Exception as error:  # A thread that ends without a word would make the test weaker.
            self.problems.append(repr(error))
        if self.connection:
            self.connection.close()

    def reserve(self, first):
        """Asks for one place, or for places of several customers in one request."""
        people = [first + self.chance.randrange(AT_ONCE)
                  for _ in range(self.chance.choice([1, 1, 1, 3]))]
        uses = []
        for person in people:
            self.asked += 1
            uses.append({"subject": subject(person), "purpose": "offers", "channel": "email",
                         "activity": {"id": f"{self.place}-{self.asked}"}})
        answer = self.post("/v1/decisions?reserve=true", uses)
        # Places may have been given of which nobody heard: then there are fewer to give.
        if answer is None or answer[0] == 503:
            return
        status, decisions = answer
        if status != 200:
            self.problems.append((status, decisions))
            return
        for person, decision in zip(people, decisions):
            reservation = decision.get("reservation")
            if reservation:
                self.note(HELD, person, reservation["id"])
                self.open.append((person, reservation["id"]))
            elif decision["reasons"][0]["code"] == "cap.frequency":
                self.refused += 1
            else:
                self.problems.append(decision)

    def end(self, person, reservation):
        """Mostly uses a place, sometimes gives it back, now and then leaves it."""
        choice = self.chance.random()
        if choice < 0.05:
            return
        if choice < 0.4:
            # From here on the place may be free.
            self.note(FREED, person, reservation)
            self.again(f"/v1/reservations/{reservation}/cancel", {200})
            return
        # Used before this process learned of it is used too.
        self.again(f"/v1/reservations/{reservation}/use", {200, 409})
        self.note(USED, person, reservation)

    def again(self, path, expected):
        """Asks until there is an answer: what was promised is known after a restart too."""
        for _ in range(2_000):
            answer = self.post(path)
            if answer is None or answer[0] == 503:
                continue
            status, body = answer
            if status not in expected or body.get("status") == "dropped" \
                    or body.get("code") == "reservation.ended":
                self.problems.append((path, status, body))
            return
        self.problems.append((path, "no answer"))


def send(place, where, key, start, pipe):
    senders = [Sender(place * CONNECTIONS + number, where, key, start) for number in range(CONNECTIONS)]
    threads = [threading.Thread(target=sender.run) for sender in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pipe.send([(sender.events, sender.problems, sender.refused) for sender in senders])


class Caps(ServerCase):
    def test_no_cap_is_exceeded_by_one_whoever_asks_and_whatever_is_killed(self):
        self.fill()
        key = self.key("decisions:read,handoffs:write")
        where = self.data.parent / "address"
        process, addresses = self.start("--quiet")
        self.publish(where, addresses)
        start = time.monotonic()
        programs = [self.begin(place, where, key, start) for place in range(PROCESSES)]
        for share in (0.35, 0.7):
            time.sleep(max(0, start + SECONDS * share + random.uniform(0, 0.3) - time.monotonic()))
            process.kill()
            process.wait()
            process, addresses = self.start("--quiet")
            self.publish(where, addresses)
        told = [sender for program in programs for sender in self.finish(*program)]
        self.assertEqual([problem for _, problems, _ in told for problem in problems], [])
        events = sorted(event for events, _, _ in told for event in events)
        held, used = self.judge(events)
        refused = sum(refused for _, _, refused in told)
        sent = self.what_is_kept(addresses["api"], used)
        print(f"{held:,} places given, {refused:,} refused, {sent:,} messages to {PEOPLE} customers, "
              f"{PROCESSES * CONNECTIONS} connections, 2 kills; none had more than {CAP}",
              end=" … ", flush=True)
        # Otherwise this shows nothing.
        self.assertGreater(refused, held)
        self.assertGreater(sent, PEOPLE)

    def fill(self):
        self.apply()
        file = self.data.parent / "facts.ndjson"
        file.write_text("".join(json.dumps({
            "id": f"yes-{person}", "source": "web", "kind": "consented", "subject": subject(person),
            "occurredAt": "2026-11-01T10:00:00Z", "purpose": "offers", "channel": "email",
            "notice": "marketing@2", "method": "form"}) + "\n" for person in range(PEOPLE)))
        answer = self.run_command("import", file, "--data", self.data, "--as-known-then")
        self.assertEqual(answer.returncode, 0, answer.stderr)

    def publish(self, where, addresses):
        new = where.with_suffix(".new")
        new.write_text(addresses["api"].removeprefix("http://"))
        new.replace(where)

    def begin(self, place, where, key, start):
        ours, theirs = FORK.Pipe(duplex=False)
        program = FORK.Process(target=send, args=(place, str(where), key, start, theirs))
        program.start()
        self.addCleanup(program.kill)
        theirs.close()
        return program, ours

    def finish(self, program, pipe):
        try:
            result = pipe.recv()
        except EOFError:
            self.fail("A program ended before its time; see above.")
        program.join()
        return result

    def judge(self, events):
        """At no moment more places of a customer are taken for certain than the cap allows."""
        taken, used, held = collections.defaultdict(set), collections.defaultdict(set), 0
        for _, what, person, reservation in events:
            if what == HELD:
                held += 1
                taken[person].add(reservation)
                self.assertLessEqual(len(taken[person]), CAP, f"customer {person}")
            elif what == FREED:
                taken[person].discard(reservation)
            elif what == USED:
                used[person].add(reservation)
        return held, used

    def what_is_kept(self, address, used):
        """Every message that was allowed is a fact, and no customer has more of them than the cap."""
        key, sent = self.key("customers:read"), 0
        for person in range(PEOPLE):
            _, found = self.ask(address, "/v1/customers/search", {"subject": subject(person)}, key)
            _, card = self.ask(address, "/v1/customers/" + json.loads(found)["customer"], key=key)
            facts = [entry["fact"] for entry in json.loads(card)["timeline"]]
            messages = {fact["id"] for fact in facts if fact["kind"] == "contacted"}
            self.assertLessEqual(len(messages), CAP, f"customer {person}")
            self.assertEqual(used[person] - messages, set(), f"customer {person}")
            sent += len(messages)
        return sent


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    ServerCase.openkaart = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main(verbosity=2)
