"""The account is signed: with a finger, with a code to the own address, on paper; or it is said why not (docs/stand-tablet.md).

Whatever the way, the draft keeps the digest of the words that were read back, and the moment. A finger and a paper leave a
file of the case, and beside each stands the account as it was signed, as a PDF that shows the same digest."""

import base64
import binascii
from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from accounts.dates import RABAT, long_time
from complaints import typesetting
from complaints.enums import Channel
from complaints.intake import account, actions, phone_codes
from complaints.intake.attaching import keep
from complaints.intake.models import Draft, DraftFile
from complaints.intake.steps.base import Raw
from complaints.models import Reception, StoredFile
from complaints.outreach.models import Helping, Stand

Way = Reception.Signature
START = "data:image/png;base64,"
LONGEST = 600_000  # characters of a picture of a line on white
WIDEST = 4000  # dots
INK, LEAST_INK = 128, 60  # how dark a dot counts as written, and how many make a stroke
MARK = 16  # characters of the digest on paper


class NotSigned(Exception):
    """Why this is no signature, in words."""


def strokes(text: str) -> bytes:
    """The PNG that a canvas gave, drawn anew: nothing but dots goes on. Raises NotSigned when nobody wrote on it."""
    if not text.startswith(START) or len(text) > LONGEST:
        raise NotSigned(_("Sign with a finger inside the frame, then press the button."))
    try:
        raw = base64.b64decode(text.removeprefix(START), validate=True)
    except (binascii.Error, ValueError):
        raise NotSigned(_("Sign with a finger inside the frame, then press the button.")) from None
    return redrawn(raw)


def redrawn(raw: bytes) -> bytes:
    """The strokes of a PNG, black on white, and nothing else of it. Raises NotSigned when nobody wrote on it."""
    try:
        with Image.open(BytesIO(raw), formats=["PNG"]) as given:
            if max(given.size) > WIDEST:
                raise NotSigned(_("Sign with a finger inside the frame, then press the button."))
            white = Image.new("RGBA", given.size, "white")
            picture = Image.alpha_composite(white, given.convert("RGBA")).convert("L")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise NotSigned(_("Sign with a finger inside the frame, then press the button.")) from None
    if sum(picture.histogram()[:INK]) < LEAST_INK:
        raise NotSigned(_("The frame is empty. Sign with a finger, then press the button."))
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def finger(person: Helping, draft: Draft, *, picture: str, seen: str) -> None:
    """Signed with a finger: the picture and the account become files of the case. Raises NotSigned.

    `seen` is the digest of the account that the person read, here and below; raises Changed when it is another by now."""
    drawn = strokes(picture)
    _same(draft, seen)
    _clear(draft)
    _keep_account(person, draft)
    _file(draft, "signature.png", drawn, "image/png", caption_of(draft))
    _sign(person, draft, seen, way=Way.FINGER)


def paper(person: Helping, draft: Draft, *, scan: Any, seen: str) -> None:
    """Signed on paper: its scan or photo becomes a file of the case. Raises NotSigned with why it was refused."""
    _same(draft, seen)
    before = [*_signed_files(draft).values_list("pk", flat=True)]
    if error := keep(draft, scan, caption=caption_of(draft), kind=StoredFile.Kind.TRANSCRIPT):
        raise NotSigned(error)
    for number in before:
        actions.remove_file(draft=draft, number=number)
    _sign(person, draft, seen, way=Way.PAPER)


def code(person: Helping, draft: Draft, *, figures: str, seen: str, by_text: bool = False) -> None:
    """Signed with the six figures that went to the own address, which is proved by them too, or as a text to the own telephone.

    Raises NotSigned."""
    _same(draft, seen)
    right = (
        phone_codes.is_right(draft=draft, code=figures)
        if by_text
        else actions.verify_contact(draft=draft, code=figures)
    )
    if not right:
        raise NotSigned(
            _("These are not the six figures of the last message. Look at it again, or have new ones sent.")
        )
    draft.refresh_from_db()
    _clear(draft)
    _keep_account(person, draft)
    _sign(person, draft, seen, way=Way.CODE)


