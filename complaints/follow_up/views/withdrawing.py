"""C29, T20: the complainant stops. Said on one page, proved by six figures on the next, where there is a mailbox for them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import typed
from accounts.actors import Actor
from accounts.middleware import public
from accounts.refusals import too_many
from complaints.enums import State
from complaints.follow_up import access, withdrawing
from complaints.follow_up.before_told import as_told
from complaints.follow_up.forms import ConfirmForm, WithdrawForm
from complaints.follow_up.returning import keeps_words, only_shown
from complaints.follow_up.views.common import done, posted, show, show_again
from complaints.models import Complaint
from complaints.opened import WITHDRAWAL
from complaints.workflow import transitions
from complaints.workflow.errors import Refused


@public
@never_cache
@require_http_methods(["GET", "POST"])
@keeps_words
@as_told
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Both pages; without a mailbox the first does it."""
    actor, complaint = access.open_case(request, reference)
    possible = transitions.may(complaint, "withdraw", actor)
    address = withdrawing.mailbox(complaint, actor=actor) if possible else ""
    said = typed.kept(request, WITHDRAWAL, about=reference)
    second = bool(address) and ("figures" in request.POST or ("figures" in request.GET and said is not None))
    form = (ConfirmForm if second else WithdrawForm)(posted(request)[0], initial=said or {})
    context = {"form": form, "complaint": complaint, "possible": possible, "mailbox": address, "second": second}
    if only_shown(request):
        return show_again(request, "withdraw", context)
    if request.method == "POST" and complaint.state == State.WITHDRAWN:  # pressed twice
        return redirect("follow_up:case", reference=reference)
    if request.method == "POST" and access.too_many_posts(complaint):
        return too_many(request, minutes=60)
    if request.method == "POST" and (answer := _taken(request, complaint, actor, context)):
        return answer
    return show(request, "withdraw", context)


def _taken(request: HttpRequest, complaint: Complaint, actor: Actor, context: dict[str, Any]) -> HttpResponse | None:
    """What follows a press on one of the buttons; None when the form says what is wrong."""
    form = context["form"]
    again = "again" in request.POST
    try:
        if again and context["mailbox"]:
            return _ask(request, complaint, actor)
        if not form.is_valid():
            return None
        if context["mailbox"] and not context["second"]:
            return _ask(request, complaint, actor)
        data = form.cleaned_data
        withdrawing.withdraw(complaint, actor=actor, reason=data["reason"], figures=data.get("figures", ""))
    except withdrawing.Unproved as refused:
        form.add_error("figures", str(refused.reason))
    except Refused as refused:
        _say(form, refused)
    else:
        typed.forget(request, WITHDRAWAL)
        return done(request, complaint.reference, _("You withdrew your complaint. Your file is closed."))
    return None


def _say(form: Any, refused: Refused) -> None:
    """Instead of what is missing in a form that was not to be read yet."""
    form.is_valid()
    form.hush()
    form.add_error(None, str(refused.reason))


def _ask(request: HttpRequest, complaint: Complaint, actor: Actor) -> HttpResponse:
    """Sends the figures; the page that takes them is fetched anew, so that Back sends nothing twice."""
    withdrawing.ask(complaint, actor=actor)
    typed.keep(request, WITHDRAWAL, ("reason", "sure"), about=complaint.reference)
    if "again" in request.POST:
        messages.success(request, _("We sent you a new message."))
    return HttpResponseRedirect(f"{request.path}?figures=1", status=303)
