"""The forms of the two acts about the complainant's data: correct, and erase (law 09-08).

A form of correction is wide and the file may change under it: what only the file changed is taken over, what both changed is
shown in both versions."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from complaints.asking.choices import countries
from complaints.asking.fields import DayField, ListedField, NameField, TextField, identity_number
from complaints.asking.questions import NumberOfTheCountry
from complaints.casework import corrections, erasures
from complaints.casework.act_form import ActForm, Both, FileChoices, long_text
from complaints.corrections import written
from complaints.enums import IdentityDocument, Residence, Sex
from complaints.guide import selectors as guide
from complaints.models import Attachment, Change, Complaint, Message

NEEDED_WHERE_HELD = ("first_name", "last_name", "city", "address")  # an organisation has no first name
SHOWN = 120  # characters of a message in the list


def _reason(label: Any, **kwargs: Any) -> forms.CharField:
    return long_text(label, rows=3, **kwargs)


class CorrectData(NumberOfTheCountry, ActForm):
    """Who the complainant is and how to reach them, as the file says it. The number of the document is not shown."""

    basis = forms.ChoiceField(label=_("On what ground?"), choices=corrections.Basis.choices, widget=forms.RadioSelect)
    first_name = NameField(label=_("First name"), longest=120)
    last_name = NameField(label=_("Last name"), longest=120)
    first_name_ar = NameField(
        label=_("First name in Arabic"), longest=120, required=False, attrs={"dir": "rtl", "lang": "ar"}
    )
    last_name_ar = NameField(
        label=_("Last name in Arabic"), longest=120, required=False, attrs={"dir": "rtl", "lang": "ar"}
    )
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices)
    birth_date = DayField(label=_("Date of birth"), past=True, required=False)
    nationality = ListedField(label=_("Nationality"), find=guide.country, choices=countries)
    residence = forms.ChoiceField(label=_("Residence status"), choices=Residence.choices)
    id_kind = forms.ChoiceField(
        label=_("Identity document"), choices=[("", _("None")), *IdentityDocument.choices], required=False
    )
    id_number = TextField(
        label=_("New number of the document"), longest=40, required=False, attrs={"dir": "ltr", "autocomplete": "off"}
    )
    country = ListedField(label=_("Country of residence"), find=guide.country, choices=countries)
    city = TextField(label=_("City or village"), longest=120)
    address = TextField(label=_("Address"), longest=500, lines=3)
    phone = forms.CharField(
        label=_("Telephone number"), required=False, widget=forms.TextInput(attrs={"type": "tel", "dir": "ltr"})
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("A new address is used at once, though nobody has proved it yet. The old one is told."),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"dir": "ltr", "spellcheck": "false"}),
    )
    reason = _reason(
        _("Reason"),
        help_text=_("For example: letter of 3 March, passport seen. Do not repeat the data. Only the desk reads it."),
    )

    def prepare(self) -> None:
        person, allowed = self.complaint.complainant, corrections.columns(self.complaint)
        for name in corrections.COLUMNS:
            if name not in allowed:
                del self.fields[name]
            elif name != "id_number":
                self.fields[name].initial = _initial(getattr(person, name))
        for name in NEEDED_WHERE_HELD:
            self.fields[name].required = bool(getattr(person, name))
        self.fields["id_number"].help_text = (
            _("The number is kept, and not shown here. Leave this empty to keep it.")
            if person.id_number
            else _("No number is kept.")
        )

    def clean_id_number(self) -> str:
        return identity_number(self.cleaned_data["id_number"])

    def clean_email(self) -> str:
        typed, kept = self.cleaned_data["email"], self.complaint.complainant.email
        return kept if typed.lower() == kept.lower() else typed.lower()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kept = self.complaint.complainant
        if data.get("id_number") and not data.get("id_kind"):
            self.add_error("id_kind", _("Choose which document this number belongs to."))
        if data.get("id_kind") and not data.get("id_number") and "id_number" not in self.errors:
            if not kept.id_number:
                self.add_error("id_number", _("Enter the number of this document."))
            elif data["id_kind"] != kept.id_kind:
                self.add_error("id_number", _("Enter the number of this document: the one kept is another document's."))
        return data

    def values(self) -> dict[str, Any]:
        """By column what it becomes. Without a new number the old one stays, as long as there is a document."""
        found = {name: self.cleaned_data[name] for name in corrections.COLUMNS if name in self.fields}
        if not found["id_number"] and found["id_kind"]:
            del found["id_number"]
        return found

    def facts(self) -> dict[str, Any]:
        return {"values": self.values(), "basis": self.cleaned_data["basis"], "reason": self.cleaned_data["reason"]}

    def differences(self) -> list[Both]:
        """Each column that differs from the file."""
        person = self.complaint.complainant
        return [
            _both(self.fields[name].label, name, getattr(person, name), written(value))
            for name, value in self.values().items()
            if written(value) != written(getattr(person, name))
        ]

    def renewed(self, complaint: Complaint, *, since: int | None) -> "CorrectData":
        """What only the file changed meanwhile is taken over; of what both changed, both versions are shown."""
        self.complaint, self.both, typed = complaint, [], self.values()
        self.data = self.data.copy()
        for name, before in _changed_since(complaint, since or 0).items():
            if name not in typed:
                continue
            now, words = getattr(complaint.complainant, name), written(typed[name])
            if words == written(now):
                continue
            if before is None or words == before:
                self._take_over(name, _initial(now))
            if words != before:
                self.both.append(_both(self.fields[name].label, name, now, words))
        return self

    def _take_over(self, name: str, value: Any) -> None:
        widget = self.fields[name].widget
        if isinstance(widget, forms.MultiWidget):
            for number, part in enumerate(widget.decompress(value)):
                self.data[f"{name}_{number}"] = str(part or "")
        elif name != "id_number":
            self.data[name] = str(value or "")


def _initial(value: Any) -> Any:
    """As a form holds it: a row of a list by its code."""
    return getattr(value, "code", value) if hasattr(value, "pk") else str(value) if hasattr(value, "as_e164") else value


def _both(label: Any, name: str, now: Any, typed: str) -> Both:
    if name == "id_number":  # which is never shown
        return Both(label, str(_("another number")), str(_("the number that you typed")))
    return Both(label, corrections.in_words(name, written(now)), corrections.in_words(name, typed))


def _changed_since(complaint: Complaint, event: int) -> dict[str, str | None]:
    """By column what stood there when the form was drawn; None where that was erased meanwhile."""
    found: dict[str, str | None] = {}
    for row in Change.objects.filter(complaint=complaint, event__gt=event).order_by("pk"):
        found.setdefault(row.field, row.was)
    for row in complaint.events.filter(pk__gt=event, name="data_erased"):
        found |= dict.fromkeys(row.data["fields"])
    return found


class MessageChoices(forms.ModelMultipleChoiceField):
    """Messages of the complainant, one tick each."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Message) -> str:
        day, text = corrections.day_of(obj.at), " ".join(obj.text.split())
        return format_html("{}: <bdi>{}</bdi>", day, f"{text[:SHOWN]}…" if len(text) > SHOWN else text)


