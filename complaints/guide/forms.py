"""The forms of the guide and of the directory: all of them are addresses, none holds identity but the mail's own."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import HouseForm, KeyField
from complaints.guide import directory, selectors
from complaints.guide.grounds import Ground
from complaints.guide.questions import QUESTIONS, Question, offered

LONGEST_SEARCH = 200


class QuestionForm(HouseForm):
    """One question of the guide, with what fits the answers given before."""

    def __init__(self, question: Question, data: Any = None, *, answers: Mapping[str, str], chosen: str = "") -> None:
        super().__init__(data)
        field = forms.ChoiceField(
            label=question.title,
            help_text=question.hint,
            choices=[(code, question.choices[code]) for code in offered(question.name, answers)],
            widget=forms.RadioSelect,
            initial=chosen,
            error_messages={
                "required": _("Choose the answer that comes closest."),
                "invalid_choice": _("Choose an answer of the list."),
            },
        )
        field.hints = question.hints  # type: ignore[attr-defined]
        self.fields[question.name] = field
        self.name = question.name

    @property
    def question(self) -> Any:
        """The bound field."""
        return self[self.name]


def country_choices() -> list[tuple[str, Any]]:
    return [("", _("Choose a country")), *((row.code, row.name) for row in selectors.countries())]


class CountryForm(HouseForm):
    """Where the person lives; it goes on in the address of the result."""

    country = forms.ChoiceField(label=_("Country where you live"), choices=country_choices, required=False)


class MailForm(HouseForm):
    """To whom the result is sent. `key` makes a form that is sent twice one mail."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We send this one message and keep no address."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Enter your e-mail address, like name@example.org.")},
    )
    key = KeyField(required=False)

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()


def _places() -> list[tuple[str, Any]]:
    rows = [selectors.country(code) for code in directory.countries()]
    return [("", _("All countries")), *((row.code, row.name) for row in rows if row)]


class DirectoryForm(HouseForm):
    """Words, ground, matter, country. What cannot be read counts as not asked."""

    q = forms.CharField(
        label=_("Search"), required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"})
    )
    ground = forms.ChoiceField(
        label=_("Why it is not for us"), choices=[("", _("All")), *Ground.choices], required=False
    )
    matter = forms.ChoiceField(
        label=_("What it is about"), choices=[("", _("All")), *QUESTIONS["matter"].choices.items()], required=False
    )
    country = forms.ChoiceField(label=_("Country"), choices=_places, required=False)

    def asked(self) -> dict[str, str]:
        """What to look for."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name, "") for name in ("ground", "matter", "country")}
        return {"text": self.cleaned_data.get("q", "")[:LONGEST_SEARCH], **given}
