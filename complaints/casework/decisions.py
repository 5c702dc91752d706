"""What was decided in a file, by whom of the two, on which ground and in which words; what is proposed. Fixed queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from accounts.models import User
from complaints.casework.words import event_facts, event_label
from complaints.enums import Remedy
from complaints.models import Attachment, Complaint, Event
from complaints.selectors import documents_of
from complaints.workflow.table import RULES

# Moves that say yes or no to the complainant; what only leads on stands in the timeline.
OF_ONE = {"admit", "reopen", "resume", "follow_up", "withdraw"}
DECISIONS = frozenset({rule.name for rule in RULES.values() if rule.validator is not None} | OF_ONE)


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision as it stands in the history. `proposed_by` is empty where it took one person; `rests_on` is the proof or the
    legal basis, which the desk alone reads."""

    event: Event
    label: Promise | str
    facts: Promise | str
    who: str
    proposed_by: str
    rests_on: str = ""
    documents: Sequence[Attachment] = ()


def decided(complaint: Complaint) -> dict[str, Any]:
    """The decisions that stand, the newest first (those that were taken back are in the history); the proposals with what became
    of them; the reviews."""
    made = complaint.events.standing().filter(name__in=DECISIONS)
    rows = list(made.select_related("actor").order_by("-at", "-pk"))
    keys = {row.data["proposed_by"] for row in rows if row.data.get("proposed_by")}
    files = documents_of(complaint).in_bulk({key for row in rows for key in row.data.get("documents", ())})
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=keys)}
    proposals = complaint.proposals.select_related("proposed_by", "decided_by").order_by("-pk")  # type: ignore[attr-defined]
    return {
        "decisions": [_decided(row, names.get(row.data.get("proposed_by"), ""), files) for row in rows],
        "proposals": [(row, RULES[row.transition].label) for row in proposals],
        "reviews": complaint.reviews.order_by("-asked_at"),
        "remedies": [Remedy(code).label for code in complaint.remedies if code in Remedy],
    }


def _decided(row: Event, proposed_by: str, files: Mapping[int, Attachment]) -> Decided:
    documents = [files[key] for key in row.data.get("documents", ()) if key in files]
    rests_on = row.data.get("proof") or row.data.get("basis") or row.data.get("special_order") or ""
    return Decided(row, event_label(row.name), event_facts(row), str(row.actor or ""), proposed_by, rests_on, documents)