class EraseData(ActForm):
    """What may be erased and is there."""

    documents = FileChoices(
        label=_("Documents"),
        help_text=_("The file is deleted. Its line stays and says when."),
        queryset=Attachment.objects.none(),
        required=False,
    )
    columns = forms.MultipleChoiceField(
        label=_("Data that nobody has to give"), widget=forms.CheckboxSelectMultiple, required=False
    )
    messages = MessageChoices(
        label=_("Text of messages"),
        help_text=_("Translations go too. Documents sent with a message are ticked by themselves."),
        queryset=Message.objects.none(),
        required=False,
    )
    ground = _reason(
        _("Ground"),
        help_text=_("Who asked, when, and why it may go. Do not repeat the data. Only the desk reads it."),
    )

    def prepare(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["documents"].queryset = erasures.erasable_documents(self.complaint)
        fields["messages"].queryset = erasures.erasable_messages(self.complaint)
        fields["columns"].choices = list(erasures.erasable_columns(self.complaint).items())
        for name in ("documents", "messages", "columns"):
            if not fields[name].choices:
                del fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not any(data.get(name) for name in ("documents", "columns", "messages")):
            raise forms.ValidationError(_("Tick what is to be erased."))
        return data

    def facts(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "documents": list(data.get("documents", [])),
            "columns": list(data.get("columns", [])),
            "messages": list(data.get("messages", [])),
            "ground": data["ground"],
        }
