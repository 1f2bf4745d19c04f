#!/usr/bin/env python3
"""A second verifier of Openkaart logs, written from the specifications alone; standard library only.

    verify.py audit DIR KEY          re-derives every tile and the root from the entries
    verify.py proof FILE KEY ENTRY   checks a c2sp.org/tlog-proof@v1 of an entry (in hexadecimal)

KEY is the verifier key of the log. Exits 1 when something is not right.
"""
import base64
import hashlib
import sys
from pathlib import Path

# Ed25519: RFC 8032 5.1, in affine coordinates and without haste.
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def check(condition, problem):
    if not condition:
        raise ValueError(problem)


def add(p, q):
    product = D * p[0] * q[0] * p[1] * q[1] % P
    return ((p[0] * q[1] + p[1] * q[0]) * pow(1 + product, -1, P) % P,
            (p[1] * q[1] + p[0] * q[0]) * pow(1 - product, -1, P) % P)


def times(scalar, p):
    rest = times(scalar >> 1, add(p, p)) if scalar else (0, 1)
    return add(rest, p) if scalar & 1 else rest


def point(data):
    sign, y = divmod(int.from_bytes(data, "little"), 1 << 255)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    check(y < P and (x * x - square) % P == 0 and not (x == 0 and sign), "no point of the curve")
    return (P - x if x & 1 != sign else x), y


def check_signature(key, signature, message):
    scalar = int.from_bytes(signature[32:], "little")
    check(len(signature) == 64 and scalar < L, "no signature")
    digest = hashlib.sha512(signature[:32] + key + message).digest()
    claimed = add(point(signature[:32]), times(int.from_bytes(digest, "little") % L, point(key)))
    check(times(scalar, point(b"\x58" + b"\x66" * 31)) == claimed, "the signature is not valid")


def unbase64(text):
    data = base64.b64decode(text, validate=True)
    check(base64.b64encode(data).decode() == text, f"base64 that has another form: {text}")
    return data


def sha(data):
    return hashlib.sha256(data).digest()


def signed_checkpoint(note, key):
    """The size and root of a checkpoint that the key signed."""
    name, key_id, data = key.split("+", 2)
    data, own_id = unbase64(data), sha(name.encode() + b"\n" + unbase64(data))[:4]
    check((own_id.hex(), len(data), data[0]) == (key_id, 33, 1), "not a key of a log")
    text, _, block = note.rpartition("\n\n")
    *lines, end = [line.split(" ") for line in block.split("\n")]
    check(end == [""] and all(line[0] == "—" for line in lines), "no signatures under a text")
    found = [unbase64(signature)[4:] for _, signer, signature in lines
             if (signer, unbase64(signature)[:4]) == (name, own_id)]
    check(found, f"{name} did not sign")
    for signature in found:
        check_signature(data[1:], signature, text.encode() + b"\n")
    origin, size, root = text.split("\n")
    check((origin, size, len(unbase64(root))) == (name, str(int(size)), 32), "not its checkpoint")
    return int(size), unbase64(root)


def tree_root(hashes):
    """RFC 6962 2.1, straight from the definition."""
    if len(hashes) < 2:
        return hashes[0] if hashes else sha(b"")
    half = 1 << (len(hashes) - 1).bit_length() - 1
    return sha(b"\1" + tree_root(hashes[:half]) + tree_root(hashes[half:]))


def root_above(index, size, leaf, path):
    """RFC 6962 2.1.1 read backwards: the root that the audit path of a leaf leads to."""
    check(0 <= index < size and bool(path) == (size > 1), "a path of another tree")
    if not path:
        return leaf
    half, beside, path = 1 << (size - 1).bit_length() - 1, path[-1], path[:-1]
    if index < half:
        return sha(b"\1" + root_above(index, half, leaf, path) + beside)
    return sha(b"\1" + beside + root_above(index - half, size - half, leaf, path))


def tile(folder, row, start, width):
    index, name = start // 256, f"{start // 256 % 1000:03}"
    while index := index // 1000:
        name = f"x{index % 1000:03}/{name}"
    name = f"tile/{row}/{name}" + (f".p/{width}" if width < 256 else "")
    return name, (folder / name).read_bytes()


def audit(folder, key):
    size, root = signed_checkpoint((folder / "checkpoint").read_bytes().decode(), key)
    hashes = []
    for start in range(0, size, 256):
        name, data = tile(folder, "entries", start, min(256, size - start))
        while data:
            end = 2 + int.from_bytes(data[:2], "big")
            check(len(data) >= end, f"{name} ends within an entry")
            hashes.append(sha(b"\0" + data[2:end]))
            data = data[end:]
        check(len(hashes) == min(size, start + 256), f"{name} holds another number of entries")
    check(tree_root(hashes) == root, "the entries do not lead to the signed root")
    level, row = 0, hashes
    while row:
        for start in range(0, len(row), 256):
            name, data = tile(folder, level, start, min(256, len(row) - start))
            check(data == b"".join(row[start:start + 256]), f"{name} is not made of the entries")
        row = [tree_root(row[end - 256:end]) for end in range(256, len(row) + 1, 256)]
        level += 1
    return f"{size} entries, root {root.hex()}"


def proof(text, key, entry):
    head, _, note = text.partition("\n\n")
    header, *lines = [line for line in head.split("\n") if not line.startswith("extra ")]
    word, index = lines.pop(0).split(" ")
    check((header, word, index) == ("c2sp.org/tlog-proof@v1", "index", str(int(index))), "no proof")
    path = [unbase64(line) for line in lines]
    check(all(len(step) == 32 for step in path), "a hash that is not 32 bytes")
    size, root = signed_checkpoint(note, key)
    check(root_above(int(index), size, sha(b"\0" + entry), path) == root, "the entry is not in the log")
    return f"entry {index} of {size}"


if __name__ == "__main__":
    try:
        command, file, key, *entry = sys.argv[1:]
        print(audit(Path(file), key) if command == "audit" else
              proof(Path(file).read_bytes().decode(), key, bytes.fromhex(*entry)))
    except (IndexError, OSError, ValueError) as error:
        sys.exit(f"NOT RIGHT: {error}")
