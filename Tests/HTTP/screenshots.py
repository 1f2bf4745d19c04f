#!/usr/bin/env python3
"""Takes a picture of every page, so that a person can look: two widths, two themes, two languages.

    screenshots.py PATH_TO_OPENKAART [FOLDER] [--only WORD]
"""
import argparse
import pathlib
import shutil

from playwright.sync_api import sync_playwright

from customer import DISCOUNT, STORY, enter, make_sure
from serving import ANNA, ServerCase

WIDTHS = {"phone": 390, "desktop": 1280}


class Camera(ServerCase):
    """A server, and a browser that walks through its pages."""
    cookies = None

    def walk(self, folder, only):
        self.apply()
        _, addresses = self.start("--quiet")
        key = self.key()
        self.ask(addresses["api"], "/v1/facts", ANNA + STORY, key)
        self.ask(addresses["api"], "/v1/decisions?record=true", DISCOUNT, key)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
            for language in ["nl", "en"]:
                for theme in ["light", "dark"]:
                    for size, width in WIDTHS.items():
                        context = browser.new_context(
                            locale=language, color_scheme=theme,
                            viewport={"width": width, "height": 900})
                        page = context.new_page()
                        for name, path in self.pages(addresses, page):
                            if only and only not in f"{name}-{language}-{theme}-{size}":
                                continue
                            page.goto(path)
                            page.screenshot(
                                path=folder / f"{name}-{language}-{theme}-{size}.png",
                                full_page=True)
                        context.close()
            browser.close()

    def pages(self, addresses, page):
        for name, path in [("start", "/"), ("problems", "/problems"), ("design", "/design")]:
            yield name, addresses["api"] + path
        address = addresses["pages"]
        yield "sign-in", address + "/sign-in"
        yield "sign-in-sent", address + "/sign-in/sent"
        if self.cookies:
            page.context.add_cookies(self.cookies)
        else:
            enter(page, address, self.data)
            page.goto(address + "/me/sure?for=copy")
            make_sure(page, self.data)
            page.wait_for_url("**/me/copy")
            self.cookies = page.context.cookies()
        for name in ["", "/known", "/known/city", "/uses", "/choices", "/rights", "/rights/restrict",
                     "/rights/complain", "/access", "/copy", "/rights/erase"]:
            yield "me" + name.replace("/", "-"), f"{address}/me{name}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("openkaart", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path, nargs="?", default=pathlib.Path(".build/screenshots"))
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    ServerCase.openkaart = str(given.openkaart.resolve())
    camera = Camera()
    camera.setUp()
    try:
        camera.walk(given.folder, given.only)
    finally:
        camera.doCleanups()
    print(f"The pictures are in {given.folder}.")
