#!/usr/bin/env python3
"""Runs openkaart-verify as an auditor runs it; the logs are made here, without the code under test.

    test_verify.py PATH_TO_OPENKAART_VERIFY
"""
import base64
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests" / "Log"))
import make_vectors  # noqa: E402

VERIFY = None
LOG, WITNESS = make_vectors.LOG, make_vectors.ACCOUNTANT


def run(*arguments):
    return subprocess.run([VERIFY, *map(str, arguments)], text=True, capture_output=True, timeout=60,
                          check=False)


def signed(tree, size):
    text = f"{LOG.name}\n{size}\n{base64.b64encode(tree.root(0, size)).decode()}\n"
    time = 1767225600
    seen = WITNESS.sign(f"cosignature/v1\ntime {time}\n{text}".encode())
    return (text + "\n" + LOG.line(LOG.sign(text.encode())) +
            WITNESS.line(time.to_bytes(8, "big") + seen))


def write_log(folder, entries):
    """A log in C2SP tiles, of so few entries that one tile of each level is enough."""
    tree = make_vectors.Tree([make_vectors.leaf(entry) for entry in entries])
    files = {"checkpoint": signed(tree, len(entries)).encode()}
    for level, row in ((0, tree.rows[0]), (1, tree.rows[8] if len(tree.rows) > 8 else [])):
        for start in range(0, len(row), 256):
            part = row[start:start + 256]
            files[make_vectors.tile_path(level, start // 256, len(part))] = b"".join(part)
    for start in range(0, len(entries), 256):
        part = entries[start:start + 256]
        files[make_vectors.tile_path("entries", start // 256, len(part))] = b"".join(
            len(entry).to_bytes(2, "big") + entry for entry in part)
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return tree


class Verify(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = pathlib.Path(folder.name)
        self.log, self.copy = self.path / "log", self.path / "copy"
        self.entries = [f"entry {i}".encode() for i in range(600)]
        self.tree = write_log(self.log, self.entries)
        self.key = ("--key", LOG.vkey)

    def assertEnds(self, answer, code, *words):
        self.assertEqual(answer.returncode, code, answer.stdout + answer.stderr)
        for word in words:
            self.assertIn(word, answer.stdout + answer.stderr)

    def write(self, name, text):
        (self.path / name).write_text(text)
        return self.path / name

    def policy(self, quorum):
        return self.write("policy", f"log {LOG.vkey}\nwitness a {WITNESS.vkey}\nquorum {quorum}\n")

    def proof(self, index, extra=""):
        lines = "".join(base64.b64encode(step).decode() + "\n"
                        for step in self.tree.path(index, 0, 600))
        head = f"c2sp.org/tlog-proof@v1\n{extra}index {index}\n{lines}\n"
        return self.write("proof", head + signed(self.tree, 600))

    def test_help_teaches(self):
        self.assertEnds(run("--help"), 0, "Exit codes", "quorum accountant")
        for command in ("audit", "mirror", "proof"):
            self.assertEnds(run(command, "--help"), 0, "USAGE", "--key", "Exits 0")
        self.assertEnds(run("audit", self.log), 64, "--key, or --policy")

    def test_what_is_wrong_with_the_command_says_nothing_of_the_log(self):
        self.assertEnds(run("audit", self.log, "--key", "x"), 64, "name+id+key")
        wrong = self.write("wrong", "log x\n")
        proof = ["proof", self.proof(7), "--entry", self.write("entry", "entry 7")]
        for command in (["audit", self.log], ["mirror", self.log, self.copy], proof):
            self.assertEnds(run(*command, "--policy", wrong), 64, "trust policy, line 1")
            self.assertEnds(run(*command, "--policy", self.path / "none"), 66, "No such file")
            self.assertEnds(run(*command, "--key", LOG.vkey[:-4]), 64, "verifier key")
            twice = run(*command, *self.key, *self.key)
            self.assertEnds(twice, 64, f"called {LOG.vkey.rsplit('+', 1)[0]}. Remove one")
            self.assertNotIn("NOT RIGHT", twice.stdout)
        for folder, words in ((self.path / "none", "No such file"), (wrong, "Not a directory")):
            self.assertEnds(run("audit", folder, *self.key), 66, words)
            self.assertEnds(run("mirror", folder, self.copy, *self.key), 66, words)
        self.assertFalse(self.copy.exists())
        # A folder that is there, without a log in it, is not what was signed.
        (self.path / "empty").mkdir()
        self.assertEnds(run("audit", self.path / "empty", *self.key), 1, "checkpoint: is missing")
        since = self.write("since", "no checkpoint\n")
        self.assertEnds(run("audit", self.log, *self.key, "--since", since), 1, "signed note")

    def test_audit(self):
        self.assertEnds(run("audit", self.log, *self.key), 0, "600 entries", "as it was signed")
        self.assertEnds(run("audit", self.log, "--policy", self.policy("a")), 0, "signed by " + WITNESS.name)
        tile = self.log / "tile" / "entries" / "001"
        data = bytearray(tile.read_bytes())
        data[2] ^= 1
        tile.write_bytes(data)
        self.assertEnds(run("audit", self.log, *self.key), 1, "tile/entries/001: entry 256 was changed")
        tile.unlink()
        self.assertEnds(run("audit", self.log, *self.key), 1, "tile/entries/001: is missing")
        (self.log / "checkpoint").unlink()
        self.assertEnds(run("audit", self.log, *self.key), 1, "checkpoint: is missing")

    def test_audit_since(self):
        before = self.write("before", signed(self.tree, 300))
        self.assertEnds(run("audit", self.log, *self.key, "--since", before), 0, "first 300 entries")
        write_log(self.log, [b"other"] + self.entries[1:])
        self.assertEnds(run("audit", self.log, *self.key), 0)
        self.assertEnds(run("audit", self.log, *self.key, "--since", before), 2, "history was rewritten",
                        before.read_text(), (self.log / "checkpoint").read_text())
        none = self.path / "none"
        self.assertEnds(run("audit", self.log, *self.key, "--since", none), 66, "No such file")

    def test_mirror(self):
        mirror = ("mirror", self.log, self.copy, *self.key)
        self.assertEnds(run(*mirror), 0, "600 entries are new")
        self.assertEnds(run(*mirror), 0, "0 entries are new")
        self.assertEnds(run("audit", self.copy, *self.key), 0)
        write_log(self.log, self.entries + [b"one more"])
        self.assertEnds(run(*mirror), 0, "1 entries are new")
        kept = (self.copy / "checkpoint").read_text()
        write_log(self.log, self.entries + [b"another"])
        self.assertEnds(run(*mirror), 2, "FORK", kept, (self.log / "checkpoint").read_text())
        self.assertEqual((self.copy / "checkpoint").read_text(), kept)
        self.assertEnds(run("audit", self.copy, *self.key), 0)
        self.assertEnds(run("mirror", self.path / "none", self.copy, *self.key), 66, "No such file")
        self.write("file", "")
        self.assertEnds(run("mirror", self.log, self.path / "file" / "x", *self.key), 74, "file")

    def test_proof(self):
        entry = self.write("entry", "entry 77")
        self.assertEnds(run("proof", self.proof(77), "--entry", entry, *self.key), 0, "at index 77")
        self.assertEnds(run("proof", self.proof(78), "--entry", entry, *self.key), 1, "does not lead")
        self.assertEnds(run("proof", self.proof(77), *self.key), 64, "--entry")
        self.assertEnds(run("proof", self.path / "none", *self.key), 66)
        other = ("--key", make_vectors.Key("other.example", 1, "other").vkey)
        self.assertEnds(run("proof", self.proof(77), "--entry", entry, *other), 1, "right key")

    def test_receipt(self):
        vector = make_vectors.commitment()
        self.entries[9] = bytes.fromhex(vector["leaf"]["hex"])
        self.tree = write_log(self.log, self.entries)
        nonce = base64.b64encode(bytes.fromhex(vector["commit_nonce"])).decode()
        for record, code, words in ((vector["record_utf8"], 0, "newsletter"), ("{}", 1, "does not lead")):
            receipt = f"openkaart/receipt/v1\nentry 3 1767225600\nnonce {nonce}\n\n{record}"
            extra = f"extra {base64.b64encode(receipt.encode()).decode()}\n"
            self.assertEnds(run("proof", self.proof(9, extra), *self.key), code, words)


if __name__ == "__main__":
    VERIFY = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
