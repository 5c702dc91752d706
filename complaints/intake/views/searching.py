"""The search for an administration while one types; the step's own page does the same without a script."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import limits
from complaints.intake.cookies import find_draft
from complaints.intake.steps import STEPS, answers_of
from complaints.intake.views.common import page, too_many

SEARCHES_A_NETWORK = 20_000  # an hour


@page
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The results as the radios of the step."""
    if not limits.within("intake-search", limits.network(request), limit=SEARCHES_A_NETWORK):
        return too_many(request)
    words = request.GET.get("q", "")[:100]
    chosen = request.GET.get("administration", "")[:60]
    form = answers_of(find_draft(request)).form("authority", {"q": [words], "administration": [chosen]}).hush()
    return render(request, "intake/_found.html", {"form": form, "step": STEPS["authority"]})
