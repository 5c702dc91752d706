"""Until an act of the desk is told, the file's pages are what they were before it (docs/undo.md)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from complaints.follow_up import access
from complaints.models import Grace
from complaints.workflow import transitions

SAFE = {"GET", "HEAD"}


@contextmanager
def reading(reference: str, *, is_open: Callable[[], bool]) -> Iterator[None]:
    """Reads the case without the act that can still be taken back, for who may open it. What is written here does not stay."""
    grace = Grace.objects.running().filter(complaint__reference=reference).select_related("complaint").first()
    if grace is None or not is_open():
        yield
        return
    with transitions.as_told(grace.complaint):
        yield


def as_told[View: Callable[..., HttpResponseBase]](view: View) -> View:
    """Shows the page of a case without the act that can still be taken back."""

    @wraps(view)
    def look(request: HttpRequest, reference: str, *args: Any, **more: Any) -> HttpResponseBase:
        if request.method not in SAFE:
            return view(request, reference, *args, **more)
        with reading(reference, is_open=lambda: access.is_open(request, reference)):
            return view(request, reference, *args, **more)

    return look  # type: ignore[return-value]
