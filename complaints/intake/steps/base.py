"""A step of the form: one page, one form class, one JSON object in the draft (docs/filing.md)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.forms.boundfield import BoundField
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.dates import long_date
from accounts.forms import DateParts, HouseForm, clean_text
from complaints.enums import ORGANISATIONS, REPRESENTING, Capacity
from complaints.intake.models import Draft
from complaints.models import StoredFile

Raw = dict[str, list[str]]
PREFILLED = "prefilled"  # beside answers from elsewhere that the person has not confirmed on the step's own page
LONGEST_ANSWER = 2_000_000  # characters kept of one field; the request's own limit is reached first


class Task(models.TextChoices):
    """The six tasks of the hub (C5)."""

    YOU = "you", _("You")
    CONTACT = "contact", _("How to reach you")
    TARGET = "target", _("The administration")
    FACTS = "facts", _("What happened")
    REQUEST = "request", _("What you ask for")
    FILES = "files", _("Your documents")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the check page: question and answer. `ltr` for numbers and addresses."""

    label: str | Promise
    value: str
    ltr: bool = False
    long: bool = False


class StepForm(HouseForm):
    """A step's questions. `folded` names optional groups shown in `<details>`: (title, field names)."""

    folded: tuple[tuple[str | Promise, tuple[str, ...]], ...] = ()
    ltr: tuple[str, ...] = ()
    known_as = ""  # the step of an earlier complaint of the account whose answers are offered here
    one_of: tuple[str, ...] = ()  # questions of which one must be answered

    def __init__(self, *args: Any, answers: "Answers", **kwargs: Any) -> None:
        self.answers = answers
        super().__init__(*args, **kwargs)
        if not self.is_bound and self.known_as:
            self.initial = {**answers.known(self.known_as), **self.initial}
        for name, field in self.fields.items():
            field.one_of = name in self.one_of  # type: ignore[attr-defined]  # the page does not call it optional
            field.count = getattr(field, "count", None)  # type: ignore[attr-defined]

    @classmethod
    def names(cls, raw: MultiValueDict) -> set[str]:
        """The fields to keep of a POST; steps with rows override it."""
        return {part for name, field in cls.base_fields.items() for part in posted_names(name, field)}

    def open_fields(self) -> list[BoundField]:
        """The fields outside the folded groups."""
        hidden = {name for _title, names in self.folded for name in names}
        return [field for field in self.visible_fields() if field.name not in hidden]

    def folds(self) -> list[dict[str, Any]]:
        """The folded groups; one opens by itself when it holds an answer or an error."""
        groups = []
        for title, names in self.folded:
            fields = [self[name] for name in names if name in self.fields]
            if not fields:
                continue
            full = any(field.errors or (self.is_bound and is_filled(field.value())) for field in fields)
            groups.append({"title": title, "fields": fields, "open": full})
        return groups

    def lines(self) -> Iterator[Line]:
        """Questions and answers for the check page; unanswered optional questions are left out."""
        for field in self.visible_fields():
            text = self.shown(field.name)
            if text:
                long = isinstance(field.field.widget, forms.Textarea)
                yield Line(field.label, text, ltr=field.name in self.ltr, long=long)

    def shown(self, name: str) -> str:
        """The answer to a question in words."""
        value = self.cleaned_data.get(name)
        if value is None or value == "" or value is False:
            return ""
        if value is True:
            return str(_("Yes"))
        if hasattr(value, "isoformat"):
            return long_date(value)
        choices = getattr(self.fields[name], "choices", None)
        if isinstance(value, list):
            return gettext(", ").join(label_of(choices or [], str(one)) for one in value)
        if choices is not None and isinstance(value, str | int):
            return label_of(choices, str(value))
        return str(value)


def posted_names(name: str, field: forms.Field) -> list[str]:
    """The names under which a field is posted: a date comes in three parts."""
    return [f"{name}_{part}" for part in range(3)] if isinstance(field.widget, DateParts) else [name]


def is_filled(value: Any) -> bool:
    """Whether anything was typed; a date's value is a list of parts."""
    return any(value) if isinstance(value, list | tuple) else bool(value)


