"""Scripts keep to what Chrome 80 and Safari 14 know (D28): one newer word, and a whole script is not read by an old telephone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mediator.env import ROOT

SCRIPTS = sorted((ROOT / "static/js").rglob("*.js"))
# Since when Chrome and Safari have it, the way out, and a line that shows it. A script that asks first may use it.
TOO_NEW = {
    r"\?\?=|\|\|=|&&=": ("85, 14", "a = a ?? b", "opened ??= open();"),
    r"\bthis\.#|^\s+(static\s*\{|#\w+\s*[=(;])": ("84, 14.1", "a variable of the module", "  #count = 0;"),
    r"\(\?<[=!]": ("62, 16.4", "a group", "text.match(/(?<=a)b/);"),
    r"AbortSignal\.timeout": ("103, 16", "within.js", "fetch(url, { signal: AbortSignal.timeout(9) });"),
    r"AbortSignal\.any": ("116, 17.4", "one AbortController", "AbortSignal.any([one, other]);"),
    r"\bstructuredClone\(": ("98, 15.4", "{ ...record }", "structuredClone(record);"),
    r"\.replaceAll\(": ("85, 13.1", "replace(/…/g)", "text.replaceAll('+', '-');"),
    r"\.replaceChildren\(": ("86, 14", "textContent = '', append", "list.replaceChildren();"),
    r"(?<!\.)\.at\(": ("92, 15.4", "[list.length - 1]", "list.at(last);"),
    r"\.(findLast|findLastIndex)\(": ("97, 15.4", "filter, pop", "list.findLast(is);"),
    r"\.(toSorted|toReversed|toSpliced)\(": ("110, 16", "[...list].sort()", "list.toSorted();"),
    r"\.groupBy\(": ("117, 17.4", "a Map", "Object.groupBy(list, by);"),
    r"\.(union|intersection|difference|isSubsetOf)\(": ("122, 17", "filter with has", "one.union(other);"),
    r"Object\.hasOwn\(": ("93, 15.4", "in", "Object.hasOwn(one, 'a');"),
    r"Promise\.(any|withResolvers|try)\(": ("85, 14", "Promise.race", "Promise.any(all);"),
    r"crypto\.randomUUID\b": ("92, 15.4", "ids.js", "crypto.randomUUID();"),
    r"Uint8Array\.fromBase64|\.(toBase64|toHex)\(": ("140, 18.2", "atob, btoa", "bytes.toBase64();"),
    r"Intl\.(ListFormat|DurationFormat)": ("72, 14.1", "words of the page", "new Intl.ListFormat('ar');"),
    r"\bnew BroadcastChannel\(": ("54, 15.4", "ask, and go on without", "new BroadcastChannel('a');"),
    r"\bnew OffscreenCanvas\(": ("69, 16.4", "a canvas", "new OffscreenCanvas(1, 1);"),
    r"\bcreateImageBitmap\(": ("50, 15", "ask, and go on without", "createImageBitmap(file);"),
    r"\bnavigator\.locks\.": ("69, 15.4", "ask, and go on without", "navigator.locks.request('a', go);"),
    r"\brequestIdleCallback\(": ("47, none", "setTimeout", "requestIdleCallback(go);"),
    r"\.submitter(?!\?\.|\s*\?\?)": ("81, 15.4", "the button that was pressed", "send(event.submitter.value);"),
    r"\.requestSubmit\(": ("76, 16", "click its button", "form.requestSubmit();"),
    r"\.showModal\(": ("37, 15.4", "confirm", "dialog.showModal();"),
    r"\.inert\b|\binert:": ("102, 15.5", "hidden", "view.inert = true;"),
    r"\.(checkVisibility|showPopover|togglePopover)\(": ("105, 17.4", "hidden", "box.checkVisibility();"),
    r"\.\w+\([\"'`][^\"'`]*:has\(": ("105, 15.4", "closest", "page.querySelector('form:has(input)');"),
}


def asks_first(text: str, line: str, found: str) -> bool:
    """`form.name ? … : …` or `form.name?.(` in the line; `!form.name` or `"name" in form` anywhere in the script."""
    name = "".join(re.findall(r"\w+", found)[-1:])
    return bool(
        re.search(rf"\b{name}\s*(\?[^?]|&&|\?\.\()", line)
        or re.search(rf"[\"']{name}[\"'] in |![\w.]+\.{name}\b(?!\()", text)
    )


def waits_outside(lines: list[str]) -> Iterator[int]:
    """The lines with an `await` in no function: Chrome 89 and Safari 15 wait there. What encloses a line stands further out."""
    for number, line in enumerate(lines):
        if not re.search(r"\bawait\b", line):
            continue
        around, edge = [line], len(line) - len(line.lstrip())
        for above in reversed(lines[:number]):
            indent = len(above) - len(above.lstrip())
            if above.strip() and indent < edge:
                around.append(above)
                edge = indent
        if not any(re.search(r"\basync\b", each) for each in around):
            yield number + 1


def too_new(text: str) -> list[str]:
    """The lines that an old telephone cannot read, each with since when it could and what does the same."""
    lines = [re.sub(r"//.*| \* .*", "", line) for line in text.splitlines()]
    found = [f"{number}: an await in no function (Chrome, Safari 89, 15)" for number in waits_outside(lines)]
    for number, line in enumerate(lines, start=1):
        for pattern, (since, instead, _line) in TOO_NEW.items():
            if (hit := re.search(pattern, line)) and not asks_first(text, line, hit[0]):
                found.append(f"{number}: {line.strip()[:100]} (Chrome, Safari {since}; instead: {instead})")
    return found


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: str(path.relative_to(ROOT / "static/js")))
def test_no_word_is_newer_than_the_oldest_browser(path: Path):
    assert too_new(path.read_text()) == []


@pytest.mark.parametrize("pattern", TOO_NEW)
def test_each_new_word_is_found(pattern: str):
    assert len(too_new(TOO_NEW[pattern][2])) == 1


@pytest.mark.parametrize("text", ["await go();", "const one = await go();", "if (on) {\n  await go();\n}"])
def test_an_await_in_no_function_is_found(text: str):
    assert len(too_new(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "const go = () => (form.requestSubmit ? form.requestSubmit(button) : button.click());",
        "const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('a') : null;",
        "if (!dialog.showModal) return;\ndialog.showModal();",
        "dialog.showModal?.();",
        "pen.lineTo(...at(event));",
        "async function go() {\n  if (on) {\n    await within(async () => {});\n  }\n}",
        "on('click', async () => {\n  try {\n    stop();\n  } catch {\n    await go();\n  }\n});",
    ],
)
def test_what_asks_first_may_use_it(text: str):
    assert too_new(text) == []
