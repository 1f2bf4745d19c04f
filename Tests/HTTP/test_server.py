#!/usr/bin/env python3
"""Starts openkaart as people start it, works beside it, kills it, and lets schemathesis attack it.

    test_server.py PATH_TO_OPENKAART PATH_TO_SCHEMATHESIS
"""
import json
import os
import pathlib
import signal
import subprocess
import sys
import unittest

from serving import ANNA, HERE, POLICY, ServerCase

SCHEMATHESIS = None


def timeless(value):
    """A document without the moments at which it was made."""
    if isinstance(value, dict):
        return {key: timeless(one) for key, one in value.items() if key not in ("at", "decidedAt")}
    return [timeless(one) for one in value] if isinstance(value, list) else value


class Server(ServerCase):
    def test_a_policy_that_was_not_applied_is_refused_with_the_command(self):
        answer = self.run_command("serve", "--data", self.data, "--policy", POLICY, "--port", "0")
        self.assertEqual(answer.returncode, 1)
        self.assertIn("openkaart policy apply", answer.stderr)
        self.apply()
        other = self.data.parent / "other.yaml"
        other.write_text(POLICY.read_text() + "\n# changed\n")
        answer = self.run_command("serve", "--data", self.data, "--policy", other, "--port", "0")
        self.assertEqual(answer.returncode, 1)
        self.assertIn("is not the policy in force", answer.stderr)

    def test_commands_work_beside_the_server_and_after_it_was_killed(self):
        self.apply()
        process, addresses = self.start()
        key = self.key()
        status, text = self.ask(addresses["api"], "/v1/facts", ANNA, key)
        self.assertEqual((status, json.loads(text)["counts"]["added"]), (200, 2))
        decide = ["decide", "--data", self.data, "--customer", "-", "--purpose", "offers",
                  "--channel", "email", "--activity", "a", "--json"]
        beside = self.run_command(*decide, input="email:anna@example.nl\n")
        self.assertEqual(beside.returncode, 0, beside.stderr)
        self.assertEqual(json.loads(beside.stdout)["outcome"], "allow")
        lines = self.data.parent / "more.ndjson"
        lines.write_text("".join(json.dumps({**ANNA[0], "id": f"more-{number}"}) + "\n" for number in range(50)))
        for taken in (50, 0):
            imported = self.run_command("import", lines, "--data", self.data, "--json")
            self.assertEqual(imported.returncode, 0, imported.stderr)
            self.assertEqual(sum(json.loads(imported.stdout)["facts"].values()), taken)
        shown = self.run_command("customer", "show", "--data", self.data, "--customer", "-", "--json",
                                 input="email:anna@example.nl\n")
        self.assertEqual(shown.returncode, 0, shown.stderr)
        card = json.loads(shown.stdout)
        _, text = self.ask(addresses["api"], "/v1/customers/" + card["customer"], key=key)
        self.assertEqual(timeless(json.loads(text)), timeless(card))
        rebuilt = self.run_command("rebuild", "--data", self.data)
        self.assertEqual(rebuilt.returncode, 0, rebuilt.stderr)
        key_id = key.split("_")[1]
        self.assertIn(key_id, self.run_command("apikey", "list", "--data", self.data).stdout)
        self.assertEqual(self.run_command("apikey", "revoke", key_id, "--data", self.data).returncode, 0)
        self.assertEqual(self.ask(addresses["api"], "/v1/facts", ANNA, key)[0], 401)

        second = self.run_command("serve", "--data", self.data, "--policy", POLICY, "--port", "0")
        self.assertEqual(second.returncode, 1)
        self.assertIn(f"in use by process {process.pid}", second.stderr)

        process.kill()
        process.wait()
        self.assertTrue((self.data / "socket").exists())
        alone = self.run_command(*decide, input="email:anna@example.nl\n")
        self.assertEqual(json.loads(alone.stdout)["outcome"], "allow")
        process, addresses = self.start()
        self.assertEqual(self.ask(addresses["health"], "/readyz"), (200, "ready\n"))
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(20), 0)
        self.assertFalse((self.data / "socket").exists())
        log = self.log.read_text()
        self.assertIn("POST /v1/facts 200", log)
        self.assertNotIn("anna", log)

    def test_a_port_that_is_taken_is_said_so(self):
        self.apply()
        _, addresses = self.start()
        port = addresses["api"].rsplit(":", 1)[1]
        other = self.data.parent / "e"
        self.assertEqual(self.run_command("policy", "apply", POLICY, "--data", other).returncode, 0)
        answer = self.run_command("serve", "--data", other, "--policy", POLICY, "--port", port)
        self.assertEqual(answer.returncode, 1)
        self.assertIn("Another program listens on this port", answer.stderr)

    def test_schemathesis_finds_nothing(self):
        self.apply()
        _, addresses = self.start("--quiet")
        key = self.key()
        self.assertEqual(self.ask(addresses["api"], "/v1/facts", ANNA, key)[0], 200)
        environment = {**os.environ, "SCHEMATHESIS_HOOKS": "schemathesis_hooks",
                       "PYTHONPATH": str(HERE)}
        answer = subprocess.run(
            [SCHEMATHESIS, "--config-file", HERE / "schemathesis.toml", "run",
             addresses["api"] + "/v1/openapi.json", "--url", addresses["api"],
             "--header", f"Authorization: Bearer {key}",
             "--max-examples", os.environ.get("SCHEMATHESIS_EXAMPLES", "60"),
             "--phases", "examples,coverage,fuzzing"],
            text=True, capture_output=True, errors="replace", timeout=900, check=False, env=environment,
            cwd=self.data.parent)
        self.assertEqual(answer.returncode, 0, (answer.stdout + answer.stderr)[:12000])


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    ServerCase.openkaart = str(pathlib.Path(sys.argv.pop(1)).resolve())
    SCHEMATHESIS = str(pathlib.Path(sys.argv.pop(1)).absolute())
    unittest.main(verbosity=2)
