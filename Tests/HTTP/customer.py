"""A customer with a browser: gets in by the mail, as a person does."""
import email
import email.policy
import re
import time

# What is known of Anna beside what `serving.ANNA` tells: a story of messages, a complaint, a promise.
STORY = [
    {"id": "10", "source": "web", "kind": "described", "occurredAt": "2026-10-01T10:00:00+02:00",
     "subject": {"email": "anna@example.nl", "customerNumber": "7001"},
     "attributes": {"givenName": "Anna", "familyName": "de Wit", "city": "Leiden", "postalCode": "2311 AB"}},
    {"id": "11", "source": "web", "kind": "purchased", "occurredAt": "2026-10-03T10:00:00+02:00",
     "subject": {"email": "anna@example.nl"}, "order": "C77", "saleKind": "paid",
     "lines": [{"product": "hatchback-x", "productLine": "cars", "priceCents": 2500000}]},
    {"id": "12", "source": "web", "kind": "promised", "occurredAt": "2026-10-04T10:00:00+02:00",
     "subject": {"email": "anna@example.nl"}, "promise": "P1", "what": "Car ready on 20 October",
     "due": "2026-10-20T17:00:00+02:00"},
    {"id": "13", "source": "web", "kind": "promiseKept", "occurredAt": "2026-10-20T12:00:00+02:00",
     "subject": {"email": "anna@example.nl"}, "promise": "P1"},
    {"id": "14", "source": "web", "kind": "complained", "occurredAt": "2026-11-18T10:00:00+01:00",
     "subject": {"email": "anna@example.nl"}, "case": "K7", "about": "The radio does not work"},
] + [
    {"id": f"2{number}", "source": "mail", "kind": "contacted", "occurredAt": f"2026-{day}T10:00:00+01:00",
     "subject": {"email": "anna@example.nl"}, "channel": "email", "purpose": purpose, "activity": activity}
    for number, (day, purpose, activity) in enumerate([
        ("09-03", "newsletter", "september-news"), ("10-06", "offers", "tyres"),
        ("10-20", "service", "car-is-ready"), ("11-03", "newsletter", "november-news"),
        ("11-05", "offers", "winter-check")])
]
DISCOUNT = {"subject": {"email": "anna@example.nl"}, "purpose": "offers", "channel": "email",
            "activity": {"id": "november-discount", "productLine": "cars", "product": "hatchback-x",
                         "topic": "cars", "priceCents": 2400000, "promotional": True}}


def newest_mail(data, before):
    """The link and the code of a message that was not among `before`."""
    for _ in range(100):
        new = [file for file in (data / "mail" / "new").glob("*") if file not in before]
        if new:
            message = email.message_from_bytes(new[0].read_bytes(), policy=email.policy.default)
            text = message.get_body(("plain",)).get_content()
            link = re.search(r"https?://\S+/sign-in/link/\w+", text)
            return link and link[0], re.search(r"^\s*(\w{4}-\w{4})\s*$", text, re.M)[1]
        time.sleep(0.1)
    raise AssertionError("no mail came")


def mails(data):
    return set((data / "mail" / "new").glob("*"))


def enter(page, address, data, who="anna@example.nl"):
    """Gets in by the link."""
    before = mails(data)
    page.goto(address + "/sign-in")
    page.locator("#who").fill(who)
    page.locator("main form button").click()
    link, _ = newest_mail(data, before)
    page.goto(link)
    page.locator("main form button").click()
    page.wait_for_url("**/me")


def make_sure(page, data):
    """Shows a second code, on the page that asks for it."""
    before = mails(data)
    page.locator("main form button").click()
    page.locator("#code").fill(newest_mail(data, before)[1])
    page.locator("main form button").click()
