#!/usr/bin/env python3
"""Takes the power away while programs write: what was acknowledged is there, and the log has one history.

    test_power.py PATH_TO_OPENKAART PATH_TO_OPENKAART_VERIFY

OPENKAART_POWER_CUTS says how many times; every time has its own seed, and OPENKAART_SEED begins elsewhere.
"""
import contextlib
import ctypes.util
import importlib.util
import json
import os
import pathlib
import random
import select
import shutil
import signal
import subprocess
import sys

from faulty import POLICY, Acknowledged, FaultCase, main, need

CUTS = int(os.environ.get("OPENKAART_POWER_CUTS", "30"))
SEED = int(os.environ.get("OPENKAART_SEED", "0"))
LOSSY = pathlib.Path(__file__).resolve().parent / "lossy.py"
# So many changes of the disk are a start, some hundred facts, and what is signed of them.
MOST_CHANGES = 900
# So many are a start and an erasure.
MOST_OF_ERASING = 300


class Power(FaultCase):
    def setUp(self):
        need(os.path.exists("/dev/fuse"), "/dev/fuse")
        need(ctypes.util.find_library("fuse"), "libfuse2")
        need(importlib.util.find_spec("fuse"), "fusepy")
        super().setUp()
        self.image, self.disk = self.place / "i", self.place / "m"
        self.image.mkdir()
        self.disk.mkdir()
        self.data = self.disk / "d"
        self.log = self.place / "server.log"

    def mount(self, seed, cut_after):
        disk = subprocess.Popen(
            [sys.executable, LOSSY, self.image, self.disk, "--seed", str(seed), "--cut-after",
             str(cut_after)], stdout=subprocess.PIPE, text=True)
        self.addCleanup(disk.stdout.close)
        self.addCleanup(disk.wait)
        self.addCleanup(disk.kill)
        self.addCleanup(subprocess.run, ["umount", "-l", self.disk], check=False,
                        capture_output=True)
        self.assertEqual(disk.stdout.readline(), "ready\n")
        return disk

    def await_cut(self, disk, seconds):
        """Waits for the power to fail; when the disk was quiet for too long, takes it away.

        Returns how many changes there were.
        """
        ready, _, _ = select.select([disk.stdout], [], [], seconds)
        if not ready:
            disk.send_signal(signal.SIGUSR1)
            # A signal is seen at the next call; this one is never answered from memory.
            with contextlib.suppress(OSError):
                os.statvfs(self.disk)
        line = disk.stdout.readline()
        self.assertTrue(line.startswith("cut "), line)
        return int(line.split()[1])

    def unmount(self, disk):
        subprocess.run(["umount", "-l", self.disk], check=True, capture_output=True)
        try:
            disk.wait(5)
        except subprocess.TimeoutExpired:
            # Who copied the table of mounts meanwhile (a container that starts) still holds it. After the cut
            # nothing is written any more.
            disk.kill()
            disk.wait()

    def test_what_was_acknowledged_is_there_after_the_power_failed(self):
        known = Acknowledged()
        self.done("policy", "apply", POLICY, "--data", self.image / "d")
        key = self.done("apikey", "add", "test", "--scope", "facts:write", "--data",
                        self.image / "d").strip()
        numbers = [iter(range(writer, 10**9, 3)) for writer in range(3)]
        started = erasures = 0
        for seed in range(SEED, SEED + CUTS):
            with self.subTest(seed=seed):
                before = set(known.facts)
                started += self.round(seed, key, numbers, known)
                self.assertEqual(known.problems, [])
                self.everything_is_there(self.image / "d", known, known.facts - before)
                erasures = self.all_final(self.image / "d")
                self.audit(self.image / "d", known)
        self.everything_is_there(self.image / "d", known, known.facts)
        self.done("rebuild", "--data", self.image / "d")
        print(f"{CUTS} cuts, {started} of a server that had started, {len(known.facts)} facts "
              f"acknowledged, {erasures} erasures", end=" … ", flush=True)
        self.assertGreater(started, CUTS // 2)
        self.assertGreater(len(known.facts), CUTS)

    def round(self, seed, key, numbers, known):
        """One cut; returns whether the server had started by then."""
        chance = random.Random(seed)
        is_erasing = seed % 3 == 0
        disk = self.mount(seed, chance.randint(1, MOST_OF_ERASING if is_erasing else MOST_CHANGES))
        process, addresses = self.begin()
        threads = []
        if addresses:
            # An erasure alone: what others write would use up all changes before it.
            threads = self.write_all(addresses, key, [] if is_erasing else numbers, chance, known,
                                     is_erasing)
        if is_erasing and threads:
            threads[-1].join(20)
        self.await_cut(disk, 0.5 if is_erasing else 20)
        process.kill()
        process.wait()
        for thread in threads:
            thread.join()
        self.unmount(disk)
        return bool(addresses)

    def begin(self):
        """Starts the server; without addresses when the power failed first."""
        with self.log.open("a") as log:
            process = subprocess.Popen(
                [self.openkaart, "serve", "--data", self.data, "--port", "0", "--json", "--quiet"],
                stdout=subprocess.PIPE, stderr=log, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        line = process.stdout.readline()
        return process, json.loads(line)["addresses"] if line.startswith("{") else None

    def test_what_the_first_command_on_a_folder_did_outlives_the_power(self):
        most = self.first_use(SEED, 10**6)
        for number in range(CUTS):
            with self.subTest(seed=SEED + number):
                # Every other time when the command had ended.
                self.first_use(SEED + number,
                               10**6 if number % 2 else 1 + number * most // CUTS)

    def first_use(self, seed, cut_after):
        """Makes a folder; returns after how many changes the power failed."""
        data = self.image / "d"
        shutil.rmtree(data, ignore_errors=True)
        disk = self.mount(seed, cut_after)
        answer = self.run_command("policy", "apply", POLICY, "--data", self.data)
        changes = self.await_cut(disk, 0)
        self.unmount(disk)
        if answer.returncode == 0:
            self.assertTrue((data / "openkaart.sqlite").exists(), "nothing outlived the power")
        again = self.done("policy", "apply", POLICY, "--data", data)
        if answer.returncode == 0:
            self.assertIn("already", again)
        self.audit(data, Acknowledged())
        return changes


if __name__ == "__main__":
    main()
