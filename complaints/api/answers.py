"""Answers of the form as programs write them, and as a page would have posted them (complaints/intake/steps/base.py).

A date is `2026-11-15`, a tick `true`, several answers a list, nothing `null`; every other answer is a text. What is meant stays
with the forms: here nothing is judged."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from accounts.forms import DateParts
from complaints.api.problems import INVALID, Problem, Slip, pointer
from complaints.guide import selectors as guide
from complaints.intake.steps.base import Raw, StepForm, collect, posted_names

MOST_VALUES = 100  # of one answer
LISTED = {guide.country: "countries", guide.administration: "administrations"}  # too long to be told with each field
NOT_TOLD = {"website"}


def merged(form: type[StepForm], stored: Raw, given: Mapping[str, Any]) -> Raw:
    """What is stored of a step with what is given now: an answer that is not named stays. Raises for what is no answer."""
    raw: Raw = dict(stored)
    slips: list[Slip] = []
    for name, value in given.items():
        texts = _texts(value)
        if texts is None:
            slips.append(Slip(_("Write a text, a list of texts, true, false or null."), "type", pointer(name)))
            continue
        for part, part_texts in _parts(form, name, texts):
            raw.pop(part, None)
            if part_texts:
                raw[part] = part_texts
    kept = collect(form, MultiValueDict(raw))
    unknown = [name for name in given if not {part for part, _one in _parts(form, name, [""])} & _known(form, raw)]
    slips += [Slip(_("This step has no such question."), "unknown", pointer(name)) for name in unknown]
    if slips:
        raise Problem(INVALID, slips=slips)
    return kept


def _known(form: type[StepForm], raw: Raw) -> set[str]:
    return form.names(MultiValueDict(raw))


def _texts(value: Any) -> list[str] | None:
    """One answer as texts; none for null and false; None for what no form can hold."""
    if value is None or value is False:
        return []
    rows = value if isinstance(value, list) else [value]
    if len(rows) > MOST_VALUES or not all(isinstance(row, (str, int, float)) for row in rows):
        return None
    return ["on" if row is True else str(row) for row in rows]


def _parts(form: type[StepForm], name: str, texts: list[str]) -> Iterator[tuple[str, list[str]]]:
    """A date in its three parts; everything else as it is."""
    field = _field(form, name)
    if field is None or not isinstance(field.widget, DateParts):
        yield name, texts
        return
    names = posted_names(name, field)
    found = re.fullmatch(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*", texts[0]) if texts else None
    parts = list(reversed(found.groups())) if found else texts[:1]  # what is no date comes back with its sentence
    for place, part in enumerate(names):
        yield part, [parts[place]] if place < len(parts) else []


def _field(form: type[StepForm], name: str) -> forms.Field | None:
    """The question of a name, those of rows included: `on_0`."""
    row = getattr(form, "row", None)
    base = form.base_fields.get(name)
    if base is None and row is not None:
        return row().get(re.sub(r"_\d{1,4}$", "", name))
    return base


def shown(form: StepForm, raw: Raw) -> dict[str, Any]:
    """The answers of a step, as they are written here."""
    found: dict[str, Any] = {}
    taken: set[str] = set()
    for name, field in form.fields.items():
        parts = posted_names(name, field)
        taken |= set(parts)
        if len(parts) > 1:
            texts = [(raw.get(part) or [""])[-1] for part in parts]
            if any(texts):
                found[name] = _day(texts)
        elif name in raw and name not in NOT_TOLD:
            found[name] = _value(field, raw[name])
    return found


def _day(texts: list[str]) -> str:
    """`2026-11-15`, or the parts as they were typed."""
    try:
        day, month, year = (int(text) for text in texts)
        return date(year, month, day).isoformat()
    except ValueError:
        return " ".join(text for text in texts if text)


def _value(field: forms.Field, texts: list[str]) -> Any:
    if isinstance(field, forms.MultipleChoiceField):
        return texts
    if isinstance(field, forms.BooleanField):
        return (texts[-1:] or [""])[0].lower() not in ("", "false", "0")
    return texts[-1] if texts else ""


# --- the questions ---


def questions(form: StepForm) -> list[dict[str, Any]]:
    """The questions of a step, in words and kinds, for a program that draws them."""
    return [_question(name, field) for name, field in form.fields.items() if name not in NOT_TOLD]


def _question(name: str, field: forms.Field) -> dict[str, Any]:
    listed = LISTED.get(getattr(field, "find", None), "")
    pairs = [] if listed else list(_choices(getattr(field, "choices", ())))
    return {
        "name": name,
        "label": str(field.label or ""),
        "hint": str(field.help_text or ""),
        "kind": _kind(field),
        "required": field.required,
        "longest": getattr(field, "longest", None) or getattr(field, "max_length", None),
        "choices": [{"code": code, "label": label} for code, label in pairs],
        "list": listed,
    }


def _kind(field: forms.Field) -> str:
    kinds: tuple[tuple[bool, str], ...] = (
        (isinstance(field.widget, DateParts), "date"),
        (isinstance(field, forms.BooleanField), "tick"),
        (isinstance(field, forms.MultipleChoiceField), "choices"),
        (isinstance(field, forms.ChoiceField), "choice"),
        (isinstance(field, forms.EmailField), "email"),
        (isinstance(field.widget, forms.HiddenInput), "code"),
        (isinstance(field.widget, forms.Textarea), "long_text"),
        (getattr(field.widget, "input_type", "") == "tel", "phone"),
    )
    return next((kind for fits, kind in kinds if fits), "text")


def _choices(rows: Any) -> Iterator[tuple[str, str]]:
    """Codes and words, groups opened, the empty one left out, each once."""
    seen: set[str] = set()
    for code, label in rows:
        inner = label if isinstance(label, (list, tuple)) else [(code, label)]
        for one, words in inner:
            if str(one) not in seen and one not in (None, ""):
                seen.add(str(one))
                yield str(one), str(words)
