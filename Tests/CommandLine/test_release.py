#!/usr/bin/env python3
"""Runs a campaign by the command line, kills it while it hands off, and goes on.

    test_release.py OPENKAART [MEMBERS]

Nobody is lost and nobody counts twice; who withdrew in between is not in the file; beside a running
server the commands do the same.
"""
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
POLICY = ROOT / "Tests/Fixtures/scenarios/dealer.yaml"


def fact(number, identity, kind, at, **more):
    return json.dumps({
        "id": identity, "source": "web", "kind": kind, "occurredAt": at,
        "subject": {"customerNumber": f"k{number}", "email": f"k{number}@example.nl"}, **more})


def main():
    openkaart = sys.argv[1]
    members = int(sys.argv[2]) if len(sys.argv) > 2 else 12_000

    def run(*arguments, code=0, stdin=None):
        done = subprocess.run([openkaart, *arguments], capture_output=True, text=True, input=stdin)
        assert done.returncode == code, (arguments, done.returncode, done.stdout, done.stderr)
        return done.stdout

    def refused(*arguments):
        done = subprocess.run([openkaart, *arguments], capture_output=True, text=True)
        assert done.returncode == 1, (arguments, done.returncode, done.stdout, done.stderr)
        return done.stderr

    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        with open("facts.ndjson", "w") as file:
            for number in range(1, members + 1):
                print(fact(number, f"yes-{number}", "consented", "2026-11-01T10:00:00Z",
                           purpose="offers", channel="email", notice="marketing@2",
                           method="form"), file=file)
        run("policy", "apply", str(POLICY), "--data", "data")
        run("import", "facts.ndjson", "--data", "data", "--as-known-then")
        release = run("release", "draft", "--data", "data", "--purpose", "offers", "--channel",
                      "email", "--activity", "spring").strip()
        assert len(release) == 32, release
        # A draft has no list yet: that is said, and no file is made.
        early = refused("release", "send", release, "--data", "data", "--out", "out.ndjson")
        assert f"openkaart release freeze {release} --data data" in early, early
        assert not os.path.exists("out.ndjson")
        frozen = run("release", "freeze", release, "--data", "data")
        assert f"{members:,} members" in frozen, frozen
        strange = refused("release", "status", "0" * 32, "--data", "data")
        assert "See all of them: openkaart release status --data data" in strange, strange
        dutch = ["--data", "data", "--lang", "nl"]
        strange = refused("release", "status", "0" * 32, *dutch)
        assert "Zie ze alle: openkaart release status --data data --lang nl" in strange, strange
        told = run("release", "status", *dutch)
        assert "  vastgezet  " in told and "0 overhandigd, bladzijde 0 van" in told, told
        send = ["release", "send", release, "--data", "data", "--out", "out.ndjson"]

        kills = 0
        chance = random.Random(7)
        while kills < 6:
            process = subprocess.Popen([openkaart, *send], stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
            time.sleep(chance.uniform(0.02, 0.2))
            if process.poll() is not None:
                break
            process.send_signal(signal.SIGKILL)
            process.wait()
            kills += 1
        assert kills > 0, "never killed: give more members"
        # Two pages may have been written whole before the kill; who withdraws now is in neither
        # the rest nor the last of them.
        last = members
        with open("no.ndjson", "w") as file:
            print(fact(last, "no", "withdrew", "2026-11-20T10:00:00Z"), file=file)
        run("import", "no.ndjson", "--data", "data")
        done = run(*send)
        rows = [json.loads(line) for line in open("out.ndjson")]
        tokens = {row["token"] for row in rows}
        points = {row["contactPoint"] for row in rows}
        assert len(tokens) == len(rows) == len(points), (len(tokens), len(rows))
        assert len(rows) in (members, members - 1), len(rows)
        assert all(row["permit"] for row in rows)
        assert os.stat("out.ndjson").st_mode & 0o777 == 0o600
        assert f"page {(members + 499) // 500} of" in done, done
        print(f"killed {kills} times; {len(rows):,} of {members:,} handed off, none twice")

        gone = len(rows) == members
        dropped = run("release", "check", release, "--data", "data",
                      stdin=open("out.ndjson").read(), code=2 if gone else 0)
        assert ("consent.withdrawn  The consent was withdrawn." in dropped) == gone, dropped
        dropped = run("release", "check", release, *dutch,
                      stdin=open("out.ndjson").read(), code=2 if gone else 0)
        assert ("  dropped  sinds " in dropped) == gone, dropped
        assert ("consent.withdrawn  De toestemming is ingetrokken." in dropped) == gone, dropped
        told = run("release", "status", release, *dutch)
        assert (", 1 afgevallen, " in told) != gone, told
        assert ("\n  1  consent.withdrawn  De toestemming is ingetrokken.\n" in told) != gone, told
        strange = run("release", "check", release, *dutch, stdin="0" * 32 + "\n", code=2)
        assert strange == "0" * 32 + "  unknown  Dit token is niet van deze actie.\n", strange

        # Nothing of anybody stands in the folder in clear.
        for path in pathlib.Path("data").rglob("*"):
            if path.is_file():
                assert b"@example.nl" not in path.read_bytes(), path

        server = subprocess.Popen(
            [openkaart, "serve", "--data", "data", "--policy", str(POLICY), "--port", "0",
             "--json"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            server.stdout.readline()
            other = run("release", "draft", "--data", "data", "--purpose", "offers", "--channel",
                        "email", "--activity", "summer").strip()
            run("release", "freeze", other, "--data", "data")
            run("release", "send", other, "--data", "data", "--out", "other.ndjson")
            assert sum(1 for _ in open("other.ndjson")) == members - 1
            before = run("release", "status", other, "--data", "data")
            looked = run("release", "cancel", other, "--data", "data", "--dry-run")
            assert looked == before + (f"It would end: {members - 1:,} members handed off, which stays so, and "
                                       "0 pages never handed off.\nNothing was changed.\n"), looked
            looked = run("release", "cancel", other, *dutch, "--dry-run")
            assert "dat blijft zo, en 0 bladzijden nooit overhandigd.\nEr is niets gewijzigd." in looked, looked
            assert run("release", "status", other, "--data", "data") == before
            assert "cancelled" in run("release", "cancel", other, "--data", "data")
            looked = run("release", "cancel", other, "--data", "data", "--dry-run")
            assert "It has ended already.\nNothing was changed." in looked, looked
            wrong = ["release", "draft", "--data", "data", "--channel", "email", "--activity", "x"]
            assert "Did you mean `bought`?" in refused(*wrong, "--purpose", "offers", "--where", "bougt x")
            assert "newsletter, offers" in refused(*wrong, "--purpose", "ofers")
            late = refused("release", "send", other, "--data", "data", "--out", "x.ndjson")
            assert "release.state" in late, late
            # The rows of one release are not taken for the begin of another.
            before = open("other.ndjson").read()
            mixed = refused("release", "send", release, "--data", "data", "--out", "other.ndjson")
            assert "something else than rows of this release" in mixed, mixed
            mixed = refused("release", "send", release, *dutch, "--out", "other.ndjson")
            assert "iets anders dan regels van deze actie" in mixed, mixed
            assert open("other.ndjson").read() == before
            assert run("release", "status", "--data", "data").count(" of ") == 2
        finally:
            server.terminate()
            server.wait(20)
        print("beside a server: the same")


if __name__ == "__main__":
    main()
