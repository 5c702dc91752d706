"""Is it safe to write to this person? The questions, asked when filing and changed in the file (docs/safe-contact.md).

What is answered is kept with the person and obeyed by `envelopes` and `notifications`; the desk reads it in words."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from complaints.enums import ContactRule
from complaints.models.contact_rules import CONTACT_RULES, ContactRules
from complaints.notifications.channels import text, webpush

WAYS = [
    ("email", pgettext_lazy("how we reach you", "E-mail")),
    ("phone", pgettext_lazy("how we reach you", "Telephone")),
    ("whatsapp", pgettext_lazy("how we reach you", "WhatsApp")),
    ("sms", pgettext_lazy("how we reach you", "SMS")),
    ("post", pgettext_lazy("how we reach you", "Post")),
]
BY_NUMBER = {"phone", "whatsapp", "sms"}  # the ways that need a telephone number
# Safe ways alone: a device is told where somebody asked for it on that device (docs/push.md).
SAFE_WAYS = [*WAYS, ("push", pgettext_lazy("how we reach you", "Notice on a device where I switched it on"))]
HOURS = [("", "—"), *((str(hour), f"\u2066{hour:02d}:00\u2069") for hour in range(24))]


def ways() -> list[tuple[str, Promise | str]]:
    """How somebody may wish to be reached here: SMS only where somebody carries them."""
    return [(way, label) for way, label in WAYS if way != "sms" or text.gateway("sms")]


def safe_ways() -> list[tuple[str, Promise | str]]:
    """The same with notices on a device, where this house has keys for them."""
    return [*ways(), *([SAFE_WAYS[-1]] if webpush.is_on() else [])]


def _hour(value: str) -> int | None:
    return int(value) if value else None


class SafeContactFields(forms.Form):
    """The questions. Nobody has to answer; who says nothing is written to in every way they gave."""

    contact_rule = forms.ChoiceField(
        label=_("Is it safe to write to you?"),
        help_text=_("Somebody at home may read your mail or hear your telephone? Tell us, and we take care."),
        choices=ContactRule.choices,
        widget=forms.RadioSelect,
        required=False,
        initial="",
    )
    contact_ways = forms.MultipleChoiceField(
        label=_("Use only these ways"),
        help_text=_("Tick none to allow all."),
        choices=safe_ways,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    contact_from = forms.TypedChoiceField(
        label=_("Not before"), choices=HOURS, coerce=_hour, empty_value=None, required=False
    )
    contact_until = forms.TypedChoiceField(
        label=_("Not after"),
        help_text=_("On the clock of the place where you live."),
        choices=HOURS,
        coerce=_hour,
        empty_value=None,
        required=False,
    )
    no_voice_mail = forms.BooleanField(label=_("Leave no voice message"), required=False)
    neutral_subject = forms.BooleanField(
        label=_("Do not show who writes in the list of mails"),
        help_text=_("The mail then names neither us nor your file. It only says that there is news."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        begins, ends = data.get("contact_from"), data.get("contact_until")
        if (begins is None) != (ends is None):
            name = "contact_from" if begins is None else "contact_until"
            self.add_error(name, _("Choose both hours, or none."))
        elif begins is not None and begins == ends:
            self.add_error("contact_until", _("Choose two different hours."))
        details = any(data.get(name) not in (None, False, [], "") for name in CONTACT_RULES[1:])
        if details and data.get("contact_rule") == ContactRule.FREE and not self.errors:
            data["contact_rule"] = ContactRule.CAREFUL  # whoever names a care wants care
        return data


def answers(data: dict[str, Any]) -> dict[str, Any]:
    """The columns of the person. Each wish is kept beside "no" too: it must still hold when the rule changes later."""
    nothing: dict[str, Any] = {"contact_rule": ContactRule.FREE, "contact_ways": []}
    nothing |= {"no_voice_mail": False, "neutral_subject": False}
    return {name: data.get(name, nothing.get(name)) for name in CONTACT_RULES}


def in_words(person: ContactRules) -> list[Promise | str]:
    """What the desk must keep to with this person, in short sentences; empty when there is nothing."""
    if person.contact_rule == ContactRule.FILE_ONLY:
        return [_("Do not write or call: this person reads the file.")]
    if person.contact_rule != ContactRule.CAREFUL:
        return []
    said: list[Promise | str] = []
    if person.contact_ways:
        named = [str(label) for way, label in SAFE_WAYS if way in person.contact_ways]
        said.append(gettext("Only by: %(ways)s") % {"ways": gettext(", ").join(named)})
    if hours := person.contact_hours:
        said.append(gettext("Only from %(begin)s to %(end)s, where this person lives") % _clock(hours))
    if person.no_voice_mail:
        said.append(_("No voice message!"))
    if person.neutral_subject:
        said.append(_("Mails must not say who writes."))
    return said or [_("Take care when you write or call.")]


def _clock(hours: tuple[int, int]) -> dict[str, str]:
    return {"begin": f"\u2066{hours[0]:02d}:00\u2069", "end": f"\u2066{hours[1]:02d}:00\u2069"}
