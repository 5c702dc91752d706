"""Three stands around the day of loading: one that is over and has its report, one that is open now, one that comes."""

import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor, person
from accounts.dates import RABAT
from accounts.models import Region, Unit, User
from complaints.enums import Ground
from complaints.guide.models import Country
from complaints.outreach.models import Stand, Ticket, Visit
from complaints.outreach.planning import actions
from complaints.outreach.planning.actions import Facts
from complaints.outreach.waiting import actions as queue
from complaints.outreach.words import Event
from mediator.demo.clock import as_of

NAMESPACE = uuid.UUID("6f1f6a52-8d0b-4f0e-9a52-6d1f5b1c9e40")
MORNING, NOON, AFTERNOON, EVENING = time(9), time(12, 30), time(14), time(18)


@dataclass(frozen=True, slots=True)
class Shown:
    """One stand: `starts` and `lasts` in days, counted from the day of loading."""

    name: str
    head: str
    unit: str
    region: str
    event: Event
    names: dict[str, str]
    place: str
    address: str
    directions: dict[str, str]
    starts: int
    lasts: int
    agents: dict[str, int | None]


SHOWN = (
    Shown(
        "casablanca", "supervisor@demo.example", "casablanca", "casablanca-settat", Event.FAIR,
        {"ar": "رواق الدار البيضاء", "fr": "Stand de Casablanca", "en": "Stand in Casablanca", "es": "Estand de Casablanca"},
        "Office des foires et expositions", "Boulevard Tiznit, Casablanca",
        {
            "ar": "من محطة الترام «ساحة الأمم المتحدة»، اتجهوا نحو البحر. الرواق على يمين المدخل.",
            "fr": "Depuis l’arrêt de tramway « Place des Nations unies », allez vers la mer. Le stand est à droite de l’entrée.",
        },
        -20, 1, {"casablanca@demo.example": 1, "rabat@demo.example": 2},
    ),
    Shown(
        "tanger", "head@demo.example", "tanger", "tanger-tetouan-al-hoceima", Event.SUMMER,
        {"ar": "رواق ميناء طنجة", "fr": "Stand du port de Tanger", "en": "Stand at the port of Tangier",
            "es": "Estand del puerto de Tánger"},
        "Port de Tanger Med, gare maritime", "Hall des arrivées",
        {
            "ar": "بعد مراقبة الجوازات، الرواق أمامكم قرب مكتب الاستقبال.",
            "fr": "Après le contrôle des passeports, le stand est devant vous, près de l’accueil.",
        },
        -1, 5, {"tanger@demo.example": 1, "head@demo.example": None},
    ),
    Shown(
        "oujda", "fes@demo.example", "oujda", "oriental", Event.OPEN_DAY,
        {"ar": "يوم مفتوح بوجدة", "fr": "Journée portes ouvertes à Oujda", "en": "Open day in Oujda",
            "es": "Jornada de puertas abiertas en Uxda"},
        "Centre culturel", "Oujda",
        {"fr": "En face de la gare, de l’autre côté de la place.", "ar": "أمام محطة القطار، في الجهة الأخرى من الساحة."},
        12, 1, {"oujda@demo.example": 1},
    ),
)  # fmt: skip


def load(*, say: Callable[[str], object] = print) -> int:
    """Plans each stand that is not there yet; gives how many."""
    today, new = timezone.localdate(), 0
    for shown in SHOWN:
        if not Stand.objects.filter(key=key_of(shown)).exists():
            with transaction.atomic():
                stand = hold(shown, today)
            new += 1
            say(f"{stand.begins_on}  {stand.names['fr']}")
    return new


def key_of(shown: Shown) -> uuid.UUID:
    """The same at every loading."""
    return uuid.uuid5(NAMESPACE, shown.name)


