"""What a letter may say of a file: `VALUES` fill its braces, `FACTS` decide which of its paragraphs stand there.

An administrator writes the texts, so that nothing but these names can ever stand in them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from accounts.dates import long_date
from accounts.localized import pick
from complaints.dealings import Reply
from complaints.enums import AnswerPosition, Capacity, Ground, Outcome
from complaints.guide.models import ReferralBody
from complaints.models import (
    Answer,
    Commission,
    Complaint,
    Event,
    InformationRequest,
    Recommendation,
    Representation,
)
from complaints.permissions import representation_of
from complaints.workflow import reviews
from complaints.workflow.table import REVIEWABLE, RULES

EMPTY = "[…]"  # stands where the file says nothing; no letter leaves with one


@dataclass
class Source:
    """A file as letters in one language tell it. What several names need is read once.

    `after` are the moves that the letter follows: the reasons that it gives are theirs and no other act's."""

    case: Complaint
    language: str
    after: tuple[str, ...] = ()

    def day(self, value: object) -> str:
        """A date in the language of the letter; empty without one."""
        return long_date(value, self.language) if value else ""  # type: ignore[arg-type]

    def named(self, names: dict[str, str]) -> str:
        return pick(names, self.language)

    def word(self, label: object) -> str:
        """The name of a choice in the language of the letter."""
        with translation.override(self.language):
            return str(label)

    @cached_property
    def acting(self) -> Representation | None:
        """Who acts for the complainant as another person, while the mandate stands."""
        found = representation_of(self.case)
        return found if found and found.apart and not found.revoked_at else None

    @cached_property
    def members(self) -> int:
        """How many people a group has; 0 where there is none."""
        found = representation_of(self.case)
        return found.people() if found and found.capacity == Capacity.GROUP else 0

    @cached_property
    def events(self) -> dict[str, Event]:
        """The newest event of each name; an act that was taken back never was."""
        return {row.name: row for row in self.case.events.standing().order_by("pk")}

    @cached_property
    def told(self) -> Event | None:
        """The newest of the moves that the letter follows; of all moves, where it follows none. Never another act: the name of
        who may read along stands in words of that kind, too."""
        names = self.after or tuple(RULES)
        found = [row for name, row in self.events.items() if name in names]
        return max(found, key=lambda row: row.pk) if found else None

    @cached_property
    def request(self) -> InformationRequest | None:
        """What the complainant was asked for last."""
        return self.case.information_requests.prefetch_related("items").last()

    @cached_property
    def answer(self) -> Answer | None:
        """What the administration answered last."""
        return self.case.answers.last()

    @cached_property
    def made(self) -> Recommendation | None:
        """The newest recommendation."""
        return self.case.recommendations.last()

    @cached_property
    def sitting(self) -> Commission | None:
        """The newest sitting that has the file in its bundle."""
        found = self.case.sittings.select_related("commission").last()
        return found.commission if found else None

    @property
    def special_order(self) -> str:
        """The order of the Médiateur by which a head signed the mission order; empty where a supervisor did."""
        return self._order("investigate")

    @property
    def delegation(self) -> str:
        """The delegation of signature by which a head signed the recommendation; empty where a supervisor did."""
        return self._order("recommend")

    def _order(self, move: str) -> str:
        return self.events[move].data.get("special_order", "") if move in self.events else ""

    @cached_property
    def bodies(self) -> list[ReferralBody]:
        """Who can help instead, in the order of the directory."""
        return list(self.case.referral_bodies.all())

    # --- people ---

    def complainant(self) -> str:
        return _own_name(self.case.complainant, self.language)

    def addressee(self) -> str:
        """Name and address of who is written to, one line each; a representative gets what is meant for the complainant."""
        person, acting = self.case.complainant, self.acting
        name = _own_name(acting, self.language) if acting else self.complainant()
        home = acting if acting and acting.address else person
        country, address = self.named(home.country.names) if home.country else "", home.address.strip()
        city = "" if home.city and home.city.lower() in address.lower() else home.city  # many write it in both fields
        return "\n".join(line for line in (name, address, city, country) if line)

    def administration(self) -> str:
        """By its name, or in the complainant's words where nobody has chosen one yet."""
        return self.named(self.case.administration.names) if self.case.administration else self.case.administration_text

    # --- lists ---

    def items(self) -> str:
        """What is missing, one line each."""
        return "\n".join(f"- {item.label}" for item in self.request.items.all()) if self.request else ""

    def helpers(self) -> str:
        """Who can help, with how to reach them, one line each."""
        lines = []
        for body in self.bodies:
            ways = " – ".join(way for way in (body.website, body.phone) if way)
            lines.append(f"- {self.named(body.names)}{f' ({ways})' if ways else ''}")
        return "\n".join(lines)

    def meeting(self) -> str:
        """The day of the mediation."""
        found = self.events.get("mediate")
        return self.day(date.fromisoformat(found.data["day"])) if found else ""

    def review_until(self) -> str:
        closed = self.case.closed_at if self.case.state in REVIEWABLE else None
        return self.day(reviews.until(closed)) if closed else ""


