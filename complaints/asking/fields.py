"""Fields that take what people really type: any script, any country's telephone, dates in their own way."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

import phonenumbers
from babel.numbers import format_decimal
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.dates import locale
from accounts.forms import DateField, DateParts, western_digits
from complaints.asking.text import isolated, length, tidy
from complaints.codes import typed_figures
from complaints.models.person import ROOM

OLDEST = date(1900, 1, 1)
FARTHEST = timedelta(days=10 * 366)
LONGEST_CODE = 60
EXAMPLE = isolated("+33\u00a06\u00a012\u00a034\u00a056\u00a078")  # it never breaks between two lines
LARGEST_AMOUNT = Decimal("999999999999.99")


class FiguresField(forms.CharField):
    """The six figures of a message, in any digits and with any spaces. Whether they are the right ones, the action says."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "one-time-code", "dir": "ltr", "size": "12"}
        super().__init__(
            label=_("Code from the message"),
            help_text=_("Six figures."),
            max_length=40,
            widget=forms.TextInput(attrs=attrs),
            error_messages={"required": _("Enter the six figures of the message, for example 123456.")},
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        found = typed_figures(super().clean(value))
        if found is None:
            raise ValidationError(self.error_messages["required"], code="invalid")
        return found


class TextField(forms.CharField):
    """Free text in any script, aligned by its own direction (A22). `longest` counts characters as readers do."""

    def __init__(self, *, longest: int = 200, lines: int = 0, counted: bool = False, **kwargs: Any) -> None:
        attrs = {"dir": "auto", **kwargs.pop("attrs", {})}
        if lines:
            attrs |= {"rows": str(lines)}
        widget = forms.Textarea(attrs=attrs) if lines else forms.TextInput(attrs=attrs)
        kwargs.setdefault("widget", widget)
        self.longest = longest
        self.count = longest if counted else None  # the page counts down from it
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        text = tidy(value or "")
        return text if isinstance(self.widget, forms.Textarea) else " ".join(text.split())

    def validate(self, value: str) -> None:
        super().validate(value)
        # What the column cannot hold, and a million that nobody waits to be counted, is counted by code points.
        count = length(value) if len(value) <= ROOM * self.longest else len(value)
        if count > self.longest:
            raise ValidationError(
                ngettext_lazy(
                    "Shorten this text: it has %(count)s characters, and %(longest)s fits.",
                    "Shorten this text: it has %(count)s characters, and %(longest)s fit.",
                    "longest",
                ),
                code="max_length",
                params={"count": count, "longest": self.longest},
            )


class NameField(TextField):
    """A name as its owner writes it; anything but a name without a single letter is one (A24)."""

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not any(character.isalpha() for character in value):
            raise ValidationError(_("Enter the name in letters, for example El-Mʼhamed."), code="letters")


class DayField(DateField):
    """A day of the past or of the future, measured on the day of asking."""

    def __init__(self, *, past: bool = False, future: bool = False, birthday: bool = False, **kwargs: Any) -> None:
        self.past, self.future = past, future
        kwargs.setdefault("widget", DateParts(birthday=birthday))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> date | None:
        found = super().clean(value)
        if found is None:
            return None
        today = timezone.localdate()
        if not OLDEST <= found <= today + FARTHEST:
            raise ValidationError(_("Check the year: write it with four figures, like 2025."), code="year")
        if self.past and found > today:
            raise ValidationError(_("Enter a day that is not after today, like 15 11 2025."), code="future")
        if self.future and found < today:
            raise ValidationError(_("Enter a day that is still to come."), code="past")
        return found


class AmountField(forms.Field):
    """Dirhams as people write them: `1250`, `1 250,50`, `1.250,50`, `١٢٥٠`. Gives a `Decimal` of two places or None."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr", "autocomplete": "off"})
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        text = western_digits(tidy(value or "")).translate(str.maketrans("٫٬", ",."))
        text = re.sub(r"(?i)mad|dhs?|درهم|[\s\u00a0\u202f']", "", text)
        if not text:
            return None
        whole, mark, cents = re.match(r"^(.*?)(?:([.,])(\d{1,2}))?$", text, re.DOTALL).groups()  # type: ignore[union-attr]
        digits = re.sub(r"[.,](?=\d{3}(\D|$))", "", whole)
        try:
            if not re.fullmatch(r"\d{1,12}", digits):
                raise InvalidOperation
            amount = Decimal(f"{digits}.{cents or '00'}" if mark else digits).quantize(Decimal("0.01"))
        except InvalidOperation:
            raise ValidationError(_("Enter the amount in figures, for example 12500."), code="amount") from None
        if amount > LARGEST_AMOUNT:
            raise ValidationError(_("Enter an amount in dirhams, for example 12500."), code="amount")
        return amount


def amount_in_words(amount: Decimal) -> str:
    """An amount as people of the active language write it, with cents only where there are some: `12,500`, `12 500`."""
    whole = amount == amount.to_integral_value()
    return format_decimal(amount, format="#,##0" if whole else "#,##0.00", locale=locale())


class ListedField(forms.ChoiceField):
    """A row of a directory, chosen by its code. The list is read only to be shown; `find` gives the row or None."""

    def __init__(self, *, find: Callable[[str], Any], choices: Callable[[], Any], **kwargs: Any) -> None:
        self.find = find
        super().__init__(choices=choices, **kwargs)

    def to_python(self, value: Any) -> Any:
        code = (value or "").strip()
        if not code:
            return ""
        row = self.find(code) if len(code) <= LONGEST_CODE and "\x00" not in code else None
        if row is None:
            raise ValidationError(_("Choose an entry of the list."), code="unlisted")
        return row

    def valid_value(self, value: Any) -> bool:
        return True  # `find` has judged it


class OpinionField(forms.CharField):
    """What somebody wants to add to an opinion, which names nobody."""

    def __init__(self, **kwargs: Any) -> None:
        given = {
            "label": _("Anything you want to add"),
            "help_text": _("Do not write your name or your number here. Up to 1,200 characters."),
            "max_length": 1200,
            "required": False,
            "error_messages": {"max_length": _("Shorten your text to 1,200 characters.")},
            "widget": forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        }
        super().__init__(**{**given, **kwargs})


def identity_number(text: str) -> str:
    """The number of an identity document as it is kept, or nothing; raises ValidationError."""
    number = western_digits(text).upper()
    if number and not re.fullmatch(r"[\w ./-]{3,40}", number):
        raise ValidationError(_("Enter the number with letters and figures only, for example AB123456."), code="number")
    return number


def is_landline(number: str) -> bool:
    """Whether an E.164 number is surely one that no SMS reaches."""
    try:
        found = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return False
    return bool(phonenumbers.number_type(found) == phonenumbers.PhoneNumberType.FIXED_LINE)


def parse_phone(text: str, country: str) -> str:
    """The E.164 number; raises ValidationError. A national number is read in `country`, then in Morocco."""
    written = western_digits(tidy(text))
    written = "+" + written[2:] if written.startswith("00") else written
    for region in (country or None, "MA"):
        try:
            number = phonenumbers.parse(written[:60], region)
        except phonenumbers.NumberParseException:
            continue
        # The world's numbering plans change faster than any list: a whole international number of a possible length passes.
        sure = phonenumbers.is_valid_number(number)
        if sure or (written.startswith("+") and phonenumbers.is_possible_number(number)):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    words = _("Enter a telephone number with the country code, for example %(number)s.")
    raise ValidationError(words, code="phone", params={"number": EXAMPLE})
