#!/usr/bin/env python3
"""Runs the openkaart command as people run it, and looks at what it prints and how it ends.

    test_command_line.py PATH_TO_OPENKAART
"""
import datetime
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "Tests" / "Fixtures" / "scenarios"
DEALER = FIXTURES / "dealer.yaml"
OPENKAART = None

CARLA = [
    {"id": "1", "source": "crm", "kind": "described", "occurredAt": "2026-09-01T09:00:00+02:00",
     "subject": {"customerNumber": "2001"}, "identifiers": {"email": "carla@example.nl"}},
    {"id": "2", "source": "web", "kind": "consented", "occurredAt": "2026-09-01T09:01:00+02:00",
     "subject": {"customerNumber": "2001"}, "purpose": "offers", "channel": "email",
     "notice": "marketing@2", "method": "form"},
    {"id": "3", "source": "crm", "kind": "purchased", "occurredAt": "2026-11-01T15:00:00+01:00",
     "subject": {"customerNumber": "2001"}, "order": "c-77", "saleKind": "paid",
     "lines": [{"product": "hatchback-x", "productLine": "cars", "priceCents": 2500000}]},
]


def run(*arguments, stdin=""):
    return subprocess.run([OPENKAART, *map(str, arguments)], input=stdin, text=True,
                          capture_output=True, timeout=60, cwd=ROOT, check=False)


