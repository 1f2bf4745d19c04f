#!/usr/bin/env python3
"""Segments from the policy to the hand-off, by the command line and beside a running server.

    test_segments.py PATH_TO_OPENKAART

Who is in is right within a second of the fact, and to the second when a window ends; looks pass the
gate; who left a segment is not handed off.
"""
import datetime
import json
import sys
import time
import unittest

from serving import POLICY, ServerCase

UTC = datetime.timezone.utc
NOW = datetime.datetime.now(UTC)


def text(moment):
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def fact(identity, number, kind, at, **more):
    return {"id": identity, "source": "shop", "kind": kind, "occurredAt": text(at),
            "subject": {"customerNumber": f"s{number}", "email": f"s{number}@example.nl"}, **more}


def bought(number, line, at):
    return fact(f"buy-{number}-{line}-{at.timestamp()}", number, "purchased", at,
                order=f"o-{number}-{line}", saleKind="paid", optOutOffered=True,
                lines=[{"product": "p", "productLine": line, "quantity": 1, "priceCents": 50_000}])


def consented(number):
    return fact(f"yes-{number}", number, "consented", NOW - datetime.timedelta(days=2),
                purpose="offers", channel="email", notice="marketing@2", method="form")


def days(count):
    return datetime.timedelta(days=count)


