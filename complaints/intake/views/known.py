"""Name, home and address of an account that filed before: one page to confirm in place of three (A41, D17)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from complaints.intake import actions, known, selectors
from complaints.intake.models import Draft
from complaints.intake.steps import FIRST
from complaints.intake.views.common import allowed, read_answers, redirect, too_many, with_draft


@require_http_methods(["GET", "POST"])
@with_draft
def confirm(request: HttpRequest, *, draft: Draft) -> HttpResponse:
    """GET shows what is known; POST makes it the answers of this draft. With nothing to confirm: the next open step."""
    answers = read_answers(request, draft)
    groups = known.offered(answers)
    if request.method == "POST":
        if not allowed(request, draft):
            return too_many(request)
        taken = {group.step.slug: group.raw for group in groups}
        try:
            draft = actions.take_over(draft=draft, known=taken, actor=request.actor)  # type: ignore[attr-defined]
        except actions.AlreadySent:
            return redirect("intake:sent")
        except actions.Gone:
            return redirect("intake:step", slug=FIRST.slug)
        answers, groups = read_answers(request, draft), []
    if groups:
        first = groups[0].step
        context = {
            "groups": groups,
            "change": selectors.step_url(first.slug),
            "progress": selectors.progress(first),
            "back": selectors.step_url(FIRST.slug),
        }
        return render(request, "intake/known.html", context)
    still = next((step for step in answers.path() if not answers.has(step.slug)), None)
    return redirect("intake:step", slug=still.slug) if still else redirect("intake:check")
