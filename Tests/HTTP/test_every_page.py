#!/usr/bin/env python3
"""Brings a real browser to every page, and looks at each: axe in both languages and themes, as on a phone at
400 %, with its headers, without strangers; and the form that another site shows in a frame.

    test_every_page.py PATH_TO_OPENKAART [PATH_TO_CHROMIUM]
"""
import json
import pathlib
import re
import shutil
import sys
import unittest

from playwright.sync_api import sync_playwright

from gallery import Gallery
from looking import axe, in_every_look, too_wide
from serving import HERE, ServerCase

HEADERS = {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer",
           "cross-origin-opener-policy": "same-origin",
           "strict-transport-security": "max-age=31536000; includeSubDomains"}
ROUTES = json.loads((HERE / "routes.json").read_text())
# A file to keep is dressed by itself and has no headers.
FILES = {"copy-to-read"}
CHROMIUM = None


def matches(route, path):
    return re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", route), path)


class EveryPage(Gallery):
    def setUp(self):
        super().setUp()
        self.open("--quiet")
        playwright = sync_playwright().start()
        self.addCleanup(playwright.stop)
        self.browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        self.addCleanup(self.browser.close)

    def test_axe_finds_nothing_and_nothing_scrolls_sideways(self):
        for number, language in enumerate(["nl", "en"]):
            context = self.context(self.browser, language, f"192.0.2.{number}", bypass_csp=True)
            page = context.new_page()
            for name in self.walk(page, language):
                with self.subTest(page=name, language=language):
                    self.assertEqual(page.locator("html").get_attribute("lang"), language)
                    self.assertEqual(page.locator("h1").count(), 1)
                    self.assertNotIn("⟦", page.content())
                    in_every_look(self, page)
            context.close()

    def test_every_answer_keeps_to_its_policy_and_asks_no_strangers(self):
        context = self.context(self.browser, "en", "192.0.2.9")
        page = context.new_page()
        answers, complaints, strangers = [], [], []
        page.on("response", lambda answer: answers.append(answer))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: strangers.append(request.url) if not request.url.startswith(
            (self.address, self.other.address, "file:")) else None)
        visited = set()
        for name in self.walk(page, "en"):
            visited |= {re.sub(r"\?.*", "", answer.url.removeprefix(self.address)) for answer in answers}
            if name not in FILES:
                self.check_headers(name, answers)
            answers.clear()
        self.assertEqual(strangers, [])
        # The browser tells which answers were refusals, what it drops of a wrong value, and what it cleared.
        said = [text for text in complaints if not text.startswith((
            "Failed to load resource: the server responded", "The specified value", "Clear-Site-Data header"))]
        self.assertEqual(said, [])
        unseen = [route["path"] for route in ROUTES if route["kind"] == "page" and not any(
            matches(route["path"], path) for path in visited)]
        self.assertEqual(unseen, [], "add these to the walk in gallery.py")
        context.close()

    def check_headers(self, name, answers):
        self.assertTrue(answers, name)
        for answer in answers:
            if not answer.url.startswith(self.address):
                continue
            headers = answer.all_headers()
            for key, wanted in HEADERS.items():
                # What a browser kept for later it keeps without this one.
                if not (key == "strict-transport-security" and "/assets/" in answer.url):
                    self.assertEqual(headers.get(key), wanted, (name, answer.url, key))
            # Only what is the same for everybody may be kept.
            is_common = re.search(r":\d+/(assets/.*|problems|design)?(\?.*)?$", answer.url)
            self.assertTrue(is_common or headers.get("cache-control") == "no-store", (name, answer.url))
            self.assertNotIn("access-control-allow-origin", headers)
            policy = headers["content-security-policy"]
            for part in ["default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'",
                         "form-action 'self'"]:
                self.assertIn(part, policy, (name, answer.url))
            self.assertNotIn("unsafe", policy)
            is_form = "/forms/" in answer.url
            self.assertIn("frame-ancestors " + (self.other.address if is_form else "'none'"), policy,
                          (name, answer.url))
            if answer.status not in (303, 304):
                self.assertTrue(headers.get("content-type"), answer.url)
            for cookie in headers.get("set-cookie", "").split("\n"):
                if cookie:
                    self.assertRegex(cookie, r"\A__Host-\w+=[\w-]*(; Max-Age=\d+)?; Path=/; Secure; HttpOnly; "
                                             r"SameSite=(Lax|Strict)\Z")

    def test_another_site_shows_the_form_in_a_frame_and_no_other_page(self):
        for number, language in enumerate(["nl", "en"]):
            context = self.context(self.browser, language, f"192.0.2.2{number}")
            page = context.new_page()
            complaints = []
            page.on("console", lambda message: complaints.append(message.text))
            page.goto(f"{self.other.address}/{language}")
            frame = page.frame_locator("iframe")
            self.assertEqual(frame.locator("html").get_attribute("lang"), language)
            frame.locator("main form button").click()
            frame.locator("[role=alert] a").first.wait_for()
            self.assertEqual(frame.locator("[role=alert] a").count(), 1)
            before = self.mails()
            frame.locator("#email").fill(f"frame.{language}@example.nl")
            frame.locator("[name='yes.newsletter.email']").check()
            frame.locator("main form button").click()
            frame.locator("[role=status]").wait_for()
            self.assertIn("/confirm/", self.mail(before))
            # The 422 is told to the console; the content policies have nothing to say.
            self.assertEqual([text for text in complaints if "422" not in text], [])
            self.other.pages["/frame"] = (
                f"<!doctype html><html lang=en><title>x</title><iframe title=x src='{self.address}/sign-in'></iframe>")
            page.goto(self.other.address + "/frame")
            for _ in range(50):
                if any("frame-ancestors" in text for text in complaints):
                    break
                page.wait_for_timeout(100)
            self.assertTrue(any("frame-ancestors" in text for text in complaints), complaints)
            context.close()
            context = self.context(self.browser, language, f"192.0.2.3{number}", bypass_csp=True)
            page = context.new_page()
            page.set_viewport_size({"width": 320, "height": 800})
            page.goto(f"{self.other.address}/{language}")
            page.frame_locator("iframe").locator("h1").wait_for()
            found = axe(page)
            self.assertEqual(found.violations_count, 0, found.generate_report())
            inner = next(frame for frame in page.frames if frame != page.main_frame)
            self.assertLessEqual(too_wide(inner), 0)
            context.close()

    def test_names_that_are_markup_stay_names(self):
        hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{title}}&amp;"
        facts = [
            {"id": "h1", "source": "web", "kind": "described", "occurredAt": "2026-11-01T10:00:00+01:00",
             "subject": {"email": "mallory@example.nl"}, "attributes": {"givenName": hostile, "city": hostile}},
            {"id": "h2", "source": "web", "kind": "complained", "occurredAt": "2026-11-02T10:00:00+01:00",
             "subject": {"email": "mallory@example.nl"}, "case": "javascript:alert(3)", "about": hostile},
            {"id": "h3", "source": "mail", "kind": "contacted", "occurredAt": "2026-11-03T10:00:00+01:00",
             "subject": {"email": "mallory@example.nl"}, "channel": "email", "purpose": "offers",
             "activity": hostile}]
        status, text = self.ask(self.address, "/v1/facts", facts, self.secret)
        self.assertEqual(status, 200, text)
        page = self.context(self.browser, "en", "192.0.2.50").new_page()
        said = []
        page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
        page.on("console", lambda message: said.append(message.text))
        before = self.mails()
        self.go(page, "/sign-in")
        page.locator("#who").fill("mallory@example.nl")
        self.press(page)
        self.go(page, self.path_in(self.mail(before), "/sign-in/link/"))
        self.press(page)
        for path in ["", "/known", "/known/givenName", "/known/city", "/uses", "/choices", "/rights"]:
            self.go(page, "/me" + path)
            self.assertEqual(page.locator("script:not([src='/assets/openkaart.js']), img:not([src^='/assets/']), "
                                          "[onerror], [href^='javascript:']").count(), 0, path)
        self.go(page, "/me/known")
        self.assertIn(hostile, page.locator("main").inner_text())
        file = self.data.parent / "copy.html"
        self.go(page, "/me/sure?for=copy")
        before = self.mails()
        self.press(page)
        page.locator("#code").fill(self.code_in(self.mail(before)))
        self.press(page)
        file.write_bytes(page.request.get(self.address + "/me/copy/html").body())
        # The copy is opened from a disk, where no content policy guards it.
        page.goto(file.as_uri())
        self.assertEqual(page.locator("script, img, [onerror]").count(), 0)
        self.assertIn(hostile, page.locator("main").inner_text())
        self.assertEqual(said, [])

    def test_the_main_story_with_the_keyboard_alone(self):
        """Gets in, reads why, stops the offers, and signs out, without touching a mouse."""
        page = self.context(self.browser, "en", "192.0.2.40").new_page()
        page.goto(self.address + "/sign-in")
        before = self.mails()
        self.tab_to(page, "#who")
        page.keyboard.type("7001")
        page.keyboard.press("Enter")
        page.wait_for_url("**/sign-in/sent")
        code = self.code_in(self.mail(before))
        self.tab_to(page, "#code")
        page.keyboard.type(code)
        page.keyboard.press("Enter")
        page.wait_for_url("**/me")
        self.tab_to(page, ".timeline summary")
        page.keyboard.press("Enter")
        self.assertTrue(page.locator(".timeline details").first.evaluate("each => each.open"))
        self.tab_to(page, ".tabs a[href='/me/choices']")
        page.keyboard.press("Enter")
        page.wait_for_url("**/me/choices")
        self.tab_to(page, "form:has([value=offers]):has([value=email]) button")
        page.keyboard.press("Space")
        page.wait_for_url("**/me/choices?done=no")
        use = {"subject": {"email": "anna@example.nl"}, "purpose": "offers", "channel": "email"}
        _, text = self.ask(self.address, "/v1/decisions", use, self.secret)
        self.assertNotIn("basis.consent", text)
        self.tab_to(page, "header form button")
        page.keyboard.press("Enter")
        page.wait_for_url("**/sign-in?left")

    def tab_to(self, page, selector):
        """Presses Tab until the focus is there; each stop on the way can be seen."""
        wanted = page.locator(selector).first
        wanted.wait_for()
        for _ in range(200):
            page.keyboard.press("Tab")
            seen = page.evaluate("""() => {
                const here = document.activeElement, style = getComputedStyle(here)
                return here === document.body || style.outlineStyle !== 'none'
            }""")
            self.assertTrue(seen, f"the focus cannot be seen on the way to {selector}")
            if wanted.evaluate("each => each === document.activeElement"):
                return
        self.fail(f"the keyboard does not reach {selector}")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    ServerCase.openkaart = str(pathlib.Path(sys.argv.pop(1)).resolve())
    CHROMIUM = sys.argv.pop(1) if len(sys.argv) > 1 and not sys.argv[1].startswith(
        ("-", "Every")) else shutil.which("chromium")
    if not CHROMIUM:
        sys.exit("test_every_page.py: Chromium is missing; give its path.")
    unittest.main(verbosity=2)
