"""The steps of the form on one page, for a telephone without a line: the same questions, judged when they arrive."""

import json
from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise

from accounts.forms import DateParts
from complaints.enums import Capacity
from complaints.guide.selectors import standing_administrations
from complaints.intake.declarations import DeclarationsForm
from complaints.intake.models import Draft
from complaints.intake.steps import STEPS, Answers, Step
from complaints.intake.steps.rows import RowsForm

ROWS = {"steps": 3, "group": 10}  # on a page that cannot ask for more: the others are added with a line
LEFT_OUT = {
    "verify",
    "files",
    "reception",
}  # a proof needs a line; files have a place of their own; who came is no question
OWN = {"subject", "authority", "mandate", "who"}  # steps with a page of their own


@dataclass(frozen=True, slots=True)
class Section:
    """One step: `template` draws its fields.

    `asked`: of each group of names one must be answered; `regional`: bodies for which the region must be given as well. The
    telephone asks by them before it calls a complaint ready; the steps themselves judge what arrives."""

    slug: str
    title: str | Promise
    lead: str | Promise
    form: Form
    template: str
    asked: str = "[]"
    regional: str = ""


def sections(steps: dict[str, Step] = STEPS, *, plain: frozenset[str] = frozenset()) -> list[Section]:
    """Every step, the declarations last, in the active language. Steps that are `plain` need no page of their own here."""
    answers = Answers(None, steps=steps)
    found = []
    for slug, step in steps.items():
        if slug in LEFT_OUT:
            continue
        rows = issubclass(step.form, RowsForm)
        data = MultiValueDict({"rows": [str(ROWS[slug])]}) if rows else None
        form = step.form(data, answers=answers, auto_id=f"{slug}-%s")
        template = slug if slug in OWN - plain else "rows" if rows else "plain"
        _unremembered(form)
        asked = json.dumps([] if rows else asked_in(form))
        local = [body.code for body in standing_administrations() if body.local] if slug == "authority" else []
        drawn = form.hush() if rows else form
        found.append(Section(slug, step.title, step.lead, drawn, f"offline/_{template}.html", asked, " ".join(local)))
    declarations: Any = DeclarationsForm(answers=answers, auto_id="declare-%s")
    found.append(Section("declare", "", "", declarations, "offline/_declare.html"))
    return found


def asked_in(form: Form) -> list[list[str]]:
    """Groups of names of which one must be answered: each required field, and the ways to say which body it is."""
    groups = [[name] for name, field in form.fields.items() if field.required]
    ways = [name for name in getattr(form, "one_of", ()) if name not in {"q", "region"}]
    return [*groups, ways] if ways else groups


def _unremembered(form: Any) -> None:
    """The browser itself must not remember what is typed here, in its suggestions or its closed tabs: the vault does (S18)."""
    for field in form.fields.values():
        field.widget.attrs["autocomplete"] = "off"
        if isinstance(field.widget, DateParts):
            field.widget.birthday = False


def capacities(steps: dict[str, Step] = STEPS) -> dict[str, list[str]]:
    """`{capacity: [slug, …]}`: the way through the form for each capacity, with the step that only a pressing day asks for."""
    return {capacity: [*_path(capacity, steps)] for capacity in Capacity.values}


def _path(capacity: str, steps: dict[str, Step]) -> list[str]:
    typed = {"who": {"who": [capacity]}, "request": {"pressing": ["yes"]}}
    answers = Answers(Draft(answers=typed), steps=steps)
    return [step.slug for step in answers.path() if step.slug not in LEFT_OUT]
