"""The forms of acts on many files; each gives its `Bulk`."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.forms import HouseForm
from accounts.models import Unit, User
from accounts.roles import CASEWORKERS
from complaints.casework import bulk
from complaints.casework.act_form import long_text
from complaints.casework.forms import LETTER_LANGUAGES
from complaints.models import Complaint
from complaints.workflow.table import RULES


class BulkForm(HouseForm):
    """An act on `cases`. `note` says what is told once for all of them."""

    label: ClassVar[Promise | str]
    note: ClassVar[Promise | str] = ""

    def __init__(self, *args: Any, files: Sequence[Complaint], actor: Actor, **kwargs: Any) -> None:
        self.cases, self.actor = files, actor
        super().__init__(*args, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """Fills the choices from the files."""

    def bulk(self) -> bulk.Bulk:
        """The act with the facts of a valid form."""
        raise NotImplementedError


class HandOver(BulkForm):
    label = _("Give to a colleague")
    note = _("Complainants are not told: nothing changes for them. The new caseworker gets one mail for all files.")
    handler = forms.ModelChoiceField(label=_("New caseworker"), queryset=User.objects.none())

    def prepare(self) -> None:
        units = {case.unit_id for case in self.cases if case.unit_id}
        people = User.objects.filter(is_active=True, role__in=CASEWORKERS, unit__in=units)
        self.fields["handler"].queryset = people.order_by("name", "pk")  # type: ignore[attr-defined]

    def bulk(self) -> bulk.Bulk:
        return bulk.HandOver(self.cleaned_data["handler"])


class ChangeUnit(BulkForm):
    label = RULES["change_unit"].label
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.filter(valid_to=None))
    reason = long_text(_("Reason of the transfer"), rows=3, help_text=_("Only the desk reads it."))

    def bulk(self) -> bulk.Bulk:
        return bulk.ChangeUnit(self.cleaned_data["unit"], self.cleaned_data["reason"])


class MarkRead(BulkForm):
    label = _("Mark what was written as read")
    note = _("Nobody is told. Read the messages first: they leave the list of new replies.")

    def bulk(self) -> bulk.Bulk:
        return bulk.MarkRead()


class Remind(BulkForm):
    label = _("Send the letter of reminder")
    language = forms.ChoiceField(label=_("Language of the letters"), choices=[])

    def prepare(self) -> None:
        names, field = dict(settings.LANGUAGES), self.fields["language"]
        field.choices = [(code, names[code]) for code in LETTER_LANGUAGES]  # type: ignore[attr-defined]

    def bulk(self) -> bulk.Bulk:
        return bulk.Remind(self.cleaned_data["language"])


class CloseIncomplete(BulkForm):
    label = RULES["close_incomplete"].label
    note = _("Each file is proposed. Nothing is sent until a second person validates it, file by file.")

    def prepare(self) -> None:
        names = dict(settings.LANGUAGES)
        for code in sorted({case.language for case in self.cases}):
            field = long_text(_("Reasons for the complainants who read this language:"), rows=5)
            field.label = f"{field.label} {names.get(code, code)}"
            self.fields[f"reasons_{code}"] = field

    def bulk(self) -> bulk.Bulk:
        return bulk.CloseIncomplete({name.removeprefix("reasons_"): text for name, text in self.cleaned_data.items()})


FORMS: dict[str, type[BulkForm]] = {
    "assign": HandOver, "change_unit": ChangeUnit, "read": MarkRead, "remind": Remind, "close_incomplete": CloseIncomplete,
}  # fmt: skip


def offered(actor: Actor) -> list[tuple[str, Promise | str]]:
    """The acts that this person has a use for, by name."""
    return [(name, form.label) for name, form in FORMS.items() if name != "change_unit" or actor.is_validator]
