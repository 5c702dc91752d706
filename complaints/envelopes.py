"""To whom a notice goes and what its template may say, looked up when it leaves (docs/outbox.md).

The outbox knows only keys such as `complaint:12:citizen` or `user:5`; this module knows the case behind them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.conf import settings
from django.core import signing
from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from complaints.enums import Outcome
from complaints.knowledge import notices as questions
from complaints.models import Complaint, Person, Share
from complaints.models.contact_rules import ContactRules
from complaints.notifications import registry
from complaints.notifications.hours import by_day
from complaints.notifications.models import Channel, OutboxMessage
from complaints.notifications.registry import Envelope
from complaints.notifications.selectors import Addresses
from complaints.opened import mark
from complaints.permissions import representation_of

OPEN_LINK = "follow-up.open"  # the salt of the one link that opens a case from a mail
AGAIN_LINK = "follow-up.again"  # the salt of the link that asks for that one, and opens nothing
SHARE_LINK = "follow-up.share"  # the salt of the link by which a share is accepted
UNSHARE_LINK = "follow-up.unshare"  # the salt of the link by which who is only told ends that
VOICE_LINK = "follow-up.voice"  # the salt of the link that takes a voice, and opens nothing
STOP_LINK = "follow-up.stop-recovery"  # the salt of the link that stops a new code
# Who chose post or the telephone gets no mail; the desk is shown that nobody was mailed. Who chose short texts has both.
MAILED = {"email", "whatsapp", "sms"}
CITIZEN_KINDS = (
    "complaint_registered", "complaint_under_study", "complaint_information_requested", "complaint_information_reminder",
    "complaint_information_received", "complaint_prior_step", "complaint_oriented", "complaint_inadmissible",
    "complaint_admitted", "complaint_with_administration", "complaint_answered", "complaint_closed", "complaint_suspended",
    "complaint_review_asked", "complaint_reopened", "complaint_review_confirmed", "complaint_promise_missed",
    "complaint_new_promise", "complaint_more_time", "complaint_survey", "complaint_details_changed",
    "complaint_withdrawn", "complaint_message", "complaint_message_received", "complaint_open_link",
    "complaint_sharing", "complaint_mandate_ending",
    "complaint_code_renewed", "complaint_recovery", "complaint_account_linked", "complaint_data_request",
    "complaint_data_answered", "complaint_data_changed", "complaint_resumed", "complaint_extended",
    "complaint_written_again", "complaint_administration_asks", "complaint_administration_reminded",
    "complaint_investigated", "complaint_mediation", "complaint_commission", "complaint_recommended",
    "complaint_followed_up", "complaint_escalated", "complaint_moved", "complaint_joined", "complaint_separated",
    "complaint_letter",
    "complaint_referral_consent", "complaint_referral_step",
    "complaint_mails_return",
)  # fmt: skip
# Answers to what the person has just done or asked for: these wait for no morning.
AT_ONCE = {
    "complaint_registered", "complaint_information_received", "complaint_message_received", "complaint_withdrawn",
    "complaint_open_link", "complaint_review_asked", "complaint_details_changed", "complaint_code_renewed",
    "complaint_recovery", "complaint_account_linked", "complaint_data_request",
}  # fmt: skip
# About who can open the file: these go to an address also when another way is preferred.
ABOUT_ACCESS = {"complaint_open_link", "complaint_code_renewed", "complaint_recovery", "complaint_account_linked"}
# Which short text a kind has on a telephone (`templates/sms/`); the others say that there is news.
SHORT = {
    "complaint_registered": "registered",
    **dict.fromkeys(
        ("complaint_information_requested", "complaint_information_reminder", "complaint_prior_step",
         "complaint_referral_consent", "complaint_mails_return"), "answer"),
    **dict.fromkeys(
        ("complaint_code_renewed", "complaint_recovery", "complaint_account_linked", "complaint_details_changed",
         "complaint_sharing"), "access"),
    "complaint_open_link": "",  # a link that opens the file goes to the proved mailbox alone
}  # fmt: skip
NEUTRAL = {"complaint_open_link": "neutral/link", "complaint_recovery": "neutral/recovery"}
NEEDED = ("complainant", "country", "unit", "representation")  # what an envelope asks of a case
STAFF_KINDS = (
    "desk_reply", "desk_assigned", "desk_overdue", "desk_due_soon", "desk_mandate", "desk_changed", "desk_review",
    "desk_reopened", "desk_data_request", "desk_chase", "desk_silence", "desk_handed_over", "desk_unassigned",
    "desk_mails_return", "desk_answer", "desk_proposal_returned", "administration_letter", "administration_reminder",
    "administration_returned", "administration_extension", "administration_recommendation", "administration_execution",
    "desk_referral",
)  # fmt: skip
SHARE_KINDS = ("share_invitation", "share_represented", "share_news", "share_mandate_ended")
NEWS_FOR_SHARES = {"share_news", "share_mandate_ended"}  # these wait for the morning; an invitation is waited for
# The mails that ask whether the problem is solved: of every end but the complainant's own.
VOICED = {
    "complaint_closed", "complaint_oriented", "complaint_inadmissible", "complaint_review_confirmed", "complaint_survey",
}  # fmt: skip


def register_notices() -> None:
    """Tells the outbox who resolves which notice; called once when the app is ready."""
    for kind in CITIZEN_KINDS:
        registry.register(kind, resolve_citizen, short=SHORT.get(kind, "news"))
    for kind in STAFF_KINDS:
        registry.register(kind, resolve_staff)
    for kind in SHARE_KINDS:
        registry.register(kind, resolve_share, keys=("ends_on",) if kind == "share_mandate_ended" else ())
    registry.register("complaint_mandate_revoked", resolve_representative)
    registry.register("complaint_mandate_ended", resolve_ended, keys=("ends_on",), short="access")
    registry.register("question_answered", resolve_question, keys=())


def resolve_citizen(message: OutboxMessage) -> Envelope | None:
    """The complainant's present address; without one the notice waits in the file (in-app) only."""
    case = _case(message)
    return for_citizen(case, message) if case else None


