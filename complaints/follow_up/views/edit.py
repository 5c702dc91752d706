"""C25: the complainant corrects contact details and facts, a page for each part."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from accounts.middleware import public
from accounts.refusals import too_many
from complaints.follow_up import access, editing
from complaints.follow_up.before_told import as_told
from complaints.follow_up.edit_forms import ContactForm, CorrectionForm, FactsForm, FiguresForm, NewAddressForm
from complaints.follow_up.returning import keeps_words, only_shown
from complaints.follow_up.views.common import done, posted, show, show_again
from complaints.models import Change, Complaint
from complaints.workflow.errors import Refused, Stale


@public
@never_cache
@require_http_methods(["GET", "POST"])
@keeps_words
@as_told
def details(request: HttpRequest, reference: str) -> HttpResponse:
    """How to reach the person, as long as the file is open."""
    actor, complaint = access.own_case(request, reference)
    email = complaint.complainant.email
    values = editing.current(complaint, Change.Block.CONTACT)
    initial = {**values, "phone": str(values["phone"]), "country": values["country"].pk, "seen": editing.digest(values)}
    form = ContactForm(posted(request)[0], initial=initial, email=email)
    return _correct(request, complaint, actor, form)


@public
@never_cache
@require_http_methods(["GET", "POST"])
@keeps_words
@as_told
def facts(request: HttpRequest, reference: str) -> HttpResponse:
    """What the person told, until it is sent to the administration."""
    actor, complaint = access.own_case(request, reference)
    values = editing.current(complaint, Change.Block.FACTS)
    form = FactsForm(posted(request)[0], initial={**values, "seen": editing.digest(values)})
    return _correct(request, complaint, actor, form)


def _correct(request: HttpRequest, complaint: Complaint, actor: Actor, form: CorrectionForm) -> HttpResponse:
    possible = editing.may_edit(complaint, form.block, actor=actor)
    context = {"form": form, "complaint": complaint, "possible": possible}
    if only_shown(request):
        return show_again(request, "edit", context)
    if request.method == "POST" and access.too_many_posts(complaint):
        return too_many(request, minutes=60)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            changed = editing.edit(complaint, actor=actor, block=form.block, values=form.values(), seen=seen)
        except Stale:
            return _stale(request, complaint, form, context)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            words = _("Your changes are kept.") if changed else _("Nothing was different: your file is as it was.")
            return done(request, complaint.reference, words)
    return show(request, "edit", context)


def _stale(request: HttpRequest, complaint: Complaint, form: CorrectionForm, context: dict[str, Any]) -> HttpResponse:
    """What was typed stays; the next press stands on what the file says now."""
    complaint.refresh_from_db()
    form.data = form.data.copy()
    form.data["seen"] = editing.digest(editing.current(complaint, form.block))
    words = _("Your file was changed in another window meanwhile. Look at what you typed, then press the button again.")
    form.add_error(None, words)
    return show(request, "edit", context)


@public
@never_cache
@require_http_methods(["GET", "POST"])
@keeps_words
def email(request: HttpRequest, reference: str) -> HttpResponse:
    """Another e-mail address: typed, proved by six figures, and only then the file's own."""
    actor, complaint = access.own_case(request, reference)
    waiting = editing.waiting_address(complaint)
    if waiting is None and "figures" in request.POST and not only_shown(request):
        messages.warning(request, _("This code does not work any more. Look whether your address was changed already."))
        return redirect("follow_up:email", reference=reference)
    proving = waiting is not None and "other" not in request.GET and "email" not in request.POST
    form = (FiguresForm if proving else NewAddressForm)(posted(request)[0])
    possible = editing.may_edit(complaint, Change.Block.EMAIL, actor=actor)
    context = {"form": form, "complaint": complaint, "possible": possible, "waiting": waiting if proving else None}
    if only_shown(request):
        return show_again(request, "email", context)
    if request.method == "POST" and access.too_many_posts(complaint):
        return too_many(request, minutes=60)
    if request.method == "POST" and form.is_valid():
        if proving:
            return _prove(request, complaint, actor, context)
        return _send(request, complaint, actor, context)
    return show(request, "email", context)


def _send(request: HttpRequest, complaint: Complaint, actor: Actor, context: dict[str, Any]) -> HttpResponse:
    form = context["form"]
    try:
        editing.ask_for_proof(complaint, actor=actor, email=form.cleaned_data["email"])
    except Refused as refused:
        form.add_error("email", str(refused.reason))
        return show(request, "email", context)
    return redirect("follow_up:email", reference=complaint.reference)


def _prove(request: HttpRequest, complaint: Complaint, actor: Actor, context: dict[str, Any]) -> HttpResponse:
    form = context["form"]
    try:
        right = editing.prove(complaint, actor=actor, code=form.cleaned_data["figures"])
    except Refused as refused:
        form.add_error(None, str(refused.reason))
        return show(request, "email", context)
    if right:
        return done(request, complaint.reference, _("We write to your new address from now on."))
    words = _("This is not the code of our last message. Check the six figures, or ask for a new code.")
    form.add_error("figures", words)
    return show(request, "email", context)
