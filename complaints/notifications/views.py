"""The mailbox page of development: what was sent, where no mail server is set. In production there is no such page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.middleware import public
from complaints.notifications.models import SentMail

PAGE = 25
LARGEST = 2**63 - 1


def development_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that does not exist where real people's mails would be."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.MAILBOX:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@public
@require_safe
@never_cache
@development_only
def mailbox(request: HttpRequest) -> HttpResponse:
    """The newest mails; `?to=` those of one address, `?before=` the page below."""
    to = request.GET.get("to", "").replace("\0", "").strip()[:320]
    before = request.GET.get("before", "")
    mails = SentMail.objects.defer("text", "html", "blocks")
    if to:
        mails = mails.filter(to__icontains=to)
    if before.isascii() and before.isdigit() and len(before) < 19:
        mails = mails.filter(pk__lt=int(before))
    rows = list(mails[: PAGE + 1])
    more = rows[PAGE - 1].pk if len(rows) > PAGE else None
    return render(request, "notifications/mailbox.html", {"mails": rows[:PAGE], "to": to, "more": more})


@public
@require_safe
@never_cache
@development_only
def mail(request: HttpRequest, mail_id: int) -> HttpResponse:
    """One mail: its blocks drawn by our own page, and its text as it was sent."""
    found = get_object_or_404(SentMail, pk=min(mail_id, LARGEST))
    return render(request, "notifications/mail.html", {"mail": found})
