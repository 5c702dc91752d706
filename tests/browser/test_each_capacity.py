"""A lawyer, a guardian, an heir, an association and a company file: each is asked what its quality asks for, and once; every
page after says for whom; the confirmation, the followed file and the desk say the same."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import journey
from tests.browser.inspection import Inspector
from tests.browser.samples import give

PHONE = {"width": 360, "height": 740}
NEXT = "#step-form .actions button"
# What the pages about oneself ask of whoever acts for another; the complainant was asked the rest already
OWN = {
    "name": {"first_name", "last_name", "first_name_ar", "last_name_ar"},
    "address": {"same", "country", "city", "address"},
}
HOME = {"residence": "resident", "country": "MA", "city": "الناظور", "address": "حي المطار"}
ASKED = """form => [...form.elements].filter(one => one.name && one.type !== 'hidden' && one.type !== 'submit')
  .map(one => one.name.replace(/_[0-2]$/, ''))"""


@dataclass(frozen=True)
class Filing:
    """One quality: the pages it leads through with what is answered there, and what is read afterwards."""

    who: str
    language: str
    steps: dict[str, dict[str, str]]
    whom: str  # for whom one acts
    desk: tuple[str, ...]  # what the desk reads of it, in French
    proves: bool = True
    own: dict[str, set[str]] = field(default_factory=dict)

    @property
    def path(self) -> list[str]:
        """The pages from the choice to the contact, each once."""
        return ["who", *self.steps, *(["mandate"] if self.proves else []), "contact"]


LAWYER = Filing(
    "lawyer",
    "ar",
    {
        "represented": {"first_name": "زهرة", "last_name": "الإدريسي", "sex": "f"},
        "represented-home": HOME,
        "name": {"first_name": "ليلى", "last_name": "بناني"},
        "address": {"country": "FR", "city": "Lille", "address": "12 rue des Lilas\n59000"},
    },
    "زهرة الإدريسي",
    ("Comme avocat, pour un client", "ليلى بناني", "12 rue des Lilas"),
    proves=False,
    own=OWN,
)
GUARDIAN = Filing(
    "guardian",
    "fr",
    {
        "represented": {"first_name": "Yanis", "last_name": "El Idrissi", "sex": "m"},
        "represented-home": {**HOME, "residence": "mre", "country": "FR", "city": "Lens", "address": "3 rue Neuve"},
        "name": {"first_name": "Salma", "last_name": "El Idrissi"},
        "address": {"same": "on"},
    },
    "Yanis El Idrissi",
    ("Comme tuteur légal", "Salma El Idrissi", "3 rue Neuve", "procuration.pdf"),
    own=OWN,
)
HEIR = Filing(
    "heir",
    "ar",
    {
        "deceased": {"deceased": "أحمد الإدريسي", "died_on_0": "27", "died_on_1": "3", "died_on_2": "2019"},
        "name": {"first_name": "سلمى", "last_name": "الإدريسي", "sex": "f"},
        "address": {**HOME, "nationality": "MA"},
    },
    "أحمد الإدريسي",
    ("Comme héritier d’une personne décédée", "أحمد الإدريسي", "27 mars 2019", "procuration.pdf"),
)
SEAT = {"country": "FR", "city": "Lille", "address": "4 place de la Gare"}
ASSOCIATION = Filing(
    "association",
    "fr",
    {
        "organisation": {
            "organisation": "Entraide des Oujdis du Nord",
            "nature": "association loi 1901",
            "position": "présidente",
            **SEAT,
        },
        "name": {"first_name": "Salma", "last_name": "El Idrissi"},
    },
    "Entraide des Oujdis du Nord",
    ("Pour une association", "Salma El Idrissi", "présidente", "association loi 1901", "procuration.pdf"),
    own=OWN,
)
COMPANY = Filing(
    "company",
    "ar",
    {
        "organisation": {
            "organisation": "شركة أطلس للنسيج",
            "nature": "شركة ذات مسؤولية محدودة",
            "registration": "RC 12345",
            "position": "مسيرة",
            **SEAT,
        },
        "name": {"first_name": "سلمى", "last_name": "الإدريسي"},
    },
    "شركة أطلس للنسيج",
    ("Pour une société", "سلمى الإدريسي", "مسيرة", "RC 12345", "procuration.pdf"),
    own=OWN,
)
EVERY = (LAWYER, GUARDIAN, HEIR, ASSOCIATION, COMPANY)


def slug_of(page: Page) -> str:
    return page.url.split("?")[0].rstrip("/").rsplit("/", 1)[-1]


def look(eye: Inspector, name: str) -> None:
    """Looks, and gives the page back on the telephone it is walked on."""
    eye.look(name)
    eye.page.set_viewport_size(PHONE)


def prove(page: Page, eye: Inspector, document: Path) -> None:
    """The paper that the quality asks for: without it one does not get on."""
    page.locator(NEXT).first.click()
    expect(page.locator("#error-summary")).to_be_visible()
    look(eye, "the proof is missing")
    page.set_input_files("[name=file]", document)


def answer(page: Page, answers: dict[str, str]) -> None:
    """One page of the form; a tick has no value of its own."""
    for name, value in answers.items():
        field = f"#step-form [name={name}]"
        if name == "same":
            page.check(field)
        else:
            give(page, field, value)


def say_who(page: Page, eye: Inspector, filing: Filing, document: Path) -> list[str]:
    """From the choice to the contact, as the site leads; gives the pages that came."""
    page.goto("/file/who/")
    came = ["who"]
    give(page, "#step-form [name=who]", filing.who)
    journey.go_on(page)
    while (slug := slug_of(page)) != "contact":
        came.append(slug)
        assert len(came) < 12, f"no end: {came}"
        if came[-2] != "who":  # the page before said for whom
            expect(page.locator(".acting")).to_contain_text(filing.whom)
        if slug in filing.own:
            asked = set(page.locator("#step-form").evaluate(ASKED))
            assert asked - {"website"} == filing.own[slug], f"{slug} asks again what was said of the complainant"
        if slug == "mandate":
            prove(page, eye, document)
        else:
            if slug not in OWN:  # how those look, other journeys see
                look(eye, slug)
            answer(page, filing.steps[slug])
        journey.go_on(page)
    return [*came, "contact"]


def tell(page: Page, filing: Filing, email: str) -> None:
    """The rest of the form; each of its pages says for whom."""
    rest = journey.ORDER[journey.ORDER.index("contact") :]
    for slug, after in zip(rest, [*rest[1:], None], strict=True):
        assert slug_of(page) == slug
        expect(page.locator(".acting")).to_contain_text(filing.whom)
        journey.fill_to_the_end(page, email=email, start=slug, stop=after)


@pytest.mark.parametrize("filing", EVERY, ids=lambda filing: filing.who)
def test_each_quality_is_asked_for_its_own_and_says_for_whom(
    visitor: Callable[..., Page], staff: Callable[..., Page], mandate: Path, filing: Filing
) -> None:
    page = visitor(filing.language, phone=True)
    eye = Inspector(page, filing.language)
    page.set_viewport_size(PHONE)
    assert say_who(page, eye, filing, mandate) == filing.path
    tell(page, filing, f"{filing.who}.capacity@example.org")
    page.goto("/file/check/")
    expect(page.locator(".acting")).to_contain_text(filing.whom)
    expect(page.locator("#unfinished")).to_have_count(0)
    for answers in filing.steps.values():  # what was typed is there to be read before it is sent
        for value in (answers.get("last_name", ""), answers.get("organisation", ""), answers.get("deceased", "")):
            expect(page.locator("main")).to_contain_text(value)
    look(eye, "check")
    journey.declare_and_send(page)
    expect(page.locator(".acting")).to_contain_text(filing.whom)
    look(eye, "the confirmation")
    reference, code = journey.reference_in(page), journey.code_of(page, "secret-code")

    follower = visitor(filing.language, phone=True)
    journey.open_file(follower, reference, code)
    expect(follower.locator(".acting")).to_contain_text(filing.whom)
    proofs = follower.locator(".file-list .file-name", has_text="procuration.pdf")
    expect(proofs).to_have_count(1 if filing.proves else 0)
    follower.goto(f"/follow/{reference}/shares/")
    expect(follower.locator("main .summary-list").first).to_contain_text(complainant(filing))
    eye.report()

    desk = staff("caseworker")
    journey.open_at_desk(desk, reference)
    desk.goto(f"{desk.url.split('?')[0]}?tab=facts")
    for words in (complainant(filing), *filing.desk):
        expect(desk.locator("main")).to_contain_text(words)
    abroad = any(answers.get("country") == "FR" for answers in filing.steps.values())
    expect(desk.locator("main")).to_contain_text("+33 6 12 34 56 78" if abroad else "+212 6 12 34 56 78")


def complainant(filing: Filing) -> str:
    """Whose file it is: an heir complains, nobody does for the dead."""
    return "سلمى الإدريسي" if filing.who == "heir" else filing.whom
