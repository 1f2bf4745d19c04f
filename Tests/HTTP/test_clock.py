#!/usr/bin/env python3
"""Sets the clock of the machine ahead and back: nothing is lost, and nobody becomes reachable by it.

    test_clock.py PATH_TO_OPENKAART
"""
import datetime
import json
import os
import pathlib
import shutil
import sys
import unittest

from serving import ANNA, POLICY, ServerCase

WEEKS = 3


class Clock(ServerCase):
    def ahead(self):
        library = next(pathlib.Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
        return {**os.environ, "LD_PRELOAD": str(library), "FAKETIME": f"+{7 * WEEKS}d"}

    def decide(self):
        answer = self.run_command("decide", "--data", self.data, "--customer", "-", "--purpose", "offers",
                                  "--channel", "email", "--activity", "a", "--json",
                                  input="email:anna@example.nl\n")
        self.assertTrue(answer.stdout, answer.stderr)
        decision = json.loads(answer.stdout)
        return decision["outcome"], decision["reasons"][0]["code"]

    def test_a_no_that_was_recorded_by_a_wrong_clock_still_counts(self):
        self.apply()
        # By way of `env`, which finds the clock set: whoever is the first to has to set it up.
        process, addresses = self.start(before=["env"], environment=self.ahead())
        key = self.key()
        now = datetime.datetime.now(datetime.timezone.utc)
        withdrawal = {"id": "3", "source": "web", "kind": "withdrew", "subject": {"email": "anna@example.nl"},
                      "occurredAt": (now + datetime.timedelta(weeks=WEEKS)).isoformat(timespec="seconds"),
                      "purpose": "offers", "channel": "email"}
        status, text = self.ask(addresses["api"], "/v1/facts", [*ANNA, withdrawal], key)
        self.assertEqual((status, json.loads(text)["counts"]["added"]), (200, 3))
        self.assertEqual(self.decide(), ("deny", "consent.withdrawn"))
        process.terminate()
        self.assertEqual(process.wait(20), 0)

        refused = self.run_command("serve", "--data", self.data, "--policy", POLICY, "--port", "0")
        self.assertEqual(refused.returncode, 1)
        for part in ("clock", "Nothing is lost", "timedatectl", "--accept-clock"):
            self.assertIn(part, refused.stderr)
        self.assertEqual(self.decide(), ("deny", "consent.withdrawn"))
        _, addresses = self.start("--accept-clock")
        self.assertEqual(self.decide(), ("deny", "consent.withdrawn"))
        status, text = self.ask(
            addresses["api"], "/v1/decisions",
            {"subject": {"email": "anna@example.nl"}, "purpose": "offers", "channel": "email",
             "activity": {"id": "a"}}, key)
        decision = json.loads(text)
        self.assertEqual((status, decision["outcome"]), (200, "deny"))
        self.assertEqual(decision["reasons"][0]["code"], "consent.withdrawn")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    if not shutil.which("faketime"):
        sys.exit("test_clock.py: faketime is missing; install the package faketime.")
    ServerCase.openkaart = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main(verbosity=2)
