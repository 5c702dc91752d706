"""The dashboard and its exports (docs/figures.md)."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from accounts.models import Unit
from complaints.casework.admin.pages import desk_context
from complaints.permissions import can_read_opinions, can_see_figures
from complaints.supervision import exports, selectors
from complaints.supervision.figures import FIGURES, tiles
from complaints.supervision.forms import FilterForm
from complaints.supervision.periods import Period, Preset
from complaints.supervision.selectors import Facts

OPINIONS_A_PAGE = 25
KEEP = 120  # seconds; a new counting has a new key


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for. `as_of` is empty until the files were counted for the first time."""

    actor: Actor
    form: FilterForm
    period: Period
    unit: str
    units: list[Unit]
    whole_office: bool
    today: date
    as_of: datetime | None
    query: str

    def facts(self) -> Facts:
        assert self.as_of is not None  # noqa: S101 - asked by both views before
        return selectors.facts(
            actor=self.actor, period=self.period, unit=self.unit, today=self.today, as_of=self.as_of, units=self.units
        )

    def key(self) -> str:
        """Names all that the figures of a page depend on."""
        units = "all" if self.whole_office else sorted(unit.pk for unit in self.units)
        parts = (
            self.as_of,
            self.today,
            get_language(),
            units,
            self.actor.is_caseworker,
            self.period,
            self.unit,
            self.query,
        )
        return f"figures:{sha256(repr(parts).encode()).hexdigest()}"


def _asked(request: HttpRequest) -> Asked:
    actor = request.actor  # type: ignore[attr-defined]
    if not can_see_figures(actor) or (settings.STAFF_SECOND_FACTOR and not actor.strong):
        raise Http404  # the desk's door leads to the second factor; this page opens once it was given
    today = timezone.localdate()
    own = selectors.counted_units(actor)
    units = list(Unit.objects.all() if own is None else own)
    data = request.GET if set(request.GET) & {"period", "since", "until", "unit"} else {"period": Preset.WEEKS_12}
    form = FilterForm(data, today=today, units=units if own is None else None)
    period, unit = form.chosen()
    query = urlencode({name: request.GET[name] for name in form.fields if request.GET.get(name)})
    return Asked(actor, form, period, unit, units, own is None, today, selectors.last_refresh(), query)


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """V1: the numbers and the figures, for supervisors, statistics officers and heads (their units)."""
    asked = _asked(request)
    context = {
        **desk_context(request),
        "form": asked.form,
        "own_units": None if asked.whole_office else asked.units,
        "figures": _figures(asked) if asked.as_of else None,
        "reads_opinions": can_read_opinions(asked.actor),
    }
    return render(request, "supervision/dashboard.html", context, status=422 if asked.form.errors else 200)


def _figures(asked: Asked) -> SafeString:
    """The body of the page. It changes only when the files are counted anew, so it is kept until then."""
    if asked.form.errors:
        return _draw(asked)
    kept = cache.get(asked.key())
    if kept is None:
        kept = _draw(asked)
        cache.set(asked.key(), kept, KEEP)
    return kept


def _draw(asked: Asked) -> SafeString:
    facts = asked.facts()
    context = {
        "facts": facts,
        "tiles": tiles.build(facts),
        "figures": {key.replace("-", "_"): build(facts) for key, build in FIGURES.items()},
        "query": "" if asked.form.errors else asked.query,
    }
    return render_to_string("supervision/_figures.html", context)


@require_safe
def opinions(request: HttpRequest) -> HttpResponse:
    """What people wrote beside the question on the confirmation, the newest day first. Supervisors read it."""
    actor = request.actor  # type: ignore[attr-defined]
    if not can_read_opinions(actor) or (settings.STAFF_SECOND_FACTOR and not actor.strong):
        raise Http404
    page = Paginator(selectors.written_opinions(), OPINIONS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "supervision/opinions.html", {**desk_context(request), "page": page})


@require_safe
def export(request: HttpRequest, figure: str) -> HttpResponseBase:
    """The table of one figure, or the four numbers, as CSV with small cells hidden."""
    asked = _asked(request)
    if asked.as_of is None or asked.form.errors or figure not in {"numbers", *FIGURES}:
        raise Http404
    facts = asked.facts()
    rows = exports.tile_rows(tiles.build(facts)) if figure == "numbers" else exports.figure_rows(FIGURES[figure](facts))
    return exports.csv_response(rows, name=figure, period=asked.period)
