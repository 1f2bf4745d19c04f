#!/usr/bin/env python3
"""Nobody learns from the page of sign-in who is a customer: of two thousand requests, half about somebody known,
the answers are the same but for the cookie that is made by chance, and their times cannot be told apart.

    test_enumeration.py PATH_TO_OPENKAART [REQUESTS]
"""
import http.client
import math
import pathlib
import random
import statistics
import sys
import time
import unittest
import urllib.parse

from gallery import Gallery
from serving import ServerCase

REQUESTS = 2000
# Odds of a false alarm of each test, and a difference in milliseconds that a network hides.
CHANCE, CLOSE = 0.001, 1.0
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin",
        "Accept": "text/html", "Accept-Language": "en"}


def kolmogorov_smirnov(one, other):
    """How likely so large a distance is between two samples of one distribution."""
    every = sorted(one + other)
    one, other = sorted(one), sorted(other)
    most, i, j = 0.0, 0, 0
    for value in every:
        while i < len(one) and one[i] <= value:
            i += 1
        while j < len(other) and other[j] <= value:
            j += 1
        most = max(most, abs(i / len(one) - j / len(other)))
    size = math.sqrt(len(one) * len(other) / (len(one) + len(other)))
    reach = (size + 0.12 + 0.11 / size) * most
    return min(1.0, max(0.0, 2 * sum((-1) ** (k - 1) * math.exp(-2 * k * k * reach * reach)
                                     for k in range(1, 101))))


class Enumeration(Gallery):
    def setUp(self):
        super().setUp()
        self.open("--quiet")
        host, port = self.address.removeprefix("http://").split(":")
        self.connection = http.client.HTTPConnection(host, int(port), timeout=60)
        self.addCleanup(self.connection.close)

    def post(self, path, body, sender):
        start = time.perf_counter()
        self.connection.request("POST", path, body, {**FORM, "X-Forwarded-For": sender})
        answer = self.connection.getresponse()
        text = answer.read()
        taken = (time.perf_counter() - start) * 1000
        headers = {name: value for name, value in answer.headers.items() if name not in ("Set-Cookie", "Date")}
        cookie = (answer.headers["Set-Cookie"] or "").split("=", 1)[0]
        return taken, (answer.status, tuple(sorted(headers.items())), cookie, text)

    def compare(self, path, known, unknown):
        """Asks in an order of chance; each sender asks once."""
        order = [known, unknown] * (REQUESTS // 2)
        random.Random(7).shuffle(order)
        times, answers = {known: [], unknown: []}, {known: set(), unknown: set()}
        for number, field in enumerate(order):
            sender = f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"
            taken, answer = self.post(path, field, sender)
            times[field].append(taken)
            answers[field].add(answer)
            # What an answer does not wait for is done after it, and is done before the next.
            time.sleep(0.004)
        self.assertEqual(answers[known], answers[unknown])
        self.assertEqual(len(answers[known]), 1)
        # The first of a server and of a connection are slow for all.
        one, other = times[known][50:], times[unknown][50:]
        apart = abs(statistics.median(one) - statistics.median(other))
        likely = kolmogorov_smirnov(one, other)
        print(f"{path}: median {statistics.median(one):.2f} and {statistics.median(other):.2f} ms, "
              f"Kolmogorov–Smirnov p = {likely:.3f}", file=sys.stderr)
        self.assertLessEqual(apart, CLOSE)
        self.assertGreater(likely, CHANCE)

    def test_asking_for_somebody_known_is_as_asking_for_nobody(self):
        known = urllib.parse.urlencode({"who": "anna@example.nl"})
        unknown = urllib.parse.urlencode({"who": "anne@example.nl"})
        self.compare("/sign-in", known, unknown)

    def test_a_form_takes_an_address_that_is_known_as_one_that_is_not(self):
        known, unknown = (urllib.parse.urlencode({"email": email, "yes.newsletter.email": "yes"})
                          for email in ["anna@example.nl", "anne@example.nl"])
        self.compare("/forms/news", known, unknown)

    def test_a_thousand_guesses_let_nobody_in_and_lock_nobody_out(self):
        before = self.mails()
        self.connection.request("POST", "/sign-in", "who=anna%40example.nl", {**FORM, "X-Forwarded-For": "10.1.0.0"})
        answer = self.connection.getresponse()
        answer.read()
        asker = answer.headers["Set-Cookie"].split(";")[0]
        code = self.code_in(self.mail(before))
        for number in range(1000):
            guess = f"{number:04}-{number:04}"
            self.assertNotEqual(guess, code)
            self.assertEqual(self.guess(guess, asker, f"10.2.{number >> 8}.{number & 255}"), 422)
        # Of this request the right code is worth nothing any more; of the next it is.
        self.assertEqual(self.guess(code, asker, "10.3.0.1"), 422)
        before = self.mails()
        self.connection.request("POST", "/sign-in", "who=anna%40example.nl", {**FORM, "X-Forwarded-For": "10.3.0.2"})
        answer = self.connection.getresponse()
        answer.read()
        self.assertEqual(
            self.guess(self.code_in(self.mail(before)), answer.headers["Set-Cookie"].split(";")[0], "10.3.0.3"), 303)

    def guess(self, code, asker, sender):
        self.connection.request("POST", "/sign-in/code", f"code={code}",
                                {**FORM, "X-Forwarded-For": sender, "Cookie": asker})
        answer = self.connection.getresponse()
        answer.read()
        return answer.status

    def test_the_check_can_fail(self):
        chance = random.Random(1)
        one = [chance.gauss(2, 0.3) for _ in range(1000)]
        self.assertGreater(kolmogorov_smirnov(one, [chance.gauss(2, 0.3) for _ in range(1000)]), CHANCE)
        self.assertLess(kolmogorov_smirnov(one, [chance.gauss(2.1, 0.3) for _ in range(1000)]), CHANCE)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    ServerCase.openkaart = str(pathlib.Path(sys.argv.pop(1)).resolve())
    if len(sys.argv) > 1 and sys.argv[1].isdigit():
        REQUESTS = int(sys.argv.pop(1))
    unittest.main(verbosity=2)
