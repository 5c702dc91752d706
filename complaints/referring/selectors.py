"""Reads of referrals: for the complainant's page, and for the body's. The desk's list: casework/referrals.py."""

from dataclasses import dataclass
from datetime import datetime

from complaints.models import Attachment, Complaint, Referral, Translation
from complaints.models.translation import newest
from complaints.referring import package, words
from complaints.referring.package import Part

# --- the complainant ---


@dataclass(frozen=True, slots=True)
class Shown:
    """A referral as the complainant reads it."""

    referral: Referral
    heading: str
    sentences: list[str]
    items: list[str]
    documents: list[tuple[Attachment, datetime | None]]
    reply: str
    files: list[Attachment]
    translations: list[Translation]  # of the reply, the newest of each language


def of_case(complaint: Complaint) -> list[Shown]:
    """All referrals of a file, the newest first; a fixed number of queries."""
    rows = complaint.referrals.select_related("body").prefetch_related(
        "documents__attachment__redacted_from", "reply_files", "translations__author"
    )
    return [shown(row) for row in rows.order_by("-asked_at", "-pk")]


def shown(row: Referral) -> Shown:
    """One of them."""
    # a redacted copy stands there as the document from which it was made, which the complainant knows
    documents = [(one.attachment.redacted_from or one.attachment, one.read_at) for one in row.documents.all()]
    return Shown(
        referral=row, heading=words.heading(row), sentences=words.sentences(row),
        items=package.summary(package.ticked(row), len(documents)), documents=documents,
        reply=row.reply, files=[file for file in row.reply_files.all() if not file.internal],
        translations=newest(row.translations.all()),
    )  # fmt: skip


# --- the body ---


def parts(referral: Referral) -> list[Part]:
    """What was passed on, in the active language."""
    return package.parts(referral)
