#!/usr/bin/env python3
"""Fills the disk under a server: it says so, loses nothing, still erases, and goes on when there is room.

    test_full.py PATH_TO_OPENKAART PATH_TO_OPENKAART_VERIFY

OPENKAART_FULL_DISKS says how many times, each with another size.
"""
import itertools
import json
import os
import subprocess

from faulty import Acknowledged, FaultCase, fact, main, need

DISKS = int(os.environ.get("OPENKAART_FULL_DISKS", "3"))


class Full(FaultCase):
    def setUp(self):
        need(os.geteuid() == 0, "the right to mount a disk in memory")
        super().setUp()
        self.disk = self.place / "m"
        self.disk.mkdir()
        self.data = self.disk / "d"

    def mount(self, options):
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", self.disk], check=True)

    def fill(self):
        """Takes what room is left."""
        with (self.disk / "filler").open("wb", buffering=0) as file:
            try:
                while file.write(bytes(4096)):
                    pass
            except OSError:
                pass

    def test_a_full_disk_is_said_and_nothing_is_lost(self):
        for number in range(DISKS):
            with self.subTest(disk=number):
                # Room for what is put by, and more than that by an odd number of pages.
                self.mount(f"size={(300 << 20) + number * 37 * 4096}")
                try:
                    self.round(number)
                finally:
                    subprocess.run(["umount", "-l", self.disk], check=True)

    def round(self, number):
        known = Acknowledged()
        self.apply()
        process, addresses = self.start("--quiet")
        key = self.key("facts:write")
        self.assertTrue((self.data / "reserve").exists())
        numbers = itertools.count()
        self.post(addresses, key, [next(numbers) for _ in range(200)], known)
        self.fill()
        status = 200
        while status == 200:
            status = self.post(addresses, key, [next(numbers) for _ in range(20)], known)
        self.assertEqual(status, 507)
        self.assertEqual(known.problems, [])
        # Reading goes on, and so does what people may ask for.
        self.erase(known, 3)
        self.assertEqual(self.request(addresses["api"], "GET", "/log/checkpoint")[0], 200)
        (self.disk / "filler").unlink()
        self.assertEqual(self.post(addresses, key, [next(numbers)], known), 200)
        self.erase(known, 4)
        process.terminate()
        self.assertEqual(process.wait(20), 0)
        self.everything_is_there(self.data, known, known.facts)
        self.all_final(self.data)
        self.audit(self.data, known)
        self.done("rebuild", "--data", self.data)
        print(f"{len(known.facts)} facts acknowledged", end=" … ", flush=True)

    def post(self, addresses, key, numbers, known):
        status, text = self.request(addresses["api"], "POST", "/v1/facts",
                                    [fact(number) for number in numbers], key)
        if status == 200:
            known.facts.update(number for number, item in zip(numbers, json.loads(text)["results"])
                               if item["status"] == "added")
        else:
            self.judge(status, text, known)
        return status

    def erase(self, known, number):
        known.asked_to_erase.add(f"c-{number}")
        known.erased.add(f"c-{number}")
        self.done("rights", "erase", "--customer", "-", "--data", self.data,
                  input=f"customerNumber:c-{number}\n")


if __name__ == "__main__":
    main()
