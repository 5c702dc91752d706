"""The stands as everybody sees them: coming stands and offices, one stand, calendars, the screen in the hall."""

import hashlib
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.forms import HouseForm
from accounts.middleware import public
from complaints.outreach import announced, calendars
from complaints.outreach.access import announced_stands
from complaints.outreach.models import Stand
from complaints.outreach.waiting import screens, selectors

REFRESH = 10  # seconds between two looks of the screen


class RegionForm(HouseForm):
    """Where somebody looks for a stand or an office."""

    region = forms.ChoiceField(label=gettext_lazy("Region"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(region.code, region.name) for region in announced.regions()]
        self.fields["region"].choices = [("", _("All regions")), *rows]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> str:
        """The code of a region; nonsense chooses none."""
        return str(self.cleaned_data.get("region", "")) if self.is_valid() else ""


@public
@never_cache
@require_safe
def coming(request: HttpRequest) -> HttpResponse:
    """The coming stands and all offices, of one region or of all."""
    today, form = timezone.localdate(), RegionForm(request.GET)
    region = form.chosen
    after, before = (request.GET.get(name, "")[:60] for name in ("after", "before"))
    found = announced.page_of(announced.coming(today=today, region=region), after=after, before=before)
    context = {
        "search": form.hush(),
        "region": region,
        "rows": [(stand, announced.days_of(stand)) for stand in found.rows],
        "links": {name: _turned(request, name, getattr(found, name)) for name in ("after", "before")},
        "offices": announced.offices(today=today, region=region),
    }
    return render(request, "stands/coming.html", context)


def _turned(request: HttpRequest, name: str, cursor: str) -> str:
    """The address of a neighbouring page; empty where there is none."""
    if not cursor:
        return ""
    query = request.GET.copy()
    for other in ("after", "before"):
        query.pop(other, None)
    query[name] = cursor
    return f"?{query.urlencode()}"


@public
@never_cache
@require_safe
def stand(request: HttpRequest, pk: int) -> HttpResponse:
    """One stand. Cancelled or over, its page stays and says so: somebody may have noted its address."""
    row = get_object_or_404(announced.with_all(announced_stands()), pk=pk)
    context = {"stand": row, "days": announced.days_of(row), "over": row.ends_on < timezone.localdate()}
    return render(request, "stands/stand.html", context)


@public
@require_safe
def stand_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """One stand for a calendar program."""
    row = get_object_or_404(announced.with_all(announced_stands()), pk=pk)
    return _calendar(request, calendars.calendar([row], name=row.name), name=f"stand-{row.pk}")


@public
@require_safe
def all_calendar(request: HttpRequest) -> HttpResponse:
    """Every stand, or those of a region, to subscribe to."""
    region = RegionForm(request.GET).chosen
    rows = announced.in_feed(today=timezone.localdate(), region=region)
    text = calendars.calendar(rows, name=_("Stands of the Mediator of the Kingdom"))
    return _calendar(request, text, name="stands")


def _calendar(request: HttpRequest, text: str, *, name: str) -> HttpResponse:
    body = text.encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    known = parse_etags(request.headers.get("If-None-Match", ""))
    same = "*" in known or etag in {each.removeprefix("W/") for each in known}
    response = HttpResponseNotModified() if same else HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = "Accept-Language, Cookie"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


@public
@never_cache
@require_safe
def screen(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """The numbers that are called, for the display in the hall: numbers and desks, nothing else."""
    row = Stand.objects.filter(pk=pk, published_at__isnull=False).first()
    if row is None or not screens.opens(row, token):
        raise Http404
    today = timezone.localdate()
    called = selectors.called(row, day=today)
    context = {
        "stand": row,
        "newest": called[0] if called else None,
        "called": called,
        "waiting": selectors.now(row, day=today).number_waiting,
        "refresh": REFRESH,
        "today": today,
    }
    response = render(request, "stands/screen.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
