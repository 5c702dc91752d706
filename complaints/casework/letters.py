"""The words with which a letter to an administration begins: one template for each purpose and language.

They stand in `templates/casework/letters/<purpose>.<language>.txt`, the subject in the first line; a caseworker changes them
before the letter leaves, and the letter is kept as it left."""

from django.template.loader import render_to_string
from django.utils import timezone, translation

from accounts.localized import pick
from complaints.dealings import Purpose
from complaints.enums import Capacity
from complaints.models import Complaint
from complaints.permissions import representation_of


def letter_of(complaint: Complaint, purpose: Purpose, language: str) -> tuple[str, str]:
    """Subject and text."""
    person = complaint.complainant
    arabic = f"{person.first_name_ar} {person.last_name_ar}".strip()
    acting = representation_of(complaint)
    context = {
        "representative": acting.name if acting and acting.apart and not acting.revoked_at else "",
        "members": acting.people() if acting and acting.capacity == Capacity.GROUP else 0,
        "complaint": complaint,
        "complainant": (arabic or person.name) if language == "ar" else person.name,
        "administration": pick(complaint.administration.names, language) if complaint.administration else "",
        "country": pick(complaint.country.names, language),
        "sent_on": timezone.localdate(complaint.sent_at) if complaint.sent_at else None,
        "due_on": complaint.answer_due_on,
        "made": complaint.recommendations.filter(ended_at=None).first(),
    }
    with translation.override(language):
        text = render_to_string(f"casework/letters/{purpose.value}.{language}.txt", context)
    subject, _line, body = text.strip().partition("\n")
    return subject.strip(), body.strip()
