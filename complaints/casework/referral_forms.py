"""The forms by which a file is oriented, and passed on to a body (T5; docs/referrals.md)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.localized import pick
from complaints.casework.act_form import ActForm, long_text, reader_hint
from complaints.enums import Ground
from complaints.guide.models import ReferralBody


class BodyAddressField(forms.EmailField):
    """Where the link to a body goes, for this file."""

    def __init__(self) -> None:
        super().__init__(
            label=_("E-mail address of that body"),
            required=False,
            max_length=254,
            help_text=_(
                "Of the office, not of a person. Empty: the one of the directory; if that has none, a letter with a code is"
                " printed and posted."
            ),
            widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
        )


def body_words() -> forms.CharField:
    """What we write to the body beside the letter."""
    return long_text(
        _("Words for that body"),
        required=False,
        rows=4,
        help_text=_("In its language. The complainant reads them before agreeing; name nobody."),
    )


UNWILLING = _(
    "When filing, the complainant wanted no transfer. They can be asked about this one body: they choose item by item, or say"
    " no. Nothing leaves before."
)


class Orient(ActForm):
    told = ("public_text", "bodies")
    ground = forms.ChoiceField(
        label=_("Ground"),
        choices=lambda: [("", "—"), *((ground.value, f"{ground.value} – {ground.label}") for ground in Ground)],
    )
    bodies = forms.ModelMultipleChoiceField(
        label=_("Who can help"),
        queryset=ReferralBody.objects.filter(active=True),
        widget=forms.CheckboxSelectMultiple,
    )
    to = forms.ModelChoiceField(
        label=_("Pass the file on to"),
        queryset=ReferralBody.objects.filter(active=True),
        required=False,
        help_text=_("The complainant is asked first, and chooses item by item what may go. Nothing leaves before."),
    )
    address = BodyAddressField()
    words = body_words()
    public_text = long_text(_("Reasons for the complainant"))

    def prepare(self) -> None:
        self.fields["public_text"].help_text = reader_hint(self)
        bodies: Any = self.fields["bodies"]
        rows = sorted(bodies.queryset, key=lambda body: body.name)
        bodies.choices = [(body.pk, body.name) for body in rows]
        bodies.hints = {str(body.pk): ", ".join(body.grounds) for body in rows}
        to: Any = self.fields["to"]
        to.choices = [("", "—"), *bodies.choices]
        bodies.required = not (self.is_bound and self.data.get("to"))  # whom it goes to can help, too
        if not self.complaint.transfer_consent:
            to.help_text = UNWILLING

    def told_value(self, name: str) -> Any:
        """The bodies by the names that the complainant reads."""
        if name == "bodies":
            return [pick(body.names, self.complaint.language) for body in self.cleaned_data["bodies"]]
        return super().told_value(name)

    def clean(self) -> dict[str, Any]:
        """Whom the file goes to stands among those that can help."""
        data = super().clean() or {}
        to, bodies = data.get("to"), data.get("bodies")
        if to is not None and bodies is not None and to not in bodies:
            data["bodies"] = [*bodies, to]
        return data

    def facts(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        to = given.pop("to", None)
        given["bodies"] = [body.pk for body in given["bodies"]]
        return {**given, "transfer": to is not None, "to": to.pk if to else None}


class Refer(ActForm):
    """One more body for a file that is oriented already: the complainant is asked what may go to it."""

    to = forms.ModelChoiceField(label=_("Pass the file on to"), queryset=ReferralBody.objects.filter(active=True))
    address = BodyAddressField()
    words = body_words()

    def prepare(self) -> None:
        to: Any = self.fields["to"]
        waiting = set(self.complaint.referrals.filter(ended_at=None).values_list("body", flat=True))
        first = set(self.complaint.referral_bodies.values_list("pk", flat=True))
        rows = sorted(to.queryset, key=lambda body: (body.pk not in first, body.name))
        to.choices = [("", "—"), *((body.pk, body.name) for body in rows if body.pk not in waiting)]
        if not self.complaint.transfer_consent:
            to.help_text = UNWILLING

    def facts(self) -> dict[str, Any]:
        return {**self.cleaned_data, "to": self.cleaned_data["to"].pk}
