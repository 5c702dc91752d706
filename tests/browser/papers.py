"""Letters as they come out of the printer: the PDF is fetched as its reader would, and read by Poppler."""

import re
import subprocess

from playwright.sync_api import Locator, Page, expect

from tests.browser import journey

# Marks of direction, the hair of space that a justified line may get, and vowels, which Poppler puts beside their letter
MARKS = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\u00ad\u064b-\u0652]")


def squeezed(words: str) -> str:
    """Without spaces, ends of lines and invisible marks: what stands on paper breaks its lines elsewhere."""
    return "".join(MARKS.sub("", words).split())


def printed(page: Page, address: str) -> str:
    """The squeezed words of the PDF at this address, which this person may open."""
    answer = page.request.get(address)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf"), address
    done = subprocess.run(["pdftotext", "-", "-"], input=answer.body(), capture_output=True, check=True)
    return squeezed(done.stdout.decode())


def write(desk: Page, case: str, purpose: str, language: str) -> str:
    """A letter that begins with its text and leaves as it begins; gives what stands on its paper."""
    desk.goto(f"{case}letters/")
    desk.locator(f"a[href*='purpose={purpose}&'][href*='language={language}']").click()
    desk.wait_for_load_state()
    expect(desk.locator(".preview")).to_be_visible()  # as the recipient will see it
    journey.confirm(desk)
    return newest(desk, case)


def newest(desk: Page, case: str) -> str:
    """The paper of the last letter of a file; each paragraph that the desk keeps stands on it, in its order."""
    desk.goto(f"{case}?tab=letters")
    letter = desk.locator(".letter").first
    paper = printed(desk, address_of(letter))
    number = re.search(r"IMR-L-\d{4}-\d{6}", letter.inner_text())
    assert number
    assert number.group() in paper
    for paragraph in letter.locator(".said").first.locator("p").all():
        for line in (paragraph.text_content() or "").splitlines():
            assert stands(line, paper), line
    return paper


def stands(line: str, paper: str) -> bool:
    """Whether a line is on the paper; of one in Arabic each of its words (test_letterhead.py reads their order).

    Poppler moves its signs to the other end, an alif that bears a vowel comes out twice, and the Latin words of a line apart."""
    line = line.removeprefix("- ")  # which becomes a bullet
    if re.search("[\u0600-\u06ff]", line):
        words = re.findall(r"[^\W\d_][\w\u064b-\u0652]+", line)
        return bool(words) and all(squeezed(word) in paper for word in words)
    return squeezed(line) in paper


def address_of(letter: Locator) -> str:
    """Where the PDF of a letter is."""
    return letter.locator("a[href$='/pdf/']").first.get_attribute("href") or ""


def received(citizen: Page, reference: str, words: str) -> str:
    """The letter with these words in its name, which the complainant finds in the file; gives what stands on its paper."""
    citizen.goto(f"/follow/{reference}/")
    link = citizen.locator(f".file-list a[href^='/follow/{reference}/letters/']", has_text=words).first
    expect(link).to_be_visible()
    return printed(citizen, link.get_attribute("href") or "")
