#!/usr/bin/env python3
"""Walks through the customer's page in a real browser, as the car dealer's customer would.

    test_me.py PATH_TO_OPENKAART [PATH_TO_CHROMIUM]
"""
import pathlib
import shutil
import sys
import time
import unittest

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from customer import DISCOUNT, STORY, enter, mails, make_sure, newest_mail
from serving import ANNA, ServerCase

PAGES = ["/me", "/me/known", "/me/known/city", "/me/uses", "/me/choices", "/me/rights",
         "/me/rights/object", "/me/rights/restrict", "/me/rights/complain", "/me/access",
         "/me/rights/erase", "/me/copy", "/me/sure?for=copy", "/sign-in", "/sign-in/sent"]
CHROMIUM = None


class Customer(ServerCase):
    def setUp(self):
        super().setUp()
        self.apply()
        _, addresses = self.start("--quiet")
        self.address = addresses["pages"]
        key = self.key()
        status, text = self.ask(addresses["api"], "/v1/facts", ANNA + STORY, key)
        self.assertEqual(status, 200, text)
        status, text = self.ask(addresses["api"], "/v1/decisions?record=true", DISCOUNT, key)
        self.assertEqual(status, 200, text)
        playwright = sync_playwright().start()
        self.addCleanup(playwright.stop)
        self.browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        self.addCleanup(self.browser.close)

    def window(self, language="en", theme="light", width=1280, **more):
        context = self.browser.new_context(
            locale=language, color_scheme=theme, viewport={"width": width, "height": 800}, **more)
        self.addCleanup(context.close)
        return context.new_page()

    def test_the_story(self):
        for language, width in [("en", 1280), ("nl", 390)]:
            with self.subTest(language=language):
                page = self.window(language, width=width)
                enter(page, self.address, self.data)
                self.assertIn("Anna", page.locator("h1").inner_text())
                # The discount that was not sent, and why.
                page.goto(self.address + "/me/uses?kind=refused")
                told = page.locator(".timeline").inner_text()
                self.assertIn("november-discount", told)
                self.assertIn("complaint was open" if language == "en" else "klacht openstond", told)
                # What it gave in return.
                page.goto(self.address + "/me")
                self.assertIn("Car ready on 20 October", page.locator("main").inner_text())
                # No and yes cost one press each.
                page.goto(self.address + "/me/choices")
                row = page.locator("form.choice-row").filter(
                    has=page.locator("input[value=offers]")).filter(
                    has=page.locator("input[value=email]"))
                for answer in ["no", "yes"]:
                    row.locator("button").click()
                    page.wait_for_url(f"**/me/choices?done={answer}")
                    self.assertEqual(page.locator("[role=status]").count(), 1)
                # Searching puts nothing in the address.
                page.goto(self.address + "/me/uses")
                page.locator("#search").fill("winter-check")
                page.locator(".finder button").click()
                self.assertEqual(page.locator(".timeline > li").count(), 1)
                self.assertNotIn("winter", page.url)
                page.locator("header form button").click()
                page.wait_for_url("**/sign-in?left")
                page.goto(self.address + "/me")
                self.assertTrue(page.url.endswith("/sign-in"), page.url)

    def test_another_browser_types_the_code(self):
        page, phone = self.window(), self.window(width=390)
        before = mails(self.data)
        page.goto(self.address + "/sign-in")
        page.locator("#who").fill("7001")
        page.keyboard.press("Enter")
        link, code = newest_mail(self.data, before)
        phone.goto(link)
        self.assertEqual(phone.locator("#code").count(), 1)
        phone.locator("#code").fill("aaaa-aaaa")
        phone.locator("main form button").click()
        self.assertEqual(phone.locator("[role=alert]").count(), 1)
        phone.locator("#code").fill(code)
        phone.locator("main form button").click()
        phone.wait_for_url("**/me")

    def test_every_page_in_both_languages_and_themes(self):
        axe = Axe()
        page = self.window()
        enter(page, self.address, self.data)
        page.goto(self.address + "/me/sure?for=copy")
        make_sure(page, self.data)
        page.wait_for_url("**/me/copy")
        cookies = page.context.cookies()
        for language in ["nl", "en"]:
            for theme in ["light", "dark"]:
                # 320 pixels is what remains of a desktop at 400 %: WCAG 1.4.10.
                for width in [320, 1280]:
                    page = self.window(language, theme, width, bypass_csp=True)
                    page.context.add_cookies(cookies)
                    for path in PAGES:
                        page.goto(self.address + path)
                        where = (path, language, theme, width)
                        self.assertEqual(page.locator("html").get_attribute("lang"), language, where)
                        found = axe.run(page, options={
                            "resultTypes": ["violations", "passes"],
                            "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
                                        "best-practice"]})
                        self.assertGreater(len(found.response["passes"]), 10)
                        self.assertEqual(found.violations_count, 0, (where, found.generate_report()))
                        overflow = page.evaluate(
                            "document.documentElement.scrollWidth - document.documentElement.clientWidth")
                        self.assertLessEqual(overflow, 0, where)
                    page.context.close()

    def test_pages_keep_to_their_policy_and_are_quick(self):
        page = self.window()
        complaints, sizes, strangers = [], {}, []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("response", lambda answer: strangers.append(answer.url)
                if not answer.url.startswith(self.address) else None)
        enter(page, self.address, self.data)
        page.goto(self.address + "/me/sure?for=copy")
        make_sure(page, self.data)
        for path in PAGES:
            page.goto(self.address + path, wait_until="networkidle")
            sizes[path] = len(page.content().encode())
        self.assertEqual(complaints, [])
        self.assertEqual(strangers, [])
        style = page.request.get(self.address + "/assets/openkaart.css").body()
        script = page.request.get(self.address + "/assets/openkaart.js").body()
        self.assertLessEqual(sizes["/me"] + len(style) + len(script), 50_000)
        page.goto(self.address + "/me")
        paint = page.evaluate(
            "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0")
        print(f"first contentful paint: {paint:.0f} ms; /me: {sizes['/me']} bytes", file=sys.stderr)

    def test_the_keyboard_alone_is_enough(self):
        page = self.window()
        enter(page, self.address, self.data)
        for path in ["/me", "/me/choices", "/me/rights"]:
            page.goto(self.address + path)
            wanted = page.locator("a[href], button, summary").count()
            seen = set()
            stops = page.locator(
                "a[href], button, summary, input, select, textarea, [tabindex='0']").count()
            for _ in range(stops + 1):
                page.keyboard.press("Tab")
                place, is_shown = page.evaluate("""() => {
                    const element = document.activeElement
                    const all = [...document.querySelectorAll('a[href], button, summary')]
                    return [all.indexOf(element), getComputedStyle(element).outlineStyle !== 'none']
                }""")
                if place >= 0:
                    seen.add(place)
                    self.assertTrue(is_shown, f"{path}: the focus cannot be seen")
            # What is folded away is not reached until it is opened.
            hidden = page.locator("details:not([open]) > div :is(a[href], button)").count()
            self.assertEqual(len(seen), wanted - hidden, path)
        page.goto(self.address + "/me")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        self.assertTrue(page.url.endswith("#main"))

    def test_pages_answer_in_time(self):
        """p99 of the server's time over loopback, with what one customer has here."""
        page = self.window()
        enter(page, self.address, self.data)
        for path in ["/me", "/me/known", "/me/uses", "/me/choices", "/me/rights"]:
            times = []
            for _ in range(60):
                start = time.perf_counter()
                page.request.get(self.address + path)
                times.append(time.perf_counter() - start)
            times.sort()
            print(f"{path}: p50 {times[30] * 1000:.1f} ms, p99 {times[-1] * 1000:.1f} ms",
                  file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    ServerCase.openkaart = str(pathlib.Path(sys.argv.pop(1)).resolve())
    CHROMIUM = sys.argv.pop(1) if len(sys.argv) > 1 and not sys.argv[1].startswith(
        ("-", "Customer")) else shutil.which("chromium")
    if not CHROMIUM:
        sys.exit("test_me.py: Chromium is missing; give its path.")
    unittest.main(verbosity=2)
