#!/usr/bin/env python3
"""Asks for every address there is by GET and HEAD, as everybody there is, and compares the database before and after:
nothing may differ but what is written down of looks.

    test_sweep.py PATH_TO_OPENKAART
"""
import hashlib
import http.client
import json
import pathlib
import re
import sqlite3
import sys
import unittest
import urllib.parse

from gallery import Gallery
from serving import HERE, ServerCase

ROUTES = [route for route in json.loads((HERE / "routes.json").read_text()) if route["method"] == "GET"]
# What may grow by looking: the log of uses, and the counts that go with it.
OF_LOOKS = {"entry", "edge", "chain", "record", "batchLeaf", "tally", "latest"}
# The moment a session was last seen is how long it lasts.
NOT_COMPARED = {"session": {"seenAt"}}


class Sweep(Gallery):
    def setUp(self):
        super().setUp()
        self.open()
        host, port = self.address.removeprefix("http://").split(":")
        self.connection = http.client.HTTPConnection(host, int(port), timeout=60)
        self.addCleanup(self.connection.close)

    def send(self, method, path, cookie="", body=None, sender="192.0.2.1", **headers):
        headers = {"Accept": "text/html", "Accept-Language": "en", "X-Forwarded-For": sender,
                   "Cookie": cookie, **headers}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        cookies = dict(pair.split(";")[0].split("=", 1) for pair in answer.headers.get_all("Set-Cookie") or [])
        return answer, text, cookies

    def enter(self, who, sure):
        """The cookies of somebody who is in, and has shown a second code."""
        before = self.mails()
        _, _, cookies = self.send("POST", "/sign-in", body=urllib.parse.urlencode({"who": who}))
        text = self.mail(before)
        jar = "; ".join(f"{name}={value}" for name, value in cookies.items())
        _, _, cookies = self.send("POST", self.path_in(text, "/sign-in/link/"), jar, "")
        session = f"__Host-session={cookies['__Host-session']}"
        if not sure:
            return session
        _, page, _ = self.send("GET", "/me", session)
        token = re.search(r'name="token" value="([0-9a-f]+)"', page)[1]
        before = self.mails()
        self.send("POST", "/me/sure/code", session, f"for=copy&token={token}")
        code = self.code_in(self.mail(before))
        _, _, cookies = self.send("POST", "/me/sure", session, f"for=copy&token={token}&code={code}")
        return f"__Host-session={cookies['__Host-session']}"

    def places(self, session):
        """What stands in the place of `{name}` and the like, so that each address is a real one."""
        link = self.link("bea.en@example.nl").removeprefix("/u/")
        before = self.mails()
        self.send("POST", "/forms/news", body="email=eve%40example.nl&yes.newsletter.email=yes")
        confirm = self.path_in(self.mail(before), "/confirm/").removeprefix("/confirm/").split("?")[0]
        before = self.mails()
        self.send("POST", "/sign-in", body="who=bea.nl%40example.nl")
        way = self.path_in(self.mail(before), "/sign-in/link/").removeprefix("/sign-in/link/")
        _, page, _ = self.send("GET", "/me/choices", session)
        receipt = re.search(r"/me/receipts/([0-9a-f]+)", page)[1]
        _, text = self.ask(self.address, "/v1/customers/search", {"subject": {"email": "anna@example.nl"}},
                           self.secret)
        customer = json.loads(text).get("id", "x")
        _, page, _ = self.send("GET", "/me/rights", session)
        complaint = re.search(r"/me/complaints/(\w+)", page)[1]
        _, page, _ = self.send("GET", "/me/records", session)
        number = re.search(r"/me/records/(\d+)", page)[1]
        return {"{token}": link, "{complaint}": complaint, "{number}": number, "{fact}": "x", "{name}": "city", "{form}": "news", "{link}": way, "{receipt}": receipt,
                "{customer}": customer, "{release}": "x", "/confirm/{token}": "/confirm/" + confirm}

    def address_of(self, route, places):
        path = route["path"]
        for place in sorted(places, key=len, reverse=True):
            path = path.replace(place, places[place])
        self.assertNotIn("{", path, f"say in this test what stands there in {route['path']}")
        return path

    def state(self):
        """A digest of every table, but for what may grow by looking."""
        found = {}
        for name in ["openkaart", "keys"]:
            with sqlite3.connect(f"file:{self.data}/{name}.sqlite?mode=ro", uri=True) as base:
                tables = base.execute("select name from sqlite_master where type = 'table'").fetchall()
                for (table,) in tables:
                    if name == "openkaart" and table in OF_LOOKS:
                        continue
                    columns = [row[1] for row in base.execute(f'pragma table_info("{table}")')
                               if row[1] not in NOT_COMPARED.get(table, ())]
                    rows = sorted(map(repr, base.execute(
                        f'select {", ".join(f"""{chr(34)}{c}{chr(34)}""" for c in columns)} from "{table}"')))
                    found[f"{name}.{table}"] = (len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())
        return found

    def test_no_get_changes_what_is_kept(self):
        anna, sure, bea = (self.enter("7001", False), self.enter("anna@example.nl", True),
                           self.enter("bea.en@example.nl", False))
        places = self.places(sure)
        before, mails = self.state(), self.mails()
        self.assertGreater(len(before), 20)
        answered = {}
        for who, cookie in [("nobody", ""), ("anna", anna), ("anna, sure", sure), ("bea", bea),
                            ("forged", "__Host-session=" + "a" * 52)]:
            for route in ROUTES:
                path = self.address_of(route, places)
                # Other pages and files link with these; so do programs that look into mails.
                for method, path in [("GET", path), ("HEAD", path), ("GET", path)]:
                    key = {"Authorization": f"Bearer {self.secret}"} if route["kind"] == "api" else {}
                    answer, _, _ = self.send(method, path, cookie, **key)
                    self.assertLess(answer.status, 500, (who, path))
                    answered[who, route["path"]] = answer.status
        self.assertEqual(self.mails(), mails)
        self.assertEqual({name: pair for name, pair in self.state().items() if pair != before[name]}, {})
        # The walk was no walk through closed doors.
        for route in ROUTES:
            # The links of a change of address are tried in `AddressTests`.
            if route["kind"] in ("page", "file") and not route["path"].startswith("/address"):
                self.assertEqual(answered["anna, sure", route["path"]], 200, route["path"])

    def test_no_number_and_no_method_ends_the_server(self):
        anna = self.enter("anna@example.nl", False)
        huge = ["2147483648", "9223372036854775807", "9223372036854775808", "-1", "-9223372036854775809", "1e400",
                "%EF%BF%BF", "%00", "1" * 300]
        for number in huge:
            for path in ["/me/uses?page=", "/privacy?version=", "/me/uses?kind=", "/me?done=", "/sign-in?lang="]:
                answer, _, _ = self.send("GET", path + number, anna)
                self.assertLess(answer.status, 500, path + number)
        _, page, _ = self.send("GET", "/me", anna)
        token = re.search(r'name="token" value="([0-9a-f]+)"', page)[1]
        for number in huge:
            for field in ["place-email", "often", "quietFrom", "pause"]:
                answer, _, _ = self.send("POST", "/me/choices/wishes", anna, f"{field}={number}&token={token}")
                self.assertLess(answer.status, 500, (field, number))
        for method in ["TRACE", "PUT", "DELETE", "PATCH", "OPTIONS"]:
            answer, _, _ = self.send(method, "/me", anna)
            self.assertEqual(answer.status, 405, method)
            self.assertIsNone(answer.headers["Access-Control-Allow-Origin"])
        answer, _, _ = self.send("GET", "/metrics")
        self.assertEqual(answer.status, 404, "the numbers of the server are for inside")
        self.assertEqual(self.send("GET", "/me", anna)[0].status, 200)

    def test_the_log_of_requests_names_nobody_and_holds_no_secret(self):
        sure = self.enter("anna@example.nl", True)
        places = self.places(sure)
        for route in ROUTES:
            self.send("GET", self.address_of(route, places), sure)
        self.send("POST", "/u/" + places["{token}"], body="List-Unsubscribe=One-Click")
        self.send("GET", "/nothing/anna@example.nl")
        log = self.log.read_text()
        self.assertIn("/me/receipts/{receipt}", log)
        secrets = [value.removeprefix("/confirm/") for place, value in places.items()
                   if place not in ("{name}", "{form}", "{release}", "{number}", "{fact}", "{complaint}")]
        for secret in [*secrets, sure.split("=")[1], "anna@", "bea.en@", "eve@", "Leiden", "7001"]:
            self.assertNotIn(secret, log)

    def test_the_comparison_sees_a_change(self):
        before = self.state()
        self.send("POST", self.link("bea.en@example.nl"), body="List-Unsubscribe=One-Click")
        self.assertNotEqual(self.state(), before)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    ServerCase.openkaart = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main(verbosity=2)