def for_citizen(case: Complaint, message: OutboxMessage) -> Envelope:
    """The envelope of a notice about this case."""
    person: Person = case.complainant
    again = again_page(case)
    url = f"{settings.SITE_URL}{again}?lang={case.language}" if again else link("follow_up:login")
    context = {**_facts(case, message.context), "url": url, "again": bool(again)}
    if message.kind == "complaint_open_link":
        context["url"] = link("follow_up:open", token=open_token(case, to=message.context.get("to", "")))
    if message.kind == "complaint_recovery":
        context["url"] = link("follow_up:stop", token=signing.dumps(message.context.get("recovery"), salt=STOP_LINK))
    if message.kind in VOICED:
        closing = context.get("closing") or message.event.removeprefix("event:")
        context["voice_url"] = voice_link(int(closing), language=case.language)
    acting = representation_of(case)
    wanted = person.preferred_channel in MAILED or message.kind in ABOUT_ACCESS
    return Envelope(
        address=person.email if wanted and person.reachable_by("email") else "",
        phone=_number(person, message),
        devices=person.reachable_by("push"),
        name=acting.name if acting and acting.apart and not acting.revoked_at else person.name,
        language=case.language,
        time_zone=person.time_zone or case.country.time_zone or settings.TIME_ZONE,
        context=context,
        # The person's own hours hold for every mail: anybody who knows the reference can ask for a link.
        hours=person.contact_hours or (None if message.kind in AT_ONCE else by_day()),
        neutral=NEUTRAL.get(message.kind, "neutral/news") if person.wants_no_name else "",
    )


def _number(person: Person, message: OutboxMessage) -> str:
    """The number for a short text: of who chose this way, and as long as it is a safe one."""
    chosen = person.preferred_channel == message.channel and person.reachable_by(message.channel)
    return person.phone.as_e164 if chosen and person.phone else ""


def resolve_representative(message: OutboxMessage) -> Envelope | None:
    """Who acted for the complainant until now, under what that person said about safe contact."""
    case = _case(message)
    found = representation_of(case) if case else None
    if case is None or found is None:
        return None
    return Envelope(
        address=found.email if found.reachable_by("email") else "", name=found.name, language=case.language,
        time_zone=(found.country.time_zone if found.country else "") or settings.TIME_ZONE,
        context=_facts(case, message.context), hours=found.contact_hours or by_day(),
        neutral="neutral/news" if found.wants_no_name else "",
    )  # fmt: skip


def resolve_ended(message: OutboxMessage) -> Envelope | None:
    """Who acts under a mandate whose last day has passed; nobody, once it was renewed or revoked."""
    case = _case(message)
    return for_citizen(case, message) if case and _still_ended(case, message) else None


def _still_ended(case: Complaint, message: OutboxMessage) -> bool:
    found = representation_of(case)
    if found is None or found.revoked_at or found.mandate_until is None:
        return False
    return found.mandate_until.isoformat() == message.context["ends_on"]


def resolve_share(message: OutboxMessage) -> Envelope | None:
    """With whom the case is shared, while it is. The mail names nobody: whoever reads it may be another."""
    rows = Share.objects.standing().filter(pk=message.recipient.removeprefix("share:"))
    share = rows.select_related(*(f"complaint__{name}" for name in NEEDED)).first()
    if share is None or (message.kind == "share_news" and share.accepted_at is None):
        return None
    if message.kind == "share_mandate_ended" and not _still_ended(share.complaint, message):
        return None
    rules = rules_of_represented(share) if share.represented else None
    way = "push" if message.channel == Channel.PUSH else "email"
    if rules is not None and not rules.reachable_by(way):
        return None
    hours = by_day() if message.kind in NEWS_FOR_SHARES else None
    url = link("follow_up:login")
    if message.kind != "share_news":
        url = link("follow_up:accept", token=signing.dumps(share.pk, salt=SHARE_LINK))
    context = {**_facts(share.complaint, message.context), "url": url, "reads": share.right != Share.Right.RECEIVE}
    if not context["reads"]:
        context["end_url"] = link("follow_up:unshare", token=signing.dumps(share.pk, salt=UNSHARE_LINK))
    # Who has not accepted yet has no page that they know: the mail without a name carries the link then.
    neutral = "neutral/news" if message.kind in NEWS_FOR_SHARES and share.accepted_at else "neutral/invitation"
    return Envelope(
        hours=(rules.contact_hours if rules else None) or hours,
        address=share.email, language=share.language or share.complaint.language, devices=True,
        time_zone=(share.complaint.country.time_zone if rules else "") or settings.TIME_ZONE,
        context=context, neutral=neutral if rules and rules.wants_no_name else "",
    )  # fmt: skip


