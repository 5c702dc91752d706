"""The forms of the agent on the tablet."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.forms import HouseForm
from complaints import files
from complaints.asking import choices
from complaints.asking.fields import TextField
from complaints.codes import typed_figures
from complaints.guide.selectors import countries
from complaints.intake.attaching import LONGEST_CAPTION
from complaints.outreach.models import Stand, StandDesk
from complaints.outreach.tablet import shifts

SIX = _("Enter six figures.")


class PinField(forms.CharField):
    """Six figures, in any digits; shown as dots, and never given back to the page."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "dir": "ltr", "size": "12", "class": "pin"}
        super().__init__(
            max_length=40, widget=forms.PasswordInput(attrs=attrs), error_messages={"required": SIX}, **kwargs
        )

    def clean(self, value: Any) -> str:
        found = typed_figures(super().clean(value))
        if found is None:
            raise ValidationError(SIX, code="invalid")
        return found


class OpenForm(HouseForm):
    """The code that the head of the delegation gave for this tablet."""

    code = forms.CharField(
        label=_("Code of the tablet"),
        max_length=60,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false", "size": "24"}),
        error_messages={"required": _("Enter the code that the desk showed when this tablet was registered.")},
    )


class BeginForm(HouseForm):
    """Stand, desk and PIN of the day."""

    place = forms.ChoiceField(
        label=_("Stand and desk"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose where you work today."), "invalid_choice": _("Choose where you work today.")},
    )  # fmt: skip
    pin = PinField(
        label=_("A PIN for today, six figures"),
        help_text=_("You type it when the tablet was left for two minutes. Choose another one each day."),
    )
    again = PinField(label=_("The same six figures again"))

    def __init__(self, *args: Any, stands: list[Stand], user_id: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places: dict[str, tuple[Stand, StandDesk | None]] = {}
        own = ""
        for stand in stands:
            for desk in [*stand.desks.all()] or [None]:
                key = f"{stand.pk}-{desk.pk if desk else 0}"
                self.places[key] = (stand, desk)
                if desk and any(agent.user_id == user_id and agent.desk_id == desk.pk for agent in stand.agents.all()):
                    own = key
        field: Any = self.fields["place"]
        field.choices = [(key, _place(stand, desk)) for key, (stand, desk) in self.places.items()]
        field.initial = own or (next(iter(self.places)) if len(self.places) == 1 else "")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        pin, again = data.get("pin"), data.get("again")
        if pin and shifts.is_weak(pin):
            self.add_error("pin", _("Everybody tries this one first. Choose six other figures."))
        elif pin and again and pin != again:
            self.add_error("again", _("The two are not the same. Type the six figures of the first field again."))
        return data

    def chosen(self) -> tuple[Stand, StandDesk | None]:
        return self.places[self.cleaned_data["place"]]


def _place(stand: Stand, desk: StandDesk | None) -> str:
    if desk is None:
        return _named(stand)
    return str(_("%(stand)s, desk %(desk)s") % {"stand": _named(stand), "desk": desk})


def _named(stand: Stand) -> str:
    """Name and place, which stands as its sign says it, in whatever letters (A31)."""
    return f"{stand.name}, \u2068{stand.place}\u2069"


class UnlockForm(HouseForm):
    """The PIN."""

    pin = PinField(label=_("Your PIN of today"))


class PersonForm(HouseForm):
    """Who sits down: a language, perhaps a country and the number that was called. Nothing that names them."""

    language = forms.ChoiceField(
        label=_("Which language does the person read?"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the language that the person reads.")},
    )
    country = forms.ChoiceField(label=_("Country where the person lives"), required=False)
    number = forms.IntegerField(
        label=_("Number of the ticket"),
        required=False,
        min_value=1,
        max_value=999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr", "size": "6"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _("Enter the number that stands on the ticket.")),
    )  # fmt: skip

    digit_fields = ("number",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.countries = {row.code: row for row in countries()}
        field: Any = self.fields["country"]
        field.choices = [("", "—"), *choices.countries()[1:]]  # the frequent ones first

    def home(self) -> Any:
        return self.countries.get(self.cleaned_data.get("country") or "")


class LanguageForm(HouseForm):
    """Another language for the person."""

    language = forms.ChoiceField(label=_("Which language does the person read?"), choices=settings.LANGUAGES)


class PhotoForm(HouseForm):
    """A paper of the person, photographed here."""

    file = forms.FileField(
        label=_("The paper"),
        help_text=_("A photo or a PDF; up to 10 MB."),
        error_messages={"required": _("Choose the file first.")},
        widget=forms.FileInput(attrs={"accept": files.ACCEPT, "capture": "environment"}),
    )
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[("", _("A document of the person")), ("mandate", _("Mandate or proof of capacity"))],
        required=False,
    )
    caption = TextField(label=_("What it shows"), longest=LONGEST_CAPTION, required=False)
