"""The desk erases what a complainant may have erased (law 09-08): documents, optional data, the text of messages.

What the law on archives asks for is not offered: the complaint, decisions, letters with their documents, the history.
`erasable_*` say what is offered, and are asked again when it is done."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints import files, history, notices, permissions
from complaints.casework.corrections import OF_WHO_ACTS, columns, settle_channel
from complaints.models import Attachment, Complaint, Message, Person, ReferralDocument
from complaints.notifications import devices
from complaints.notifications.models import PushSubscription
from complaints.referring import package
from complaints.workflow.errors import Incomplete, NotAllowed, demand
from complaints.workflow.moves import PLAIN, Seal, check_once, check_seen, locked

# What nobody had to give, and the columns that hold it.
OPTIONAL: Mapping[str, tuple[Promise | str, tuple[str, ...]]] = {
    "phone": (_("Telephone number"), ("phone", "whatsapp")),
    "names_ar": (_("Name in Arabic"), ("first_name_ar", "last_name_ar")),
    "consulate": (_("Consulate"), ("consulate",)),
    "accessibility": (_("Accessibility needs"), ("accessibility",)),
    "vulnerability": (_("Situation"), ("vulnerability",)),
    "contact": (_("Contact person in Morocco"), ("contact_in_morocco",)),
    "stay": (_("Next stay in Morocco"), ("stay_from", "stay_to")),
    "hours": (_("Preferred hours"), ("contact_from", "contact_until")),
}
DEVICES = "devices"  # no columns, but rows of the outbox: browsers that are told (docs/push.md)
OF_THE_CONTACT = {*OF_WHO_ACTS, "contact_in_morocco"}  # while somebody acts, these are that person's


def erasable_documents(complaint: Complaint) -> QuerySet[Attachment]:
    """What the complainant sent, but for what went to the administration or another body, what proves a
    mandate, and the complaint itself as it came on paper."""
    sent = complaint.attachments.filter(source=Attachment.Source.CITIZEN, erased_at=None)
    passed_on = ReferralDocument.objects.filter(referral__complaint=complaint, referral__sent_at__isnull=False)
    kept = sent.filter(shared_with_administration=False, letters=None).exclude(pk__in=passed_on.values("attachment"))
    return kept.filter(kind="")


def erasable_messages(complaint: Complaint) -> QuerySet[Message]:
    """What the complainant, or somebody with whom the file is shared, wrote after filing."""
    return complaint.messages.filter(from_citizen=True, erased_at=None).exclude(text="")


def erasable_columns(complaint: Complaint) -> dict[str, Promise | str]:
    """The optional data that are there, by the keys of OPTIONAL."""
    person, allowed = complaint.complainant, columns(complaint)
    apart = "phone" not in allowed
    found = {
        key: label
        for key, (label, names) in OPTIONAL.items()
        if any(getattr(person, name) not in (None, "", False) for name in names)
        and not (apart and OF_THE_CONTACT & set(names))
    }
    told = PushSubscription.objects.filter(recipient__in=_told_by(complaint)).exists()
    return found | ({DEVICES: _("Devices that are told")} if told else {})


def _told_by(complaint: Complaint) -> list[str]:
    """Under which keys devices hear of this file: the complainant's, and those of its shares."""
    shares = complaint.shares.values_list("pk", flat=True)
    return [f"complaint:{complaint.pk}:citizen", *(f"share:{pk}" for pk in shares)]


@transaction.atomic
def erase_data(
    complaint: Complaint,
    *,
    actor: Actor,
    documents: Sequence[Attachment],
    columns: Sequence[str],
    messages: Sequence[Message],
    ground: str,
    seal: Seal = PLAIN,
) -> None:
    """Erases for good, and tells the complainant. `columns` are keys of OPTIONAL. Raises Refused.

    Bytes go after the commit. Of a message the text goes with its translations, of a column also the words that stood
    there before a correction. The event names what was erased by numbers and columns; `ground` is the desk's own word."""
    case = locked(complaint)
    check_once(case, actor, seal)
    demand(permissions.can_erase(actor, case))
    check_seen(case, seal)
    if not ground.strip():
        raise Incomplete(_("Write the ground."))
    if not (documents or columns or messages):
        raise Incomplete(_("Tick what is to be erased."))
    _demand_erasable(case, documents, columns, messages)
    at = seal.at or timezone.now()
    gone = [*documents, *_copies_of(documents)]
    for file in Attachment.objects.select_for_update(of=("self",)).filter(pk__in=[file.pk for file in gone]):
        files.erase(file, at=at)
    if DEVICES in columns:
        devices.forget(*_told_by(case))
    fields = _erase_columns(case, [key for key in columns if key != DEVICES], at)
    keys = [message.pk for message in messages]
    case.translations.filter(message__in=keys).delete()
    case.messages.filter(pk__in=keys).update(text="", erased_at=at)
    data = {"documents": [file.pk for file in gone], "messages": keys, "fields": fields, **seal.kept()}
    event = history.record(case, "data_erased", actor=actor, at=at, internal_text=ground, data=data)
    notices.tell(case, event, notices.DataChanged())


def _copies_of(documents: Sequence[Attachment]) -> list[Attachment]:
    """Their redacted copies, but for those that went with a letter."""
    copies = Attachment.objects.filter(redacted_from__in=[file.pk for file in documents], erased_at=None)
    return list(copies.filter(shared_with_administration=False, letters=None))


def _demand_erasable(
    case: Complaint, documents: Sequence[Attachment], columns: Sequence[str], messages: Sequence[Message]
) -> None:
    found = set(erasable_documents(case).values_list("pk", flat=True))
    said = set(erasable_messages(case).values_list("pk", flat=True))
    if (
        {file.pk for file in documents} <= found
        and {message.pk for message in messages} <= said
        and set(columns) <= set(erasable_columns(case))
    ):
        return
    raise NotAllowed(_("Something that you ticked cannot be erased, or was erased already."))


def _erase_columns(case: Complaint, keys: Sequence[str], at: datetime) -> list[str]:
    """Empties the columns and what stood in them before; gives the names of those that held something."""
    person, names = case.complainant, [name for key in keys for name in OPTIONAL[key][1]]
    held = [name for name in names if getattr(person, name) not in (None, "", False)]
    for name in names:
        setattr(person, name, Person._meta.get_field(name).get_default())  # type: ignore[union-attr]
    package.forget(case, names)
    if names:
        settle_channel(person)
        person.save()
        case.changes.filter(field__in=names, erased_at=None).update(before="", sealed="", erased_at=at)
    return held
