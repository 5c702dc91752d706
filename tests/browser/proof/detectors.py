"""What one page holds or does not: each detector looks at an open page and gives its faults in words, none if all is well."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from tests.browser.inspection import FULL, NOT_LANGUAGE, OVERFLOW, SCRIPTS, violations

COLOURS = ["color-contrast", "target-size", "scrollable-region-focusable"]  # what may change with colours or width
STRICTER = ["color-contrast-enhanced"]
SPACING = "* { line-height: 1.5 !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }"
LETTERS = " * { letter-spacing: .12em !important }"  # not in Arabic, whose letters are joined: 1.4.12 excepts it


def script(name: str) -> str:
    return (SCRIPTS / f"{name}.js").read_text()


TEXTS = {name: script(name) for name in ("bidi", "dressed", "edges", "latin", "longer", "overlap", "plain", "targets")}
STYLED = "[style]:not([style=''])"  # axe leaves empty ones behind
POLICY = f"""() => [...(window.refusedByPolicy ?? []),
  ...[...document.querySelectorAll("{STYLED}")].map(element => element.outerHTML.slice(0, 80))]"""
LETTER = "() => parseFloat(getComputedStyle(document.querySelector('main p, main label, p, label') ?? document.body).fontSize)"


def axe(page: Page, *, whole: bool = True, public: bool = True) -> list[str]:
    """D9: every rule, or those that colours and width may change; for the public's pages the stricter contrast too."""
    faults = violations(page, FULL) if whole else []
    rules = ([] if whole else COLOURS) + (STRICTER if public else [])
    if not rules:
        return faults
    return faults + violations(page, {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": rules}})


def policy(page: Page) -> list[str]:
    """D10: what the content policy refused since the page began, and styles in the markup, which it would refuse."""
    return page.evaluate(POLICY)


def fits(page: Page) -> list[str]:
    """D13: at the width that the window has."""
    return page.evaluate(OVERFLOW)


def worse(page: Page, change: Callable[[], None], back: Callable[[], None]) -> list[str]:
    """What is cut off, or lies on another text, only while the page is changed."""
    before = {*page.evaluate(TEXTS["overlap"]), *page.evaluate(OVERFLOW)}
    change()
    try:
        return [fault for fault in page.evaluate(OVERFLOW) + page.evaluate(TEXTS["overlap"]) if fault not in before]
    finally:
        back()


def spacing(page: Page, language: str) -> list[str]:
    """D14: the spacing of WCAG 1.4.12, as a style sheet of the reader's own."""
    css = SPACING if language == "ar" else SPACING + LETTERS
    return worse(page, lambda: page.evaluate(TEXTS["dressed"], css), lambda: page.evaluate(TEXTS["dressed"], ""))


def doubled(page: Page) -> list[str]:
    """D14: text at 200 % (1.4.4), as a browser's own setting makes it: it grows, and the page holds it."""
    line = page.context.new_cdp_session(page)

    def letters(size: int) -> None:
        line.send("Page.setFontSizes", {"fontSizes": {"standard": size, "fixed": size}})
        page.wait_for_timeout(50)

    small, grown = page.evaluate(LETTER), [0.0]

    def grow() -> None:
        letters(32)
        grown[0] = page.evaluate(LETTER) / small

    faults = worse(page, grow, lambda: letters(16))
    line.detach()
    return faults if grown[0] > 1.9 else [*faults, f"text grows {grown[0]:.1f} times, not twice"]


def shape(page: Page) -> dict[str, Any]:
    """D15: where the parts of the page begin, seen from where its lines begin."""
    return page.evaluate(TEXTS["edges"])


def turned(page: Page) -> list[str]:
    """D15: arrows and bars go the way the language reads."""
    found = shape(page)
    told = {"arrows": "arrows that point the wrong way", "bars": "bars that fill the wrong way"}
    return [f"{found[key]} {words}" for key, words in told.items() if found[key]]


def unlike(one: dict[str, int], other: dict[str, int], *, slack: int = 6) -> list[str]:
    """D15: parts that stand elsewhere in the mirrored page. A word's own length moves what follows it, never where it begins."""
    return [
        f"{part} begins at {other[part]} px, not {one[part]}"
        for part in one.keys() & other.keys()
        if abs(one[part] - other[part]) > slack
    ]


def order(page: Page) -> list[str]:
    """D16: runs whose signs stand in another order than in the text."""
    return page.evaluate(TEXTS["bidi"])


def foreign(page: Page) -> list[str]:
    """D22: Latin words on a page in another script."""
    return [words for words in page.evaluate(TEXTS["latin"]) if words not in NOT_LANGUAGE]


def longer(page: Page) -> list[str]:
    """D22: every text two fifths longer, at the width that the window has."""
    text = TEXTS["longer"]
    return worse(page, lambda: page.evaluate(text, True), lambda: page.evaluate(text, False))


def small(page: Page, *, least: int = 44) -> list[str]:
    """D23: controls smaller than a thumb."""
    return page.evaluate(TEXTS["targets"], {"least": least})


def plain(page: Page) -> list[str]:
    """D12: what cannot work on a page without scripts."""
    return page.evaluate(TEXTS["plain"])
