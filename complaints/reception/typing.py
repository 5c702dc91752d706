"""A complaint typed at the desk in few pages: which steps stand on which page, and their forms side by side.

On such a page the fields of a step are called `<step>-<field>`, for two steps may ask for a first name."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.intake.steps import DESK_STEPS, Answers, Step
from complaints.intake.steps.base import Raw, StepForm, collect
from complaints.intake.steps.rows import RowsForm

Pages = dict[str, tuple[Promise | str, tuple[str, ...]]]  # name -> title, the slugs of its steps
PAGES: Pages = {
    "received": (_("How it came"), ("reception",)),
    "person": (
        pgettext_lazy("title of a page", "The complainant"),
        (
            "who", "represented", "represented-home", "organisation", "deceased", "name", "address", "group", "contact",
        ),
    ),
    "matter": (
        pgettext_lazy("title of a page", "The complaint"),
        ("authority", "subject", "happened", "dates", "steps", "request", "urgency"),
    ),
    "papers": (_("Papers"), ("mandate", "files")),
}  # fmt: skip
ORDER = tuple(PAGES)


def page_with(slug: str, pages: Pages = PAGES) -> str:
    """The page on which a step stands."""
    return next(name for name, (_title, slugs) in pages.items() if slug in slugs)


def following(name: str, pages: Pages = PAGES) -> str:
    """The page after this one; empty after the last."""
    order = list(pages)
    at = order.index(name) + 1
    return order[at] if at < len(order) else ""


def steps_on(name: str, answers: Answers, pages: Pages = PAGES) -> list[Step]:
    """The steps of a page that these answers lead through."""
    return [step for step in answers.path() if step.slug in pages[name][1]]


@dataclass(frozen=True, slots=True)
class Section:
    """One step of a page. `rows` are the blocks of a step whose answers are rows."""

    step: Step
    form: StepForm

    @property
    def rows(self) -> list[dict[str, Any]] | None:
        return self.form.blocks() if isinstance(self.form, RowsForm) else None  # type: ignore[attr-defined]

    @property
    def open_fields(self) -> list[Any]:
        hidden = {"file"}  # papers are sent one by one, below
        return [field for field in self.form.open_fields() if field.name not in hidden and not is_trap(field.name)]


def is_trap(name: str) -> bool:
    """What only programs fill in: nobody who is logged in is asked."""
    return name == "website"


def form_of(step: Step, answers: Answers, *, judged: bool) -> StepForm:
    """The form of a step as it stands in the draft, with errors when `judged`; empty where nothing was typed yet."""
    raw = answers.raw.get(step.slug)
    data = None if raw is None else MultiValueDict({f"{step.slug}-{name}": values for name, values in raw.items()})
    form = step.form(data, answers=answers, prefix=step.slug)
    if form.is_bound and not judged:
        form.hush()
    return form


def sections(name: str, answers: Answers, *, judged: bool, pages: Pages = PAGES) -> list[Section]:
    """The page; a step that was only filled in from elsewhere is not judged yet."""
    return [
        Section(step, form_of(step, answers, judged=judged and answers.has(step.slug)))
        for step in steps_on(name, answers, pages)
    ]


def typed(name: str, posted: MultiValueDict, pages: Pages = PAGES) -> Iterator[tuple[Step, Raw]]:
    """What was typed into the page, step by step: those that stood on it, known by a hidden field each."""
    shown = set(posted.getlist("step"))
    for slug in pages[name][1]:
        if slug not in shown:
            continue
        start = f"{slug}-"
        inner = MultiValueDict(
            {key.removeprefix(start): posted.getlist(key) for key in posted if key.startswith(start)}
        )
        step = DESK_STEPS[slug]
        yield step, turned(step, collect(step.form, inner), posted)


class Errors:
    """The errors of all forms of a page, for the summary at its head."""

    def __init__(self, several: list[Any]) -> None:
        self.forms = several
        self.errors = any(form.errors for form in several)

    def non_field_errors(self) -> list[str]:
        return [error for form in self.forms for error in form.non_field_errors()]

    def __iter__(self) -> Any:
        return (field for form in self.forms for field in form)


def turned(step: Step, raw: Raw, posted: MultiValueDict) -> Raw:
    """With a row more or less, when the button of one of this step's rows was pressed."""
    if not issubclass(step.form, RowsForm):
        return raw
    if posted.get("add") == step.slug:
        return step.form.turned(raw, remove=None)
    slug, _sep, at = posted.get("remove", "").partition(":")
    return step.form.turned(raw, remove=at) if slug == step.slug else raw
