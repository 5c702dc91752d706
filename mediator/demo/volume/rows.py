"""One made-up case after another, as rows of every table it touches."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from accounts.dates import RABAT
from complaints import crockford, references
from complaints.enums import CLOSED_STATES, SettledStage, State
from complaints.models import (
    Answer,
    Complaint,
    Event,
    InformationRequest,
    Message,
    Person,
    PriorStep,
    RequestedItem,
)
from complaints.workflow import deadlines
from complaints.workflow.deadlines import Clock
from mediator.demo.volume import fates, people
from mediator.demo.volume.directories import Directories, natures
from mediator.demo.volume.fates import Happened
from mediator.demo.volume.tables import Table
from mediator.demo.volume.words import Words

CHANNELS = (
    ("web", "app", "email", "post", "consulate", "delegation", "stand", "oral"),
    (40, 65, 77, 85, 91, 95, 98, 100),
)
VALIDATED = {
    "orient",
    "declare_inadmissible",
    "close_incomplete",
    "close_judicial",
    "settle",
    "close_unfounded",
}
WAITING = {
    State.REGISTERED: Clock.ACKNOWLEDGEMENT,
    State.PRELIM_REVIEW: Clock.PRELIMINARY_STUDY,
    State.AWAITING_CITIZEN: Clock.COMPLEMENT,
    State.ADMITTED: Clock.ACKNOWLEDGEMENT,
    State.CITIZEN_COMMENT: Clock.CITIZEN_COMMENT,
}
SETTLED = (("settled_full", "settled_partial", "settled_by_explanation"), (55, 75, 100))
OUTCOMES = {
    "orient": "oriented",
    "declare_inadmissible": "inadmissible",
    "close_incomplete": "not_completed",
    "close_judicial": "judicial",
    "close_unfounded": "unfounded",
    "close_executed": "recommendation_executed",
    "withdraw": "withdrawn",
}
GROUNDS = (("X2", "X4", "X5", "X6", "X7", "X1", "X9", "X10", "X3"), (22, 44, 56, 70, 80, 88, 95, 99, 100))
POSITIONS = (("accepts", "partly", "refuses", "asks_delay", "not_competent"), (38, 55, 85, 94, 100))
QUALITIES = (("substantive", "formal"), (72, 100))
REMEDIES = ("document", "decision_changed", "payment", "delay", "record", "explanation", "access")
ACTS = (("silence", "refusal", "delay", "error", "non_execution", "abuse", "information", "reception"),
        (28, 50, 70, 80, 90, 94, 97, 100))  # fmt: skip
MIXED = 0x5DEECE66D  # odd: multiplying by it only shuffles
BITS = 35


def moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def day_of(seconds: int) -> date:
    """The day in Rabat."""
    return datetime.fromtimestamp(seconds, RABAT).date()


def reference(number: int, year: int) -> str:
    """Like a real one, but shuffled from the row's number: no two rows of one database share it."""
    mixed = number * MIXED & ((1 << BITS) - 1)
    mixed = (mixed ^ mixed >> 17) * MIXED & ((1 << BITS) - 1)
    body = "".join(crockford.ALPHABET[mixed >> shift & 31] for shift in range(BITS - 5, -1, -5))
    return f"{references.PREFIX}-{year}-{body}{crockford.check_symbol(f'{year}{body}')}"


