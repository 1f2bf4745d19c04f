#!/usr/bin/env python3
"""Runs the README's paths, from exports to a server and on a real log, word for word but for the port;
and sees that every command that the documentation or the program prints exists.

    test_readme.py OPENKAART
"""

import json
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import unittest
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
OPENKAART = Path(sys.argv.pop(1)).resolve()
HEADING = "## From your exports to an answer"


def commands(heading=HEADING):
    """The commands of the first block of shell under a heading."""
    section = (ROOT / "README.md").read_text(encoding="utf-8").split(heading)[1]
    block = re.search(r"```sh\n(.*?)```", section, re.S)[1]
    return [shlex.split(line) for line in block.strip().splitlines()]


def printed_commands():
    """Where a command stands, and its words: those in blocks of shell, and what texts of the program name."""
    for path in [ROOT / "README.md", *sorted((ROOT / "Documentation").rglob("*.md"))]:
        for block in re.findall(r"^```(?:sh)?\n(.*?)^```", path.read_text(), re.S | re.M):
            for line in block.replace("\\\n", " ").splitlines():
                if found := re.match(r"(?:\w+=\$\()?openkaart ([a-z].*?)\)?$", line):
                    yield f"{path.name}: {line}", shlex.split(found[1], comments=True)
    for path in sorted((ROOT / "Sources").rglob("*.swift")):
        text = path.read_text().replace("\\\n", " ")
        for found in re.findall(r"openkaart ([a-z]+(?: [^`\"\n;]*)?)", text):
            yield f"{path.name}: {found}", found.split()


class PrintedCommandTest(unittest.TestCase):
    def test_every_command_that_is_printed_exists(self):
        help = json.loads(subprocess.run(
            [OPENKAART, "--experimental-dump-help"], capture_output=True, text=True, check=True).stdout)
        checked = 0
        for place, words in printed_commands():
            command = help["command"]
            while words and (below := next((
                    one for one in command.get("subcommands", []) if one["commandName"] == words[0]), None)):
                command, words = below, words[1:]
            if command is help["command"]:
                self.assertFalse(place.split(": ")[0].endswith(".md"), f"no such command: {place}")
                continue
            options = {"--" + name["name"] for argument in command["arguments"]
                       for name in argument.get("names", [])}
            named = {word for word in words if re.fullmatch("--[a-z-]+", word)}
            self.assertLessEqual(named, options, place)
            checked += 1
        self.assertGreater(checked, 100)


class ReadmeTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        here = Path(self.folder.name)
        # Copies, because an import writes what it refuses beside the file.
        subprocess.run(["cp", "-r", ROOT / "Demo", here / "Demo"], check=True)

    def run_command(self, words):
        return subprocess.run(
            [OPENKAART, *words], cwd=self.folder.name, capture_output=True, text=True, timeout=120)

    def test_purchase_log(self):
        log = ROOT / ".build-py" / "CDNOW_master.txt"
        self.assertTrue(log.exists(), "fetch the purchase log: Scripts/bootstrap")
        here = Path(self.folder.name)
        (here / ".build-py").mkdir()
        (here / ".build-py" / log.name).write_bytes(log.read_bytes())
        path = commands("**A real purchase log.**")
        self.assertEqual([words[1] for words in path], ["policy", "import", "audience"])
        printed = {}
        for words in path:
            result = self.run_command(words[1:])
            self.assertEqual(result.returncode, 0, f"{words}: {result.stderr}")
            printed[words[1]] = result.stdout
        self.assertIn("69,659 purchases name no address", printed["import"])
        self.assertRegex(printed["audience"], r"8,332 .*Allowed")
        self.assertRegex(printed["audience"], r"15,238 .*Denied")
        self.assertRegex(printed["audience"], r"23,570 .*Total")
        offers = self.run_command([
            "audience", "--data", "cdnow", "--purpose", "offers", "--channel", "email", "--as-of",
            "1998-07-01T12:00:00-04:00"])
        self.assertRegex(offers.stdout, r" 0 .*Allowed")

    def test_path(self):
        path = commands()
        self.assertLessEqual(len(path), 8)
        self.assertEqual({words[0] for words in path}, {"openkaart"})
        printed = {}
        for words in path[:-1]:
            result = self.run_command(words[1:])
            self.assertEqual(result.returncode, 0, f"{words}: {result.stderr}")
            printed[words[1]] = result.stdout
        self.assertRegex(printed["audience"], r"728 .*Allowed")
        self.assertRegex(printed["audience"], r"2,238 .*Denied")
        self.assertRegex(printed["audience"], r"2,999 .*Total")
        self.assertIn("carla@example.nl", printed["customer"])

        serve = path[-1]
        self.assertEqual(serve[1], "serve")
        serve[serve.index("--port") + 1] = "0"
        server = subprocess.Popen(
            [OPENKAART, *serve[1:], "--json"], cwd=self.folder.name, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True)
        try:
            address = re.search(r"http://127\.0\.0\.1:\d+", server.stdout.readline())[0]
            with urllib.request.urlopen(address + "/", timeout=10) as page:
                self.assertEqual(page.status, 200)
            # Beside the running server: the same question, the same answer.
            again = self.run_command(next(w for w in path if w[1] == "audience")[1:])
            self.assertEqual(again.stdout, printed["audience"])
        finally:
            server.send_signal(signal.SIGTERM)
            self.assertEqual(server.wait(timeout=20), 0)
            server.stdout.close()


if __name__ == "__main__":
    unittest.main()
