"""What is held about an account: itself, its files with what was allowed in each, shares, and what other rooms registered."""

import json
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actors import Actor
from accounts.held import Row, Section, as_object, fact, filled, label_of, registered
from complaints.follow_up.held_facts import columns
from complaints.models import Complaint, Share
from complaints.permissions import own_complaints

SECOND_STEPS: dict[str, Promise] = {
    "totp": gettext_lazy("App that shows codes"),
    "recovery_codes": gettext_lazy("Recovery codes"),
    "webauthn": gettext_lazy("Security key"),
}
CONSENTS = ("share_identity", "transfer_consent", "survey_consent")  # the wishes at the end of the form
SHARE = ("name", "email", "right", "receives", "accepted_at", "until", "revoked_at")


def held(actor: Actor) -> list[Section]:
    """All sections that hold something, in the active language; a fixed number of queries. `actor` is logged in."""
    sections = [
        Section("account", _("My account"), [_account(actor)]),
        Section("addresses", _("E-mail addresses"), _addresses(actor)),
        Section("second_steps", _("Second step when logging in"), _second_steps(actor)),
        Section("files", _("My files"), [_file(row) for row in own_complaints(actor).order_by("-submitted_at", "-pk")]),
        Section("shares", _("Files that others share with me"), _shares(actor)),
        *(reader(actor) for reader in registered().values()),
    ]
    return [section for section in sections if any(section.rows)]


def as_json(actor: Actor) -> str:
    """For machines: the account's own facts, then sections by their keys. Each file has a download of its own."""
    sections = {section.key: [as_object(row) for row in section.rows] for section in held(actor)}
    (account,) = sections.pop("account")
    made = {"made_at": timezone.now().isoformat(), "note": note()}
    return json.dumps({**made, **account, **sections}, ensure_ascii=False, indent=2)


def note() -> str:
    """What is not in it, and where it is."""
    return _(
        "What each file holds is downloaded with the file. Not included: passwords, codes and keys, of which we keep only"
        " sums; and the names of those who work here."
    )


def _account(actor: Actor) -> Row:
    user = actor.someone
    return [
        fact("email", _("E-mail address"), user.email),
        *columns(user, ("name", "language", "role", "unit")),
        fact("account_made_at", _("Account made"), user.date_joined),
        *filled([fact("last_login", _("Last login"), user.last_login)]),
    ]


def _addresses(actor: Actor) -> list[Row]:
    """The addresses of the account, with what proves them."""
    rows: Any = actor.someone.emailaddress_set  # type: ignore[attr-defined]
    return [
        [
            fact("email", _("E-mail address"), row.email),
            fact("proved", _("Proved by a code"), row.verified),
            fact("primary", _("We write to this one"), row.primary),
        ]
        for row in rows.order_by("pk")
    ]


def _second_steps(actor: Actor) -> list[Row]:
    """Which ways were set up, and when they were used; never a key."""
    rows: Any = actor.someone.authenticator_set  # type: ignore[attr-defined]
    return [
        filled(
            [
                fact("type", _("Kind"), row.type, str(SECOND_STEPS.get(row.type, row.type))),
                fact("created_at", _("When"), row.created_at),
                fact("last_used_at", _("Last used"), row.last_used_at),
            ]
        )
        for row in rows.order_by("pk")
    ]


def _file(row: Complaint) -> Row:
    """A file by its number, with what the person allowed in it."""
    facts = [
        fact("reference", _("Number of your file"), row.reference),
        fact("submitted_at", _("Sent"), row.submitted_at),
    ]
    return [*facts, *columns(row, CONSENTS)]


def _shares(actor: Actor) -> list[Row]:
    """The shares that this account accepted, those that ended too; how the other called one stands in it."""
    rows = Share.objects.filter(user=actor.user_id).select_related("complaint").order_by("accepted_at", "pk")
    return [
        [fact("reference", label_of(Complaint, "reference"), row.complaint.reference), *columns(row, SHARE)]
        for row in rows
    ]
