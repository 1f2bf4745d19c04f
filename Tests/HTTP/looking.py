"""How a page is looked at in a browser: by axe, and whether it fits its window."""
from axe_playwright_python.base import AXE_SCRIPT, AxeResults

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The dark theme changes colours and nothing else, and these are the rules that ask about colours.
OF_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
# 320 pixels is what remains of a desktop at 400 %: WCAG 1.4.10. In between a page only has to fit.
WIDTHS = [320, 390, 1280]
WIDTHS_OF_AXE = [320, 1280]


def axe(page, rules=None):
    """What axe finds on the page as it is shown now; it is brought into a page once."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return AxeResults(page.evaluate(
        "options => axe.run(options)", {"resultTypes": ["violations"], "runOnly": rules or TAGS}))


def too_wide(page):
    """By how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def in_every_look(case, page):
    """Looks at the page in both themes and on wide and narrow windows."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        case.assertLessEqual(too_wide(page), 0, width)
        if width not in WIDTHS_OF_AXE:
            continue
        page.emulate_media(color_scheme="light")
        found = axe(page)
        # It has looked at all.
        case.assertGreater(len(found.response["passes"]), 8)
        case.assertEqual(found.violations_count, 0, ("light", width, found.generate_report()))
        page.emulate_media(color_scheme="dark")
        found = axe(page, OF_COLOURS)
        case.assertTrue(found.response["passes"], "the colours were not looked at")
        case.assertEqual(found.violations_count, 0, ("dark", width, found.generate_report()))
