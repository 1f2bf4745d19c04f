#!/usr/bin/env python3
"""Checks the texts written for customers: short sentences, plain words, both languages.

    test_plain.py PATH_TO_OPENKAART

Over the tables of words of the pages, the privacy statement of the demonstration, and every text that stands in
the sources in both languages (the reasons of the gate, the mails, the forms, the refusals, what the commands say):
a sentence has at most 25 words, the sentences of a file at most 12 on average, and no word of avoid.json stands in
what customers read. No command says anything in one language only.
"""
import html
import json
import pathlib
import re
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCES = ROOT / "Sources"
PAGES = SOURCES / "OpenkaartHTTP" / "Resources"
AVOID = json.loads((pathlib.Path(__file__).parent / "avoid.json").read_text())
MOST, MEAN = 25, 12
# The register of what runs, for those who keep it running.
FOR_STAFF = {"design.json"}
# Whoever writes a policy, or runs a command, reads the words of the law and of the format.
FOR_WRITERS = ("OpenkaartCore/Policy", "OpenkaartCore/Interview", "OpenkaartCLI")
LITERAL = r'"((?:[^"\\\n]|\\.)*)"'
ONE_LANGUAGE = re.compile(rf"\b(nl|en|changeNL|changeEN): *\n? *((?:{LITERAL}\s*(?:\+\s*)?)+)")
BOTH_LANGUAGES = re.compile(rf"\bsay\(\s*{LITERAL},\s*{LITERAL}\s*\)")
OPENKAART = None


def sentences(text):
    # A number, an address or an article ends no sentence.
    return [part for part in re.split(r"(?<=[.!?])\s+(?=[A-ZÀ-Þ])|\n", text) if part.strip()]


def words(sentence):
    return [word for word in re.split(r"\s+", sentence) if re.search(r"\w", word)]


def tables():
    for file in sorted(PAGES.rglob("*.json")):
        if file.parent == PAGES or file.name in FOR_STAFF:
            continue
        for key, text in json.loads(file.read_text()).items():
            for language in ["nl", "en"]:
                # What is filled in is a name, and no word of ours.
                yield language, f"{file.name}: {key}", re.sub(r"\{\w+\}", "X", text[language])


def plain(literal):
    """A text of the sources, with a name where something is filled in."""
    filled = re.sub(r"\\\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)", "X", literal)
    # What is to be typed is no sentence.
    return re.sub(r"`[^`]*`", "X", filled.replace('\\"', '"').replace("\\n", "\n"))


def texts_of(file):
    source = file.read_text()
    for match in ONE_LANGUAGE.finditer(source):
        yield match[1][-2:].lower(), plain("".join(re.findall(LITERAL, match[2])))
    for match in BOTH_LANGUAGES.finditer(source):
        yield "nl", plain(match[1])
        yield "en", plain(match[2])


def said_in_one_language(source):
    """Sentences that are printed or thrown as they stand, not out of a text in two languages."""
    said = re.findall(rf"\b(?:print|printError|ValidationError|text)\(\s*{LITERAL}", source)
    return [text for text in said if re.search(r"[A-Za-z]{2,} [a-z]+ [a-z]{2,}|[A-Z][a-z]+ [a-z]+", plain(text))]


def in_sources():
    for file in sorted(SOURCES.rglob("*.swift")):
        place = str(file.relative_to(SOURCES))
        for language, text in texts_of(file):
            yield language, place, text


def statements():
    for language in ["nl", "en"]:
        answer = subprocess.run(
            [OPENKAART, "policy", "statement", "Demo/dealership/policy.yaml", "--lang", language,
             "--html"], cwd=ROOT, text=True, capture_output=True, check=True)
        pieces = re.findall(r"<(?:p|dd|dt|li|h\d)>(.*?)</", answer.stdout)
        for number, piece in enumerate(pieces, 1):
            # The name of the authority is no choice of ours.
            text = html.unescape(piece).replace("Autoriteit Persoonsgegevens", "AP")
            yield language, f"statement, piece {number}", text


class Plain(unittest.TestCase):
    def texts(self):
        return [*tables(), *statements(), *in_sources()]

    def test_no_sentence_is_long(self):
        for language, place, text in self.texts():
            for sentence in sentences(text):
                with self.subTest(place=place, language=language, sentence=sentence):
                    self.assertLessEqual(len(words(sentence)), MOST)

    def test_sentences_are_short_on_average(self):
        for language in ["nl", "en"]:
            lengths = [len(words(sentence)) for spoken, _, text in self.texts() if spoken == language
                       for sentence in sentences(text)]
            self.assertGreater(len(lengths), 1000)
            self.assertLessEqual(sum(lengths) / len(lengths), MEAN)

    def test_sentences_of_every_file_are_short_on_average(self):
        files = {}
        for _, place, text in [*tables(), *in_sources()]:
            lengths = [len(words(sentence)) for sentence in sentences(text)]
            files.setdefault(place.split(":")[0], []).extend(lengths)
        for name in ["OpenkaartCore/Rules/LawPackEU.swift", "OpenkaartService/Customer/SignInLetters.swift",
                     "OpenkaartService/Forms/ConfirmationLetter.swift", "OpenkaartHTTP/Problem/ProblemCode+Texts.swift"]:
            self.assertIn(name, files)
        for name, lengths in files.items():
            with self.subTest(file=name):
                self.assertLessEqual(sum(lengths) / max(1, len(lengths)), MEAN)

    def test_words_to_avoid_are_avoided(self):
        for language, place, text in self.texts():
            if place.startswith(FOR_WRITERS):
                continue
            for word, better in AVOID[language].items():
                with self.subTest(place=place, language=language, better=better):
                    self.assertNotRegex(text.lower(), rf"(?<![\w-]){re.escape(word)}(?![\w-])")

    def test_what_commands_say_is_said_in_both_languages(self):
        for file in sorted((SOURCES / "OpenkaartCLI").rglob("*.swift")):
            if file.parent.name == "Bench":
                continue
            with self.subTest(file=file.name):
                self.assertEqual(said_in_one_language(file.read_text()), [])

    def test_the_check_can_fail(self):
        self.assertEqual(len(said_in_one_language('printError("\\(path): Mend it now.")')), 1)
        self.assertEqual(len(said_in_one_language('throw ValidationError(\n  "--at: write a moment.")')), 1)
        self.assertEqual(said_in_one_language('print("\\(count) bytes"); print("{\\"a\\": 1}")'), [])
        self.assertEqual(len(sentences("Eén. Twee drie. U kunt 1.000 keer. Ja?")), 4)
        self.assertEqual(len(words("Ja, via e-mail – nu")), 4)
        self.assertEqual(plain(r"U heeft \(count(of: (1))) mails van `x y`."), "U heeft X mails van X.")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    OPENKAART = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main(verbosity=1)
