"""How a body comes in: by the link of its mail and six figures, or by the number and the code of a printed letter."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.language import CODES
from accounts.middleware import by_button
from accounts.refusals import too_many
from complaints import codes, references
from complaints.models import Referral, ReferralLink
from complaints.referring import access, answering, limits, links
from complaints.referring.forms import FiguresForm, PrintedCodeForm
from complaints.workflow.errors import Refused


def only_shown(request: HttpRequest) -> bool:
    """Whether this POST only asks for another language."""
    return request.POST.get("switch_language") in CODES


@access.door
@require_http_methods(["GET", "POST"])
def door(request: HttpRequest) -> HttpResponse:
    """Number and code of a printed letter."""
    form = PrintedCodeForm(request.POST if request.method == "POST" else None)
    if only_shown(request):
        return render(request, "referral/door.html", {"form": form.hush()})
    if request.method == "POST" and form.is_valid() and (found := _by_code(request, form)):
        access.remember(request, found)
        return redirect("referral:file")
    return render(request, "referral/door.html", {"form": form}, status=422 if form.errors else 200)


def _by_code(request: HttpRequest, form: PrintedCodeForm) -> Referral | None:
    """The referral that number and code open; if none, the form says so, alike for a wrong number and a wrong code."""
    if limits.too_many_tries(request):
        form.add_error(None, _("There were too many tries. Wait an hour, or call us."))
        return None
    number = references.normalise(form.cleaned_data["reference"])
    found = links.with_printed_code(number, form.cleaned_data["code"]) if number else None
    if found is not None:
        try:
            return answering.open_by_code(found)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
            return None
    limits.count_wrong_try(request)
    form.add_error(
        "code", _("Nothing opens with this number and this code. Check both, letter by letter, on the letter.")
    )
    return None


@access.door
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a mail. A GET changes nothing, for mail programs fetch links; the button mails six figures."""
    found = links.find(token)
    here = access.still_open(request)
    if found is not None and here is not None and here.pk == found.referral_id and not only_shown(request):
        return redirect("referral:file")
    if found is None or not _opens(found):
        waits = found is not None and found.referral.is_with_body
        return render(request, "referral/link_expired.html", {"token": token if waits else ""}, status=410)
    if request.method != "POST" or only_shown(request):
        return render(request, "referral/link.html", {"body": found.referral.body})
    if limits.asked_enough(request) or limits.figures_enough(found):
        return too_many(request, minutes=60)
    if not answering.ask_for_figures(found):
        return render(request, "referral/link_expired.html", {"token": ""}, status=410)
    access.press(request, found)
    return redirect("referral:figures")


def _opens(found: ReferralLink) -> bool:
    return links.alive(found, at=timezone.now())


@access.door
@require_http_methods(["GET", "POST"])
def figures(request: HttpRequest) -> HttpResponse:
    """Six figures from the mail, or another mail with new ones."""
    found = access.pressed(request)
    if found is None:
        return redirect("referral:file" if access.still_open(request) else "referral:door")
    form = FiguresForm(request.POST if request.method == "POST" and "again" not in request.POST else None)
    context = {"form": form, "body": found.referral.body}
    if only_shown(request):
        form.hush()
        return render(request, "referral/figures.html", context)
    if request.method == "POST" and "again" in request.POST:
        return _figures_again(request, found)
    if request.method == "POST" and form.is_valid() and (opened := _by_figures(request, found, form)):
        access.remember(request, opened)
        return redirect("referral:file")
    return render(request, "referral/figures.html", context, status=422 if form.errors else 200)


def _figures_again(request: HttpRequest, found: ReferralLink) -> HttpResponse:
    if limits.asked_enough(request) or limits.figures_enough(found):
        return too_many(request, minutes=60)
    if answering.ask_for_figures(found):
        messages.success(request, _("New figures are on their way. Those before do not work any more."))
    else:
        messages.error(request, _("This link opens nothing any more."))
    return redirect("referral:figures")


def _by_figures(request: HttpRequest, found: ReferralLink, form: FiguresForm) -> Referral | None:
    typed = codes.typed_figures(form.cleaned_data["figures"])
    if limits.too_many_tries(request):
        form.add_error(None, _("There were too many tries. Wait an hour, or call us."))
        return None
    try:
        opened = answering.open_by_link(found, typed or "")
    except Refused as refused:
        form.add_error(None, str(refused.reason))
        return None
    if opened is None:
        limits.count_wrong_try(request)
        form.add_error("figures", _("These are not the figures of our last message. Check them, or ask for new ones."))
    return opened


@access.door
@by_button
def again(request: HttpRequest) -> HttpResponse:
    """A new link to the address that had the old one, for whoever holds that or had it open here; the answer tells nothing."""
    if limits.asked_enough(request):
        return too_many(request, minutes=60)
    old = links.find(request.POST.get("token", ""))
    referral = old.referral if old is not None else access.last(request)
    if referral is not None and limits.sent_enough(referral):
        return too_many(request, minutes=60)
    if referral is not None:
        answering.link_anew(referral)
    return render(request, "referral/link_sent.html")


@access.door
@by_button
def leave(request: HttpRequest) -> HttpResponse:
    """Closes it on this device."""
    access.forget(request)
    request.session.pop(access.LAST_KEY, None)
    messages.success(request, _("Closed on this device."))
    return redirect("referral:door")