def label_of(choices: Any, value: str) -> str:
    """The label of a choice, groups included; the value itself when the list no longer has it."""
    for key, label in choices:
        if isinstance(label, list | tuple):
            found = next((text for inner, text in label if str(inner) == value), None)
            if found is not None:
                return str(found)
        elif str(key) == value:
            return str(label)
    return value


def always(_answers: "Answers") -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Step:
    """`applies` says whether the path of these answers leads through the step; `optional` steps never block sending."""

    slug: str
    task: Task
    title: str | Promise
    form: type[StepForm]
    template: str = "intake/step.html"
    optional: bool = False
    applies: Callable[["Answers"], bool] = always
    lead: str | Promise = ""


class Answers:
    """The answers of a draft, read step by step."""

    def __init__(
        self,
        draft: Draft | None,
        *,
        steps: dict[str, Step],
        email: str = "",
        remember: Callable[[], dict[str, dict[str, Any]]] | None = None,
    ) -> None:
        self.draft = draft
        self.steps = steps
        self.account_email = email
        self.raw: dict[str, Raw] = dict(draft.answers) if draft else {}
        self.problems: set[str] = set(draft.problems) if draft else set()
        self._forms: dict[str, StepForm] = {}
        self._mandate: bool | None = None
        self.remember = remember
        self._known: dict[str, dict[str, Any]] | None = None

    @property
    def capacity(self) -> str:
        """In which capacity one files; `self` until something else is chosen."""
        typed = self.typed("who", "who")
        return typed if typed in Capacity.values else Capacity.SELF

    @property
    def acts_for_another(self) -> bool:
        """Whether the complainant is another person, or an organisation."""
        return self.capacity in REPRESENTING | ORGANISATIONS

    @property
    def home(self) -> str:
        """The step that says where who files is at home: an organisation's seat, or with the person for whom one acts."""
        if self.capacity in ORGANISATIONS:
            return "organisation"
        return "represented-home" if self.acts_for_another and self.typed("address", "same") else "address"

    @property
    def has_mandate(self) -> bool:
        """Whether the proof of the mandate is among the draft's files; asked once."""
        if self._mandate is None:
            files = self.draft.files.filter(kind=StoredFile.Kind.MANDATE) if self.draft else None
            self._mandate = files is not None and files.exists()
        return self._mandate

    def known(self, slug: str) -> dict[str, Any]:
        """What the account said of itself before, to be taken over in an empty step (A41)."""
        if self._known is None:
            self._known = self.remember() if self.remember else {}
        return self._known.get(slug, {})

    def has(self, slug: str) -> bool:
        """Whether the person has answered the step; what was filled in from elsewhere waits for that."""
        return slug in self.raw and PREFILLED not in self.raw[slug]

    def typed(self, slug: str, name: str) -> str:
        """One answer as typed, `""` when there is none."""
        values = self.raw.get(slug, {}).get(name) or [""]
        return values[-1]

    def form(self, slug: str, raw: Raw | None = None) -> StepForm:
        """The step's form bound to `raw` (default: what is saved); unbound when nothing is."""
        if raw is not None:
            return self.steps[slug].form(MultiValueDict(raw), answers=self)
        if slug not in self._forms:
            data = MultiValueDict(self.raw[slug]) if slug in self.raw else None
            self._forms[slug] = self.steps[slug].form(data, answers=self)
        return self._forms[slug]

    def cleaned(self, slug: str) -> dict[str, Any]:
        """The valid answers of a step; empty when it is missing or needs mending."""
        form = self.form(slug)
        return form.cleaned_data if form.is_valid() else {}

    def path(self) -> list[Step]:
        """The steps these answers lead through, in order."""
        return [step for step in self.steps.values() if step.applies(self)]

    def unfinished(self) -> list[Step]:
        """The steps that still block sending."""
        return [
            step
            for step in self.path()
            if (not step.optional and not self.has(step.slug))
            or (self.has(step.slug) and not self.form(step.slug).is_valid())
        ]


def collect(form: type[StepForm], posted: MultiValueDict) -> Raw:
    """What was typed into a step's fields, as it will be kept."""
    names = form.names(posted)
    return {
        name: [clean_text(value)[:LONGEST_ANSWER] for value in posted.getlist(name)]
        for name in sorted(names)
        if name in posted
    }
