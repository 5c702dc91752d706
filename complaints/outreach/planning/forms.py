"""The forms of the planning."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.dates import long_date
from accounts.forms import DateField, HouseForm, KeyField
from accounts.models import Region, Unit, User
from accounts.roles import CASEWORKERS
from complaints.asking.fields import TextField
from complaints.casework.admin.names import NamesField
from complaints.outreach.models import Stand, StandHours
from complaints.outreach.planning.actions import LONGEST, MOST_DESKS, Facts, Opening
from complaints.outreach.words import Event, Why

FARTHEST = timedelta(days=731)
OF_THE_DESK = tuple((code, name) for code, name in settings.LANGUAGES if code in settings.DESK_LANGUAGES)
NOT_THERE, ANY_DESK = "", "0"


class HourField(forms.TimeField):
    """An hour and its minutes as people write them: 09:30, 9h30, 9.30, 9."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"dir": "ltr", "inputmode": "text", "autocomplete": "off", "maxlength": "5", "class": "hour"}
        super().__init__(
            input_formats=["%H:%M", "%Hh%M", "%H.%M", "%Hh", "%H"],
            widget=forms.TimeInput(attrs=attrs, format="%H:%M"),
            error_messages={"invalid": _("Write the time like 09:30.")},
            **kwargs,
        )
        self.widget.input_type = "text"