class CommandLine(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)
        self.addCleanup(self.folder.cleanup)

    def facts(self, facts):
        file = self.path / "facts.ndjson"
        file.write_text("".join(json.dumps(fact) + "\n" for fact in facts))
        return file

    def decide(self, *more, facts=CARLA, stdin=""):
        return run("decide", "--facts", self.facts(facts), "--policy", DEALER, "--purpose", "offers",
                   "--channel", "email", "--as-of", "2026-11-22T10:00:00+01:00", *more, stdin=stdin)

    def test_help_teaches_every_command(self):
        for command in (["--help"], ["decide", "--help"], ["scenario", "--help"],
                        ["audience", "--help"], ["policy", "check", "--help"], ["init", "--help"]):
            answer = run(*command)
            self.assertEqual(answer.returncode, 0, command)
            self.assertIn("USAGE", answer.stdout)

    def test_a_form_that_asks_more_than_its_purpose_needs_is_refused_with_the_article(self):
        policy = (ROOT / "Demo" / "dealership" / "policy.yaml").read_text()
        news = policy.index("  - id: news ")
        greedy = self.path / "policy.yaml"
        greedy.write_text(policy[:news] + policy[news:].replace(
            "{name: givenName, necessary: false}, {name: phone", "{name: title, necessary: true}, {name: phone"
        ).replace("{name: givenName, necessary: false}]", "{name: birthDate, necessary: true}]"))
        for language, law in [("en", "GDPR"), ("nl", "AVG")]:
            answer = run("policy", "check", greedy, "--lang", language)
            self.assertEqual(answer.returncode, 1, answer.stdout)
            told = answer.stdout + answer.stderr
            # Addressing people, and a brochure.
            self.assertRegex(told, rf"title.*{law} 5\(1\)\(c\), Mousse C-394/23")
            self.assertRegex(told, rf"birthDate.*{law} 5\(1\)\(c\)")
        self.assertEqual(run("policy", "apply", greedy, "--data", self.path / "d").returncode, 1)

    def test_the_car_bought_three_weeks_ago_is_not_offered_cheaper(self):
        answer = self.decide("--customer", "email:carla@example.nl", "--activity", "november",
                             "--product-line", "cars", "--product", "hatchback-x",
                             "--price-cents", "2400000", "--json")
        self.assertEqual(answer.returncode, 2, answer.stderr)
        decision = json.loads(answer.stdout)
        codes = [reason["code"] for reason in decision["reasons"]]
        self.assertEqual(codes, ["house.recentlyBought", "house.priceRegret", "basis.consent"])
        self.assertEqual(decision["reasons"][0]["evidence"], ["3"])
        self.assertNotIn("carla@", answer.stdout)
        for reason in decision["reasons"]:
            self.assertTrue(reason["text"]["nl"] and reason["text"]["en"])

    def test_allowed_exits_zero_and_identifiers_come_from_standard_input(self):
        answer = self.decide("--customer", "-", "--activity", "mats", stdin="email:carla@example.nl\n")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertIn("YES", answer.stdout)
        self.assertIn("unsubscribeLink", answer.stdout)
        dutch = self.decide("--customer", "-", "--lang", "nl", stdin="customerNumber:2001\n")
        self.assertIn("JA", dutch.stdout)

    def test_a_full_cap_waits_and_says_until_when(self):
        sends = [{"id": f"s{day}", "source": "mail", "kind": "contacted", "channel": "email",
                  "occurredAt": f"2026-11-{day}T08:00:00+01:00", "purpose": "offers",
                  "activity": f"a{day}", "subject": {"email": "carla@example.nl"}}
                 for day in (16, 18, 19, 21)]
        answer = self.decide("--customer", "email:carla@example.nl", "--json", facts=CARLA + sends)
        self.assertEqual(answer.returncode, 3, answer.stderr)
        self.assertEqual(json.loads(answer.stdout)["until"], "2026-11-23T08:00:00+01:00")

    def test_as_of_replays_what_was_known(self):
        no = {"id": "9", "source": "web", "kind": "withdrew", "subject": {"customerNumber": "2001"},
              "occurredAt": "2026-11-18T10:00:00+01:00", "recordedAt": "2026-11-20T10:00:00+01:00"}
        arguments = ["decide", "--facts", self.facts(CARLA + [no]), "--policy", DEALER, "--purpose",
                     "offers", "--channel", "email", "--customer", "customerNumber:2001", "--as-of"]
        before = run(*arguments, "2026-11-19T11:00:00+01:00")
        self.assertEqual(before.returncode, 0)
        after = run(*arguments, "2026-11-20T11:00:00+01:00")
        self.assertEqual(after.returncode, 2)
        self.assertIn("consent.withdrawn", after.stdout)

    def test_a_bare_day_begins_in_the_zone_of_the_controller(self):
        day = self.decide("--customer", "email:carla@example.nl", "--json", "--as-of", "2026-11-20")
        self.assertEqual(json.loads(day.stdout)["decidedAt"], "2026-11-20T00:00:00+01:00")
        asked = ["audience", "--facts", self.facts(CARLA), "--policy", DEALER, "--purpose", "offers",
                 "--channel", "email", "--json", "--as-of"]
        everybody = run(*asked, "2026-11-20")
        self.assertEqual(everybody.returncode, 0, everybody.stderr)
        self.assertEqual(everybody.stdout, run(*asked, "2026-11-20T00:00:00+01:00").stdout)
        for wrong in ("2026-11-31", "20-11-2026", "2026-11-20T10:00"):
            answer = self.decide("--customer", "email:carla@example.nl", "--as-of", wrong)
            self.assertEqual(answer.returncode, 64, wrong)
            self.assertIn("or a day as 2026-11-22", answer.stderr)

    def test_a_row_that_cannot_be_read_is_not_passed_over(self):
        file = self.facts(CARLA)
        file.write_text(file.read_text() + '{"id": "x", "kind": "withdraw"}\n')
        arguments = ["decide", "--facts", file, "--policy", DEALER, "--customer",
                     "customerNumber:2001", "--purpose", "offers", "--channel", "email"]
        answer = run(*arguments)
        self.assertEqual(answer.returncode, 1)
        self.assertIn("withdrew", answer.stderr)
        self.assertIn("--skip-bad-rows", answer.stderr)
        self.assertIn(run(*arguments, "--skip-bad-rows").returncode, (0, 2, 3))

    def test_a_permit_needs_a_key_that_is_ours_alone(self):
        yesterday = (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=1)).isoformat()
        facts = self.facts([{"id": "1", "source": "crm", "kind": "described",
                             "subject": {"email": "a@example.nl"}, "occurredAt": yesterday}])
        key = self.path / "permit.key"
        key.write_bytes(bytes(range(32)))
        arguments = ["decide", "--facts", facts, "--policy", DEALER, "--customer",
                     "email:a@example.nl", "--channel", "email", "--purpose"]
        asked = [*arguments, "safetyRecall", "--permit-key", key]

        key.chmod(0o640)
        open_to_others = run(*asked, "--json")
        self.assertEqual(open_to_others.returncode, 1)
        self.assertIn("chmod 600", open_to_others.stderr)
        self.assertEqual(open_to_others.stdout, "")

        key.chmod(0o600)
        allowed = run(*asked, "--json")
        self.assertEqual(allowed.returncode, 0, allowed.stderr)
        permit = json.loads(allowed.stdout)["permit"]
        self.assertRegex(permit, r"^[0-9]+\.[0-9a-f]{64}$")
        left = int(permit.split(".")[0]) / 1000 - time.time()
        self.assertTrue(0 < left <= 600, left)

        self.assertNotIn("permit", json.loads(run(*arguments, "safetyRecall", "--json").stdout))
        denied = run(*arguments, "offers", "--permit-key", key, "--json")
        self.assertEqual(denied.returncode, 2)
        self.assertNotIn("permit", json.loads(denied.stdout))
        for more in ([], ["--json", "--as-of", "2026-11-20"], ["--json", "--skip-bad-rows"]):
            self.assertEqual(run(*asked, *more).returncode, 64, more)

    def test_a_purpose_that_is_misspelt_is_told(self):
        answer = run("decide", "--facts", self.facts(CARLA), "--policy", DEALER, "--customer",
                     "customerNumber:2001", "--purpose", "ofers", "--channel", "email", "--lang", "nl")
        self.assertEqual(answer.returncode, 2)
        self.assertIn("Bedoelde u `offers`?", answer.stderr)
        for question in (["audience", "--facts", self.facts(CARLA), "--channel", "email", "--purpose"],
                         ["policy", "explain"]):
            answer = run(*question, "ofers", "--policy", DEALER)
            self.assertEqual(answer.returncode, 64)
            self.assertIn("Did you mean `offers`?", answer.stderr)

    def test_a_card_is_asked_for_in_one_way(self):
        for wrong in ([], ["--id", "2001"],
                      ["--id", "0" * 32, "--customer", "customerNumber:2001"]):
            answer = run("customer", "show", "--data", self.path / "none", *wrong)
            self.assertEqual(answer.returncode, 64, wrong)

    def test_a_card_is_in_the_words_of_its_reader(self):
        data = self.path / "data"
        self.assertEqual(run("policy", "apply", DEALER, "--data", data).returncode, 0)
        wish = {"id": "4", "source": "app", "kind": "preferred", "topics": {"cars": False},
                "frequency": {"email": "2/week"}, "quietHours": ["21:00", "08:00"],
                "occurredAt": "2026-11-02T15:00:00+01:00", "subject": {"customerNumber": "2001"}}
        told = CARLA[0] | {"attributes": {"birthDate": "1985-03-21", "shoeSize": "41"}}
        bare = CARLA[2] | {"id": "5", "order": "c-78", "lines": []}
        taken = run("import", self.facts([told, *CARLA[1:], wish, bare]), "--data", data)
        self.assertEqual(taken.returncode, 0, taken.stderr)
        shown = ["customer", "show", "--data", data, "--customer", "customerNumber:2001"]
        for language, words in [
                ("en", ["customer number: 2001", "date of birth: 21 March 1985 (crm", "shoeSize: 41",
                        "consent given · purpose: Offers; channel: e-mail; text that was shown: marketing@2; "
                        "how: on a form [web/2]",
                        "bought · order: c-77; 1 × hatchback-x (Cars), € 25,000.00; kind of sale: paid [crm/3]",
                        "bought · order: c-78; kind of sale: paid [crm/5]",
                        "topic Cars: no; how often e-mail: 2/week; quiet hours: 21:00 – 08:00 [app/4]"]),
                ("nl", ["klantnummer: 2001", "geboortedatum: 21 maart 1985 (crm", "shoeSize: 41",
                        "toestemming gegeven · doel: Aanbiedingen; kanaal: e-mail; getoonde tekst: marketing@2; "
                        "hoe: op een formulier [web/2]",
                        "gekocht · bestelling: c-77; 1 × hatchback-x (Auto's), € 25.000,00; "
                        "soort verkoop: betaald [crm/3]",
                        "onderwerp Auto's: nee; hoe vaak e-mail: 2/week; rustige uren: 21:00 – 08:00 [app/4]"])]:
            card = run(*shown, "--lang", language)
            self.assertEqual(card.returncode, 0, card.stderr)
            for word in words:
                self.assertIn(word, card.stdout)
        card = json.loads(run(*shown, "--json").stdout)
        self.assertIn({"name": "birthDate", "value": "1985-03-21"},
                      [{key: value[key] for key in ("name", "value")} for value in card["attributes"]])

    def test_a_dry_run_of_a_rotation_says_what_it_would_do_and_changes_nothing(self):
        data = self.path / "data"
        taken = run("import", self.facts(CARLA[:1]), "--data", data)
        self.assertEqual(taken.returncode, 0, taken.stderr)
        ring = (data / "keyring").read_bytes()
        keys = [line.split("  since")[0] for line in run("keys", "list", "--data", data).stdout.splitlines()]
        for language, words in [("en", ["wrapped anew: 1 data key.", "Nothing was changed."]),
                                ("nl", ["opnieuw ingepakt: 1 gegevenssleutel.", "Er is niets gewijzigd."])]:
            looked = run("keys", "rotate", "--data", data, "--dry-run", "--lang", language)
            self.assertEqual(looked.returncode, 0, looked.stderr)
            for word in words:
                self.assertIn(word, looked.stdout)
        self.assertEqual((data / "keyring").read_bytes(), ring)
        now = run("keys", "list", "--data", data).stdout.splitlines()
        self.assertEqual([line.split("  since")[0] for line in now], keys)
        done = run("keys", "rotate", "--data", data)
        self.assertIn("The root is replaced; wrapped anew: 1 data key.", done.stdout)
        self.assertNotEqual((data / "keyring").read_bytes(), ring)

    def test_one_is_said_as_one(self):
        data, backups = self.path / "data", [self.path / "facts", self.path / "keys"]
        self.assertEqual(run("policy", "apply", DEALER, "--data", data).returncode, 0)
        facts, one = self.facts([{"id": "1", "source": "app", "kind": "behaved", "event": "seen",
                                  "occurredAt": "2024-09-01T09:00:00+02:00",
                                  "subject": {"email": "carla@example.nl"}}]), "email:carla@example.nl"
        said = {"en": [], "nl": []}
        for language, texts in said.items():
            for command in (["import", facts, "--data", data, "--as-known-then"], ["rebuild", "--data", data],
                            ["policy", "apply", ROOT / "Demo/dealership/policy.yaml", "--data", data, "--dry-run"],
                            ["audience", "--data", data, "--purpose", "offers", "--channel", "email"],
                            ["segment", "list", "--data", data],
                            ["retention", "plan", "--data", data],
                            ["keys", "rotate", "--data", data, "--dry-run"],
                            ["customer", "show", "--data", data, "--customer", one],
                            ["rights", "erase", "--data", data, "--customer", one, "--dry-run"],
                            ["backup", "--data", data, "--to", backups[0], "--keys-to", backups[1]]):
                answer = run(*command, "--lang", language)
                self.assertEqual(answer.returncode, 0, (command, answer.stdout, answer.stderr))
                texts.append(answer.stdout + answer.stderr)
            time.sleep(1.1)  # A backup is named by its second.
        said = {language: "\n".join(texts) for language, texts in said.items()}
        for language, words in [
                ("en", ["1 row", "Taken in: 1 fact\n", "1 fact about 1 customer:", "Asked of 1 fact about 1 person.",
                        "Nobody gets another answer; asked about 1 person.", "Of 1 person this would go:",
                        "1 fact (behaviour) of 1 person: ended for: Personal app", "1 fact (behaviour): goes",
                        "1 address or number: goes"]),
                ("nl", ["1 rij", "Opgenomen: 0 feiten", "1 feit over 1 klant:", "Gevraagd aan 1 feit over 1 mens.",
                        "Van 1 mens zou dit weggaan:", "1 feit (gedrag) van 1 mens: voorbij voor: Persoonlijke app",
                        "1 feit (gedrag): gaat weg", "1 adres of nummer: gaat weg",
                        "1 oudere reservekopie van sleutels is gewist"])]:
            for word in words:
                self.assertIn(word, said[language])
            # Percentages and numbers with more digits end in one too.
            self.assertNotRegex(said[language], r"(?<![\d.,-])1 (facts|rows|people|customers|keys|addresses|entries|"
                                r"purchases|consents|feiten|rijen|mensen|klanten|sleutels|adressen|regels|aankopen)\b")

    def test_nobody_waits_for_what_is_no_marketing(self):
        asked = ["audience", "--facts", self.facts(CARLA), "--policy", DEALER, "--channel", "email", "--members",
                 "--under-contacted", "--purpose"]
        self.assertEqual(run(*asked, "offers").returncode, 0)
        self.assertEqual(run(*asked, "safetyRecall", "--activity", "a", "--promotional").returncode, 0)
        for language, words in [("en", "is no marketing"), ("nl", "is geen marketing")]:
            refused = run(*asked, "safetyRecall", "--lang", language)
            self.assertEqual(refused.returncode, 64, refused.stderr)
            self.assertIn(words, refused.stderr)

    def test_wrong_arguments_exit_64(self):
        self.assertEqual(run("decide").returncode, 64)
        self.assertEqual(self.decide("--customer", "carla").returncode, 64)
        self.assertEqual(run("policy", "explain", "unheard", "--policy", DEALER).returncode, 64)

    def test_the_usage_is_shown_for_arguments_and_not_for_what_is_wrong_while_a_command_runs(self):
        asked = ["--policy", DEALER, "--channel", "email"]
        facts = ["--facts", self.facts(CARLA)]
        for wrong, told in [
            (["audience", *asked, *facts, "--purpose", "offrs"], "Did you mean `offers`?"),
            (["decide", *asked, *facts, "--purpose", "offers", "--customer", "carla"], "--customer"),
            (["segment", "check", "age at least 18", "--policy", DEALER, "--purpose", "offrs"],
             "Did you mean `offers`?"),
            (["import", FIXTURES / "golden.yaml", "--data", self.path / "new"], "--guess"),
        ]:
            answer = run(*wrong)
            self.assertEqual(answer.returncode, 64, wrong)
            self.assertIn(told, answer.stderr)
            self.assertNotIn("Usage", answer.stderr)
            self.assertEqual(answer.stdout, "")
        for wrong, usage in [
            (["audience"], "openkaart audience"),
            (["decide", *asked, *facts, "--purpose", "offers", "--customer", "email:carla@example.nl",
              "--as-of", "2026"], "openkaart decide"),
            (["backup", "--data", "d"], "openkaart backup"),
            (["apikey", "add", "site", "--data", "d", "--scope", "everything"], "openkaart apikey add"),
            (["serve", "--data", "d", "--port", "65536"], "openkaart serve"),
        ]:
            answer = run(*wrong)
            self.assertEqual(answer.returncode, 64, wrong)
            self.assertIn(f"Usage: {usage} ", answer.stderr)

    def test_what_is_wrong_with_a_segment_is_told_in_the_language_of_its_reader(self):
        data, dutch = self.path / "data", ("--lang", "nl")
        self.assertEqual(run("policy", "apply", DEALER, "--data", data).returncode, 0)
        self.assertEqual(run("import", self.facts(CARLA), "--data", data).returncode, 0)
        asked = ("--purpose", "offers", "--channel", "email", *dutch)
        for command, told in [
            (["segment", "check", "bougt cars", "--policy", DEALER, *dutch], "Bedoelde u `bought`?"),
            (["audience", "--data", data, "--where", "bougt cars", *asked], "(teken 1) Bedoelde u `bought`?"),
            (["audience", "--data", data, "--segment", "buyers", *asked], "geen groep `buyers`. Er zijn: carBuyers"),
            (["sql", "segment", "--where", "bougt cars", "--policy", DEALER, *dutch], "Bedoelde u `bought`?"),
            (["segment", "members", "--data", data, "--segment", "buyers", *dutch], "geen groep `buyers`"),
        ]:
            answer = run(*command)
            self.assertEqual(answer.returncode, 1, (command, answer.stderr))
            self.assertIn(told, answer.stderr)
        explain = ("segment", "explain", "--data", data, "--segment", "carBuyers", *dutch, "--customer")
        told = run(*explain, "customerNumber:2001").stdout
        self.assertIn("De poort zegt: mag\n  basis.consent  De persoon gaf toestemming voor Aanbiedingen.", told)
        self.assertRegex(told, r"Kan vanzelf veranderen op \d+ \w+ 20\d\d, \d\d:\d\d\n")
        self.assertRegex(run("segment", "list", "--data", data, *dutch).stdout,
                         r"^\d+ \w+ 20\d\d, \d\d:\d\d · 1 mens\n")
        members = run("segment", "members", "--data", data, "--segment", "carBuyers", "--purpose",
                      "partnerSharing", *dutch)
        self.assertIn("  1  register.dataNotCovered  Het gebruik vraagt gegevens die niet bij het doel",
                      members.stderr)
        strange = run(*explain, "customerNumber:1")
        self.assertEqual((strange.returncode, strange.stderr), (2, "Niemand is hieronder bekend.\n"))

    def test_no_contact_is_no_channel_that_something_goes_over(self):
        for language, words in [("nl", "Er is geen toestemming voor Aanbiedingen per e-mail."),
                                ("en", "There is no consent to Offers by e-mail.")]:
            self.assertIn(words, self.decide("--customer", "customerNumber:2001", "--lang", language,
                                             facts=CARLA[:1]).stdout)
        asked = ("--facts", self.facts(CARLA), "--policy", DEALER, "--purpose", "offers", "--channel", "none")
        for language, words in [("nl", "Het doel Aanbiedingen is niet voor gebruik zonder contact."),
                                ("en", "The purpose Offers is not for use without contact.")]:
            self.assertIn(words, run("audience", *asked, "--lang", language).stdout)
            self.assertIn(words, run("decide", *asked, "--customer", "customerNumber:2001", "--lang",
                                     language).stdout)

    def test_everything_that_goes_wrong_can_be_told_in_dutch(self):
        dutch, none = ("--lang", "nl"), self.path / "none"
        table, mapping = self.path / "a.csv", self.path / "map.yaml"
        table.write_text("nr;datum\n1;2026-11-01\n")
        mapping.write_text("source: crm\nsubject: {customerNumber: nummer}\nocurredAt: datum\n"
                           "facts: [{kind: purchaced}]\n")
        bad = self.path / "bad.ndjson"
        bad.write_text("{}\n")
        config = self.path / "serve.yaml"
        config.write_text("prot: 80\n")
        for command, code, told in [
            (["customer", "show", "--data", none, "--customer", "email:a@example.nl"], 1,
             f"In {none} staan geen gegevens. Geef de goede map"),
            (["import", table, "--map", mapping, "--dry-run"], 1,
             "Een mapping heeft geen veld “ocurredAt”. Bedoelde u `occurredAt`?"),
            (["import", table, "--map", mapping, "--dry-run"], 1, "Bedoelde u `purchased`? Kies uit:"),
            (["import", self.path / "gone.csv", "--map", mapping, "--dry-run"], 1,
             "Het bestand is niet te lezen."),
            (["import", table, "--dry-run"], 64, "Een tabel heeft een mapping nodig"),
            (["import", table], 64, "Zeg waar de feiten heen gaan: --data MAP"),
            (["audience", "--purpose", "offers", "--channel", "email"], 64, "Zeg waar de feiten zijn"),
            (["serve", "--data", none, "--config", config], 1,
             "De configuratie heeft zo'n veld niet; laat het weg. Bedoelde u `port`?"),
            (["policy", "explain", "offers", "--policy", none], 64, "is niet te lezen. Kijk of het er is"),
            (["scenario", none], 1, "is niet te lezen. Kijk of het er is"),
            (["apikey", "add", "x", "--scope", "fact:write", "--data", none], 64,
             "Bedoelde u `facts:write`? Er zijn: "),
            (["import", bad, "--source", "crm", "--dry-run"], 0,
             "Herstel wat geweigerd is, in het bestand of in de mapping, en kijk opnieuw.\n"),
            (["import"], 64, "Fout: Er ontbreekt een argument: '<file>'.\n"),
            (["import", table, "--dry-run", "--flat"], 64, "Fout: Deze optie bestaat niet: '--flat'"),
            (["decide", "--channel", "mail"], 64, "Fout: De waarde 'mail' past niet bij '--channel <channel>'. Kies uit:"),
            (["import", table, "--data"], 64, "Fout: Er ontbreekt een waarde bij '--data <data>'.\nUitleg: "),
            (["rights", "lift", "--data", none, "x"], 64, "Zie 'openkaart rights lift --help'.\n"),
        ]:
            for language in (dutch, ("--lang=nl",)):
                answer = run(*command, *language)
                self.assertEqual(answer.returncode, code, (command, answer.stderr))
                self.assertIn(told, answer.stdout + answer.stderr, command)
            english = run(*command)
            self.assertNotIn(told, english.stdout + english.stderr, command)

    def test_golden_scenarios_pass_and_a_wrong_one_fails(self):
        answer = run("scenario", FIXTURES / "golden.yaml")
        self.assertEqual(answer.returncode, 0, answer.stdout)
        self.assertEqual(answer.stdout.count("\nok  ") + answer.stdout.startswith("ok  "), 37)
        lines = run("scenario", "--json", FIXTURES / "golden.yaml").stdout.splitlines()
        self.assertEqual(len(lines), 37)
        self.assertTrue(all(json.loads(line)["decision"]["reasons"] for line in lines))
        wrong = self.path / "wrong.yaml"
        text = (FIXTURES / "golden.yaml").read_text()
        text = text.replace("policy: dealer.yaml", f"policy: {os.path.relpath(DEALER, self.path)}")
        wrong.write_text(text.replace("outcome: allow", "outcome: deny", 1))
        failed = run("scenario", wrong)
        self.assertEqual(failed.returncode, 1)
        self.assertEqual(failed.stdout.count("FAIL"), 1)

    def test_hostile_files_give_an_error_and_never_a_crash(self):
        hostile = ["", "{", "[" * 100_000, "a: &a [*a, *a]", "\0", "policy: x\nscenarios: 3\n",
                   "x: " + "9" * 100_000, "- " * 50_000, "policy: [\n", "a: 1\na: 2\n"]
        for number, text in enumerate(hostile):
            file = self.path / f"hostile-{number}"
            file.write_text(text)
            for arguments in (["policy", "check", file], ["scenario", file],
                              ["decide", "--facts", file, "--policy", DEALER, "--customer",
                               "email:a@example.nl", "--purpose", "offers", "--channel", "email",
                               "--map", file]):
                answer = run(*arguments)
                self.assertIn(answer.returncode, (0, 1, 2, 64), (number, arguments))
                self.assertNotIn("Fatal error", answer.stderr)
        broken = self.path / "utf8.ndjson"
        broken.write_bytes(b'{"id": "\xff\xfe"}\n')
        self.assertEqual(run("decide", "--facts", broken, "--policy", DEALER, "--customer",
                             "email:a@example.nl", "--purpose", "offers", "--channel",
                             "email").returncode, 1)

    def test_a_new_policy_passes_its_own_check(self):
        answers = self.path / "answers.yaml"
        answers.write_text("company: Van Dijk\ncontact: privacy@vandijk.example\n")
        made = run("init", self.path / "new", "--answers", answers)
        policy = self.path / "new" / "policy.yaml"
        self.assertTrue(policy.exists(), made.stdout + made.stderr)
        self.assertEqual(run("policy", "check", policy).returncode, 0)


if __name__ == "__main__":
    OPENKAART = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=1)
