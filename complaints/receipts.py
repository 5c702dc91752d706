"""The receipt: one page in the complainant's language that proves what was sent and when, and says what happens next.

It tells no more than a receipt must: no facts of the case, no identity number, no address. The QR code at the top carries
the address of the follow-up page alone, the one at the foot the page that confirms this receipt. The secret code is printed
only in the copy made at the confirmation."""

from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import dates
from accounts.localized import pick
from complaints import receipt_numbers, typesetting
from complaints.enums import Court
from complaints.guide import selectors as guide
from complaints.models import Attachment, Complaint
from complaints.permissions import representation_of
from complaints.workflow import deadlines
from complaints.workflow.deadlines import Clock

RABAT = dates.RABAT.key
FILES_SHOWN = 5
SHORT_SUM = 12  # characters of a SHA-256: enough to tell a person's files apart
LONGEST = 140  # characters of a person's or an administration's name
NAME = 34  # characters of a file's name: one line each


def receipt_pdf(complaint: Complaint, *, language: str, code: str | None = None) -> bytes:
    """One A4 page (PDF/UA-1, some 30 KB). `code` is the follow-up code, known only while the complaint is being sent."""
    with translation.override(language):
        data = receipt_data(complaint, code=code)
    return typesetting.pdf("receipt", data, language=language, written_at=complaint.submitted_at)


def receipt_data(complaint: Complaint, *, code: str | None = None) -> dict[str, Any]:
    """What the template prints, in the active language."""
    files = list(complaint.attachments.filter(source=Attachment.Source.CITIZEN, internal=False))
    address = settings.SITE_URL.rstrip("/") + reverse("follow_up:login")
    return {
        "title": _("Receipt of your complaint"),
        "reference": complaint.reference,
        "footer": _("Free and confidential. You need no lawyer."),
        "code": code,
        "moments": _moments(complaint),
        "qr": typesetting.qr(address),
        "address": address,
        "rows": _rows(complaint),
        "files": [_file(file) for file in files[:FILES_SHOWN]],
        "more": _more(len(files) - FILES_SHOWN),
        "next": _next(complaint),
        "warning": _warning(complaint),
        "check": _check(complaint),
        "labels": {
            "reference": _("Your reference"),
            "submitted": _("Received on"),
            "scan": _("Scan to follow your complaint"),
            "code": _("Your secret code"),
            "keep": _(
                "With your reference, it opens your file. We cannot show it again: keep this page in a safe place."
            ),
            "summary": _("What you sent"),
            "files": _("Files"),
            "next": _("What happens next"),
            "follow": _("Follow your complaint, answer us or add a file:"),
        },
    }


def _check(complaint: Complaint) -> dict[str, str]:
    """By what anybody can check that we issued this receipt: its number, and the page that knows such numbers."""
    number = receipt_numbers.number(complaint.reference, on=timezone.localdate(complaint.submitted_at))
    site = settings.SITE_URL.rstrip("/")
    return {
        "label": _("Number of this receipt"),
        "number": number,
        "scan": _("Scan to check this receipt"),
        "words": _("Anybody can check here that this receipt is genuine; nothing about your file is shown:"),
        "address": site + reverse("receipt:check"),
        "qr": typesetting.qr(site + reverse("receipt:number", args=[number])),
    }


def _moments(complaint: Complaint) -> list[dict[str, str]]:
    """When it was received: in Rabat, and where the complainant lives when the clock there shows another time.

    Of what came by another way than the form the day, and by which way: when somebody typed it tells nothing."""
    if complaint.came_to_us:
        return [{"time": dates.long_date(complaint.received_on), "place": str(complaint.get_channel_display())}]
    moments = [(RABAT, _("Rabat time"))]
    zone = complaint.complainant.time_zone or complaint.country.time_zone
    try:
        there = ZoneInfo(zone) if zone else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        there = None
    at = complaint.submitted_at
    if there is not None and at.astimezone(there).utcoffset() != at.astimezone(ZoneInfo(RABAT)).utcoffset():
        guessed = zone == complaint.country.time_zone  # then it may be the country's alone
        words = _("time of %(place)s") if guessed else _("your time (%(place)s)")
        moments.append((zone, words % {"place": dates.zone_name(zone)}))
    return [{"time": dates.long_time(at, zone), "place": place} for zone, place in moments]


def _rows(complaint: Complaint) -> list[dict[str, str]]:
    person, language = complaint.complainant, translation.get_language() or "fr"
    arabic = f"{person.first_name_ar} {person.last_name_ar}".strip()
    name = arabic if language.startswith("ar") and arabic else person.name
    administration = complaint.administration
    about = pick(administration.names, language) if administration else complaint.administration_text
    rows = [(_("Name"), name), (_("Administration"), about or _("You did not know which one: we will look for it."))]
    if acting := representation_of(complaint):
        rows.insert(1, (_("In the capacity"), str(acting.get_capacity_display())))
        if acting.apart:
            rows.insert(1, (_("Represented by"), acting.name))
    if complaint.subject:
        rows.append((_("Subject"), pick(complaint.subject.names, language)))
    return [{"label": label, "value": Truncator(value).chars(LONGEST)} for label, value in rows]


def _file(file: Attachment) -> dict[str, str]:
    stem, dot, last = file.name.rpartition(".")
    if file.erased_at:
        short = _("Erased on %(date)s") % {"date": dates.long_date(timezone.localdate(file.erased_at))}
    else:
        short = file.name if len(file.name) <= NAME else f"{stem[: NAME - 7]}…{dot}{last[:5]}"
    return {"name": short, "size": filesizeformat(file.size), "mark": file.sha256[:SHORT_SUM]}


def _more(count: int) -> str:
    if count <= 0:
        return ""
    return ngettext("and %(count)d more file", "and %(count)d more files", count) % {"count": count}


def _next(complaint: Complaint) -> list[dict[str, str]]:
    """The clocks that start with the filing (docs/workflow.md), and the one that may follow."""
    holidays, registered = guide.holidays(), timezone.localdate(complaint.submitted_at)
    confirmed, studied = (
        dates.long_date(
            deadlines.promised(clock, received=complaint.received_on, registered=registered, holidays=holidays)
        )
        for clock in (Clock.ACKNOWLEDGEMENT, Clock.PRELIMINARY_STUDY)
    )
    by = _("By %(date)s")
    return [
        {"when": by % {"date": confirmed}, "what": _("One of our staff confirms your complaint.")},
        {"when": by % {"date": studied}, "what": _("We tell you whether we can act, or who can help you.")},
        {"when": _("After that"), "what": _("If we write to the administration, it has two months to answer.")},
    ]


def _warning(complaint: Complaint) -> dict[str, str]:
    text = _("A complaint to the Mediator does not stop the time limits of the courts. Check your own time limits.")
    if complaint.appeal_until and complaint.court != Court.PENDING:
        until = _("Yours may end on %(date)s.") % {"date": dates.long_date(complaint.appeal_until)}
        text = f"{text} {until}"
    return {"title": _("Time limits of the courts"), "text": text}
