"""C28, T21: the complainant asks to look at the decision again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.middleware import public
from accounts.refusals import too_many
from complaints.enums import State
from complaints.follow_up import access
from complaints.follow_up.before_told import as_told
from complaints.follow_up.forms import ReviewForm
from complaints.follow_up.returning import keeps_words, only_shown
from complaints.follow_up.views.common import done, posted, show, show_again
from complaints.workflow import reviews, transitions
from complaints.workflow.errors import Refused


@public
@never_cache
@require_http_methods(["GET", "POST"])
@keeps_words
@as_told
def review(request: HttpRequest, reference: str) -> HttpResponse:
    """The form while the time limit runs; after it, what can still be done."""
    actor, complaint = access.own_case(request, reference)
    if complaint.state == State.REVIEW:  # pressed twice, or asked for in another window
        return redirect("follow_up:case", reference=reference)
    chance = reviews.chance(complaint, today=timezone.localdate())
    form = ReviewForm(posted(request)[0], grounds=chance.grounds)
    context = {"form": form, "complaint": complaint, "chance": chance}
    if only_shown(request):
        return show_again(request, "review", context)
    if request.method == "POST" and access.too_many_posts(complaint):
        return too_many(request, minutes=60)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            transitions.request_review(complaint, actor=actor, ground=given["ground"], text=given["text"])
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            words = _("We received your request. Another person than those who decided before looks at your file.")
            return done(request, reference, words)
    return show(request, "review", context)
