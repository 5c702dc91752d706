"""What nobody is looking at: the lists, and who owns each file on them (docs/desk.md, "Nobody is looking")."""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.db.models import BigIntegerField, Exists, F, Func, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce

from accounts.actors import Actor
from accounts.dates import RABAT
from accounts.models import User
from accounts.roles import CASEWORKERS, Role
from complaints.casework.models import Absence
from complaints.guide.selectors import holidays
from complaints.models import Complaint, Conflict, Message, Person, Share
from complaints.notifications.models import Channel, OutboxMessage, Status
from complaints.permissions import own_people
from complaints.workflow import deadlines

ANSWER_WITHIN = 2  # working days: as long as the acknowledgement of a complaint (domain section 5)


def unanswered(today: date) -> Q:
    """A message of the complainant that nobody has read or answered for more than two working days."""
    day = deadlines.working_days_before(today, ANSWER_WITHIN, holidays())
    since = datetime.combine(day, time(), RABAT)
    unread = Message.objects.filter(complaint=OuterRef("pk"), from_citizen=True, read_at=None, at__lt=since)
    return Q(Exists(unread), new_reply=True)


def unreachable() -> Q:
    """Mails to the complainant's present address came back, or the last one was given up and none has arrived since.

    Begins at the dead letters and at the addresses, which have indexes of their own and are few, and not at the files."""
    later = OutboxMessage.objects.filter(
        about=OuterRef("about"),
        recipient=OuterRef("recipient"),
        channel=Channel.EMAIL,
        status=Status.SENT,
        pk__gt=OuterRef("pk"),
    )
    dead = OutboxMessage.objects.filter(
        Q(~Exists(later)),
        status=Status.DEAD,
        channel=Channel.EMAIL,
        about__startswith="complaint:",
        recipient__endswith=":citizen",
    )
    number = Cast(Func(F("about"), Value("complaint:"), Value(""), function="replace"), BigIntegerField())
    given_up = dead.order_by().values_list(number, flat=True)
    come_back = Person.objects.exclude(returned_email="").filter(returned_email__iexact=F("email")).order_by()
    theirs = Complaint.objects.filter(complainant__in=come_back).order_by().values_list("pk")
    return Q(pk__in=given_up.union(theirs, all=True).order_by())


def away(today: date) -> QuerySet[User]:
    """Colleagues who have left, or are absent today."""
    absent = Absence.objects.filter(from_on__lte=today, until_on__gte=today).values("user")
    return User.objects.filter(Q(is_active=False) | Q(pk__in=absent), is_staff=True).order_by().values("pk")


def of_the_absent(today: date) -> Q:
    """The files of colleagues who are away. Their keys are read first, one small query: files are then found on their index."""
    return Q(handler__in=list(away(today).values_list("pk", flat=True)))


# --- who owns it ---


def owners(files: Sequence[Complaint], *, today: date) -> dict[int, list[User]]:
    """Who has to look at each of these files: its caseworker; where there is none or they are away, the heads of its unit;
    where there is none, the supervisors. Never those to whom the file is closed. Four queries.

    The files come with `unit`, `complainant` and `representation`."""
    gone = set(away(today).values_list("pk", flat=True))
    staff = list(User.objects.filter(is_active=True, role__in=CASEWORKERS).exclude(pk__in=gone).order_by("name", "pk"))
    closed = _closed_to(files)
    return {
        case.pk: _owners(case, [user for user in staff if user.pk not in own_people(case) | closed[_matter(case)]])
        for case in files
    }


def _matter(case: Complaint) -> int:
    """The file that this one was joined to, else itself."""
    return case.joined_to_id or case.pk


def _closed_to(files: Sequence[Complaint]) -> dict[int, set[int]]:
    """By matter, the colleagues who know somebody in it or with whom it was shared (`permissions.kept_out` for many)."""
    found: dict[int, set[int]] = {_matter(case): set() for case in files}
    matter = Q(complaint__in=found) | Q(complaint__joined_to__in=found)
    known, shared = Conflict.objects.filter(matter, ended_at=None), Share.objects.filter(matter, user__isnull=False)
    for rows in (known, shared):
        for key, user in rows.order_by().values_list(Coalesce("complaint__joined_to", "complaint"), "user"):
            found[key].add(user)
    return found


def _owners(case: Complaint, present: Sequence[User]) -> list[User]:
    units = {case.unit_id, case.unit.parent_id} - {None} if case.unit else set()
    return (
        [user for user in present if user.pk == case.handler_id]
        or [user for user in present if user.role == Role.HEAD and user.unit_id in units]
        or [user for user in present if user.role == Role.SUPERVISOR]
    )


def list_owners(actor: Actor) -> list[User]:
    """Who owns the lists of this person's files: the heads of the unit, else the supervisors. One query."""
    people = list(User.objects.filter(is_active=True, role__in=(Role.HEAD, Role.SUPERVISOR)).order_by("name", "pk"))
    heads = [user for user in people if user.role == Role.HEAD and user.unit_id in _units(actor)]
    return heads or [user for user in people if user.role == Role.SUPERVISOR]


def _units(actor: Actor) -> set[int]:
    if actor.user is None or actor.user.unit is None:
        return set()
    return {pk for pk in (actor.user.unit_id, actor.user.unit.parent_id) if pk is not None}
