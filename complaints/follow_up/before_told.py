"""Until an act of the desk is told, the file's pages are what they were before it (docs/undo.md)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from complaints.follow_up import access
from complaints.models import Grace
from complaints.workflow import transitions

SAFE = {"GET", "HEAD"}


def as_told[View: Callable[..., HttpResponseBase]](view: View) -> View:
    """Shows the page of a case without the act that can still be taken back. What such a page writes does not stay."""

    @wraps(view)
    def look(request: HttpRequest, reference: str, *args: Any, **more: Any) -> HttpResponseBase:
        held = Grace.objects.running().filter(complaint__reference=reference) if request.method in SAFE else None
        grace = held.select_related("complaint").first() if held is not None else None
        if grace is None or not access.is_open(request, reference):
            return view(request, reference, *args, **more)
        with transitions.as_told(grace.complaint):
            return view(request, reference, *args, **more)

    return look  # type: ignore[return-value]
