#!/usr/bin/env python3
"""Walks through the customer's page in a real browser, as the car dealer's customer would.

How each page looks is looked at in `test_every_page.py`.

    test_me.py PATH_TO_OPENKAART [PATH_TO_CHROMIUM]
"""
import base64
import email
import email.policy
import pathlib
import re
import shutil
import subprocess
import sys
import time
import unittest

from playwright.sync_api import sync_playwright

from customer import DISCOUNT, STORY, enter, mails, make_sure, newest_mail
from looking import axe, too_wide
from serving import ANNA, ServerCase

PAGES = ["/me", "/me/known", "/me/known/city", "/me/uses", "/me/choices", "/me/rights",
         "/me/rights/object", "/me/rights/restrict", "/me/rights/complain", "/me/rights/rectify",
         "/me/access", "/me/address", "/me/records", "/me/rights/erase", "/me/copy", "/me/sure?for=copy", "/sign-in", "/sign-in/sent"]
CHROMIUM = None
BOB = [
    {"id": "51", "source": "web", "kind": "described", "occurredAt": "2026-10-01T10:00:00+02:00",
     "subject": {"email": "bob@example.nl"}, "attributes": {"givenName": "Bob"}},
    {"id": "52", "source": "web", "kind": "purchased", "occurredAt": "2026-10-03T10:00:00+02:00",
     "subject": {"email": "bob@example.nl"}, "order": "C78", "saleKind": "paid",
     "lines": [{"product": "hatchback-x", "productLine": "cars", "priceCents": 2500000}]},
]


