"""The form that all forms of the house stand on, and its fields (docs/design.md)."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# Arabic-Indic and Persian digits to Western ones (A32).
DIGITS = {base + n: str(n) for base in (0x0660, 0x06F0) for n in range(10)}
# What nobody types: NUL and lone surrogates, which Postgres refuses to keep, and control characters but tab and line break.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# What leaves no trace on a page: spaces, and the characters that only join, part, turn or fill others (Unicode's
# Default_Ignorable_Code_Point, the annotation marks, the empty Braille cell).
UNSEEN = (
    r"\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    r"\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
VISIBLE = re.compile(f"[^{UNSEEN}]")
# Django's own words for a choice that is gone from the list meanwhile: "not valid" mends nothing (A10).
NOT_IN_THE_LIST = [
    kind.default_error_messages["invalid_choice"]
    for kind in (forms.ChoiceField, forms.MultipleChoiceField, forms.ModelChoiceField, forms.ModelMultipleChoiceField)
]


def clean_text(value: str) -> str:
    """The text without what nobody types; nothing at all when it has no character that a reader could see.

    Inside a text the joiners, marks and isolates stay: Persian words, Arabic between Latin letters and emoji need them."""
    text = UNWRITABLE.sub("", value)
    return text if VISIBLE.search(text) else ""


def western_digits(value: str) -> str:
    """`٠٦١٢` as `0612`; everything else as it is."""
    return value.translate(DIGITS)


class HouseForm(forms.Form):
    """Validated by the server alone (`novalidate` on the form), with messages that say how to mend.

    `digit_fields` names the texts whose Arabic-Indic digits are read as Western ones; telephone, number and date fields
    always are. Page: `{% include "components/field.html" with field=form.x %}`.
    """

    use_required_attribute = False
    digit_fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            speak(field, name)
            if type(field.widget) is forms.Select:
                field.widget = PlainSelect(field.widget.attrs, field.widget.choices)

    def hush(self) -> Self:
        """The form with what was typed and without errors: for a page that is only read."""
        self._errors: Any = {}
        return self

    def _widget_data_value(self, widget: forms.Widget, html_name: str) -> Any:
        """What was posted for one widget; Django reads every value here, for cleaning and for showing it again."""
        value = super()._widget_data_value(widget, html_name)  # type: ignore[misc]
        name = html_name.removeprefix(f"{self.prefix}-") if self.prefix else html_name
        digits = name in self.digit_fields or getattr(widget, "input_type", "") in {"tel", "number"}
        return tidy(value, digits=digits or isinstance(widget, DateParts))


class KeyField(forms.UUIDField):
    """The key of one form, so that a second press of "Send" is known as one. Nobody types it: nonsense is no key."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except forms.ValidationError:
            return None


class TrapField(forms.CharField):
    """A trap for programs: people never see it. Nothing is thrown away; the page says how to go on."""

    def __init__(self) -> None:
        attrs = {"autocomplete": "off", "tabindex": "-1"}
        super().__init__(required=False, label=_("Leave this field empty"), widget=forms.TextInput(attrs=attrs))

    def clean(self, value: Any) -> str:
        if super().clean(value):
            raise ValidationError(_("Empty the last field of this page, then continue."), code="trap")
        return ""


