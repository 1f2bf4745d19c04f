#!/usr/bin/env python3
"""What people do without signing in, in a real browser: stop a mailing, choose, fill in a form and
confirm it by mail, read the statement and what changed.

    test_public.py PATH_TO_OPENKAART [PATH_TO_CHROMIUM]
"""
import email
import email.policy
import json
import mailbox
import pathlib
import re
import shutil
import sys
import time
import unittest

from playwright.sync_api import sync_playwright

from serving import ANNA, ROOT, ServerCase

POLICY = ROOT / "Demo" / "dealership" / "policy.yaml"
CHROMIUM = None
USE = {"subject": {"email": "anna@example.nl"}, "purpose": "offers", "channel": "email"}


class Public(ServerCase):
    def setUp(self):
        super().setUp()
        answer = self.run_command("policy", "apply", POLICY, "--data", self.data)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.secret = self.key()
        settings = self.settings("publicAddress: http://127.0.0.1:9\nmail: {from: us@vandijk.example}\n")
        _, addresses = self.start("--quiet", "--config", settings, policy=POLICY)
        self.address = addresses["api"]
        status, _ = self.ask(self.address, "/v1/facts", ANNA, self.secret)
        self.assertEqual(status, 200)
        playwright = sync_playwright().start()
        self.addCleanup(playwright.stop)
        self.browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        self.addCleanup(self.browser.close)

    def decision(self, **use):
        status, text = self.ask(self.address, "/v1/decisions", {**USE, **use}, self.secret)
        self.assertEqual(status, 200, text)
        return json.loads(text)

    def link(self):
        return self.decision()["unsubscribeURL"].removeprefix("http://127.0.0.1:9")

    def page(self, language="en", theme="light", width=1280, **more):
        context = self.browser.new_context(
            locale=language, color_scheme=theme, viewport={"width": width, "height": 800}, **more)
        self.addCleanup(context.close)
        return context.new_page()

    def mails(self, count):
        """The messages that lie in the Maildir, once there are so many."""
        for _ in range(100):
            box = mailbox.Maildir(self.data / "mail", create=False) if (self.data / "mail").exists() else []
            if len(box) >= count:
                return [email.message_from_bytes(box.get_bytes(key), policy=email.policy.default)
                        for key in box.keys()]
            time.sleep(0.1)
        self.fail("no mail came")

    def test_one_click_ends_the_mailing_and_looking_does_not(self):
        path = self.link()
        page = self.page()
        for _ in range(2):
            page.goto(self.address + path)
        self.assertEqual(self.decision()["outcome"], "allow")
        self.assertNotIn("anna@", page.content())
        page.get_by_role("button", name="Stop Offers").click()
        self.assertEqual(page.locator("h1").inner_text(), "It has stopped")
        self.assertEqual(self.decision()["outcome"], "deny")

    def test_choices_by_a_link_with_the_keyboard_alone(self):
        page = self.page()
        page.goto(self.address + self.link().replace("/u/", "/preferences/"))
        page.get_by_label("One a week").or_(page.locator("#often")).first.select_option("1/week")
        button = page.get_by_role("button", name="Save my choices")
        button.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**done=saved")
        self.assertEqual(page.locator("#often").input_value(), "1/week")

    def test_a_form_counts_when_it_is_confirmed_and_each_box_by_itself(self):
        page = self.page()
        page.goto(self.address + "/forms/news")
        self.assertEqual(page.locator("input:checked").count(), 0)
        page.get_by_role("button", name="Send").click()
        self.assertEqual(page.locator("[role=alert] a").count(), 1)
        page.locator("#email").fill("eve@example.nl")
        page.locator("#givenName").fill("Eve")
        page.locator("[name='yes.newsletter.email']").check()
        page.get_by_role("button", name="Send").click()
        self.assertEqual(page.locator("h1").inner_text(), "Look in your mail")
        eve = {"subject": {"email": "eve@example.nl"}, "purpose": "newsletter"}
        self.assertEqual(self.decision(**eve)["outcome"], "deny")
        message = self.mails(1)[0]
        self.assertEqual(message["To"].addresses[0].addr_spec, "eve@example.nl")
        text = message.get_body(("plain",)).get_content()
        path = re.search(r"http://127\.0\.0\.1:9(/confirm/\S+)", text)[1]
        page.goto(self.address + path)
        self.assertEqual(self.decision(**eve)["outcome"], "deny")
        page.get_by_role("button", name="Yes, it was me").click()
        self.assertEqual(page.locator("h1").inner_text(), "Thank you, it is confirmed")
        self.assertEqual(self.decision(**eve)["outcome"], "allow")
        self.assertEqual(self.decision(subject=eve["subject"])["outcome"], "deny")

    def test_the_statement_tells_what_changed(self):
        changed = self.data.parent / "policy.yaml"
        changed.write_text(POLICY.read_text().replace(
            "recipients: [roadside-partner, leasing-partner]\n    dataCategories",
            "recipients: [roadside-partner]\n    dataCategories"))
        answer = self.run_command("policy", "apply", changed, "--data", self.data)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        page = self.page()
        page.goto(self.address + "/privacy")
        self.assertIn("no longer give data to leasing partner", page.locator("#changed").inner_text())
        page.get_by_role("link", name=re.compile("Read this version")).click()
        self.assertIn("Leasing partner", page.locator("#recipients").text_content())

    def test_every_answer_bears_its_headers_and_keeps_to_them(self):
        page = self.page()
        complaints = []
        page.on("console", lambda message: complaints.append(message.text))
        link = self.link()
        for path in [link, link.replace("/u/", "/preferences/"), "/privacy", "/forms/news"]:
            answer = page.goto(self.address + path)
            headers = answer.headers
            self.assertIn("default-src 'none'", headers["content-security-policy"])
            self.assertIn("frame-ancestors 'none'", headers["content-security-policy"])
            self.assertEqual(headers["x-content-type-options"], "nosniff")
            self.assertEqual(headers["referrer-policy"], "no-referrer")
        self.assertEqual(complaints, [])


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    ServerCase.openkaart = str(pathlib.Path(sys.argv.pop(1)).resolve())
    CHROMIUM = sys.argv.pop(1) if len(sys.argv) > 1 else shutil.which("chromium")
    if not CHROMIUM:
        sys.exit("test_public.py: Chromium is missing; give its path.")
    unittest.main(verbosity=2)
