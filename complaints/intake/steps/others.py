"""For whom one acts: the person represented, who died, the organisation, the group; the mandate (domain section 7)."""

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.dates import long_date
from accounts.forms import western_digits
from complaints.asking.fields import DayField, ListedField, NameField, TextField, parse_phone
from complaints.enums import Capacity
from complaints.guide import selectors as guide
from complaints.intake import choices
from complaints.intake.steps.base import Line, Raw, StepForm, is_filled
from complaints.intake.steps.rows import RowsForm
from complaints.intake.steps.you import AddressForm, NameForm

MOST_MEMBERS = 100


class _TheirName(NameForm):
    """The name of another person."""

    known_as = ""

    @property
    def for_another(self) -> bool:
        return False  # these are the complainant's own answers

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_name"].help_text = _("As on the passport or identity card.")
        for name in ("first_name", "last_name"):
            self.fields[name].widget.attrs["autocomplete"] = "off"


class RepresentedForm(_TheirName):
    """The complainant in law: the person for whom one acts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sex"].label = _("This person is")
        self.fields["first_name"].error_messages["required"] = _("Enter the first name, for example Zohra.")
        self.fields["last_name"].error_messages["required"] = _("Enter the last name, for example El Idrissi.")

    folded = (
        (_("The name in Arabic letters"), ("first_name_ar", "last_name_ar")),
        (_("Date of birth and identity document"), ("birth_date", "id_kind", "id_number")),
    )


class RepresentedHomeForm(AddressForm):
    """Where the person for whom one acts lives, and how this person can be told that somebody does."""

    known_as = ""
    own_email = forms.EmailField(
        label=_("E-mail address of this person"),
        help_text=_("If there is one: this person can then see the file too, and end your mandate."),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "dir": "ltr", "spellcheck": "false"}),
        error_messages={
            "invalid": _("Enter an address like name@example.org."),
            "max_length": _("Enter an address like name@example.org."),
        },
    )
    own_phone = forms.CharField(
        label=_("Telephone number of this person"),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "dir": "ltr", "inputmode": "tel"}),
    )
    folded = ((pgettext_lazy("group of questions", "The consulate"), ("consulate",)),)
    ltr = ("own_email", "own_phone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels: dict[str, Any] = {
            "residence": _("The situation of this person"),
            "country": _("Country where this person lives"),
            "consulate": _("The Moroccan consulate of this person"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
        for name in ("country", "city", "address"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        self.fields["address"].help_text = _("Street and number, district, postcode if there is one.")
        self.fields["nationality"].help_text = ""

    @property
    def for_another(self) -> bool:
        return False  # these are the complainant's own answers

    def clean_own_email(self) -> str:
        return str(self.cleaned_data["own_email"]).lower()

    def clean_own_phone(self) -> str:
        text = self.cleaned_data["own_phone"]
        country = self.cleaned_data.get("country")
        return parse_phone(text, country.code if country else "") if text else ""


class DeceasedForm(StepForm):
    """Whose heir one is. The heir is the complainant; nobody complains for the dead."""

    deceased = NameField(
        label=_("Name of the person who died"),
        help_text=_("First name and last name, as on the papers."),
        longest=240,
        attrs={"autocomplete": "off"},
        error_messages={"required": _("Enter the name of the person who died, for example Ahmed El Idrissi.")},
    )
    died_on = DayField(label=_("Date of death"), help_text=_("For example 27 3 2019."), past=True, required=False)


class OrganisationForm(StepForm):
    """A legal person (A4): name, nature, seat, and what the one who files is in it."""

    organisation = TextField(
        label=_("Name of the organisation"),
        longest=120,
        attrs={"autocomplete": "organization"},
        error_messages={"required": _("Enter the name, as in the statutes or the register.")},
    )
    organisation_ar = TextField(
        label=_("Name in Arabic"), longest=120, required=False, attrs={"dir": "rtl", "lang": "ar"}
    )
    nature = TextField(
        label=_("What kind of organisation is it?"),
        help_text=_("For example: association under French law, or limited company."),
        longest=200,
        error_messages={"required": _("Say what kind of organisation it is, for example: limited company.")},
    )
    registration = TextField(
        label=_("Number in the register"), longest=100, required=False, attrs={"dir": "ltr", "autocomplete": "off"}
    )
    country = ListedField(
        label=_("Country of the seat"),
        find=guide.country,
        choices=choices.countries,
        error_messages={"required": _("Choose the country of the seat.")},
    )
    city = TextField(
        label=_("City of the seat"), longest=120, error_messages={"required": _("Enter the city, for example Lille.")}
    )
    address = TextField(
        label=_("Address of the seat"),
        longest=500,
        lines=3,
        error_messages={"required": _("Enter the address, for example 12 rue des Lilas, 59000.")},
    )
    position = TextField(
        label=_("What are you in it?"),
        help_text=_("For example: president, manager, member of the board."),
        longest=120,
        error_messages={"required": _("Say what you are in it, for example: president.")},
    )
    ltr = ("registration",)


PROOFS: dict[str, tuple[Promise | str, Promise | str]] = {
    Capacity.MANDATE: (_("The mandate"), _("A power of attorney that the person signed. A photo or a scan is enough.")),
    Capacity.GUARDIAN: (
        _("The proof that you are the guardian"),
        _("For example the judgment, the kafala deed or the birth record of the child."),
    ),
    Capacity.HEIR: (_("The proof that you are an heir"), _("For example the deed of heirs.")),
    Capacity.GROUP: (
        _("The mandate of the members"),
        _("A paper by which the members ask you to act for them, with their signatures."),
    ),
    Capacity.ASSOCIATION: (
        _("The proof that you may act for the association"),
        _("For example the receipt of the declaration with the names of the board."),
    ),
    Capacity.COMPANY: (
        _("The proof that you may act for the company"),
        _("For example an extract of the trade register, or a power of attorney."),
    ),
}


class MandateForm(StepForm):
    """The mandate, or the proof of capacity (A2 to A4, T1): the document and its days. The file is a row of its own."""

    file = forms.FileField(label=_("The document"), required=False)
    mandate_from = DayField(
        label=_("Date of the document"), help_text=_("For example 15 11 2025."), past=True, required=False
    )
    mandate_until = DayField(
        label=_("It ends on"),
        help_text=_("For example 15 12 2027. Leave it empty if no end is written."),
        future=True,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        title, hint = PROOFS.get(self.answers.capacity, PROOFS[Capacity.MANDATE])
        self.fields["file"].label, self.fields["file"].help_text = title, hint
        self.fields["file"].one_of = True  # type: ignore[attr-defined]  # needed, though another one may be there already

    @classmethod
    def names(cls, raw: MultiValueDict) -> set[str]:
        return super().names(raw) - {"file"}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.answers.has_mandate:
            self.add_error("file", _("Add the document: a photo or a scan is enough. Without it we cannot act."))
        since, until = data.get("mandate_from"), data.get("mandate_until")
        if since and until and until < since:
            self.add_error("mandate_until", _("Enter a day after the date of the document."))
        return data

    def lines(self) -> Iterator[Line]:
        yield Line(self.fields["file"].label or "", str(_("Added")))
        for name in ("mandate_from", "mandate_until"):
            if day := self.cleaned_data.get(name):
                yield Line(self.fields[name].label or "", long_date(day))


class GroupForm(RowsForm):
    """The members of a group (A3), one row each; the one who files is one of them unless a lawyer files."""

    by_lawyer = forms.ChoiceField(
        label=_("Who speaks for the group?"),
        choices=[("no", _("I am one of the group")), ("yes", _("I am the lawyer of the group"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say who speaks for the group.")},
    )
    most = MOST_MEMBERS
    row_fields = ("first_name", "last_name", "country", "id_number")
    needed = ("first_name", "last_name", "country")

    @staticmethod
    def row() -> dict[str, forms.Field]:
        off = {"autocomplete": "off"}
        number = {"dir": "ltr", "autocapitalize": "characters", **off}
        return {
            "first_name": NameField(label=_("First name"), longest=120, required=False, attrs=off),
            "last_name": NameField(label=_("Last name"), longest=120, required=False, attrs=off),
            "country": TextField(
                label=_("Country where this person lives"), help_text=_("For example: France."), longest=60,
                required=False, attrs=off,
            ),
            "id_number": TextField(
                label=_("Number of the identity document"), help_text=_("For example AB123456. We keep it encrypted."),
                longest=40, required=False, attrs=number,
            ),
        }  # fmt: skip

    @classmethod
    def typed_rows(cls, raw: Raw) -> list[dict[str, str]]:
        """The rows as typed."""
        data = MultiValueDict(raw)
        return [{name: data.get(f"{name}_{row}", "") for name in cls.row_fields} for row in range(cls.count(data))]

    @classmethod
    def with_rows(cls, raw: Raw, rows: list[dict[str, str]]) -> Raw:
        """The same answers with these rows in place of the old ones."""
        rows = rows[:MOST_MEMBERS] or [{}]
        shared = {name: values for name, values in raw.items() if name in cls.base_fields}
        typed = {f"{name}_{at}": [row.get(name, "")] for at, row in enumerate(rows) for name in cls.row_fields}
        return {**shared, **typed, "rows": [str(len(rows))]}

    def open_fields(self) -> list[Any]:
        return [self["by_lawyer"]]

    def blocks(self) -> list[dict[str, Any]]:
        """The rows for the template; one that is full and right is folded."""
        blocks = []
        for row in range(self.number):
            fields = [self[f"{name}_{row}"] for name in self.row_fields]
            wrong, full = any(field.errors for field in fields), any(is_filled(field.value()) for field in fields)
            name = " ".join(str(self[f"{part}_{row}"].value() or "") for part in ("first_name", "last_name")).strip()
            blocks.append({"number": row + 1, "index": row, "fields": fields, "open": wrong or not full, "name": name})
        return blocks

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        members, self.countries = [], choices.countries_as_typed()
        for row in range(self.number):
            values = {name: data.get(f"{name}_{row}", "") for name in self.row_fields}
            if not any(values.values()) and not any(f"{name}_{row}" in self.errors for name in self.row_fields):
                continue
            members.append(self._member(row, values))
        if len(members) < (1 if data.get("by_lawyer") == "no" else 2) and not self.errors:
            self.add_error("first_name_0", _("Enter the other members, or go back and choose “For myself”."))
        data["members"] = members
        return data

    def _member(self, row: int, values: dict[str, str]) -> dict[str, Any]:
        """One member with the country found; what is missing is said at its field."""
        needed = {
            "first_name": _("Enter the first name of this member, for example Salma."),
            "last_name": _("Enter the last name of this member, for example El Idrissi."),
            "country": _("Enter the country where this member lives, for example France."),
        }
        for name, words in needed.items():
            if not values[name] and f"{name}_{row}" not in self.errors:
                self._wrong(row, name, words)
        country = self.countries.get(choices.folded(values["country"]))
        if values["country"] and country is None:
            words = _("We do not know this country. Write its name, for example France, or its two letters, FR.")
            self._wrong(row, "country", words)
        number = western_digits(values["id_number"]).upper()
        if number and not re.fullmatch(r"[\w ./-]{3,40}", number):
            words = _("Enter the number with letters and figures only, for example AB123456.")
            self._wrong(row, "id_number", words)
        return {**values, "id_number": number, "country": country}

    def _wrong(self, row: int, name: str, words: Promise | str) -> None:
        """Says at the field what to do, and of which member: a list of a hundred has a hundred such fields."""
        self.add_error(f"{name}_{row}", _("Member %(number)s: %(words)s") % {"number": row + 1, "words": words})

    def lines(self) -> Iterator[Line]:
        yield Line(self.fields["by_lawyer"].label or "", self.shown("by_lawyer"))
        for at, member in enumerate(self.cleaned_data["members"], start=1):
            parts = [f"{member['first_name']} {member['last_name']}", member["country"].name, member["id_number"]]
            yield Line(_("Member %(number)s") % {"number": at}, " · ".join(part for part in parts if part))
