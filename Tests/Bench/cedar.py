#!/usr/bin/env python3
"""Decides on the same 2,000 customers with Openkaart and with Cedar (cedarpy), in one run.

    cedar.py PATH_TO_OPENKAART

Cedar gets each customer's features ready made (consent age, counts in windows); Openkaart works them
out of the facts within the decision. Both must give the same answer for every customer.
"""
import datetime as dt
import json
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
NOW = dt.datetime(2026, 11, 1, 12, tzinfo=dt.timezone.utc)
ORDER = ["no_consent", "recent_purchase", "open_complaint", "cap_7d", "cap_30d", "topic_optout",
         "inactive"]
# Openkaart's first reason in its own order; the two caps are one reason there.
NAMES = {"consent.missing": "no_consent", "consent.expired": "no_consent",
         "house.recentlyBought": "recent_purchase", "house.openComplaint": "open_complaint",
         "cap.frequency": "cap", "preference.topic": "topic_optout", "profile.stale": "inactive"}
POLICIES = '''
@id("allow") permit(principal, action == Action::"contact", resource);
@id("no_consent") forbid(principal, action, resource) unless { context.consent && context.consent_age <= 1095 };
@id("recent_purchase") forbid(principal, action, resource) when { context.last_line == context.line && context.days_since_purchase < 180 };
@id("open_complaint") forbid(principal, action, resource) when { context.open_complaint };
@id("cap_7d") forbid(principal, action, resource) when { context.c7 >= 2 };
@id("cap_30d") forbid(principal, action, resource) when { context.c30 >= 6 };
@id("topic_optout") forbid(principal, action, resource) when { context.optout.contains(context.topic) };
@id("inactive") forbid(principal, action, resource) when { context.inactive_days > 730 };
'''


def customer(number):
    chance = random.random
    c = {"id": f"c{number}", "consent": chance() < .6, "consent_age": random.randrange(1460),
         "last_line": random.randrange(13), "days_since_purchase": random.randrange(1500),
         "open_complaint": chance() < .02, "c7": random.randrange(3), "c30": random.randrange(8),
         "optout": [f"t{k}" for k in range(12) if chance() < .08]}
    c["c30"] = max(c["c30"], c["c7"])
    seen = [c["days_since_purchase"], random.randrange(1000)]
    c["visit"] = seen[1]
    c["inactive_days"] = min(seen + ([c["consent_age"]] if c["consent"] else []))
    return c


def facts(c):
    subject = {"customerNumber": c["id"], "email": f"{c['id']}@example.nl"}
    count = 0

    def fact(kind, days, **more):
        nonlocal count
        count += 1
        return {"id": f"{c['id']}-{count}", "source": "bench", "kind": kind, "subject": subject,
                "occurredAt": (NOW - dt.timedelta(days=days)).isoformat(), **more}

    yield fact("described", 1600)
    if c["consent"]:
        yield fact("consented", c["consent_age"], purpose="offers", channel="email",
                   notice="offers@1", method="form")
    yield fact("purchased", c["days_since_purchase"], order="o",
               lines=[{"product": "p", "productLine": f"line{c['last_line']}", "priceCents": 100}])
    yield fact("behaved", c["visit"], event="visit")
    if c["open_complaint"]:
        yield fact("complained", 3, case="k")
    for n in range(c["c30"]):
        yield fact("contacted", 2 if n < c["c7"] else 20, channel="email", purpose="offers",
                   activity=f"a{n}")
    # An import wishes nothing anew: it is no activity, so it leaves inactive_days as it is.
    yield fact("preferred", 1590, method="imported", topics={t: False for t in c["optout"]})


def cedar(customers):
    import cedarpy
    policies = cedarpy.PolicySet.from_str(POLICIES)
    entities = cedarpy.Entities.from_json_str("[]")
    names = {f"policy{i}": name for i, name in enumerate(["allow"] + ORDER)}

    def ask(c):
        context = {k: c[k] for k in c if k not in ("id", "visit")}
        context |= {"line": 5, "topic": "t3"}
        return cedarpy.is_authorized(
            {"principal": {"type": "Customer", "id": c["id"]}, "resource": {"type": "C", "id": "x"},
             "action": {"type": "Action", "id": "contact"}, "context": context}, policies, entities)

    answers = {}
    for c in customers:
        result = ask(c)
        reasons = {names.get(r, r) for r in result.diagnostics.reasons}
        answers[c["id"]] = next((name for name in ORDER if name in reasons), "allow")
    times = []
    for _ in range(5):
        start = time.perf_counter()
        for c in customers:
            ask(c)
        times.append((time.perf_counter() - start) / len(customers) * 1e9)
    return answers, statistics.median(times)


def main():
    random.seed(7)
    customers = [customer(n) for n in range(2000)]
    with tempfile.NamedTemporaryFile("w", suffix=".ndjson") as file:
        for c in customers:
            for fact in facts(c):
                file.write(json.dumps(fact) + "\n")
        file.flush()
        use = {"purpose": "offers", "channel": "email",
               "activity": {"id": "a", "productLine": "line5", "topic": "t3"}}
        ours = json.loads(subprocess.run(
            [sys.argv[1], "bench", "people", "--facts", file.name, "--policy", HERE / "cedar.yaml",
             "--use", json.dumps(use), "--at", NOW.isoformat()],
            check=True, capture_output=True, text=True).stdout)
    theirs, cedar_time = cedar(customers)
    # Each engine has its own order of reasons, so the comparison is of the sets that matter most:
    # who is allowed, and who is refused for what comes first in both orders.
    ours_allowed = {c for c, a in ours["answers"].items() if a == "allow"}
    theirs_allowed = {c for c, a in theirs.items() if a == "allow"}
    ours_consent = {c for c, a in ours["answers"].items() if NAMES.get(a) == "no_consent"}
    theirs_consent = {c for c, a in theirs.items() if a == "no_consent"}
    if ours_allowed != theirs_allowed or ours_consent != theirs_consent:
        wrong = ours_allowed ^ theirs_allowed | ours_consent ^ theirs_consent
        print(f"the answers differ for {len(wrong)} customers, for example {sorted(wrong)[:3]}")
        sys.exit(1)
    print(f"2,000 customers, {len(ours_allowed)} allowed, the same by both engines")
    print(f"Openkaart: median {ours['medianNanoseconds']:,} ns a decision, every reason with its facts")
    print(f"cedarpy: median {cedar_time:,.0f} ns a decision (most of it Python and JSON, not Cedar)")
    print(f"ratio: {cedar_time / ours['medianNanoseconds']:.1f}")


main()
