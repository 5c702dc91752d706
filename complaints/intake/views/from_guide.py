"""The press on a result of the guide that begins the complaint, or goes on with the one begun."""

from django.http import HttpRequest, HttpResponse

from accounts.middleware import by_button
from complaints.guide import selectors as guide
from complaints.guide.questions import known
from complaints.intake import actions, cookies, from_guide
from complaints.intake.steps import FIRST
from complaints.intake.views.common import allowed, page, redirect, too_many, with_cookie


@page
@by_button
def begin(request: HttpRequest) -> HttpResponse:
    """A new draft begins at the first question; one on this device is filled where it is empty, and its tasks are shown."""
    draft = cookies.find_draft(request)
    if draft is not None and draft.complaint_id:
        draft = None
    if not allowed(request, draft):
        return too_many(request)
    posted = request.POST.dict()
    country = guide.country(posted.get("country", "")[:2].upper())
    try:
        begun = from_guide.begin(
            draft=draft,
            answers=known(posted),
            country=country.code if country else "",
            actor=request.actor,  # type: ignore[attr-defined]
            language=request.LANGUAGE_CODE or "fr",
        )
    except (actions.AlreadySent, actions.Gone):  # another window was quicker
        return redirect("intake:start")
    to = redirect("intake:tasks") if draft is not None else redirect("intake:step", slug=FIRST.slug)
    return with_cookie(to, begun)