class PlainSelect(forms.Select):
    """A select written at once: Django's draws a template for each of its options, and a list of countries has hundreds."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = "" if value is None else str(value)
        options = format_html_join("", "{}", ((_options(choice, label, chosen),) for choice, label in self.choices))
        return format_html(
            "<select{}>{}</select>", flatatt({**self.build_attrs(self.attrs, attrs), "name": name}), options
        )


def _options(value: Any, label: Any, chosen: str) -> SafeString:
    """One option, or a group of them where the label is a list."""
    if isinstance(label, (list, tuple)):
        inner = format_html_join("", "{}", ((_options(one, text, chosen),) for one, text in label))
        return format_html('<optgroup label="{}">{}</optgroup>', value, inner)
    line = '<option value="{}" selected>{}</option>' if str(value) == chosen else '<option value="{}">{}</option>'
    return format_html(line, value, label)


def tidy(value: Any, *, digits: bool) -> Any:
    """Cleans a text or each text of a list; files and the rest pass."""
    if isinstance(value, str):
        return western_digits(clean_text(value)) if digits else clean_text(value)
    if isinstance(value, list):
        return [tidy(item, digits=digits) for item in value]
    return value


def speak(field: forms.Field, name: str) -> None:
    """Gives a field whose author wrote no message of his own one that says what to do."""
    default = forms.Field.default_error_messages["required"]
    if field.error_messages.get("required") == default:
        label = field.label or name.replace("_", " ").capitalize()
        chosen = isinstance(field, (forms.ChoiceField, forms.ModelChoiceField))
        words = _("Choose an answer: {label}") if chosen else _("Fill in: {label}")
        field.error_messages["required"] = format_lazy(words, label=label)
    if field.error_messages.get("invalid_choice") in NOT_IN_THE_LIST:
        field.error_messages["invalid_choice"] = _("Choose an answer of the list.")
    if isinstance(field, forms.EmailField):
        message = _("Enter a whole e-mail address, like name@example.org.")
        field.validators = [_with_message(validator, message) for validator in field.validators]


def _with_message(validator: Any, message: Any) -> Any:
    if type(validator).__name__ != "EmailValidator":
        return validator
    return type(validator)(message=message)


class DateParts(forms.MultiWidget):
    """A date as three short texts, day, month and year: quicker and surer than a calendar for a date long ago."""

    template_name = "components/widgets/date.html"
    use_fieldset = True
    parts = (
        ("day", pgettext_lazy("part of a date", "Day"), 2),
        ("month", pgettext_lazy("part of a date", "Month"), 2),
        ("year", pgettext_lazy("part of a date", "Year"), 4),
    )

    def __init__(self, *, birthday: bool = False, attrs: dict[str, Any] | None = None) -> None:
        self.birthday = birthday
        super().__init__([forms.TextInput() for _part in self.parts], attrs)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0" if id_ else ""

    def decompress(self, value: date | str | None) -> list[Any]:
        if isinstance(value, str):  # a draft keeps dates as texts, `2026-11-15`
            try:
                value = date.fromisoformat(value)
            except ValueError:
                return [None, None, None]
        return [value.day, value.month, value.year] if value else [None, None, None]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for part, (key, label, length) in zip(context["widget"]["subwidgets"], self.parts, strict=True):
            part["label"], part["key"] = label, key
            part["attrs"] |= {"inputmode": "numeric", "dir": "ltr", "maxlength": length, "class": f"control part {key}"}
            if self.birthday and part["attrs"].get("autocomplete") != "off":
                part["attrs"]["autocomplete"] = f"bday-{key}"
        return context


Bound = date | Callable[[], date] | None


class DateField(forms.MultiValueField):
    """A date from day, month and year, bounded by `earliest` and `latest` (dates or callables)."""

    widget = DateParts

    def __init__(self, *, earliest: Bound = None, latest: Bound = None, **kwargs: Any) -> None:
        self.bounds = earliest, latest
        fields = [forms.CharField(required=False) for _part in DateParts.parts]
        super().__init__(fields, require_all_fields=False, **kwargs)

    def clean(self, value: Any) -> date | None:
        parts = [str(part or "").strip() for part in (value or [])]
        if not any(parts):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        found = self.compress(parts)
        earliest, latest = (bound() if callable(bound) else bound for bound in self.bounds)
        if latest and found > latest:
            raise ValidationError(_("Enter a date that is not after today, like 15 11 2025."), code="late")
        if earliest and found < earliest:
            raise ValidationError(_("Check the year: this date is too long ago."), code="early")
        return found

    def compress(self, parts: list[str]) -> date:
        if not all(parts):
            raise ValidationError(_("Enter the day, the month and the year, like 15 11 2025."), code="incomplete")
        try:
            day, month, year = (int(part) for part in parts)
            return date(year, month, day)
        except (ValueError, OverflowError):
            raise ValidationError(_("Enter a real date with numbers, like 15 11 2025."), code="unreal") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return [str(part or "") for part in self.widget.decompress(initial)] != [str(part or "") for part in data or []]
