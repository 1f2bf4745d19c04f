#!/usr/bin/env python3
"""Looks at the pages that tell of the server in a real browser: light, without strangers, for the keyboard.

What axe says of them is asked in `test_every_page.py`.

    test_pages.py PATH_TO_OPENKAART [PATH_TO_CHROMIUM]
"""
import pathlib
import shutil
import sys
import unittest

from playwright.sync_api import sync_playwright

from serving import ServerCase

PAGES = ["/", "/problems", "/design"]
LANGUAGES = ["nl", "en"]
THEMES = ["light", "dark"]
# 320 pixels is what remains of a desktop at 400 %: WCAG 1.4.10.
WIDTHS = [320, 1280]
CHROMIUM = None


class Pages(ServerCase):
    def setUp(self):
        super().setUp()
        self.apply()
        _, addresses = self.start("--quiet")
        self.address = addresses["api"]
        playwright = sync_playwright().start()
        self.addCleanup(playwright.stop)
        self.browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        self.addCleanup(self.browser.close)

    def looks(self):
        for language in LANGUAGES:
            for theme in THEMES:
                for width in WIDTHS:
                    yield language, theme, width

    def test_pages_are_light_and_ask_no_strangers(self):
        for language, theme, width in self.looks():
            # The browser must keep to the policy of the page here.
            context = self.browser.new_context(
                locale=language, color_scheme=theme, viewport={"width": width, "height": 800})
            for path in PAGES:
                with self.subTest(path=path, language=language, theme=theme, width=width):
                    page = context.new_page()
                    asked, complaints = [], []
                    page.on("response", lambda answer: asked.append(answer))
                    page.on("console", lambda message: complaints.append(message.text))
                    page.on("pageerror", lambda error: complaints.append(str(error)))
                    page.goto(self.address + path, wait_until="networkidle")
                    self.assertEqual(complaints, [])
                    self.assertTrue(all(answer.url.startswith(self.address) for answer in asked))
                    self.assertTrue(all(answer.ok for answer in asked),
                                    [(answer.url, answer.status) for answer in asked])
                    self.assertLessEqual(sum(len(answer.body()) for answer in asked), 50_000)
                    overflow = page.evaluate(
                        "document.documentElement.scrollWidth - document.documentElement.clientWidth")
                    self.assertLessEqual(overflow, 0, "the page scrolls sideways")
                    page.close()
            context.close()

    def test_the_keyboard_reaches_every_link_and_shows_where_it_is(self):
        context = self.browser.new_context(viewport={"width": 1280, "height": 800})
        for path in PAGES:
            page = context.new_page()
            page.goto(self.address + path)
            links = page.locator("a[href], button, summary").count()
            seen = set()
            # What scrolls can be reached too, so there are more stops than links.
            for _ in range(page.locator(
                    "a[href], button, summary, input, select, textarea, [tabindex='0']").count() + 1):
                page.keyboard.press("Tab")
                here = page.evaluate("""() => {
                    const element = document.activeElement
                    const style = getComputedStyle(element)
                    const all = [...document.querySelectorAll('a[href], button, summary')]
                    return [all.indexOf(element), style.outlineStyle !== 'none' || style.boxShadow !== 'none']
                }""")
                if here[0] >= 0:
                    seen.add(here[0])
                    self.assertTrue(here[1], f"{path}: the focus cannot be seen")
            self.assertEqual(len(seen), links, path)
            page.close()
        context.close()


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    ServerCase.openkaart = str(pathlib.Path(sys.argv.pop(1)).resolve())
    CHROMIUM = sys.argv.pop(1) if len(sys.argv) > 1 else shutil.which("chromium")
    if not CHROMIUM:
        sys.exit("test_pages.py: Chromium is missing; give its path.")
    unittest.main(verbosity=2)