class Customer(ServerCase):
    def setUp(self):
        super().setUp()
        self.apply()
        _, addresses = self.start("--quiet")
        self.address = addresses["pages"]
        key = self.key()
        status, text = self.ask(addresses["api"], "/v1/facts", ANNA + STORY + BOB, key)
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

    def axe(self, page, where):
        """Nothing found on the page that is shown, and nothing wider than the window."""
        found = axe(page)
        self.assertEqual(found.violations_count, 0, (where, found.generate_report()))
        self.assertLessEqual(too_wide(page), 0, where)

    def test_a_customer_erases_everything(self):
        for language, width, who in [("en", 1280, "anna@example.nl"), ("nl", 390, "bob@example.nl")]:
            with self.subTest(language=language):
                page = self.window(language, width=width, bypass_csp=True)
                enter(page, self.address, self.data, who)
                page.goto(self.address + "/me/rights")
                page.locator("a[href='/me/rights/erase']").click()
                make_sure(page, self.data)
                page.wait_for_url("**/me/rights/erase")
                self.axe(page, "erase")
                before = page.locator("main").inner_text()
                self.assertIn("31 December 2033" if language == "en" else "31 december 2033", before)
                self.assertIn("AWR 52", before)
                page.locator("button.grave").click()
                page.wait_for_url("**/erased")
                self.axe(page, "erased")
                after = page.locator("main").inner_text()
                self.assertIn("AWR 52", after)
                self.assertEqual(page.locator("ol.steps > li.done").count(), 3, after)
                for word in ["Anna", "Bob", who]:
                    self.assertNotIn(word, page.content())
                page.goto(self.address + "/me")
                self.assertTrue(page.url.endswith("/sign-in"), page.url)
                # The page is this browser's alone, and lasts.
                page.goto(self.address + "/erased")
                self.assertEqual(page.locator("ol.steps").count(), 1)
                other = self.window(language)
                other.goto(self.address + "/erased")
                self.assertTrue(other.url.endswith("/sign-in"))

    def test_each_record_is_numbered_and_its_proof_is_right(self):
        for language, width in [("en", 1280), ("nl", 390)]:
            with self.subTest(language=language):
                page = self.window(language, width=width, bypass_csp=True, accept_downloads=True)
                enter(page, self.address, self.data)
                page.goto(self.address + "/me/uses?kind=refused")
                page.locator(".timeline a[href^='/me/records/fact/']").first.click()
                page.wait_for_url(re.compile(r"/me/records/\d+$"))
                for _ in range(20):
                    if page.locator("a[download]").count():
                        break
                    time.sleep(0.3)
                    page.reload()
                self.axe(page, "proof")
                said = page.locator("pre").first.inner_text()
                self.assertIn("november-discount", said)
                with page.expect_download() as download:
                    page.locator("a[download]").click()
                file = self.data.parent / "proof.tlog-proof"
                download.value.save_as(file)
                key = re.search(r"--key '([^']+)'", page.locator("main").inner_text())[1]
                verify = pathlib.Path(self.openkaart).with_name("openkaart-verify")
                checked = subprocess.run(
                    [verify, "proof", file, "--key", key], text=True, capture_output=True, check=False)
                self.assertEqual(checked.returncode, 0, checked.stderr)
                self.assertIn("november-discount", checked.stdout)
                lines = file.read_text().splitlines(keepends=True)
                place = next(n for n, line in enumerate(lines) if line.startswith("extra "))
                extra = bytearray(base64.b64decode(lines[place].split()[1]))
                extra[extra.index(b"november")] ^= 1
                lines[place] = f"extra {base64.b64encode(extra).decode()}\n"
                file.write_text("".join(lines))
                checked = subprocess.run(
                    [verify, "proof", file, "--key", key], text=True, capture_output=True, check=False)
                self.assertEqual(checked.returncode, 1, checked.stdout)
                page.goto(self.address + "/me/records")
                self.axe(page, "records")
                told = page.locator("main").inner_text()
                self.assertIn("None is missing" if language == "en" else "Er ontbreekt er geen", told)
                self.assertNotIn("no longer there", told)

    def test_a_complaint_goes_on_and_is_closed(self):
        for language, width in [("en", 1280), ("nl", 390)]:
            with self.subTest(language=language):
                page = self.window(language, width=width, bypass_csp=True)
                enter(page, self.address, self.data)
                page.goto(self.address + "/me/rights")
                page.locator("a[href^='/me/complaints/']").last.click()
                if language == "nl":
                    self.assertEqual(page.locator("main form").count(), 0)
                    continue
                self.axe(page, "complaint")
                self.assertIn("november-discount", page.locator("main").inner_text())
                page.locator("#about").fill("Still no answer")
                page.locator("button[value=add]").click()
                page.wait_for_url("**?done=added")
                self.assertIn("Still no answer", page.locator(".timeline").first.inner_text())
                page.locator("button[value=close]").click()
                page.wait_for_url("**?done=closed")
                self.assertEqual(page.locator("main form").count(), 0)
                self.axe(page, "closed complaint")

    def test_another_address_is_confirmed_and_taken_back(self):
        for language, width, old, new in [("en", 1280, "anna@example.nl", "anna@new.example"),
                                          ("nl", 390, "bob@example.nl", "bob@new.example")]:
            with self.subTest(language=language):
                page = self.window(language, width=width, bypass_csp=True)
                enter(page, self.address, self.data, old)
                page.goto(self.address + "/me/known")
                page.locator("a[href='/me/address']").click()
                make_sure(page, self.data)
                page.wait_for_url("**/me/address")
                page.locator("#email").fill(new)
                # Bob said yes to nothing, so nothing is offered.
                self.assertEqual(page.locator("input[value=offers]").count(), language == "en")
                for box in page.locator("input[value=offers]").all():
                    box.check()
                page.locator("main form button").click()
                page.wait_for_url("**/me/known?done=address")
                confirm = self.link_to(new, "/address/")
                undo = self.link_to(old, "/address/undo/")
                for link, text in [(confirm, new), (undo, None)]:
                    page.goto(link)
                    self.axe(page, link[:40])
                    page.locator("main form button").click()
                    self.axe(page, "done")
                    page.goto(self.address + "/me/known")
                    known = page.locator("main").inner_text()
                    self.assertEqual(text is not None, new in known, known)

    def link_to(self, who, path):
        """The link in the newest mail to somebody."""
        for _ in range(100):
            for file in sorted((self.data / "mail" / "new").glob("*"), reverse=True,
                               key=lambda file: file.stat().st_mtime_ns):
                message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
                text = message.get_body(("plain",)).get_content()
                found = re.search(rf"https?://\S+{path}[\w-]{{40,}}\S*", text)
                if message["To"].addresses[0].addr_spec == who and found:
                    return found[0]
            time.sleep(0.1)
        self.fail("no mail came")

    def test_a_form_recognises_who_is_in(self):
        for language, width in [("en", 1280), ("nl", 390)]:
            with self.subTest(language=language):
                page = self.window(language, width=width, bypass_csp=True)
                page.goto(self.address + "/forms/brochure-by-mail")
                self.assertEqual(page.locator("#email").count(), 1)
                enter(page, self.address, self.data)
                page.goto(self.address + "/forms/brochure-by-mail")
                self.axe(page, "form")
                self.assertEqual(page.locator("#email").count(), 0)
                self.assertNotIn("anna@example.nl", page.content())
                page.locator("input[type=checkbox]").first.check()
                page.locator("main form button").click()
                page.wait_for_selector(".notice.yes")

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
