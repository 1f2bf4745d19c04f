#!/usr/bin/env python3
"""Takes a picture of every page, so that a person can look: two widths, two themes, two languages.

    screenshots.py PATH_TO_OPENKAART [FOLDER] [--only WORD]
"""
import argparse
import pathlib
import shutil

from playwright.sync_api import sync_playwright

from serving import ServerCase

WIDTHS = {"phone": 390, "desktop": 1280}


class Camera(ServerCase):
    """A server, and a browser that walks through its pages."""

    def walk(self, folder, only):
        self.apply()
        _, addresses = self.start("--quiet")
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
