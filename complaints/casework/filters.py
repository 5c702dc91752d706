"""The form of the queue's filters, by the names of docs/figures.md."""

from collections.abc import Iterable
from datetime import date
from operator import itemgetter
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.actors import Actor
from accounts.forms import HouseForm
from accounts.models import User
from accounts.roles import CASEWORKERS
from complaints.casework.queue import NONE
from complaints.enums import Channel, Outcome, PublishedClass, State
from complaints.guide import selectors as guide
from complaints.guide.models import Subject
from complaints.workflow.selectors import units

PUBLISHED = {
    "reglement": pgettext_lazy("published class", "Settlement"),
    "recommandation": pgettext_lazy("published class", "Recommendation"),
    "classement": pgettext_lazy("published class", "Closed without further action"),
    "incompetence": pgettext_lazy("published class", "Lack of competence"),
    "irrecevabilite": pgettext_lazy("published class", "Inadmissibility"),
    "orientation": pgettext_lazy("published class", "Orientation"),
}
ANY = [("", pgettext_lazy("filter", "All"))]


class QueueFilters(HouseForm):
    """The filters of the queue, by the names of docs/figures.md; what does not fit is left aside."""

    q = forms.CharField(label=_("Reference, name or words"), max_length=200, required=False)
    state = forms.ChoiceField(
        label=_("State"), choices=[*ANY, *[c for c in State.choices if c[0] != State.DRAFT]], required=False
    )
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    handler = forms.ChoiceField(label=_("Caseworker"), required=False)
    administration = forms.ChoiceField(label=_("Administration"), required=False)
    country = forms.ChoiceField(label=_("Country of residence"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=[*ANY, *settings.LANGUAGES], required=False)
    channel = forms.ChoiceField(label=_("Channel"), choices=[*ANY, *Channel.choices], required=False)
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[*ANY, (_("Published classes"), PublishedClass.choices), (_("Outcomes"), Outcome.choices)],
        required=False,
    )
    nature = forms.ChoiceField(label=_("Nature"), choices=[*ANY, *Subject.Nature.choices], required=False)
    age = forms.ChoiceField(label=_("Open for (days)"), required=False)
    overdue = forms.BooleanField(label=_("Deadline passed"), required=False)
    received_from = forms.DateField(label=_("Received from"), required=False)
    received_to = forms.DateField(label=_("Received until"), required=False)
    closed_from = forms.DateField(label=_("Closed from"), required=False)
    closed_to = forms.DateField(label=_("Closed until"), required=False)
    answered_from = forms.DateField(label=_("Answered from"), required=False)
    answered_to = forms.DateField(label=_("Answered until"), required=False)
    answered_late = forms.BooleanField(label=_("Answered late"), required=False)

    def __init__(self, data: Any, *, choices: dict[str, list[tuple[str, str]]], ages: Iterable[str]) -> None:
        super().__init__(data)
        for name, rows in choices.items():
            self.fields[name].choices = [*ANY, *rows]  # type: ignore[attr-defined]
        self.fields["age"].choices = [*ANY, *[(age, age) for age in ages]]  # type: ignore[attr-defined]
        for name in ("received_from", "received_to", "closed_from", "closed_to", "answered_from", "answered_to"):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            self.fields[name].validators = [MinValueValidator(date(1900, 1, 1)), MaxValueValidator(date(2900, 1, 1))]

    def asked(self) -> dict[str, str]:
        """The sound filters as they stand in the address."""
        return {name: str(self.data.get(name, "")) for name in self.given()}

    def given(self) -> dict[str, Any]:
        """The filters that hold something sound."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None, False)}


def choices(actor: Actor) -> dict[str, list[tuple[str, str]]]:
    """The lists of the filters: three directories as they are remembered, and colleagues in one query."""
    sources = {"unit": units().values(), "country": guide.countries(), "administration": guide.every_administration()}
    found = {
        name: sorted(((row.code, row.name or row.code) for row in rows), key=itemgetter(1))
        for name, rows in sources.items()
    }
    found["unit"].insert(0, (NONE, str(_("Not routed yet"))))
    staff = User.objects.filter(role__in=CASEWORKERS, is_active=True).order_by("name", "pk")
    if actor.unit_id is not None:
        staff = staff.filter(unit=actor.unit_id)
    found["handler"] = [(NONE, str(_("Nobody yet"))), *[(str(user.pk), str(user)) for user in staff]]
    return found