def rules_of_represented(share: Share) -> ContactRules:
    """What the person represented said; it moved to the complainant's row when the mandate was revoked."""
    acts = representation_of(share.complaint)
    return acts if acts and not acts.revoked_at else share.complaint.complainant


def resolve_question(message: OutboxMessage) -> Envelope | None:
    """The asker; an account is told under what its holder said about safe contact in the file that they filed last."""
    found, question = questions.resolve(message), questions.question_of(message)
    if found is None or question is None or question.user_id is None:
        return found
    rules = Person.objects.filter(user=question.user_id).order_by("-pk").first()
    if rules is None:
        return found
    if not rules.reachable_by("email"):
        return None
    neutral = "neutral/news" if rules.wants_no_name else ""
    return replace(found, hours=rules.contact_hours or found.hours, neutral=neutral)


def resolve_staff(message: OutboxMessage) -> Envelope | None:
    """A colleague or an interlocutor, while the account is active."""
    case = _case(message)
    user = User.objects.filter(pk=message.recipient.removeprefix("user:"), is_active=True).first()
    return for_colleague(user, case, message) if case and user else None


def for_colleague(user: User, case: Complaint, message: OutboxMessage) -> Envelope:
    """The envelope of a colleague's notice about this case."""
    context = {**_facts(case, message.context), "url": f"{settings.SITE_URL}{reverse('admin:index')}"}
    if message.kind.startswith("administration_"):
        made = message.kind in {"administration_recommendation", "administration_execution"}
        context["url"] = link("casework:recommendations" if made else "casework:letters")
    return Envelope(
        address=user.email,
        name=user.name,
        language=user.language or settings.LANGUAGE_CODE,
        time_zone=settings.TIME_ZONE,
        context=context,
    )


def colleagues_notices(user: User, cases: QuerySet[Complaint]) -> Addresses:
    """The envelopes of a colleague's notices on the site, in one query; those about other cases than these are left out."""

    def find(messages: Sequence[OutboxMessage]) -> dict[int, Envelope]:
        keys = {message.pk: message.about.removeprefix("complaint:") for message in messages}
        found = cases.select_related(*NEEDED).in_bulk([key for key in keys.values() if key.isdecimal()])
        known = {str(pk): case for pk, case in found.items()}
        return {
            message.pk: for_colleague(user, known[keys[message.pk]], message)
            for message in messages
            if keys[message.pk] in known
        }

    return find


def _case(message: OutboxMessage) -> Complaint | None:
    key = message.about.removeprefix("complaint:")
    return Complaint.objects.select_related(*NEEDED).filter(pk=key).first()


def _facts(case: Complaint, context: dict[str, Any]) -> dict[str, Any]:
    """The row's context with its dates read back, and what every notice may say."""
    facts: dict[str, Any] = {
        name: date.fromisoformat(value) if isinstance(value, str) and name.endswith(("_on", "_until", "_by")) else value
        for name, value in context.items()
    }
    if outcome := facts.get("outcome"):
        facts["outcome_label"] = Outcome(outcome).label
    return {**facts, "reference": case.reference, "unit": case.unit}


def open_token(case: Complaint, *, to: str = "") -> str:
    """What opens the case from a mail, until the file has another code: then the mailbox may be another person's too.

    `to` is the page it leads to, `review` or nothing."""
    return signing.dumps([case.pk, mark(case.code_hash), to], salt=OPEN_LINK)


def again_page(case: Complaint) -> str:
    """The page behind our notices, which mails the link that opens the case; empty where no such link would leave.

    It dies with the code too: who lost the mailbox or the mandate can have nothing mailed by it."""
    person = case.complainant
    if not (person.email and person.email_verified_at and person.reachable_by("email")):
        return ""
    return reverse("follow_up:again", kwargs={"token": signing.dumps([case.pk, mark(case.code_hash)], salt=AGAIN_LINK)})


def voice_link(closing: int, *, language: str) -> str:
    """The page on which one closing is judged, by the number of its event; in the language of the mail."""
    return f"{link('follow_up:voice', token=signing.dumps(closing, salt=VOICE_LINK))}?lang={language}"


def link(name: str, **parts: str) -> str:
    """A whole address on our own site."""
    return f"{settings.SITE_URL}{reverse(name, kwargs=parts or None)}"
