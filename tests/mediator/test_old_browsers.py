"""Scripts keep to what Chrome 80 and Safari 14 know (D28): one newer word, and a whole script is not read by an old telephone."""

import re
from pathlib import Path

import pytest

from mediator.env import ROOT

SCRIPTS = sorted((ROOT / "static/js").rglob("*.js"))
# What is too new: since when Chrome and Safari have it, and a line that shows it. A line that asks first may use it.
TOO_NEW = {
    r"\?\?=|\|\|=|&&=": ("85, 14", "opened ??= open();"),
    r"^\S(?!.*\basync\b).*\bawait\b": ("89, 15", "if (await works()) go();"),
    r"AbortSignal\.timeout": ("103, 16", "fetch(url, { signal: AbortSignal.timeout(9) });"),
    r"AbortSignal\.any": ("116, 17.4", "AbortSignal.any([one, other]);"),
    r"\bstructuredClone\(": ("98, 15.4", "structuredClone(record);"),
    r"\.replaceAll\(": ("85, 13.1", "text.replaceAll('+', '-');"),
    r"\.replaceChildren\(": ("86, 14", "list.replaceChildren();"),
    r"\.at\(-?\d": ("92, 15.4", "list.at(-1);"),
    r"\.(findLast|findLastIndex)\(": ("97, 15.4", "list.findLast(is);"),
    r"\.(toSorted|toReversed|toSpliced)\(": ("110, 16", "list.toSorted();"),
    r"\.groupBy\(": ("117, 17.4", "Object.groupBy(list, by);"),
    r"Object\.hasOwn\(": ("93, 15.4", "Object.hasOwn(one, 'a');"),
    r"Promise\.(any|withResolvers|try)\(": ("85, 14", "Promise.any(all);"),
    r"crypto\.randomUUID\(": ("92, 15.4", "crypto.randomUUID();"),
    r"\.requestSubmit\(": ("76, 16", "form.requestSubmit();"),
    r"\(\?<[=!]": ("62, 16.4", "text.match(/(?<=a)b/);"),
    r"\.\w+\([\"'`][^\"'`]*:has\(": ("105, 15.4", "page.querySelector('form:has(input)');"),
    r"^\s+(static\s*\{|#\w+\s*[=(;])": ("84, 14.1", "  #count = 0;"),
    r"\.(checkVisibility|showPopover|togglePopover)\(": ("105, 17.4", "box.checkVisibility();"),
}


def asks_first(line: str, found: str) -> bool:
    """`form.requestSubmit ? form.requestSubmit(button) : …`, or `?.(`."""
    name = found.strip(".(").split(".")[-1]
    return bool(re.search(rf"{re.escape(name)}\s*(\?[^?]|&&|\?\.\()", line))


def too_new(text: str) -> list[str]:
    """The lines that an old telephone cannot read, each with since when it could."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        code = re.sub(r"//.*| \* .*", "", line)
        for pattern, (since, _example) in TOO_NEW.items():
            if (hit := re.search(pattern, code)) and not asks_first(code, hit[0]):
                found.append(f"{number}: {code.strip()[:100]} (Chrome, Safari {since})")
    return found


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: str(path.relative_to(ROOT / "static/js")))
def test_no_word_is_newer_than_the_oldest_browser(path: Path):
    assert too_new(path.read_text()) == []


@pytest.mark.parametrize("pattern", TOO_NEW)
def test_each_new_word_is_found(pattern: str):
    assert len(too_new(TOO_NEW[pattern][1])) == 1


def test_what_asks_first_may_use_it():
    assert too_new("const go = () => (form.requestSubmit ? form.requestSubmit(button) : button.click());") == []
    assert too_new("  await within(async () => {});") == []
