"""Routing asked with rows instead of facts."""

from datetime import date

from accounts.models import Region, Unit
from complaints.guide.models import Administration
from complaints.workflow.routing import UnitFacts, unit_for


def unit_facts() -> list[UnitFacts]:
    """Every unit, ended ones included, as `routing` wants to know it."""
    rows = Unit.objects.order_by("code").values_list(
        "code", "kind", "region__code", "parent__code", "valid_from", "valid_to"
    )
    return [UnitFacts(*row) for row in rows]


def unit_of(*, administration: Administration | None, region: Region | None, on: date) -> Unit:
    """The unit that studies a file received that day against `administration` (None: the citizen does not know it).

    The administration's own region counts when the file names none. Raises LookupError when no unit is loaded."""
    place = region or (administration.region if administration else None)
    code = unit_for(
        kind=administration.kind if administration else "",
        local=administration.local if administration else False,
        region=place.code if place else None,
        units=unit_facts(),
        on=on,
    )
    return Unit.objects.get(code=code)
