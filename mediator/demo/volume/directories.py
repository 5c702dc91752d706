"""What the made-up cases refer to: read once, given to every worker."""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from random import Random

from django.utils import translation

from accounts.models import Region, Role, Unit, User
from accounts.roles import DESK
from complaints.guide.models import Administration, Country, ReferralBody, Subject
from complaints.guide.selectors import holidays
from complaints.workflow.routing import UnitFacts, unit_for
from complaints.workflow.selectors import unit_facts
from complaints.workflow.table import RULES

# How often each nature comes (domain section 0: half of the diaspora's files lie outside competence; S10 for the rest)
NATURES = {"HC": 42.0, "ADM": 26, "FON": 13, "FIN": 9, "SOC": 6, "JUG": 3.5, "DRT": 0.5}
AGAINST = {  # whom each nature is mostly about; a list is drawn from as it stands
    "ADM": ["consulates"] * 5 + ["communes"] * 4 + ["dgsn", "narsa", "adii", "education-nationale", "sante", "aref", "interieur"],
    "FON": ["ancfcc"] * 4 + ["prefectures-provinces"] * 3 + ["affaires-rurales"] * 2
    + ["communes", "equipement-eau", "agences-urbaines", "domaines", "habous"],
    "FIN": ["dgi"] * 3 + ["tgr"] * 2 + ["adii"] * 2 + ["communes", "office-changes", "prefectures-provinces"],
    "SOC": ["cnss"] * 4 + ["cmr"] * 2 + ["cdg-rcar", "cnops", "entraide-nationale", "soutien-social"],
    "JUG": ["communes"] * 3 + ["interieur", "equipement-eau", "education-nationale", "prefectures-provinces"],
    "DRT": ["dgsn", "dgapr", "interieur", "communes"],
    "HC": ["justice"] * 4 + ["interieur"] + [""] * 5,
}  # fmt: skip
STAFF = {"headquarters": 24, "regional": 10, "local": 5}


@dataclass(slots=True)
class Directories:
    """Codes and keys of everything a case points at."""

    subjects: dict[str, list[int]]
    administrations: dict[str, tuple[int, str, bool]]  # code: key, kind, local
    consulates: dict[str, list[str]]  # country: codes
    regions: dict[str, int]
    zones: dict[str, str]  # country: time zone
    bodies: dict[str, list[int]]  # ground: keys
    units: dict[str, int]
    facts: list[UnitFacts]
    handlers: dict[int, list[int]]  # unit: users
    heads: dict[int, int]  # unit: who validates
    officers: dict[int, str]  # user: role
    holidays: frozenset[date]
    grounds: dict[str, str]  # transition: legal ground
    _eras: list[date] = field(default_factory=list)
    _routes: dict[tuple[str, bool, str | None, int], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._eras = sorted({unit.valid_from for unit in self.facts})

    def unit(self, *, kind: str, local: bool, region: str | None, on: date) -> int:
        """The key of the unit, by the real routing; asked once for each kind, place and era."""
        key = (kind, local, region, bisect_right(self._eras, on))
        if key not in self._routes:
            self._routes[key] = unit_for(kind=kind, local=local, region=region, units=self.facts, on=on)
        return self.units[self._routes[key]]

    def against(self, rng: Random, nature: str, country: str) -> str:
        """The code of an administration, "" when the complainant does not name one of the list."""
        code = rng.choice(AGAINST[nature])
        if code == "consulates":
            return rng.choice(self.consulates.get(country) or ["consulats-generaux"])
        return code


def make_staff() -> None:
    """Made-up caseworkers and a head for each unit that studies files; nobody can log in as them."""
    for unit in Unit.objects.filter(kind__in=STAFF).order_by("code"):
        head = Role.SUPERVISOR if unit.kind == "headquarters" else Role.HEAD
        roles = [head, *[Role.HANDLER] * STAFF[unit.kind]]
        for number, role in enumerate(roles):
            email = f"{unit.code}-{number}@made-up.example"
            if not User.objects.filter(email=email).exists():
                name = f"{Role(role).label} {unit.code} {number}"
                User.objects.create_user(email, None, name=name, role=role, unit=unit, is_staff=role in DESK)


def read_directories() -> Directories:
    """Everything from the database, in a fixed order so that one seed gives one result."""
    subjects, consulates = defaultdict(list), defaultdict(list)
    for subject in Subject.objects.filter(active=True).order_by("code"):
        subjects[subject.nature].append(subject.pk)
    rows = Administration.objects.order_by("code").values_list("code", "pk", "kind", "local")
    for code, *_rest in rows:
        if code.startswith("consulat-"):
            consulates[code.split("-")[1].upper()].append(code)
    bodies = defaultdict(list)
    for body in ReferralBody.objects.filter(active=True).order_by("code"):
        for ground in body.grounds:
            bodies[ground].append(body.pk)
    handlers, heads, officers = defaultdict(list), {}, {}
    for user in User.objects.filter(email__endswith="@made-up.example", unit__isnull=False).order_by("email"):
        officers[user.pk] = user.role
        if user.role == Role.HANDLER:
            handlers[user.unit_id].append(user.pk)
        else:
            heads[user.unit_id] = user.pk
    with translation.override("fr"):
        grounds = {name: str(rule.ground) for name, rule in RULES.items()}
    return Directories(
        subjects=dict(subjects),
        administrations={code: (pk, kind, local) for code, pk, kind, local in rows},
        consulates=dict(consulates),
        regions=dict(Region.objects.values_list("code", "pk")),
        zones=dict(Country.objects.values_list("code", "time_zone")),
        bodies=dict(bodies),
        units=dict(Unit.objects.values_list("code", "pk")),
        facts=unit_facts(),
        handlers=dict(handlers),
        heads=heads,
        officers=officers,
        holidays=holidays(),
        grounds=grounds,
    )


def natures() -> tuple[list[str], list[float]]:
    """The natures and their cumulative weights."""
    return list(NATURES), list(accumulate(NATURES.values()))