def refuse(person: Helping, draft: Draft, *, why: str, seen: str) -> None:
    """The person will not or cannot sign, and says why. Raises Changed."""
    _same(draft, seen)
    _clear(draft)
    _sign(person, draft, seen, way=Way.REFUSED, why=why)


def _same(draft: Draft, seen: str) -> None:
    if account.digest(draft) != seen:
        raise actions.Changed


def _signed_files(draft: Draft) -> QuerySet[DraftFile]:
    return draft.files.filter(kind=StoredFile.Kind.TRANSCRIPT)


@transaction.atomic
def _clear(draft: Draft) -> None:
    """An earlier signature goes with its files before another one, or a no, takes its place: it may be of other words."""
    row = actions.locked(draft)
    if row.complaint_id:
        raise actions.AlreadySent
    row.signed = {}
    row.save(update_fields=["signed", "saved_at"])
    for file in _signed_files(row):
        actions.drop_file(file)


@transaction.atomic
def _sign(person: Helping, draft: Draft, seen: str, *, way: str, why: str = "") -> None:
    """Writes how it came and how it is signed. The text is read under the lock: what is signed is what stands there."""
    row = actions.locked(draft)
    if row.complaint_id:
        raise actions.AlreadySent
    _same(row, seen)
    row.answers["reception"] = how_it_came(person.shift.stand, way=way, why=why, day=timezone.localdate(timezone=RABAT))
    row.answers.setdefault("files", {})  # the papers were asked for on their page
    row.problems = [slug for slug in row.problems if slug not in ("reception", "files")]
    row.signed = {"way": way, "at": timezone.now().isoformat(), "digest": account.digest(row), "language": row.language}
    row.save()


def how_it_came(stand: Stand, *, way: str, why: str, day: date) -> Raw:
    """The answers of the step "How it came", for what was read back at this stand on this day."""
    return {
        "channel": [Channel.STAND.value],
        **{f"received_on_{at}": [str(part)] for at, part in enumerate((day.day, day.month, day.year))},
        "unit": [str(stand.unit_id)],
        "place": [stand.place],
        "read_back": ["on"],
        "signature": [way],
        **({"refusal": [why]} if why else {}),
    }


def caption_of(draft: Draft) -> str:
    """What stands under a signature: the mark of the text."""
    with translation.override(draft.language):
        return _("Signature under the account %(mark)s") % {"mark": account.digest(draft)[:MARK]}


def account_caption(draft: Draft) -> str:
    """What stands under the account."""
    with translation.override(draft.language):
        return _("The account as it was read back, %(mark)s") % {"mark": account.digest(draft)[:MARK]}


def _keep_account(person: Helping, draft: Draft) -> None:
    _file(draft, "account.pdf", account_pdf(person, draft), "application/pdf", account_caption(draft))


def _file(draft: Draft, name: str, body: bytes, content_type: str, caption: str) -> None:
    """One more file of kind "transcript". Raises NotSigned when there is no room."""
    upload = SimpleUploadedFile(name, body, content_type)
    if error := keep(draft, upload, caption=caption, kind=StoredFile.Kind.TRANSCRIPT):
        raise NotSigned(error)


def account_pdf(person: Helping, draft: Draft, *, line: bool = False) -> bytes:
    """The account on paper, in the person's language; with a `line` to sign on."""
    return account_on_paper(draft, stand=person.shift.stand, at=timezone.now(), line=line)


def account_on_paper(draft: Draft, *, stand: Stand, at: datetime, line: bool = False) -> bytes:
    """The account as it was said at this stand, at this moment."""
    with translation.override(draft.language):
        parts = account.of(draft)
        data = {
            "title": _("My statement"),
            "reference": "",
            "footer": _("Free and confidential. You need no lawyer."),
            "place": f"{stand.place} · {long_time(at)}",
            "parts": [
                {"title": part.title, "rows": [{"label": one.label, "value": one.value} for one in part.lines]}
                for part in parts
            ],
            "mark": account.digest(draft)[:MARK],
            "line": line,
            "labels": {
                "mark": _("Mark of this text"),
                "agree": _("This account was read back to me. It says what I said."),
                "sign": _("Date and signature"),
            },
        }
    return typesetting.pdf("account", data, language=draft.language)
