"""The forms of the answers and of a question."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.forms import HouseForm, KeyField, TrapField
from complaints.guide.selectors import countries

LONGEST_SEARCH = 200
LONGEST_QUESTION = 3000
LONGEST_COMMENT = 500
NUMBER_EXAMPLE = "\u2066Q\u20117K4F2QXZ\u2069"  # isolated, and on one line
CODE_EXAMPLE = "\u2066K7F2-9QXM-4TB6-WH8Z3\u2069"
PLAIN = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}


class AskForm(HouseForm):
    """A question. Who is logged in is told at the account's address; everybody else may give one, or come back with the code."""

    key = KeyField(required=False)
    text = forms.CharField(
        label=_("Your question"),
        help_text=_("Write in any language. Leave out names, identity numbers and the story of a complaint."),
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        error_messages={
            "required": _("Write your question."),
            "max_length": _("Shorten your question to 3,000 characters. A long story belongs in a complaint."),
        },
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("We tell you there that the answer has come. Without it, come back with the number and the code."),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr", "spellcheck": "false"}),
        error_messages={"max_length": _("Enter an address like name@example.org.")},
    )
    language = forms.ChoiceField(label=_("The language we answer in"), choices=settings.LANGUAGES)
    country = forms.ChoiceField(label=_("Country where you live"), required=False)
    website = TrapField()

    def __init__(self, *args: Any, account: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", "—"), *((row.code, row.name) for row in countries())]  # type: ignore[attr-defined]
        self.fields["language"].initial = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
        if account:
            del self.fields["email"]

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class OpenForm(HouseForm):
    """Number and code of a question. Both are posted, never written into an address."""

    number = forms.CharField(
        label=_("Number of your question"),
        help_text=format_lazy(_("It begins with Q, for example {number}."), number=NUMBER_EXAMPLE),
        max_length=40,
        error_messages={
            "required": format_lazy(
                _("Enter the number of your question, for example {number}."), number=NUMBER_EXAMPLE
            )
        },
        widget=forms.TextInput(attrs=PLAIN),
    )
    code = forms.CharField(
        label=_("Secret code"),
        help_text=_("It was shown to you when you sent your question."),
        max_length=60,
        error_messages={"required": format_lazy(_("Enter the code you noted, for example {code}."), code=CODE_EXAMPLE)},
        widget=forms.TextInput(attrs=PLAIN),
    )


class UsefulForm(HouseForm):
    """ "Was this useful?", with a word if one likes."""

    useful = forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))])
    comment = forms.CharField(
        label=_("What is missing or unclear?"),
        help_text=_("Nobody answers here, and we do not know who you are. Leave out names and numbers."),
        max_length=LONGEST_COMMENT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"max_length": _("Shorten your comment to 500 characters.")},
    )
