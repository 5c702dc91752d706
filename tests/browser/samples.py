"""The sample complaints (domain section 15), filed page by page as the site leads, and worked at the desk act by act."""

from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Page

from mediator.demo.samples import Sample, samples, typed
from tests.browser import journey

# Words by which each administration of a sample is found
SEARCHED = {
    "prefectures-provinces": "préfectures provinces",
    "cnss": "cnss",
    "affaires-rurales": "affaires rurales",
    "consulat-be-bruxelles": "بروكسل",
    "adii": "douanes",
    "dgi": "impôts",
}
UNTIL = ("files", "check")


def sample(number: int) -> Sample:
    """The sample of that number."""
    return next(one for one in samples() if one.name.startswith(f"{number:02}-"))


def file(
    page: Page, number: int, language: str, more: Mapping[str, Mapping[str, str]], *, mandate: Path | None = None
) -> None:
    """Sends a sample from its first page on; `more` are answers that replace the sample's, or are new: {step: {name: value}}."""
    answers = {
        slug: {name: texts[0] for name, texts in raw.items()} for slug, raw in typed(sample(number).data).items()
    }
    contact = {"email": f"newcomer.{number}.{language}@example.org", "language": language}
    changed: dict[str, Mapping[str, str]] = {"contact": contact, **more}
    for slug, given in changed.items():
        answers[slug] = {**answers.get(slug, {}), **given}
    page.goto("/file/who/")
    while (slug := page.url.rstrip("/").split("?")[0].rsplit("/", 1)[-1]) not in UNTIL:
        if slug == "verify":
            page.locator("button[name=skip]").click()
            page.wait_for_load_state()
            continue
        if slug == "mandate":
            page.set_input_files("[name=file]", mandate or Path())
        else:
            answer(page, slug, answers.get(slug, {}))
        journey.go_on(page)
    page.goto("/file/check/")
    journey.declare(page)
    page.locator("#step-form [name=transfer]").check()
    page.locator("#step-form .actions button").first.click()
    page.wait_for_url("**/file/sent/")


def answer(page: Page, slug: str, answers: Mapping[str, str]) -> None:
    """One page of the form. What the page does not ask (a detail that is folded away is opened) is left out."""
    known = slug == "authority" and answers["administration"] in SEARCHED
    if known:
        journey.choose_administration(page, SEARCHED[answers["administration"]], answers["administration"])
    for row in range(1, sum(name.startswith(("body_", "last_name_")) and name[-1].isdigit() for name in answers)):
        if not page.locator(f"[name=body_{row}], [name=last_name_{row}]").count():
            page.locator("button[name=add]").click()
            page.wait_for_load_state()
    page.locator("#step-form details").evaluate_all("all => all.forEach(folded => { folded.open = true })")
    for name, value in answers.items():
        field = page.locator(f"#step-form [name={name}]:not([type=hidden])")
        if field.count() and not (slug == "authority" and name == "administration"):
            give(page, f"#step-form [name={name}]:not([type=hidden])", value)


def do(desk: Page, case: str, name: str, **fields: str) -> None:
    """One act of the desk, with its preview where that is not shown at once."""
    desk.goto(case)
    journey.act(desk, name)
    for field, value in fields.items():
        give(desk, f".act-form [name={field}]", value)
    if not desk.locator("button[name=confirm]").count():
        journey.preview(desk)
    journey.confirm(desk)


def give(page: Page, control: str, value: str) -> None:
    """A list, a radio or tick by its value, or a field to type in."""
    field = page.locator(control)
    kind = field.first.evaluate("e => e.tagName === 'SELECT' ? 'select' : e.type")
    if kind == "select":
        field.first.select_option(value)
    elif kind in {"radio", "checkbox"}:
        page.locator(f"{control}[value='{value}']").check()
    else:
        field.first.fill(value)
