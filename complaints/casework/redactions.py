"""A redacted copy of a document: areas painted out of its pages, for what leaves the house (docs/redaction.md).

The original stays as it came. The copy is a file of its own, of pictures alone, and goes out in the original's place."""

import re
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.forms import western_digits
from complaints import files, history
from complaints.inspection.areas import MAX_AREAS, Area
from complaints.models import Attachment, Complaint
from complaints.permissions import can_work
from complaints.workflow.errors import Incomplete, NotAllowed, demand
from complaints.workflow.moves import PLAIN, Seal, check_once, locked

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
Areas = Mapping[int, Sequence[Area]]


def can_be_redacted(row: Attachment) -> bool:
    """A document of pages or a picture, checked and not erased; of a redacted copy one goes back to its original."""
    return row.redacted_from_id is None and not row.erased_at and files.may_leave(row) and files.can_draw(row)


def redactable(complaint: Complaint) -> list[Attachment]:
    """The files of a case of which a redacted copy can be made."""
    return [row for row in complaint.attachments.all() if can_be_redacted(row)]


def read_areas(text: str, *, pages: int) -> dict[int, list[Area]]:
    """`1: 10, 20, 30, 5` a line: page, from the left, from the top, width, height, in per cent. Raises Incomplete, which
    names the line. What reaches beyond the page ends at its edge."""
    found: dict[int, list[Area]] = {}
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if not lines:
        raise Incomplete(_("Mark at least one area."))
    if len(lines) > MAX_AREAS:
        raise Incomplete(_("Mark at most %(count)d areas.") % {"count": MAX_AREAS})
    for number, line in lines:
        values = NUMBER.findall(western_digits(line)[:200])
        if len(values) != 5 or "." in values[0] or not 1 <= int(values[0][:6]) <= pages:
            words = _(
                "Line %(line)d: write the page and four numbers, for example 1: 10, 20, 30, 5. Pages: 1 to %(pages)d."
            )
            raise Incomplete(words % {"line": number, "pages": pages})
        left, top, width, height = (round(float(value[:9]), 2) for value in values[1:])
        if not (0 <= left < 100 and 0 <= top < 100 and 0 < width <= 100 and 0 < height <= 100):
            raise Incomplete(
                _("Line %(line)d: the area lies outside the page. It goes from 0 to 100.") % {"line": number}
            )
        area = (left, top, round(min(width, 100 - left), 2), round(min(height, 100 - top), 2))
        found.setdefault(int(values[0]), []).append(area)
    return found


def written(areas: Areas) -> str:
    """The areas as `read_areas` reads them."""
    lines = [(page, area) for page, found in sorted(areas.items()) for area in found]
    return "\n".join(f"{page}: " + ", ".join(f"{value:g}" for value in area) for page, area in lines)


def areas_of(copy: Attachment) -> str:
    """What was painted out of a redacted copy, to begin the next one from; the history keeps it."""
    row = copy.complaint.events.filter(name="redacted", data__file=copy.pk).first()
    if row is None:
        return ""
    return written({int(page): [tuple(area) for area in found] for page, found in row.data["areas"].items()})


def make(complaint: Complaint, source: Attachment, *, actor: Actor, areas: Areas, seal: Seal = PLAIN) -> Attachment:
    """Makes the redacted copy and keeps it beside the original; raises Refused, files.Refused or files.Unavailable.

    Drawn before the transaction, which then is short. Nothing that happened meanwhile makes it stale: it adds a file."""
    demand(can_work(actor, complaint))
    if source.complaint_id != complaint.pk or not can_be_redacted(source):
        raise NotAllowed(_("This file cannot be redacted."))
    received = files.redact(source, areas, called=f"document-{source.pk}")
    try:
        with transaction.atomic():
            return _keep(complaint, source, received, actor=actor, areas=areas, seal=seal)
    except BaseException:
        files.discard(received)
        raise


def _keep(
    complaint: Complaint, source: Attachment, received: files.Received, *, actor: Actor, areas: Areas, seal: Seal
) -> Attachment:
    case = locked(complaint)
    check_once(case, actor, seal)
    demand(can_work(actor, case))
    if Attachment.objects.filter(pk=source.pk).exclude(erased_at=None).exists():
        raise NotAllowed(_("This file cannot be redacted."))
    row = Attachment(
        complaint=case, source=Attachment.Source.INSTITUTION, uploaded_by=actor.user, internal=True, redacted_from=source,
        sent_at=timezone.now(), **received.fields(),
    )  # fmt: skip
    row.save(force_insert=True)
    kept = {str(page): [list(area) for area in found] for page, found in areas.items()}
    data = {"file": row.pk, "from": source.pk, "areas": kept, **seal.kept()}
    history.record(case, "redacted", actor=actor, data=data)
    return row
