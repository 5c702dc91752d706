"""Which unit studies a file (domain T3 and section 11; loi 14-16, articles 29 and 30). Pure: no database, no clock.

1. A central administration, or no region: the headquarters.
2. Otherwise the delegation, regional or local, that sits in the region of the administration.
3. A contact point receives people but studies no file: its delegation does (Guelmim: Agadir; Dakhla: Laâyoune).
4. A region with no unit on that day, such as Rabat-Salé-Kénitra: the headquarters.

The table the office reads is tests/data/routing_expected.csv."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.units import UnitKind
from complaints.guide.models import Administration

ALWAYS_LOCAL = frozenset({Administration.Kind.LOCAL, Administration.Kind.DELEGATED})
STUDIES_FILES = (UnitKind.REGIONAL, UnitKind.LOCAL)  # in this order, when a region has both


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What routing needs to know of a unit. `region` and `parent` are codes; `valid_to` is the last day."""

    code: str
    kind: str
    region: str | None = None
    parent: str | None = None
    valid_from: date = date.min
    valid_to: date | None = None

    def valid(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def unit_for(*, kind: str, local: bool, region: str | None, units: Sequence[UnitFacts], on: date | None = None) -> str:
    """The code of the unit for an administration of this `kind` (`Administration.Kind`, "" when the citizen does not know it).

    `local`: the administration has services in each region; `region`: where the service complained of is.
    `on`: only units valid that day; without it all of `units` count. Raises LookupError without a headquarters."""
    standing = {unit.code: unit for unit in units if on is None or unit.valid(on)}
    headquarters = next((code for code, unit in standing.items() if unit.kind == UnitKind.HEADQUARTERS), None)
    if headquarters is None:
        raise LookupError("no headquarters among the units")
    central = bool(kind) and not local and kind not in ALWAYS_LOCAL
    if central or not region:
        return headquarters
    there = [unit for unit in standing.values() if unit.region == region]
    for wanted in STUDIES_FILES:
        for unit in there:
            if unit.kind == wanted:
                return unit.code
    for point in there:
        if delegation := _delegation_above(point, standing):
            return delegation
    return headquarters


def _delegation_above(unit: UnitFacts, standing: dict[str, UnitFacts]) -> str | None:
    """The nearest unit above that studies files; each unit is looked at once, so that a ring of parents ends."""
    seen = {unit.code}
    above = standing.get(unit.parent or "")
    while above is not None and above.code not in seen:
        if above.kind in STUDIES_FILES:
            return above.code
        seen.add(above.code)
        above = standing.get(above.parent or "")
    return None
