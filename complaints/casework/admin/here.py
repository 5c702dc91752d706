"""The sign of life of a page that has a file open, and who else has it open (casework/presence.py)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.middleware import by_button
from complaints.casework import presence
from complaints.casework.admin.pages import actor_of, find_case


@by_button
def here(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts off the end of this person's presence, or ends it; gives the others as a piece of page. No reading is kept."""
    case, actor = find_case(request, pk), actor_of(request)
    if "leave" in request.POST:
        presence.leave(case, actor=actor)
        return HttpResponse(status=204)
    presence.enter(case, actor=actor, writing="writing" in request.POST, lasts=presence.SIGN)
    answer = render(request, "casework/_here.html", {"here": presence.others(case, actor=actor)})
    answer["Cache-Control"] = "no-store, private"
    return answer
