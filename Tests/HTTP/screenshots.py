#!/usr/bin/env python3
"""Takes a picture of every page, so that a person can look: two widths, two themes, two languages, and paper.

    screenshots.py PATH_TO_OPENKAART [FOLDER] [--only WORD]

The mails that were sent meanwhile are written beside the pictures, as text.
"""
import argparse
import email
import email.policy
import pathlib
import shutil

from playwright.sync_api import sync_playwright

from gallery import Gallery
from serving import ServerCase

WIDTHS = {"phone": 390, "desktop": 1280}
# A sheet of A4 between its margins, in pixels of CSS.
PAPER = 680
ON_PAPER = {"privacy", "me-uses", "me-known", "copy-to-read"}


class Camera(Gallery):
    """Walks along every page, and takes its picture in every look."""

    def take(self, folder, only):
        self.open("--quiet")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
            for number, language in enumerate(["nl", "en"]):
                context = self.context(browser, language, f"192.0.2.{number}")
                page = context.new_page()
                for name in self.walk(page, language):
                    self.picture(page, folder, f"{name}-{language}", only)
                self.frame(page, folder, language, only)
                context.close()
            browser.close()
        self.write_mails(folder)

    def picture(self, page, folder, name, only):
        for theme in ["light", "dark"]:
            for size, width in WIDTHS.items():
                if only in f"{name}-{theme}-{size}":
                    page.emulate_media(color_scheme=theme)
                    page.set_viewport_size({"width": width, "height": 900})
                    page.screenshot(path=folder / f"{name}-{theme}-{size}.png", full_page=True)
        if name.rsplit("-", 1)[0] in ON_PAPER and only in f"{name}-paper":
            page.emulate_media(media="print", color_scheme="light")
            page.set_viewport_size({"width": PAPER, "height": 960})
            page.screenshot(path=folder / f"{name}-paper.png", full_page=True)
            page.emulate_media(media="screen")

    def frame(self, page, folder, language, only):
        page.goto(f"{self.other.address}/{language}")
        page.frame_locator("iframe").locator("h1").wait_for()
        self.picture(page, folder, f"form-in-a-frame-{language}", only)

    def write_mails(self, folder):
        for number, file in enumerate(sorted(self.mails())):
            message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            head = "".join(f"{name}: {message[name]}\n" for name in ["From", "To", "Subject"])
            text = message.get_body(("plain",)).get_content()
            (folder / f"mail-{number:02}.txt").write_text(f"{head}\n{text}")


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
        camera.take(given.folder, given.only)
    finally:
        camera.doCleanups()
    print(f"The pictures are in {given.folder}.")