def _own_name(person: object, language: str) -> str:
    """A person's name, in Arabic letters in an Arabic letter where they are known."""
    arabic = f"{person.first_name_ar} {person.last_name_ar}".strip()  # type: ignore[attr-defined]
    return arabic if language == "ar" and arabic else person.name  # type: ignore[attr-defined]


Value = Callable[[Source], str]
VALUES: dict[str, Value] = {
    "reference": lambda of: of.case.reference,
    "received_on": lambda of: of.day(of.case.received_on),
    "complainant": Source.complainant,
    "representative": lambda of: _own_name(of.acting, of.language) if of.acting else "",
    "members": lambda of: str(of.members or ""),
    "addressee": Source.addressee,
    "country": lambda of: of.named(of.case.country.names),
    "administration": Source.administration,
    "service": lambda of: of.case.service,
    "their_reference": lambda of: of.case.administration_reference,
    "subject": lambda of: of.named(of.case.subject.names) if of.case.subject else "",
    "unit": lambda of: of.named(of.case.unit.names) if of.case.unit else "",
    "title": lambda of: of.case.title,
    "description": lambda of: of.case.description,
    "request": lambda of: of.case.request,
    "reasons": lambda of: of.told.public_text if of.told else "",
    "due_on": lambda of: of.day(of.case.due_on),
    "sent_on": lambda of: of.day(of.case.sent_at),
    "answer_due_on": lambda of: of.day(of.case.answer_due_on),
    "items": Source.items,
    "asked_until": lambda of: of.day(of.request.due_on) if of.request else "",
    "ground": lambda of: of.word(Ground(of.case.ground).label) if of.case.ground else "",
    "helpers": Source.helpers,
    "position": lambda of: of.word(AnswerPosition(of.answer.position).label) if of.answer else "",
    "answer": lambda of: of.answer.text if of.answer else "",
    "outcome": lambda of: of.word(Outcome(of.case.outcome).label) if of.case.outcome else "",
    "review_until": Source.review_until,
    "recommendation": lambda of: of.made.number if of.made else "",
    "issued_on": lambda of: of.day(of.made.issued_at) if of.made else "",
    "recommendation_due_on": lambda of: of.day(of.made.due_on) if of.made else "",
    "grounds": lambda of: of.made.grounds if of.made else "",
    "measure": lambda of: of.made.measure if of.made else "",
    "reply": lambda of: of.word(Reply(of.made.reply).label) if of.made and of.made.reply else "",
    "reply_text": lambda of: of.made.reply_text if of.made else "",
    "report": lambda of: of.made.report_number if of.made else "",
    "executed_on": lambda of: of.day(of.made.executed_on) if of.made else "",
    "proof": lambda of: of.made.proof if of.made else "",
    "meets_on": Source.meeting,
    "commission_on": lambda of: of.day(of.sitting.on) if of.sitting else "",
    "commission_place": lambda of: of.sitting.place if of.sitting else "",
    "mission": lambda of: of.events["investigate"].internal_text if "investigate" in of.events else "",
    "special_order": lambda of: of.special_order,
    "delegation": lambda of: of.delegation,
    "court": lambda of: of.case.court_name,
    "follow": lambda of: settings.SITE_URL.rstrip("/") + reverse("follow_up:login"),
}
MAY_BE_EMPTY = frozenset({"service"})  # its line goes where the file says nothing
FACTS: dict[str, Callable[[Source], bool]] = {
    "own_initiative": lambda of: not of.case.has_complainant,
    "named": lambda of: of.case.has_complainant and of.case.share_identity,
    "hides_name": lambda of: of.case.has_complainant and not of.case.share_identity,
    "represented_by_name": lambda of: of.case.share_identity and of.acting is not None,
    "group_by_name": lambda of: of.case.share_identity and of.members > 0,
    "their_reference": lambda of: bool(of.case.administration_reference),
    "urgent": lambda of: of.case.urgent,
    "recommended": lambda of: of.made is not None and of.made.ended_at is None,
    "awaits_reply": lambda of: of.made is not None and of.made.ended_at is None and not of.made.reply,
    "awaits_execution": lambda of: of.made is not None and of.made.ended_at is None and bool(of.made.reply),
    "replied": lambda of: of.made is not None and bool(of.made.reply),
    "escalated": lambda of: of.made is not None and of.made.escalated_at is not None,
    "transferred": lambda of: of.case.outcome == Outcome.TRANSFERRED,
    "settled_in_full": lambda of: of.case.outcome == Outcome.SETTLED_FULL,
    "settled_in_part": lambda of: of.case.outcome == Outcome.SETTLED_PARTIAL,
    "explained": lambda of: of.case.outcome == Outcome.SETTLED_BY_EXPLANATION,
    "closed": lambda of: of.case.is_closed,
    "reviewable": lambda of: bool(of.review_until()),
    "by_special_order": lambda of: bool(of.special_order),
    "by_delegation": lambda of: bool(of.delegation),
    "in_a_place": lambda of: of.sitting is not None and bool(of.sitting.place),
}
