#!/usr/bin/env python3
"""Kills the server at random while programs write and erase; an outsider checks the log afterwards.

    test_kill.py PATH_TO_OPENKAART PATH_TO_OPENKAART_VERIFY

OPENKAART_KILLS says how many times; every time has its own seed, and OPENKAART_SEED begins elsewhere.
"""
import os
import random
import time

from faulty import Acknowledged, FaultCase, main

KILLS = int(os.environ.get("OPENKAART_KILLS", "100"))
SEED = int(os.environ.get("OPENKAART_SEED", "0"))
# After so many kills the whole log is checked.
STRETCH = 25


class Kill(FaultCase):
    def test_what_was_acknowledged_is_there_and_the_log_has_one_history(self):
        known = Acknowledged()
        self.apply()
        key = self.key("facts:write")
        numbers = [iter(range(writer, 10**9, 3)) for writer in range(3)]
        checked, erasures = set(), 0
        for seed in range(SEED, SEED + KILLS):
            with self.subTest(seed=seed):
                self.round(seed, key, numbers, known)
                self.assertEqual(known.problems, [])
            if (seed - SEED + 1) % STRETCH == 0 or seed == SEED + KILLS - 1:
                with self.subTest(before=seed):
                    self.everything_is_there(self.data, known, known.facts - checked)
                    erasures = self.all_final(self.data)
                    self.audit(self.data, known)
                    checked = set(known.facts)
        self.everything_is_there(self.data, known, known.facts)
        self.done("rebuild", "--data", self.data)
        print(f"{KILLS} kills, {len(known.facts)} facts acknowledged, {erasures} erasures",
              end=" … ", flush=True)
        self.assertGreater(len(known.facts), KILLS)

    def round(self, seed, key, numbers, known):
        chance = random.Random(seed)
        process, addresses = self.start("--quiet")
        threads = self.write_all(addresses, key, numbers, chance, known, is_erasing=seed % 4 == 0)
        # An erasure is asked for by a command, which takes its time to start.
        time.sleep(chance.uniform(0.005, 1.5 if seed % 4 == 0 else 0.25))
        process.kill()
        process.wait()
        for thread in threads:
            thread.join()


if __name__ == "__main__":
    main()