class Segments(ServerCase):
    def policy(self):
        file = self.data.parent / "policy.yaml"
        file.write_text(POLICY.read_text() + "  - {id: recent, label: Recent, purpose: offers, "
                        "where: bought anything in 1 hour}\n")
        return file

    def command(self, *arguments, code=0):
        answer = self.run_command(*arguments)
        self.assertEqual(answer.returncode, code, (arguments, answer.stdout, answer.stderr))
        return answer.stdout

    def fill(self):
        """Ten people with consent; the odd ones bought a car last year, 3 had it serviced since."""
        facts = [consented(number) for number in range(10)]
        facts += [bought(number, "cars", NOW - days(400)) for number in range(1, 10, 2)]
        facts.append(bought(3, "maintenance", NOW - days(30)))
        file = self.data.parent / "facts.ndjson"
        file.write_text("".join(json.dumps(item) + "\n" for item in facts))
        self.command("policy", "apply", self.policy(), "--data", self.data)
        self.command("import", file, "--data", self.data, "--as-known-then")

    def test_the_command_line(self):
        self.fill()
        listed = json.loads(self.command("segment", "list", "--data", self.data, "--json"))
        counts = {item["id"]: item["people"] for item in listed["segments"]}
        self.assertEqual(counts, {"carBuyers": 5, "serviceDue": 4, "recent": 0})
        self.assertEqual(listed["people"], 10)
        self.assertIn("bought cars in 60 months", self.command("segment", "list", "--data", self.data))

        checked = self.command("segment", "check", "not(bought cars)", "--policy", POLICY)
        self.assertIn("not bought cars\n  reads: purchases\n", checked)
        self.command("segment", "check", "--policy", POLICY)
        for line in ["bought carz", "bougt cars", "age 18"]:
            self.command("segment", "check", line, "--policy", POLICY, code=1)
        self.command("segment", "check", "did viewed", "--policy", POLICY, "--purpose", "offers",
                     code=1)

        explain = ["segment", "explain", "--data", self.data, "--segment", "serviceDue", "--customer"]
        self.assertIn("Is in the segment", self.command(*explain, "customerNumber:s1"))
        out = self.command(*explain, "customerNumber:s3", code=3)
        self.assertIn("- not:", out)
        self.assertIn("buy-3-maintenance", out)
        self.command(*explain, "customerNumber:nobody", code=2)
        # Who has several identifiers of a type is known by each of them.
        self.assertIn("Is in the segment", self.command(
            *explain, "customerNumber:nobody", "--customer", "customerNumber:s1"))

        members = self.run_command("segment", "members", "--data", self.data, "--segment",
                                   "serviceDue")
        self.assertEqual(members.returncode, 0, members.stderr)
        self.assertEqual(len(set(members.stdout.split())), 4)
        # Nobody may be looked at for a purpose that does not cover purchases.
        members = self.run_command("segment", "members", "--data", self.data, "--segment",
                                   "serviceDue", "--purpose", "partnerSharing")
        self.assertEqual((members.returncode, members.stdout), (0, ""))
        self.assertIn("register.dataNotCovered", members.stderr)

        audience = ["audience", "--data", self.data, "--purpose", "offers", "--channel", "email",
                    "--json"]
        one = json.loads(self.command(*audience, "--segment", "serviceDue", "--forecast", "14"))
        self.assertEqual((one["total"], one["outsideSegment"]), (4, 6))
        self.assertEqual(one["allow"], {"basis.consent": 4})
        self.assertEqual([day["allow"] for day in one["forecast"]], [4] * 15)
        two = json.loads(self.command(*audience, "--where", "not bought cars in 24 months"))
        self.assertEqual(two["total"], 5)
        refused = json.loads(self.command(*audience, "--where", "not did viewed"))
        self.assertEqual(refused["givenAtAll"]["register.dataNotCovered"], 10)
        self.command(*audience, "--segment", "nobody", code=1)
        self.command(*audience, "--where", "bougt cars", code=1)

    def test_live(self):
        self.fill()
        process, addresses = self.start(policy=self.policy())
        key = self.key()
        api = addresses["api"]

        def count(name):
            status, body = self.ask(api, "/v1/segments", key=key)
            self.assertEqual(status, 200, body)
            return {item["id"]: item["people"] for item in json.loads(body)["segments"]}[name]

        self.assertEqual(count("carBuyers"), 5)
        start = time.monotonic()
        status, body = self.ask(api, "/v1/facts", bought(2, "cars", NOW - days(1)), key=key)
        self.assertEqual(status, 200, body)
        self.assertEqual(count("carBuyers"), 6)
        self.assertLess(time.monotonic() - start, 1)

        # An hour of which four seconds are left.
        end = datetime.datetime.now(UTC) + datetime.timedelta(seconds=4)
        sale = end - datetime.timedelta(hours=1)
        self.ask(api, "/v1/facts", bought(4, "accessories", sale), key=key)
        before, after = None, None
        while after is None:
            asked = datetime.datetime.now(UTC)
            number = count("recent")
            if number == 1:
                before = asked
            else:
                after = datetime.datetime.now(UTC)
            self.assertLess((datetime.datetime.now(UTC) - end).total_seconds(), 5)
        self.assertLess(before, end)
        self.assertGreaterEqual(after, end)
        self.assertLess((after - end).total_seconds(), 1)

        # By way of the socket the commands answer the same.
        listed = json.loads(self.command("segment", "list", "--data", self.data, "--json"))
        self.assertEqual(listed["segments"][0]["people"], 6)
        self.assertRegex(self.command("segment", "size", "carBuyers", "--data", self.data),
                         r"bought cars in 60 months\n\d+ \w+ 20\d\d, \d\d:00  \d")
        self.assertRegex(self.command("segment", "size", "carBuyers", "--data", self.data, "--daily", "--lang", "nl"),
                         r"bought cars in 60 months\n\d+ \w+ 20\d\d  \d")
        self.command("segment", "size", "nobody", "--data", self.data, code=1)
        process.terminate()
        self.assertEqual(process.wait(20), 0)

    def test_who_left_is_not_handed_off(self):
        self.fill()
        draft = self.command("release", "draft", "--data", self.data, "--purpose", "offers",
                             "--channel", "email", "--activity", "check", "--segment",
                             "serviceDue").strip()
        self.assertIn("4 members", self.command("release", "freeze", draft, "--data", self.data))
        # 5 comes to the workshop.
        file = self.data.parent / "more.ndjson"
        file.write_text(json.dumps(bought(5, "maintenance", NOW - days(1))) + "\n")
        self.command("import", file, "--data", self.data)
        out = self.data.parent / "out.ndjson"
        sent = self.command("release", "send", draft, "--data", self.data, "--out", out)
        self.assertIn("3 handed off, 1 dropped", sent)
        self.assertIn("\n  1  segment  They are not in the segment any more.\n", sent)
        file.write_text(json.dumps(bought(7, "maintenance", NOW - days(1))) + "\n")
        self.command("import", file, "--data", self.data)
        answer = self.run_command("release", "check", draft, "--data", self.data,
                                  input=out.read_text())
        self.assertEqual(answer.returncode, 2, answer.stderr)
        self.assertIn("leftSegment", answer.stdout)


if __name__ == "__main__":
    ServerCase.openkaart = sys.argv.pop(1)
    unittest.main(verbosity=2)