def hold(shown: Shown, today: date) -> Stand:
    """Planned and published a fortnight before, by the one who may; then what happened there."""
    first = today + timedelta(days=shown.starts)
    head = person(User.objects.get(email=shown.head))
    before = min(datetime.combine(first - timedelta(days=14), MORNING, RABAT), timezone.now())
    facts = Facts(
        unit=Unit.objects.get(code=shown.unit), region=Region.objects.get(code=shown.region), event=shown.event,
        names=shown.names, place=shown.place, address=shown.address, directions=shown.directions,
        begins_on=first, ends_on=first + timedelta(days=shown.lasts - 1), desks=2,
    )  # fmt: skip
    with as_of(before):
        stand = actions.plan(actor=head, key=key_of(shown), facts=facts, spans=[(MORNING, NOON), (AFTERNOON, EVENING)])
        team = {User.objects.get(email=email): desk for email, desk in shown.agents.items()}
        stand = actions.set_team(stand, actor=head, seen=stand.revision, places=team)
        stand = actions.publish(stand, actor=head, seen=stand.revision)
    if stand.ends_on < today:
        people_came(stand, first)
    elif stand.begins_on <= today:
        people_wait(stand, head)
    return stand


def people_wait(stand: Stand, head: Actor) -> None:
    """Five numbers of today, one of them called."""
    for n, language in enumerate(("ar", "fr", "ar", "es", "ar")):
        queue.draw(stand, actor=head, key=uuid.uuid5(stand.key, str(n)), language=language)
    queue.call_next(stand, actor=head, desk=stand.desks.get(number=1), languages=["ar"])


def people_came(stand: Stand, day: date) -> None:
    """A made-up day of 84 visits with their numbers, the same at every loading."""
    chance = random.Random(20260810)  # noqa: S311 (made-up people)
    countries = {country.code: country for country in Country.objects.filter(code__in=("FR", "ES", "BE", "NL", "IT"))}
    posts = [(post.user, post.desk) for post in stand.agents.select_related("user", "desk")]
    start = datetime.combine(day, MORNING, RABAT)
    tickets, visits = [], []
    for n in range(84):
        agent, desk = posts[n % len(posts)]
        called = start + timedelta(minutes=int(6.2 * n) + 5)
        wait = chance.choice((4, 7, 9, 12, 15, 18, 24, 31, 44))
        language = chance.choice(("ar", "ar", "ar", "fr", "fr", "es"))
        ticket = Ticket(
            stand=stand, day=day, number=n + 1, language=language, desk=desk, standing=Ticket.Standing.SERVED,
            drawn_at=called - timedelta(minutes=wait), called_at=called, ended_at=called + timedelta(minutes=9),
        )  # fmt: skip
        tickets.append(ticket)
        visits.append(
            Visit(
                key=uuid.uuid5(stand.key, f"visit {n}"),
                stand=stand,
                desk=desk,
                agent=agent,
                day=day,
                at=called + timedelta(minutes=9),
                language=language,
                wait=wait,
                ticket=ticket,
                country=countries.get(chance.choice(("FR", "FR", "FR", "ES", "ES", "BE", "NL", "IT"))),
                **ending(chance),
            )
        )
    Ticket.objects.bulk_create(tickets)
    Visit.objects.bulk_create(visits)


def ending(chance: random.Random) -> dict[str, Any]:
    """How a visit ended."""
    listened, oriented = Visit.Outcome.LISTENED, Visit.Outcome.ORIENTED
    outcome = chance.choice((listened, listened, oriented, oriented, Visit.Outcome.QUESTION, Visit.Outcome.FILED))
    if outcome != Visit.Outcome.ORIENTED:
        return {"outcome": outcome, "competent": True if outcome == Visit.Outcome.FILED else None}
    if chance.random() < 0.4:
        return {"outcome": outcome, "competent": True}
    grounds = (Ground.X1, Ground.X4, Ground.X4, Ground.X4, Ground.X7, Ground.X7, Ground.X10)
    return {"outcome": outcome, "competent": False, "ground": chance.choice(grounds)}
