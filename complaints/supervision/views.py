"""The dashboard and its exports (docs/figures.md)."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.dates import RABAT
from accounts.models import Unit
from complaints.permissions import can_see_figures
from complaints.supervision import exports, selectors
from complaints.supervision.figures import FIGURES, tiles
from complaints.supervision.forms import FilterForm
from complaints.supervision.periods import Preset
from complaints.supervision.selectors import Facts


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for. `facts` is empty until the files were counted for the first time."""

    form: FilterForm
    facts: Facts | None
    own_units: list[Unit] | None


def _asked(request: HttpRequest) -> Asked:
    actor = request.actor  # type: ignore[attr-defined]
    if not can_see_figures(actor):
        raise Http404
    today = datetime.now(RABAT).date()
    own = selectors.counted_units(actor)
    units = list(Unit.objects.all() if own is None else own)
    data = request.GET if set(request.GET) & {"period", "since", "until", "unit"} else {"period": Preset.WEEKS_12}
    form = FilterForm(data, today=today, units=units if own is None else None)
    period, unit = form.chosen()
    as_of = selectors.last_refresh()
    facts = None
    if as_of is not None:
        facts = selectors.facts(actor=actor, period=period, unit=unit, today=today, as_of=as_of, units=units)
    return Asked(form, facts, None if own is None else units)


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """V1: the numbers and the figures, for supervisors, statistics officers and heads (their units)."""
    asked = _asked(request)
    context: dict[str, object] = {"form": asked.form, "own_units": asked.own_units, "facts": asked.facts}
    if asked.facts:
        context |= {
            "tiles": tiles.build(asked.facts),
            "figures": {key.replace("-", "_"): build(asked.facts) for key, build in FIGURES.items()},
            "query": urlencode({name: request.GET[name] for name in asked.form.fields if request.GET.get(name)}),
        }
    return render(request, "supervision/dashboard.html", context, status=422 if asked.form.errors else 200)


@require_safe
def export(request: HttpRequest, figure: str) -> HttpResponseBase:
    """The table of one figure, or the four numbers, as CSV with small cells hidden."""
    asked = _asked(request)
    if asked.facts is None or asked.form.errors:
        raise Http404
    if figure == "numbers":
        rows = exports.tile_rows(tiles.build(asked.facts))
    elif figure in FIGURES:
        rows = exports.figure_rows(FIGURES[figure](asked.facts))
    else:
        raise Http404
    return exports.csv_response(rows, name=figure, period=asked.facts.period)
