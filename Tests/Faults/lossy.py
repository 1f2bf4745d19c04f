#!/usr/bin/env python3
"""A disk that loses what was not synchronized, as a file system of FUSE.

    lossy.py IMAGE MOUNT [--seed N] [--cut-after N]

Shows the folder IMAGE at MOUNT. Everything written lives in memory; only what a program has
synchronized is sure. After so many changes, or on SIGUSR1, the power fails: every later call gives
EIO, and IMAGE becomes what a disk might hold then. Prints `ready`, and `cut N` when IMAGE is written,
after N changes. Unmounted without a cut, IMAGE becomes what was there.

What a disk might hold, drawn by the seed:
- of a file, each sector of 512 bytes that was not synchronized is the old one or the new one;
- the size of a file that was not synchronized is the old one or the new one;
- of the names of a folder that was not synchronized, the first so many changes happened. They are
  kept apart from the contents: a file may have its new name and old bytes.

Needs fusepy (PyPI) and libfuse2 (Debian). For tests; not for data.
"""
import argparse
import errno
import os
import pathlib
import random
import shutil
import signal
import stat
import sys

from fuse import FUSE, FuseOSError, Operations

SECTOR = 512


class File:
    """What a file holds, and what of it is sure."""

    def __init__(self, mode, content=b""):
        self.mode = stat.S_IFREG | mode if not stat.S_IFMT(mode) else mode
        self.links = 1
        self.now = bytearray(content)
        self.sure = bytes(content)
        self.unsure = set()

    def write(self, content, offset):
        end = offset + len(content)
        if len(self.now) < end:
            self.resize(end)
        self.now[offset:end] = content
        self.unsure.update(range(offset // SECTOR, (end - 1) // SECTOR + 1))

    def resize(self, size):
        if size < len(self.now):
            del self.now[size:]
        else:
            self.now.extend(bytes(size - len(self.now)))

    def synchronize(self):
        self.sure = bytes(self.now)
        self.unsure.clear()

    def survivor(self, chance):
        """The bytes that a disk might hold."""
        left = bytearray(self.sure)
        size = chance.choice([len(self.sure), len(self.now)])
        for sector in sorted(self.unsure):
            start = sector * SECTOR
            new = self.now[start:start + SECTOR]
            if new and chance.random() < 0.5:
                if len(left) < start + len(new):
                    left.extend(bytes(start + len(new) - len(left)))
                left[start:start + len(new)] = new
        if len(left) < size:
            left.extend(bytes(size - len(left)))
        return bytes(left[:size])


class Folder:
    """The names in a folder, and the changes that are not sure: each is a step, done or not."""

    def __init__(self, mode):
        self.mode = stat.S_IFDIR | mode
        self.links = 2
        self.now = {}
        self.sure = {}
        self.steps = []

    def change(self, names):
        """Names and what they lead to from now on; None takes the name away."""
        self.steps.append(names)
        self.apply(self.now, names)

    @staticmethod
    def apply(children, names):
        for name, node in names.items():
            if node is None:
                children.pop(name, None)
            else:
                children[name] = node

    def synchronize(self):
        self.sure = dict(self.now)
        self.steps.clear()

    def survivor(self, chance):
        children = dict(self.sure)
        for names in self.steps[:chance.randint(0, len(self.steps))]:
            self.apply(children, names)
        return children


def load(path):
    """What stands in a folder of the machine; all of it is sure."""
    folder = Folder(stat.S_IMODE(path.stat().st_mode))
    for one in path.iterdir():
        mode = one.lstat().st_mode
        if stat.S_ISDIR(mode):
            folder.now[one.name] = load(one)
        elif stat.S_ISREG(mode):
            folder.now[one.name] = File(mode, one.read_bytes())
    folder.synchronize()
    return folder


def store(folder, path, children, content):
    """Writes a folder to the machine; sockets are gone with the power."""
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir()
    os.chmod(path, stat.S_IMODE(folder.mode))
    for name, node in sorted(children(folder).items()):
        if isinstance(node, Folder):
            store(node, path / name, children, content)
        elif stat.S_ISREG(node.mode):
            (path / name).write_bytes(content(node))
            os.chmod(path / name, stat.S_IMODE(node.mode))


class Lossy(Operations):
    def __init__(self, image, seed, cut_after):
        self.image = pathlib.Path(image)
        self.chance = random.Random(seed)
        self.changes = 0
        self.cut_after = cut_after
        self.root = load(self.image)
        self.open_files = {}
        self.next_handle = 1
        self.is_dead = False
        signal.signal(signal.SIGUSR1, lambda *_: self.cut())

    def cut(self):
        if self.is_dead:
            return
        self.is_dead = True
        kept = {}

        def content(file):
            # Two names of one file hold the same.
            return kept.setdefault(id(file), file.survivor(self.chance))

        store(self.root, self.image, lambda folder: folder.survivor(self.chance), content)
        print("cut", self.changes, flush=True)

    def __call__(self, operation, path, *arguments):
        if self.is_dead:
            raise FuseOSError(errno.EIO)
        return super().__call__(operation, path, *arguments)

    def count(self):
        """Counts a change; the last one is not made, because the power fails before it."""
        self.changes += 1
        if self.changes == self.cut_after:
            self.cut()
            raise FuseOSError(errno.EIO)

    def find(self, path):
        node = self.root
        for name in pathlib.PurePosixPath(path).parts[1:]:
            if not isinstance(node, Folder):
                raise FuseOSError(errno.ENOTDIR)
            if name not in node.now:
                raise FuseOSError(errno.ENOENT)
            node = node.now[name]
        return node

    def place(self, path):
        path = pathlib.PurePosixPath(path)
        return self.find(path.parent), path.name

    def opened(self, path, handle):
        return self.open_files.get(handle) or self.find(path)

    def handle(self, file):
        self.next_handle += 1
        self.open_files[self.next_handle] = file
        return self.next_handle

    def add(self, path, node):
        self.count()
        folder, name = self.place(path)
        folder.change({name: node})

    # Reading

    def getattr(self, path, fh=None):
        node = self.opened(path, fh)
        return {"st_mode": node.mode, "st_nlink": node.links, "st_uid": os.getuid(),
                "st_gid": os.getgid(), "st_ino": id(node) >> 4,
                "st_size": len(node.now) if isinstance(node, File) else 4096}

    def readdir(self, path, fh):
        return [".", "..", *self.find(path).now]

    def open(self, path, flags):
        file = self.find(path)
        if flags & os.O_TRUNC:
            self.truncate(path, 0)
        return self.handle(file)

    def read(self, path, size, offset, fh):
        return bytes(self.opened(path, fh).now[offset:offset + size])

    def release(self, path, fh):
        self.open_files.pop(fh, None)
        return 0

    def statfs(self, path):
        # So little room that no program puts any by.
        return {"f_bsize": 4096, "f_frsize": 4096, "f_blocks": 1 << 15, "f_bfree": 1 << 14,
                "f_bavail": 1 << 14, "f_namemax": 255}

    # Changing

    def create(self, path, mode, fi=None):
        file = File(mode)
        self.add(path, file)
        return self.handle(file)

    def mknod(self, path, mode, dev):
        self.add(path, File(mode))
        return 0

    def mkdir(self, path, mode):
        self.add(path, Folder(mode))
        return 0

    def link(self, target, source):
        # fusepy names the new name first.
        file = self.find(source)
        self.add(target, file)
        file.links += 1
        return 0

    def unlink(self, path):
        node = self.find(path)
        self.add(path, None)
        node.links -= 1

    def rmdir(self, path):
        if self.find(path).now:
            raise FuseOSError(errno.ENOTEMPTY)
        self.add(path, None)

    def rename(self, old, new):
        self.count()
        node = self.find(old)
        (before, old_name), (after, new_name) = self.place(old), self.place(new)
        replaced = after.now.get(new_name)
        if before is after:
            before.change({old_name: None, new_name: node})
        else:
            after.change({new_name: node})
            before.change({old_name: None})
        if replaced is not None:
            replaced.links -= 1

    def write(self, path, content, offset, fh):
        self.count()
        self.opened(path, fh).write(content, offset)
        return len(content)

    def truncate(self, path, length, fh=None):
        self.count()
        self.opened(path, fh).resize(length)

    def chmod(self, path, mode):
        node = self.find(path)
        node.mode = stat.S_IFMT(node.mode) | stat.S_IMODE(mode)
        return 0

    def chown(self, path, uid, gid):
        return 0

    def utimens(self, path, times=None):
        return 0

    def fsync(self, path, datasync, fh):
        self.count()
        self.opened(path, fh).synchronize()
        return 0

    def fsyncdir(self, path, datasync, fh):
        self.count()
        self.find(path).synchronize()
        return 0

    def destroy(self, path):
        if not self.is_dead:
            store(self.root, self.image, lambda folder: folder.now, lambda file: bytes(file.now))

    def init(self, path):
        print("ready", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("image")
    parser.add_argument("mount")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--cut-after", type=int)
    options = parser.parse_args()
    FUSE(Lossy(options.image, options.seed, options.cut_after), options.mount, foreground=True,
         nothreads=True, hard_remove=True, use_ino=True, big_writes=True)


if __name__ == "__main__":
    sys.exit(main())
