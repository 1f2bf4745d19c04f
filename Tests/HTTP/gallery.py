"""The way to every page: a server with a story in it, and a browser that is brought to each page in turn.

What looks at all pages (`screenshots.py`, `test_every_page.py`) walks through here, so that a page is added once.
"""
import email
import email.policy
import http.server
import json
import re
import threading
import time

from customer import DISCOUNT, STORY
from serving import ANNA, ROOT, ServerCase

POLICY = ROOT / "Demo" / "dealership" / "policy.yaml"
# What links in mails begin with; nobody is there, so that a test goes where it means to.
OUTSIDE = "http://127.0.0.1:9"
# Somebody of whom hardly anything is known, with names that are as long as names get.
LONG = "wilhelmina.antoinette.vanbergenenterblijt@bloemencorps-noordwijkerhout.example.nl"
EMPTY = [{"id": "l1", "source": "web", "kind": "described", "occurredAt": "2026-11-20T10:00:00+01:00",
          "subject": {"email": LONG}, "attributes": {"familyName": "van Bergen en Terblijt-Hillegersberg"}}]
HOST_PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>Van Dijk</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src {address}; frame-src {address}">
</head><body><main><h1>Van Dijk</h1><script src="{address}/forms/news/embed.js" data-lang="{language}"></script>
</main></body></html>"""
CROSS_PAGE = """<!doctype html><html lang="en"><head><title>Other</title></head><body>
<form method="post" action="{address}/sign-in"><input name="who" value="7001"><button>Go</button></form></body></html>"""


class OtherSite:
    """A site of somebody else: it shows a form of ours in a frame, and sends one it should not."""

    def __init__(self):
        site = self
        self.pages = {}

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                text = site.pages.get(self.path)
                self.send_response(200 if text else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write((text or "").encode())

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


class Gallery(ServerCase):
    """Brings a browser to every page."""

    def open(self, *more):
        """Starts the server, and tells it Anna's story."""
        answer = self.run_command("policy", "apply", self.older_policy(), "--data", self.data)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        answer = self.run_command("policy", "apply", POLICY, "--data", self.data)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.other = OtherSite()
        self.addCleanup(self.other.close)
        # A proxy is believed when it says whom it speaks for, so every visitor here has a rate of their own.
        settings = self.settings(
            f"publicAddress: {OUTSIDE}\nmail: {{from: klant@vandijk.example}}\n"
            f"embedders: ['{self.other.address}']\nproxies: [127.0.0.1]\n")
        _, self.doors = self.start(*more, "--config", settings, policy=POLICY)
        self.address = self.doors["pages"]
        key = self.secret = self.key()
        visitors = [{**fact, "id": f"{fact['id']}-{language}",
                     "subject": {"email": f"bea.{language}@example.nl"}}
                    for fact in ANNA for language in ["nl", "en"]]
        for facts in [ANNA + STORY, visitors, EMPTY]:
            status, text = self.ask(self.address, "/v1/facts", facts, key)
            self.assertEqual(status, 200, text)
        status, text = self.ask(self.address, "/v1/decisions?record=true", DISCOUNT, key)
        self.assertEqual(status, 200, text)
        self.other.pages = {"/cross": CROSS_PAGE.format(address=self.address)} | {
            f"/{language}": HOST_PAGE.format(address=self.address, language=language)
            for language in ["nl", "en"]}

    def older_policy(self):
        """The policy as it was before, so that the statement has something to tell."""
        file = self.data.parent / "older.yaml"
        text = POLICY.read_text().replace("recipients: [roadside-partner, leasing-partner]\n    dataCategories",
                                          "recipients: [roadside-partner]\n    dataCategories")
        self.assertNotEqual(text, POLICY.read_text())
        file.write_text(text)
        return file

    def context(self, browser, language, sender, **more):
        """A browser of somebody; nothing moves in it, so that each look is as it stays."""
        return browser.new_context(locale=language, extra_http_headers={"X-Forwarded-For": sender},
                                   reduced_motion="reduce", **more)

    # Mail

    def mails(self):
        return set((self.data / "mail" / "new").glob("*"))

    def mail(self, before):
        """The text of a message that was not among `before`."""
        for _ in range(100):
            new = sorted(self.mails() - before, key=lambda file: file.stat().st_mtime_ns)
            if new:
                return self.text_of(new[-1])
            time.sleep(0.1)
        raise AssertionError("no mail came")

    @staticmethod
    def text_of(file):
        message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        return message.get_body(("plain",)).get_content()

    @staticmethod
    def path_in(text, beginning):
        return re.search(re.escape(OUTSIDE) + rf"({re.escape(beginning)}\S+)", text)[1]

    @staticmethod
    def code_in(text):
        return re.search(r"^\s*(\w{4}-\w{4})\s*$", text, re.M)[1]

    def link(self, address):
        """The link to unsubscribe, as a mailing gets it."""
        use = {"subject": {"email": address}, "purpose": "offers", "channel": "email"}
        status, text = self.ask(self.address, "/v1/decisions", use, self.secret)
        self.assertEqual(status, 200, text)
        return json.loads(text)["unsubscribeURL"].removeprefix(OUTSIDE)

    # The walk

    def walk(self, page, language):
        """Brings the browser to every page in turn, and gives the name of each."""
        yield from self.open_pages(page, language)
        yield from self.getting_in(page)
        yield from self.own_pages(page)
        yield from self.own_mistakes(page)
        yield from self.leaving(page)
        yield from self.hardly_known(page)
        yield from self.refusals(page)

    def go(self, page, path):
        page.goto(self.address + path)

    @staticmethod
    def press(page, selector="main form button"):
        page.locator(selector).last.click()
        page.wait_for_load_state()

    def open_pages(self, page, language):
        for name, path in [("start", "/"), ("problems", "/problems"), ("design", "/design")]:
            page.goto(self.doors["console"] + path)
            yield name
        self.go(page, "/privacy")
        yield "privacy"
        older = page.locator("#changed a")
        self.go(page, older.first.get_attribute("href"))
        yield "privacy-older"
        link = self.link(f"bea.{language}@example.nl")
        yield from self.forms(page, link)
        self.go(page, link)
        yield "stop"
        self.go(page, link.replace("/u/", "/preferences/"))
        yield "preferences"
        self.press(page, "main form:has([value=save]) button")
        yield "preferences-saved"
        self.go(page, link)
        self.press(page, "main form:not(:has([name=scope])) button")
        yield "stopped"
        self.go(page, link)
        self.press(page, "main form:has([name=scope]) button")
        yield "stopped-all"
        self.go(page, link.replace("/u/", "/preferences/"))
        yield "preferences-none"
        self.go(page, "/u/nothing")
        yield "dead-link"

    def forms(self, page, link):
        self.go(page, "/forms")
        yield "forms"
        self.go(page, "/forms/news")
        yield "form"
        self.press(page)
        yield "form-mistakes"
        before = self.mails()
        page.locator("#email").fill(f"eve{time.time_ns()}@example.nl")
        page.locator("[name='yes.newsletter.email']").check()
        self.press(page)
        yield "form-sent"
        path = self.path_in(self.mail(before), "/confirm/")
        self.go(page, path)
        yield "confirm"
        self.press(page)
        yield "confirmed"
        self.go(page, "/forms/news?by=" + link.removeprefix("/u/"))
        yield "form-known"
        self.go(page, "/forms/brochure-by-mail")
        yield "form-brochure"

    def getting_in(self, page):
        self.go(page, "/sign-in")
        yield "sign-in"
        self.press(page)
        yield "sign-in-mistake"
        before = self.mails()
        page.locator("#who").fill("anna@example.nl")
        self.press(page)
        yield "sign-in-sent"
        page.locator("#code").fill("aaaa-aaaa")
        self.press(page)
        yield "sign-in-wrong-code"
        link = self.path_in(self.mail(before), "/sign-in/link/")
        self.go(page, link)
        yield "sign-in-link"
        asker = page.context.cookies()
        page.context.clear_cookies()
        self.go(page, link)
        yield "sign-in-other-browser"
        self.go(page, "/sign-in/link/nothing")
        self.press(page)
        yield "sign-in-wrong-link"
        page.context.add_cookies(asker)
        self.go(page, link)
        self.press(page)

    def own_pages(self, page):
        for path in ["", "/known", "/known/city", "/uses", "/uses?kind=refused", "/choices", "/rights",
                     "/rights/object", "/rights/restrict", "/rights/complain", "/rights/rectify", "/records",
                     "/access"]:
            self.go(page, "/me" + path)
            yield "me" + re.sub(r"\W+", "-", path)
        for path, done in [("/known", "saved"), ("/choices", "yes"), ("/choices", "no"),
                           ("/rights", "complain"), ("/access", "others")]:
            # As after a form: what another site leads to is not said to be done.
            with page.expect_navigation():
                page.evaluate("address => { location.href = address }", f"/me{path}?done={done}")
            yield f"me{path}-done-{done}".replace("/", "-")
        self.go(page, "/me/sure?for=copy")
        yield "me-sure"
        before = self.mails()
        self.press(page)
        yield "me-sure-sent"
        page.locator("#code").fill("aaaa-aaaa")
        self.press(page)
        yield "me-sure-wrong"
        page.locator("#code").fill(self.code_in(self.mail(before)))
        self.press(page)
        yield "me-copy"
        self.go(page, "/me/rights/erase")
        yield "me-rights-erase"
        self.go(page, "/me/rights")
        self.go(page, page.locator("a[href^='/me/complaints/']").first.get_attribute("href"))
        yield "me-complaint"
        self.go(page, "/me/records")
        self.go(page, page.locator("main a[href^='/me/records/']").first.get_attribute("href"))
        yield "me-record"
        yield from self.another_address(page)
        yield from self.copy_to_read(page)

    def another_address(self, page):
        """Asks for another address, and only looks at what the mails lead to."""
        self.go(page, "/me/address")
        yield "me-address"
        self.press(page)
        yield "me-address-mistake"
        before = self.mails()
        page.locator("#email").fill(f"anna{time.time_ns()}@example.nl")
        self.press(page)
        yield "me-known-done-address"
        for _ in range(50):
            texts = [text for text in map(self.text_of, self.mails() - before) if "/address/" in text]
            if len(texts) > 1:
                break
            time.sleep(0.1)
        for text in texts:
            path = self.path_in(text, "/address/")
            self.go(page, path)
            yield "address-undo" if "/undo/" in path else "address-confirm"

    def copy_to_read(self, page):
        """The copy is a file to keep: it is opened as one."""
        file = self.data.parent / "my-data.html"
        file.write_bytes(page.request.get(self.address + "/me/copy/html").body())
        page.goto(file.as_uri())
        yield "copy-to-read"

    def own_mistakes(self, page):
        self.go(page, "/me/known/birthDate")
        page.locator("#value").fill("soon")
        self.press(page)
        yield "me-known-mistake"
        self.go(page, "/me/choices")
        page.evaluate("for (const field of document.querySelectorAll('input[type=time]')) field.type = 'text'")
        page.locator("#quietFrom").fill("25:00")
        self.press(page, "form[action='/me/choices/wishes'] button")
        yield "me-choices-mistake"
        self.go(page, "/me/rights/complain")
        self.press(page)
        yield "me-complain-mistake"
        self.go(page, "/me/uses")
        page.locator("#search").fill("nothing has this name")
        self.press(page, ".finder button")
        yield "me-uses-none"

    def leaving(self, page):
        self.press(page, "header form button")
        yield "sign-in-left"

    def hardly_known(self, page):
        self.go(page, "/sign-in")
        before = self.mails()
        page.locator("#who").fill(LONG)
        self.press(page)
        page.locator("#code").fill(self.code_in(self.mail(before)))
        self.press(page)
        for path in ["", "/known", "/uses", "/choices", "/rights", "/access"]:
            self.go(page, "/me" + path)
            yield "empty" + path.replace("/", "-")

    def refusals(self, page):
        for name, path in [("unknown", "/nothing"), ("method", "/sign-out"), ("query", "/sign-in?x=1")]:
            self.go(page, path)
            yield f"refused-{name}"
        page.goto(self.other.address + "/cross")
        page.locator("button").click()
        page.wait_for_load_state()
        yield "refused-other-site"
        for _ in range(31):
            page.request.post(self.address + "/sign-in", form={"who": "nobody@example.nl"},
                              headers={"Sec-Fetch-Site": "same-origin"}, max_redirects=0)
        self.go(page, "/sign-in")
        page.locator("#who").fill("nobody@example.nl")
        self.press(page)
        yield "refused-too-often"
