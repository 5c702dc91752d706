"""One person after the other: begin, write or ask with them, end. What is known of them on the tablet ends with the visit."""

import uuid
from contextlib import suppress
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actors import NOBODY, Actor
from complaints.audit.log import record_reading
from complaints.guide.models import Country
from complaints.guide.rules import Advice
from complaints.intake import actions, handing_over
from complaints.intake.models import Draft
from complaints.knowledge import actions as knowledge
from complaints.knowledge.models import Question
from complaints.outreach import visits
from complaints.outreach.models import Helping, Shift, Ticket, Visit
from complaints.outreach.tablet import access, queue

Outcome = Visit.Outcome


def of(shift: Shift) -> Helping | None:
    """Who is being helped on this shift now; one query, with what they write or asked."""
    rows = Helping.objects.select_related(
        "draft__complaint__complainant", "draft__complaint__country", "question", "country", "ticket"
    )
    found = rows.filter(shift=shift).first()
    if found is not None:
        found.shift = shift
    return found


def begin(shift: Shift, *, language: str, country: Country | None = None, ticket: Ticket | None = None) -> Helping:
    """The next person sits down. Pressed twice, it is one person."""
    try:
        with transaction.atomic():
            return Helping.objects.create(
                shift=shift, language=language, country=country, ticket=ticket, begun_at=timezone.now()
            )
    except IntegrityError:
        found = of(shift)
        if found is None:
            raise
        return found


def speak(person: Helping, *, language: str) -> None:
    """The person reads this language better."""
    Helping.objects.filter(pk=person.pk).update(language=language)
    if person.draft_id and person.draft and person.draft.officer_id:
        Draft.objects.filter(pk=person.draft_id, officer=person.draft.officer_id).update(language=language)


def _locked(person: Helping) -> Helping | None:
    return Helping.objects.select_for_update(of=("self",)).filter(pk=person.pk).first()


@transaction.atomic
def write_complaint(person: Helping, *, actor: Actor) -> Draft | None:
    """The draft of this person: begun now, or the one that stands. None when somebody else sits here by now, and for who has
    asked a question, whose number and code are theirs to see first."""
    row = _locked(person)
    if row is None or row.question_id is not None:
        return None
    if row.draft_id is None:
        known = {"contact": {"language": [row.language], "prefilled": ["1"]}}
        if row.country_id:
            known["address"] = {"country": [str(row.country_id)], "prefilled": ["1"]}
        row.draft = actions.create_desk_draft(actor=actor, answers=known)
        Draft.objects.filter(pk=row.draft.pk).update(language=row.language)
        row.save(update_fields=["draft"])
    return row.draft


@transaction.atomic
def throw_away(person: Helping) -> None:
    """The complaint goes, with all that was typed; the person stays. What was filed, or is on their own phone, stays theirs."""
    row = _locked(person)
    if row is None or row.draft is None or row.draft.officer_id != row.shift.agent_id:
        return
    if row.draft.complaint_id is not None or handing_over.is_taken(row.draft):
        return
    draft, row.draft = row.draft, None
    row.save(update_fields=["draft"])
    with suppress(actions.Gone, actions.AlreadySent):  # the phone was quicker
        actions.delete_draft(draft=draft)


@transaction.atomic
def never_mind(person: Helping) -> bool:
    """Nobody sat down: the row goes and no visit is counted. Not once something was begun for somebody."""
    row = _locked(person)
    if row is None:
        return True
    if row.draft_id is not None or row.question_id is not None:
        return False
    row.delete()
    return True


@transaction.atomic
def ask(person: Helping, asked: knowledge.Asked, *, key: uuid.UUID | None) -> Question | None:
    """The person's question, in nobody's account: they come back to it with number and code, or are told by e-mail."""
    row = _locked(person)
    if row is None or row.draft_id:
        return None
    row.question = knowledge.ask(asked, actor=NOBODY, key=key)
    row.save(update_fields=["question"])
    return row.question


def look(person: Helping, *, actor: Actor, what: str) -> None:
    """Keeps in the log that the agent read this of a draft, or of a file that was just filed."""
    if person.draft is None or is_taken(person):
        return
    about = f"complaint:{person.draft.complaint_id}" if person.draft.complaint_id else f"draft:{person.draft.pk}"
    record_reading(actor=actor, about=about, what=what)


# --- the end ---


@transaction.atomic
def end(
    person: Helping,
    *,
    outcome: str,
    advice: Advice | None = None,
    keep_draft: bool = False,
    at: datetime | None = None,
) -> Visit | None:
    """The person leaves, now or `at`: the visit is counted and the row goes. None when it was ended before.

    A draft that neither went to the phone nor was filed is thrown away, so that nothing of the person stays; `keep_draft` at
    the end of a day, when it waits for the agent at the desk."""
    row = _locked(person)
    if row is None:
        return None
    draft, shift = row.draft, person.shift
    taken = draft is not None and handing_over.is_taken(draft)  # what they file on their own phone is theirs
    case = draft.complaint if draft is not None and not taken else None
    country = advice.country if advice is not None and advice.country else row.country
    outcome = _true(outcome, filed=case is not None, asked=row.question_id is not None)
    came = visits.Came(
        outcome=outcome,
        language=row.language,
        competent=advice.result != "elsewhere" if advice is not None and outcome == Outcome.ORIENTED else None,
        ground=advice.ground if advice is not None and outcome == Outcome.ORIENTED else "",
        country=country or (case.country if case is not None else None),
        ticket=row.ticket,
        complaint=case,
        question=row.question if outcome == Outcome.QUESTION else None,
        on_phone=taken,
    )
    queue.served(shift, row.ticket)
    key = draft.key if draft is not None and taken else row.pk
    visit, _new = visits.record_visit(key=key, shift=shift, came=came, at=at)
    if case is not None:
        actions.forget_code(draft=draft)  # type: ignore[arg-type]
    row.delete()
    if draft is not None and case is None and not (taken or keep_draft) and draft.officer_id == shift.agent_id:
        with suppress(actions.Gone, actions.AlreadySent):  # the phone was quicker
            actions.delete_draft(draft=draft)
    return visit


def _true(outcome: str, *, filed: bool, asked: bool) -> str:
    """What was done is counted, whatever button was pressed last: a filed complaint, a question that was taken."""
    if filed:
        return Outcome.FILED
    if asked:
        return Outcome.QUESTION
    return outcome if outcome == Outcome.ORIENTED else Outcome.LISTENED


def has_code(person: Helping) -> bool:
    """Whether number and secret code stand on this tablet: of a question, or of a complaint that was filed on it."""
    filed = person.draft is not None and person.draft.complaint_id is not None
    return person.question_id is not None or (filed and not is_taken(person))


def is_taken(person: Helping) -> bool:
    """Whether the draft has gone to the person's own phone: nothing of it is shown here any more, filed or not."""
    return person.draft is not None and handing_over.is_taken(person.draft)


def agent_of(person: Helping) -> Actor:
    return access.actor_of(person.shift)
