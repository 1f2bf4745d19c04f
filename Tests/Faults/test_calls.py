#!/usr/bin/env python3
"""Lets each call of the system that writes fail once, while a server takes in facts and erases somebody.

    test_calls.py PATH_TO_OPENKAART PATH_TO_OPENKAART_VERIFY

First the calls are counted; then each is tried with EIO, ENOSPC and with the end of the process.
OPENKAART_CALL_STEP takes one in so many, drawn by OPENKAART_SEED.
"""
import collections
import http.client
import json
import os
import random
import re
import shutil
import signal
import subprocess
import time

from faulty import Acknowledged, FaultCase, fact, main, need

STEP = int(os.environ.get("OPENKAART_CALL_STEP", "12"))
SEED = int(os.environ.get("OPENKAART_SEED", "0"))
CALLS = ("openat", "write", "pwrite64", "fsync", "fdatasync", "ftruncate", "rename", "link", "unlink",
         "mkdir", "chmod")
FAULTS = ("error=EIO", "error=ENOSPC", "signal=KILL")
ERASED = 7


class Calls(FaultCase):
    def setUp(self):
        need(shutil.which("strace"), "strace")
        super().setUp()
        self.apply()
        self.secret = self.key("facts:write")
        file = self.place / "first.ndjson"
        file.write_text("".join(json.dumps(fact(number)) + "\n" for number in range(200)))
        self.done("import", file, "--data", self.data)
        self.whole = self.place / "whole"
        shutil.copytree(self.data, self.whole)

    def test_every_call_of_taking_in_facts(self):
        self.sweep("facts", self.take_in)

    def test_every_call_of_an_erasure(self):
        self.sweep("erasure", self.erase)

    def sweep(self, name, work):
        counts = self.count(work)
        points = [(call, number, fault) for call, count in sorted(counts.items())
                  for number in range(1, count + 1) for fault in FAULTS]
        random.Random(SEED).shuffle(points)
        chosen = points[:-(-len(points) // STEP)]
        hit = refused = 0
        for call, number, fault in chosen:
            with self.subTest(call=call, number=number, fault=fault):
                was_hit, was_refused = self.fail(work, call, number, fault)
                hit += was_hit
                refused += was_refused
        print(f"{name}: {len(counts)} kinds of calls, {len(chosen)} of {len(points)} faults, "
              f"{hit} met, {refused} refused", end=" … ", flush=True)
        self.assertGreater(hit, len(chosen) // 2)

    # One try

    def renew(self):
        shutil.rmtree(self.data)
        shutil.copytree(self.whole, self.data)

    def trace(self, process, *expressions, paths=()):
        """Attaches to the server; every thread of it is watched when this returns.

        With paths only calls on these files count and fail: a socket or a timer is no disk.
        """
        traced = self.place / "traced"
        traced.unlink(missing_ok=True)
        tracer = subprocess.Popen(
            ["strace", "-f", "-y", "-p", str(process.pid), "-o", traced,
             *(part for text in expressions for part in ("-e", text)),
             *(part for path in paths for part in ("-P", path))],
            stderr=subprocess.PIPE, text=True)
        self.addCleanup(tracer.stderr.close)
        self.addCleanup(tracer.wait)
        self.addCleanup(tracer.kill)
        line = tracer.stderr.readline()
        self.assertIn("attached", line)
        # What it has not read yet must not stop it.
        time.sleep(0.1)
        return tracer, traced

    @staticmethod
    def let_go(tracer):
        tracer.send_signal(signal.SIGINT)
        try:
            tracer.wait(20)
        except subprocess.TimeoutExpired:
            # Of a process that was killed strace now and then hears nothing more.
            tracer.kill()
            tracer.wait()

    def settled(self, process, address):
        """Waits until what was added is signed and shown, or the server is gone."""
        end = time.monotonic() + 1.5
        before = None
        while time.monotonic() < end and process.poll() is None:
            try:
                _, text = self.request(address, "GET", "/log/checkpoint", timeout=2)
            except (OSError, http.client.HTTPException):
                return
            if before and text != before:
                return
            before = before or text
            time.sleep(0.05)

    def count(self, work):
        """How often each call is made on the disk; notes on which files."""
        self.files = set()
        self.renew()
        process, addresses = self.start("--quiet")
        tracer, traced = self.trace(process, "trace=" + ",".join(CALLS))
        work(addresses, Acknowledged())
        self.settled(process, addresses["api"])
        self.let_go(tracer)
        process.terminate()
        process.wait(20)
        # strace counts for each thread apart.
        threads = collections.Counter()
        for line in traced.read_text().splitlines():
            match = re.match(r"(\d+) +(\w+)\(", line)
            # Sockets and pipes are no disk.
            if match and str(self.data) in line:
                threads[match.groups()] += 1
                self.files.update(found for pair in re.findall(r'<(/[^>]+)>|"(/[^"]+)"', line)
                                  for found in pair if found.startswith(str(self.data)))
        self.assertGreater(sum(threads.values()), 10)
        found = {}
        for (_, call), count in threads.items():
            found[call] = max(count, found.get(call, 0))
        return found

    def fail(self, work, call, number, fault):
        """One fault; returns whether it was met, and whether the work was refused."""
        self.renew()
        known = Acknowledged()
        process, addresses = self.start("--quiet")
        tracer, traced = self.trace(
            process, f"trace={call}", f"inject={call}:{fault}:when={number}",
            paths=sorted(self.files))
        is_done = work(addresses, known)
        self.settled(process, addresses["api"])
        self.let_go(tracer)
        process.terminate()
        process.wait(30)
        text = traced.read_text()
        self.assertEqual(known.problems, [])
        self.assertNotIn("Page Viewed", self.log.read_text())
        self.everything_is_there(self.data, known, known.facts | set(range(200)))
        self.afterwards(known)
        self.all_final(self.data)
        self.audit(self.data, known)
        return "INJECTED" in text or "SIGKILL" in text, not is_done

    def afterwards(self, known):
        """What was refused is done when it is asked again, and nobody else lost anything."""
        if known.asked_to_erase:
            answer = self.run_command("rights", "erase", "--customer", "-", "--data", self.data,
                                      input=f"customerNumber:c-{ERASED}\n")
            self.assertIn(answer.returncode, (0, 2), answer.stderr)
            self.done("customer", "show", "--data", self.data, "--customer", "-", code=2,
                      input=f"customerNumber:c-{ERASED}\n")
        self.done("rebuild", "--data", self.data)

    # The work

    def take_in(self, addresses, known):
        numbers = list(range(1000, 1003))
        try:
            status, text = self.request(addresses["api"], "POST", "/v1/facts",
                                        [fact(number) for number in numbers], self.secret)
        except (OSError, http.client.HTTPException):
            return False
        if status == 200:
            known.facts.update(numbers)
            return True
        self.judge(status, text, known)
        return False

    def erase(self, addresses, known):
        known.asked_to_erase.add(f"c-{ERASED}")
        answer = self.run_command("rights", "erase", "--customer", "-", "--data", self.data,
                                  "--json", input=f"customerNumber:c-{ERASED}\n")
        if answer.returncode == 0:
            known.erased.add(f"c-{ERASED}")
        elif answer.returncode not in (1, 3) or f"c-{ERASED}" in answer.stderr + answer.stdout:
            known.problems.append((answer.returncode, answer.stderr))
        return answer.returncode == 0


if __name__ == "__main__":
    main()
