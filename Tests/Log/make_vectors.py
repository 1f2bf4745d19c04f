#!/usr/bin/env python3
"""Makes the test vectors of the log into Tests/Fixtures/log; standard library only.

Trees and proofs come straight from the recursive definitions of RFC 6962, keys from seeds that are
hashes of their names: whoever runs this gets the same bytes. A test of the log runs it and compares.

    make_vectors.py [FOLDER]
"""
import base64
import hashlib
import hmac
import json
import sys
from pathlib import Path

from verify import L, P, point, root_above, sha, times, tree_root

ROOT = Path(__file__).resolve().parent.parent.parent
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657",
          "606162636465666768696a6b6c6d6e6f"]
ORIGIN, WITNESS = "openkaart.example/ledger/1", "accountant.example/w1"
BASE = point(b"\x58" + b"\x66" * 31)


def text64(data):
    return base64.b64encode(data).decode()


def leaf(data):
    return sha(b"\0" + data)


def half(count):
    return 1 << (count - 1).bit_length() - 1


class Tree:
    """The hashes of complete subtrees by height, so that large trees are quick."""

    def __init__(self, leaves):
        self.rows = [leaves]
        while len(self.rows[-1]) > 1:
            row = self.rows[-1]
            self.rows.append([sha(b"\1" + row[i] + row[i + 1]) for i in range(0, len(row) - 1, 2)])

    def root(self, low, high):
        count = high - low
        if count == 0:
            return sha(b"")
        if count & count - 1 == 0:
            return self.rows[count.bit_length() - 1][low // count]
        middle = low + half(count)
        return sha(b"\1" + self.root(low, middle) + self.root(middle, high))

    def path(self, index, low, high):
        if high - low == 1:
            return []
        middle = low + half(high - low)
        if index < middle:
            return self.path(index, low, middle) + [self.root(middle, high)]
        return self.path(index, middle, high) + [self.root(low, middle)]

    def consistency(self, old, low, high, is_whole=True):
        if old == high:
            return [] if is_whole else [self.root(low, high)]
        middle = low + half(high - low)
        if old <= middle:
            return self.consistency(old, low, middle, is_whole) + [self.root(middle, high)]
        return self.consistency(old, middle, high, False) + [self.root(low, middle)]

    def inclusion_case(self, index, size):
        return {"leaf_index": index, "tree_size": size, "leaf_hash": self.rows[0][index].hex(),
                "root": self.root(0, size).hex(),
                "proof": [step.hex() for step in self.path(index, 0, size)]}

    def consistency_case(self, old, new):
        return {"size1": old, "size2": new, "root1": self.root(0, old).hex(),
                "root2": self.root(0, new).hex(),
                "proof": [step.hex() for step in self.consistency(old, 0, new)]}


SMALL = Tree([leaf(bytes.fromhex(data)) for data in INPUTS])


def reference_tree():
    assert all(SMALL.root(0, n) == tree_root(SMALL.rows[0][:n]) for n in range(9))
    pairs = [(a, b) for b in range(1, 9) for a in range(b)]
    return {
        "leaves": [{"data": data, "leaf_hash": leaf(bytes.fromhex(data)).hex()} for data in INPUTS],
        "roots": [{"size": n, "root": SMALL.root(0, n).hex()} for n in range(9)],
        "inclusion": [SMALL.inclusion_case(a, b) for a, b in pairs],
        "consistency": [SMALL.consistency_case(a + 1, b) for a, b in pairs]}


def tile_path(row, index, width):
    name = f"{index % 1000:03}"
    while index := index // 1000:
        name = f"x{index % 1000:03}/{name}"
    return f"tile/{row}/{name}" + (f".p/{width}" if width < 256 else "")


def large_tree():
    tree = Tree([leaf(str(i).encode()) for i in range(70000)])
    tiles = []
    for level, n, width in [(0, 0, 256), (0, 272, 256), (0, 273, 112), (1, 0, 256), (1, 1, 17), (2, 0, 1)]:
        body = b"".join(tree.rows[8 * level][256 * n:256 * n + width])
        tiles.append({"level": level, "n": n, "width": width, "path": tile_path(level, n, width),
                      "sha256_of_tile": sha(body).hex()})
    places = [(0, 0, 256), (0, 0, 1), (0, 999, 256), (0, 1000, 256), (63, 1234067, 255),
              ("entries", 1234067, 256), ("entries", 273, 112), (7, 2**64 - 1, 1)]
    return {
        "roots": [{"size": n, "root": tree.root(0, n).hex()} for n in
                  (0, 1, 2, 3, 7, 8, 255, 256, 257, 512, 1000, 4097, 65535, 65536, 65537, 70000)],
        "inclusion": [tree.inclusion_case(i, n) for n in (257, 65537, 70000)
                      for i in (0, 255, 256, n // 2, n - 1)],
        "consistency": [tree.consistency_case(a, b) for a, b in
                        [(1, 70000), (255, 256), (256, 257), (65536, 65537), (65537, 70000)]],
        "tiles": tiles, "tile_count_for_70000": 277,
        "tile_paths": [{"path": tile_path(*place)} for place in places]}


def changes(case, numbers, roots):
    """Copies of a right case, each wrong in one place, named by what was done to it."""
    proof, size, hidden = case["proof"], case[numbers[1]], "00" * 32
    for i, step in enumerate(proof):
        bit = f"{int(step, 16) ^ 1 << 8 * i:064x}"
        yield f"bit of step {i}", {"proof": proof[:i] + [bit] + proof[i + 1:]}
        yield f"without step {i}", {"proof": proof[:i] + proof[i + 1:]}
        yield f"step {i} cut", {"proof": proof[:i] + [step[:-2]] + proof[i + 1:]}
    for i in range(len(proof) + 1):
        yield f"hash before step {i}", {"proof": proof[:i] + [hidden] + proof[i:]}
        yield f"empty step before {i}", {"proof": proof[:i] + [""] + proof[i:]}
    for name in numbers:
        for value in (case[name] + 1, case[name] - 1, case[name] ^ 2, 2 * size, 0, 2**63, 2**64 - 1):
            if 0 <= value != case[name]:
                yield f"{name} {value}", {name: value}
    for name in roots:
        for value in ("", sha(b"").hex(), hidden, case[name][:-2], case[name] + "00"):
            yield f"{name} {value[:8]}", {name: value}
    yield "all hashes empty", {name: "" for name in roots} | {"proof": ["" for _ in proof]}


def is_included(case):
    """What the second verifier says, to be sure that a change made the case wrong."""
    hashes = [bytes.fromhex(step) for step in [case["leaf_hash"], case["root"], *case["proof"]]]
    try:
        return (all(len(step) == 32 for step in hashes) and root_above(
            case["leaf_index"], case["tree_size"], hashes[0], hashes[2:]) == hashes[1])
    except ValueError:
        return False


def probes():
    out = {"inclusion": [], "consistency": []}
    for index, size in [(0, 1), (0, 8), (5, 8), (2, 3), (1, 5), (6, 7)]:
        case = SMALL.inclusion_case(index, size)
        out["inclusion"].append({"name": f"{index} of {size}", "want_error": False, **case})
        for name, change in changes(case, ("leaf_index", "tree_size"), ("root", "leaf_hash")):
            # Another size can lead the same way to the same root; that is no wrong proof.
            wrong = case | change
            out["inclusion"].append({"name": f"{index} of {size}: {name}",
                                     "want_error": not is_included(wrong), **wrong})
    for old, new in [(1, 1), (1, 8), (6, 8), (2, 5), (3, 7), (8, 8)]:
        case = SMALL.consistency_case(old, new)
        out["consistency"].append({"name": f"{old} to {new}", "want_error": False, **case})
        for name, change in changes(case, ("size1", "size2"), ("root1", "root2")):
            if not name.startswith("size2") or change["size2"] < old:
                out["consistency"].append(
                    {"name": f"{old} to {new}: {name}", "want_error": True, **case, **change})
    nothing = {"size1": 0, "root1": sha(b"").hex(), "proof": [], "want_error": True}
    for new in (0, 1, 8):
        out["consistency"].append({"name": f"0 to {new}", "size2": new,
                                   "root2": SMALL.root(0, new).hex(), **nothing})
    return out


class Key:
    """An Ed25519 key made from its name; it signs as RFC 8032 5.1.6 says."""

    def __init__(self, name, kind, seed_text):
        self.name, self.kind, self.seed = name, kind, sha(seed_text.encode())
        digest = hashlib.sha512(self.seed).digest()
        self.scalar = int.from_bytes(digest[:32], "little") & (1 << 254) - 8 | 1 << 254
        self.prefix, self.public = digest[32:], self.encoded(times(self.scalar, BASE))
        self.id = sha(name.encode() + b"\n" + bytes([kind]) + self.public)[:4]
        self.vkey = f"{name}+{self.id.hex()}+{text64(bytes([kind]) + self.public)}"

    @staticmethod
    def encoded(place):
        return (place[1] | (place[0] & 1) << 255).to_bytes(32, "little")

    @staticmethod
    def hashed(*parts):
        return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little") % L

    def sign(self, message):
        nonce = self.hashed(self.prefix, message)
        commitment = self.encoded(times(nonce, BASE))
        answer = nonce + self.hashed(commitment, self.public, message) * self.scalar
        return commitment + (answer % L).to_bytes(32, "little")

    def line(self, signature):
        return f"— {self.name} {text64(self.id + signature)}\n"


LOG = Key(ORIGIN, 1, "openkaart test log key 1")
ACCOUNTANT = Key(WITNESS, 4, "openkaart test witness key 1")


def checkpoint(size):
    root = SMALL.root(0, size)
    body = f"{ORIGIN}\n{size}\n{text64(root)}\n"
    time = 1767225600 + size
    message = f"cosignature/v1\ntime {time}\n{body}"
    cosignature = time.to_bytes(8, "big") + ACCOUNTANT.sign(message.encode())
    return {"tree_size": size, "root_hex": root.hex(), "body": body, "cosignature_time": time,
            "signed_note": body + "\n" + LOG.line(LOG.sign(body.encode())),
            "cosigned_message": message, "cosignature_line": ACCOUNTANT.line(cosignature)}


CHECKPOINTS = {size: checkpoint(size) for size in (0, 1, 7, 8)}


def notes():
    one, two = (Key(name, 1, f"openkaart test key {name}") for name in ("Ada", "Grace"))
    text = "A note is a text,\n\nand who signed it.\n"
    lines = [key.line(key.sign(text.encode())) for key in (one, two)]
    other_type = f"Ada+{one.id.hex()}+{text64(bytes([0x65]) + one.public)}"
    malformed = [
        ("no signature block", "A note is a text.\n"), ("no signature", text + "\n"),
        ("no newline at the end", text + "\n" + lines[0][:-1]), ("no text", lines[0]),
        ("control character", "\x01" + text + "\n" + lines[0]),
        ("space in the name", text + "\n" + lines[0].replace("Ada", "A da")),
        ("plus in the name", text + "\n" + lines[0].replace("Ada", "A+da")),
        ("no base64", text + "\n" + lines[0].replace(" Ada ", " Ada !")),
        ("line after the signature", text + "\n" + lines[0] + "Unexpected line.\n"),
        ("101 signatures", text + "\n" + lines[0] * 101)]
    bodies = [("leading zero", "o\n07\n", bytes(32)), ("negative", "o\n-1\n", bytes(32)),
              ("short root", "o\n7\n", bytes(31)), ("no origin", "\n7\n", bytes(32)),
              ("2^64", "o\n18446744073709551616\n", bytes(32)), ("long root", "o\n7\n", bytes(33))]
    bad_bodies = [[why, head + text64(root) + "\n"] for why, head, root in bodies]
    bad_bodies += [["two lines", "o\n7\n"], ["blank extension", f"o\n7\n{text64(bytes(32))}\n\n"],
                   ["loose base64", "o\n7\n" + "A" * 42 + "B=\n"],
                   ["no newline", f"o\n7\n{text64(bytes(32))}"]]
    signed = text + "\n" + lines[0]
    return {
        "golden": [{"name": "one signature", "text": text, "vkey": one.vkey, "signed_note": signed},
                   {"name": "two signatures", "text": text, "vkeys": [one.vkey, two.vkey],
                    "signed_note": signed + lines[1]}],
        "bad_vkeys": [other_type, one.vkey + "AAAA", one.vkey.replace("Ada", "Eve"), one.vkey.upper()],
        "malformed_notes": [{"why": why, "note": note} for why, note in malformed] +
                           [{"why": "no UTF-8", "note_hex": (b"\xff" + signed.encode()).hex()}],
        "invalid_signature": {"note": "A" + signed, "vkey": one.vkey},
        "unverified_only": {"note": signed + lines[1], "vkeys": []},
        "unknown_ignored": {"note": signed + lines[1], "vkeys": [one.vkey]},
        "ambiguous": {"note": text + "\n" + lines[1], "vkeys": [two.vkey, one.vkey, two.vkey]},
        "own": {"log": {"origin": ORIGIN, "seed_hex": LOG.seed.hex(), "vkey": LOG.vkey},
                "witness": {"name": WITNESS, "seed_hex": ACCOUNTANT.seed.hex(), "vkey": ACCOUNTANT.vkey},
                "checkpoints": list(CHECKPOINTS.values())},
        "bad_checkpoint_bodies": bad_bodies}


def request(old, new):
    proof = SMALL.consistency(old, 0, new) if 0 < old < new else []
    lines = "".join(text64(step) + "\n" for step in proof)
    return f"old {old}\n{lines}\n{CHECKPOINTS[new]['signed_note']}"


def proofs_and_requests():
    head = CHECKPOINTS[8]
    proofs = [{"leaf_data_hex": data, "leaf_hash": leaf(bytes.fromhex(data)).hex(),
               "tlog_proof": f"c2sp.org/tlog-proof@v1\nindex {i}\n" +
               "".join(text64(step) + "\n" for step in SMALL.path(i, 0, 8)) + "\n" +
               head["signed_note"] + head["cosignature_line"]} for i, data in enumerate(INPUTS)]
    nothing = text64(bytes(32))
    first_step = text64(SMALL.consistency(7, 0, 8)[0])
    cases = [
        ("first sight", 0, request(0, 7), 200), ("consistent growth", 7, request(7, 8), 200),
        ("the empty log", 0, request(0, 0), 200), ("same again", 8, request(8, 8), 200),
        ("old size is not the state", 8, request(7, 8), 409),
        ("state unknown to the log", 7, request(0, 8), 409),
        ("wrong proof", 7, request(7, 8).replace(first_step, nothing), 422),
        ("no proof", 7, "old 7\n\n" + head["signed_note"], 422),
        ("proof with old 0", 0, f"old 0\n{nothing}\n\n" + head["signed_note"], 422),
        ("proof from the same size", 8, f"old 8\n{nothing}\n\n" + head["signed_note"], 422),
        ("old larger than the checkpoint", 8, "old 8\n\n" + CHECKPOINTS[7]["signed_note"], 400),
        ("64 hashes", 7, "old 7\n" + (nothing + "\n") * 64 + "\n" + head["signed_note"], 400),
        ("leading zero", 7, request(7, 8).replace("old 7", "old 07"), 400),
        ("unknown origin", 0, request(0, 7).replace(ORIGIN, "other.example/log"), 404),
        ("signature of another text", 0, request(0, 7).replace("\n7\n", "\n6\n"), 403)]
    return {"log_vkey": LOG.vkey, "witness_vkey": ACCOUNTANT.vkey, "proofs": proofs,
            "add_checkpoint": [{"why": why, "state_before": state, "request": body, "status": status,
                                **({"body": f"{state}\n"} if status == 409 else {})}
                               for why, state, body, status in cases]}


def commitment():
    key, number = sha(b"test subject dek"), 42
    record = b'{"basis":"consent","event":"consent.given","purpose":"newsletter"}'
    mac = lambda secret, text: hmac.new(secret, text, hashlib.sha256).digest()
    info = b"openkaart/commit-nonce/v1|" + number.to_bytes(8, "big")
    nonce = mac(mac(bytes(32), key), info + b"\1")  # HKDF, RFC 5869: extract without salt, expand
    value = mac(nonce, b"openkaart/commit/v1\0" + record)
    entry = bytes([1, 3]) + (1767225600).to_bytes(8, "big") + value
    return {"subject_dek": key.hex(), "record_utf8": record.decode(), "ledger_seq_for_subject": number,
            "commit_nonce": nonce.hex(), "commitment": value.hex(),
            "leaf": {"hex": entry.hex(), "leaf_hash": leaf(entry).hex()}}


def main(folder=ROOT / "Tests/Fixtures/log"):
    files = {"rfc6962_reference_tree": reference_tree, "rfc6962_large": large_tree,
             "merkle_probes": probes, "signed_note": notes,
             "tlog_proof_witness": proofs_and_requests, "commitment_and_keys": commitment}
    for name, make in files.items():
        text = json.dumps(make(), indent=1, ensure_ascii=False) + "\n"
        (Path(folder) / f"{name}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