class Maker:
    """Makes cases into `tables`. `first` gives, for each table with numbered rows, the number of its first row."""

    def __init__(self, directories: Directories, *, now: int, first: dict[str, int]) -> None:
        self.directories, self.now, self.today = directories, now, day_of(now)
        self.names = people.Names()
        self.words = Words(self.names)
        self.residences, self.residence_weights = people.residences()
        self.natures = natures()
        models = (Person, Complaint, Complaint.referral_bodies.through, Event, PriorStep, InformationRequest)
        self.tables = {model: Table(model) for model in (*models, RequestedItem, Answer, Message)}
        self.next = dict(first)

    def _number(self, name: str) -> int:
        self.next[name] += 1
        return self.next[name] - 1

    def make(self, rng: Random, submitted: int) -> None:
        """One case, filed at `submitted`, with everything that has happened to it since."""
        home = rng.choices(self.residences, cum_weights=self.residence_weights)[0]
        nature = people.pick(rng, *self.natures)
        language = people.pick(rng, home.languages, home.language_weights)
        happened = fates.until(fates.life(rng, outside=nature == "HC"), start=submitted, now=self.now)
        received, pk = day_of(submitted), self._number("complaint")
        zone = self.directories.zones[home.country]
        person = self.names.person(rng, number=pk, home=home, zone=zone)
        person["id"] = self._number("person")
        self.tables[Person].add(person)
        place = self.words.place(rng)
        slots = self.words.slots(rng, language, place, received.year)
        case: dict[str, Any] = {
            "id": pk,
            "complainant_id": person["id"],
            "country_id": home.country,
            "language": language,
            "text_language": language,
            **self._filing(rng, pk, submitted, received),
            **self._target(rng, nature, home.country, place, received),
            **self.words.case(rng, language, nature, slots),
            **self._facts(rng, nature, received, slots),
        }
        self._advance(rng, case, happened, slots)
        self.tables[Complaint].add(case)
        self._talk(rng, case, submitted, slots)

    def _filing(self, rng: Random, pk: int, submitted: int, received: date) -> dict[str, Any]:
        digest = hashlib.sha256(f"made up {pk}".encode())  # the row's number: two runs of one seed do not meet
        return {
            "reference": reference(pk, received.year),
            "submission_key": UUID(bytes=digest.digest()[:16], version=4),
            "digest": digest.hexdigest(),
            "channel": people.pick(rng, *CHANNELS),
            "submitted_at": moment(submitted),
            "received_on": received,
        }

    def _target(self, rng: Random, nature: str, country: str, place: tuple[str, str, str], on: date) -> dict[str, Any]:
        code = self.directories.against(rng, nature, country)
        key, kind, local = self.directories.administrations[code] if code else (None, "", False)
        region = place[2] if (local or not code) and rng.random() < 0.95 else None
        return {
            "administration_id": key,
            "administration_text": "" if code else f"Service de {place[0]}",
            "region_id": self.directories.regions[region] if region else None,
            "subject_id": rng.choice(self.directories.subjects[nature]),
            "unit_id": self.directories.unit(kind=kind, local=local, region=region, on=on),
            "place": place[0],
        }

    def _facts(self, rng: Random, nature: str, received: date, slots: dict[str, object]) -> dict[str, Any]:
        notified = received - timedelta(days=rng.randint(1, 200)) if rng.random() < 0.35 else None
        until = deadlines.appeal_until(notified) if notified else None
        urgent = rng.random() < 0.05
        return {
            "act_kind": people.pick(rng, *ACTS),
            "act_date": received - timedelta(days=rng.randint(20, 1500)) if rng.random() < 0.6 else None,
            "notified_on": notified,
            "appeal_until": until if until and until >= received else None,
            "amount": slots["amount"] if nature in {"FIN", "FON", "SOC", "JUG"} and rng.random() < 0.5 else None,
            "court": "not_executed" if nature == "JUG" else "judged" if nature == "HC" and rng.random() < 0.2 else "no",
            "no_prior_steps": rng.random() < 0.15,
            "urgent_date": received + timedelta(days=rng.randint(15, 90)) if urgent else None,
            "urgent_reason": str(slots["place"]) if urgent else "",
            "urgent": urgent,
            "transfer_consent": rng.random() < 0.7,
            "survey_consent": rng.random() < 0.5,
        }

    def _advance(self, rng: Random, case: dict[str, Any], happened: list[Happened], slots: dict[str, object]) -> None:
        """Walks the history: events, stamps, requests, answers, and where the case stands today."""
        request: dict[str, Any] | None = None
        handler = rng.choice(self.directories.handlers[case["unit_id"]])
        for step in happened:
            name, at = step.leg.name, moment(step.at)
            if name == "start_review":
                case["handler_id"] = handler
            elif name == "request_information":
                case["complement_rounds"] = 1
                request = self._request(rng, case, step.at, slots)
            elif name in {"receive_information", "close_incomplete"} and request is not None:
                request["answered_at"] = at
            elif stamp := _STAMPS.get(name):
                case[stamp] = at
            if name == "send_to_administration":
                case["answer_due_on"] = self._due(Clock.ADMINISTRATION_ANSWER, step.at, urgent=case["urgent"])
            elif name == "record_answer":
                self._answer(rng, case, step.at, handler, slots)
            if step.leg.target in CLOSED_STATES:
                self._close(rng, case, name, at)
            elif name == "request_review":
                case |= {"closed_at": None, "outcome": "", "settled_stage": "", "remedies": []}
            self._event(rng, case, step, handler, slots)
        if request is not None:
            self.tables[InformationRequest].add(request)
        self._stand(case, happened[-1])

    def _due(self, clock: Clock, seconds: int, *, urgent: bool = False) -> date:
        return deadlines.due(clock, day_of(seconds), holidays=self.directories.holidays, urgent=urgent)

    def _stand(self, case: dict[str, Any], last: Happened) -> None:
        """The state of today and its clock."""
        state = last.leg.target
        case |= {"state": state.value, "state_since": moment(last.at)}
        due = case.get("answer_due_on") if state == State.AWAITING_ADMINISTRATION else None
        if clock := WAITING.get(state):
            due = self._due(clock, last.at)
        case |= {"due_on": due, "overdue": due is not None and due < self.today}

    def _close(self, rng: Random, case: dict[str, Any], name: str, at: datetime) -> None:
        outcome = people.pick(rng, *SETTLED) if name == "settle" else OUTCOMES[name]
        case |= {"closed_at": at, "outcome": outcome}
        if name == "settle":
            case["settled_stage"] = SettledStage.AFTER_LETTER.value
        if name in {"settle", "close_executed"}:
            case["remedies"] = [rng.choice(REMEDIES)]
        elif name == "orient":
            case["ground"] = people.pick(rng, *GROUNDS)
            case["file_type"] = "orientation"
            bodies = self.directories.bodies[case["ground"]]
            for body in rng.sample(bodies, min(len(bodies), rng.randint(1, 2))):
                self.tables[Complaint.referral_bodies.through].add(
                    {"id": self._number("referral"), "complaint_id": case["id"], "referralbody_id": body}
                )

    def _event(self, rng: Random, case: dict[str, Any], step: Happened, handler: int, slots: dict[str, object]) -> None:
        name, by = step.leg.name, step.leg.by
        actor, data = None, {}
        if by == "desk":
            actor = handler
            if name in VALIDATED:
                actor, data = self.directories.heads[case["unit_id"]], {"proposed_by": handler}
        closing = step.leg.target in CLOSED_STATES and by == "desk"
        self.tables[Event].add(
            {
                "id": self._number("event"),
                "complaint_id": case["id"],
                "name": name,
                "at": moment(step.at),
                "from_state": step.source.value,
                "to_state": step.leg.target.value,
                "actor_kind": {"system": "system", "citizen": "nobody" if name == "submit" else "code"}.get(
                    by, "person"
                ),
                "actor_id": actor,
                "actor_role": self.directories.officers[actor] if actor else "",
                "ground": self.directories.grounds.get(name, ""),
                "public_text": self.words.one(rng, case["language"], "answer", slots) if closing else "",
                "data": data,
            }
        )

    def _request(self, rng: Random, case: dict[str, Any], at: int, slots: dict[str, object]) -> dict[str, Any]:
        pk = self._number("request")
        for _item in range(rng.randint(1, 2)):
            label = self.words.one(rng, case["language"], "ask", slots)
            self.tables[RequestedItem].add({"id": self._number("item"), "request_id": pk, "label": label})
        return {
            "id": pk,
            "complaint_id": case["id"],
            "asked_by_id": case["handler_id"],
            "asked_at": moment(at),
            "due_on": self._due(Clock.COMPLEMENT, at),
        }

    def _answer(self, rng: Random, case: dict[str, Any], at: int, handler: int, slots: dict[str, object]) -> None:
        if case["administration_id"] is None:
            return
        self.tables[Answer].add(
            {
                "id": self._number("answer"),
                "complaint_id": case["id"],
                "administration_id": case["administration_id"],
                "position": people.pick(rng, *POSITIONS),
                "quality": people.pick(rng, *QUALITIES),
                "text": self.words.one(rng, "fr", "answer", slots | {"place": case["place"]}),
                "received_on": day_of(at),
                "recorded_by_id": handler,
                "recorded_at": moment(at),
            }
        )

    def _talk(self, rng: Random, case: dict[str, Any], submitted: int, slots: dict[str, object]) -> None:
        """Steps taken before, and messages since."""
        if not case["no_prior_steps"]:
            self.tables[PriorStep].add(
                {
                    "id": self._number("step"),
                    "complaint_id": case["id"],
                    "on": case["received_on"] - timedelta(days=rng.randint(30, 400)),
                    "body": f"{case['place']}",
                    "answered": rng.random() < 0.2,
                }
            )
        handler = case.get("handler_id")
        if handler is None or rng.random() > 0.35:
            return
        for _message in range(rng.randint(1, 3)):
            citizen = rng.random() < 0.6
            at = min(submitted + int(fates.days(rng, 60) * fates.DAY), self.now)
            self.tables[Message].add(
                {
                    "id": self._number("message"),
                    "complaint_id": case["id"],
                    "from_citizen": citizen,
                    "author_id": None if citizen else handler,
                    "text": self.words.one(rng, case["language"], "message", slots),
                    "language": case["language"],
                    "at": moment(at),
                    "read_at": moment(min(at + 90_000, self.now)),
                }
            )


_STAMPS = {
    "register": "registered_at",
    "admit": "admitted_at",
    "send_to_administration": "sent_at",
    "record_answer": "answered_at",
}