class SeenForm(HouseForm):
    """A form that knows which revision of the stand its reader had before the eyes."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def revision(self) -> int:
        """-1 where the form said nothing that can be read: then it is an old one."""
        found = self.cleaned_data.get("seen")
        return -1 if found is None else int(found)


class StandForm(SeenForm):
    """What a stand is. The hours asked here are those of every day; single days follow on a page of their own."""

    key = KeyField(required=False)
    unit = forms.ChoiceField(label=_("Delegation"))
    event = forms.ChoiceField(label=_("Event"), choices=[("", "—"), *Event.choices])
    names = NamesField(
        label=_("Name of the stand"),
        max_length=120,
        languages=OF_THE_DESK,
        help_text=_("As people would say it, for example: Stand at the port of Tangier."),
    )
    region = forms.ChoiceField(label=_("Region"))
    place = TextField(label=_("Place"), longest=200, help_text=_("For example: Port of Tangier Med, arrival hall."))
    address = TextField(label=_("Address"), longest=500, lines=2, required=False)
    directions = NamesField(
        label=_("How to get there"),
        rows=3,
        max_length=1000,
        required=False,
        languages=OF_THE_DESK,
        help_text=_("In words, from a place that everybody knows: bus, entrance, what one sees."),
    )
    begins_on = DateField(label=_("First day"))
    ends_on = DateField(label=_("Last day"))
    opens = HourField(label=_("Opens each day at"), help_text=_("In the time of Morocco, like 09:30."))
    closes = HourField(label=_("Closes each day at"))
    pause_from = HourField(label=_("Pause from"), required=False)
    pause_until = HourField(label=_("Pause until"), required=False)
    desks = forms.IntegerField(
        label=_("How many desks"),
        min_value=1,
        max_value=MOST_DESKS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr", "maxlength": "2", "class": "short"}),
        error_messages={
            "invalid": _("Write a number from 1 to 20."), "min_value": _("Write a number from 1 to 20."),
            "max_value": _("Write a number from 1 to 20."),
        },
    )  # fmt: skip
    digit_fields = ("opens", "closes", "pause_from", "pause_until", "desks")

    def __init__(self, *args: Any, units: Sequence[Unit], regions: Sequence[Region], new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in units}
        self.regions = {str(region.pk): region for region in regions}
        self.fields["unit"].choices = _choices(units)  # type: ignore[attr-defined]
        self.fields["region"].choices = _choices(regions)  # type: ignore[attr-defined]
        if not new:
            for name in ("opens", "closes", "pause_from", "pause_until"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last, today = data.get("begins_on"), data.get("ends_on"), timezone.localdate()
        if first and not today - FARTHEST <= first <= today + FARTHEST:
            self.add_error("begins_on", _("Choose a day within two years."))
        elif first and last and last < first:
            self.add_error("ends_on", _("The last day is the first day or a later one."))
        elif first and last and (last - first).days >= LONGEST:
            self.add_error("ends_on", _("A stand lasts 62 days at most. Plan the days after that as another stand."))
        _check_span(self, "opens", "closes", "pause_from", "pause_until")
        return data

    def facts(self) -> Facts:
        """What was typed, as the action takes it."""
        data = self.cleaned_data
        names = ("event", "names", "place", "address", "directions", "begins_on", "ends_on", "desks")
        return Facts(
            unit=self.units[data["unit"]],
            region=self.regions[data["region"]],
            **{name: data[name] for name in names},
        )

    def spans(self) -> list[tuple[time, time]]:
        """The hours of every day, in two parts where there is a pause."""
        return _spans(self.cleaned_data, "opens", "closes", "pause_from", "pause_until")


def initial_of(stand: Stand) -> dict[str, Any]:
    """A stand as the form shows it."""
    names = ("event", "names", "place", "address", "directions", "begins_on", "ends_on")
    return {
        "seen": stand.revision,
        "unit": stand.unit_id,
        "region": stand.region_id,
        "desks": stand.desks.count(),
        **{name: getattr(stand, name) for name in names},
    }


def _choices(rows: Sequence[Unit] | Sequence[Region]) -> list[tuple[str, str]]:
    named = sorted(((str(row.pk), row.name) for row in rows), key=lambda pair: pair[1])
    return named if len(named) == 1 else [("", "—"), *named]


def _check_span(form: HouseForm, opens: str, closes: str, pause_from: str, pause_until: str) -> None:
    """The day closes after it opens; a pause has two ends, between them."""
    data = form.cleaned_data
    start, end = data.get(opens), data.get(closes)
    away, back = data.get(pause_from), data.get(pause_until)
    if start and end and end <= start:
        form.add_error(closes, _("The stand closes after it opens: check both hours."))
    elif bool(away) != bool(back):
        form.add_error(
            pause_until if away else pause_from, _("A pause has a beginning and an end: write both or none.")
        )
    elif start and end and away and back and not start < away < back < end:
        form.add_error(pause_from, _("The pause lies within the hours of the day: check its beginning and its end."))


def _spans(data: dict[str, Any], opens: str, closes: str, pause_from: str, pause_until: str) -> list[tuple[time, time]]:
    start, end, away, back = (data.get(name) for name in (opens, closes, pause_from, pause_until))
    if not start or not end:
        return []
    return [(start, away), (back, end)] if away and back else [(start, end)]


class HoursForm(SeenForm):
    """Four hours for each day: opens, pause from, pause until, closes. A day left empty is closed."""

    PARTS = (
        ("opens", _("Opens")),
        ("pause_from", _("Pause from")),
        ("pause_until", _("Pause until")),
        ("closes", _("Closes")),
    )

    def __init__(self, *args: Any, days: Sequence[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days = days
        for day in days:
            for part, label in self.PARTS:
                name = f"{part}_{day:%Y%m%d}"
                said = _("%(what)s, %(day)s") % {"what": label, "day": long_date(day)}
                self.fields[name] = HourField(label=said, required=False)
                self.digit_fields = (*self.digit_fields, name)

    def names_of(self, day: date) -> list[str]:
        """The four fields of a day."""
        return [f"{part}_{day:%Y%m%d}" for part, _label in self.PARTS]

    @property
    def lines(self) -> list[tuple[date, list[forms.BoundField]]]:
        """Day and its fields, for the table."""
        return [(day, [self[name] for name in self.names_of(day)]) for day in self.days]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for day in self.days:
            opens, away, back, closes = self.names_of(day)
            given = [bool(data.get(name)) for name in (opens, closes)]
            if any(name in self.errors for name in (opens, away, back, closes)):
                continue
            if given[0] != given[1] or (not given[0] and (data.get(away) or data.get(back))):
                missing = opens if not given[0] else closes
                self.add_error(
                    missing, _("Write when it opens and when it closes, or leave the day empty: then it is closed.")
                )
            else:
                _check_span(self, opens, closes, away, back)
        return data

    def openings(self) -> list[Opening]:
        """What was typed, as the action takes it."""
        found = []
        for day in self.days:
            opens, away, back, closes = self.names_of(day)
            found += [Opening(day, *span) for span in _spans(self.cleaned_data, opens, closes, away, back)]
        return found


def hours_as_typed(rows: Sequence[StandHours]) -> dict[str, time]:
    """Hours that are kept, as the form of the hours shows them. Of more than two openings the first and the last are shown."""
    by_day: dict[date, list[StandHours]] = {}
    for row in rows:
        by_day.setdefault(row.day, []).append(row)
    shown: dict[str, time] = {}
    for day, parts in by_day.items():
        parts.sort(key=lambda row: row.opens)
        shown[f"opens_{day:%Y%m%d}"], shown[f"closes_{day:%Y%m%d}"] = parts[0].opens, parts[-1].closes
        if len(parts) > 1:
            shown[f"pause_from_{day:%Y%m%d}"], shown[f"pause_until_{day:%Y%m%d}"] = parts[0].closes, parts[-1].opens
    return shown


class TeamForm(SeenForm):
    """For each colleague a desk; and the e-mail of one who is not on the list."""

    email = forms.EmailField(
        label=_("Somebody from another unit"),
        required=False,
        max_length=254,
        help_text=_("The e-mail of the account of a caseworker. The person is added to the list."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, people: Sequence[User], desks: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people, self.desks = people, desks
        self.added: User | None = None
        choices: list[tuple[str, Any]] = [(NOT_THERE, _("Not there")), (ANY_DESK, _("There, at any desk"))]
        choices += [(str(number), _("Desk %(number)s") % {"number": number}) for number in desks]
        for number in desks:
            label = _("What desk %(number)s is for") % {"number": number}
            self.fields[f"label_{number}"] = TextField(label=label, longest=60, required=False)
        for user in people:
            self.fields[f"user_{user.pk}"] = forms.ChoiceField(label=str(user), choices=choices, required=False)

    @property
    def lines(self) -> list[tuple[User, forms.BoundField]]:
        """Each colleague and the choice."""
        return [(user, self[f"user_{user.pk}"]) for user in self.people]

    @property
    def desk_fields(self) -> list[forms.BoundField]:
        """What each desk is for."""
        return [self[f"label_{number}"] for number in self.desks]

    def labels(self) -> dict[int, str]:
        """The words of each desk."""
        return {number: self.cleaned_data[f"label_{number}"] for number in self.desks}

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if email:
            found = User.objects.filter(email__iexact=email, is_active=True, role__in=sorted(CASEWORKERS)).first()
            if found is None:
                raise forms.ValidationError(
                    _("No caseworker has an account with this address. Check it, sign by sign.")
                )
            self.added = found
        return email

    def places(self) -> dict[User, int | None]:
        """Who is there, and at which desk."""
        chosen = {user: self.cleaned_data.get(f"user_{user.pk}", NOT_THERE) for user in self.people}
        found = {user: int(desk) or None for user, desk in chosen.items() if desk != NOT_THERE}
        if self.added is not None:
            found.setdefault(self.added, None)
        return found


class CancelForm(HouseForm):
    """Why it does not take place, in the words of the house and, if wished, in own words."""

    why = forms.ChoiceField(
        label=_("Why does it not take place?"), choices=Why.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Say why it does not take place: who looks for it reads this.")},
    )  # fmt: skip
    words = NamesField(
        label=_("More about it"),
        rows=2,
        max_length=500,
        required=False,
        languages=OF_THE_DESK,
        help_text=_("For example the new date. Everybody reads it. Name no person."),
    )
