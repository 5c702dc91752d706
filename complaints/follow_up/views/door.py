"""How a file is opened on this device and closed again: by code, by a link from the mail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts import devices
from accounts.middleware import by_button, public
from accounts.refusals import too_many
from complaints import references
from complaints.envelopes import again_page
from complaints.follow_up import access, actions, selectors
from complaints.follow_up.forms import CodeForm, LinkForm
from complaints.follow_up.returning import opened
from complaints.follow_up.views.common import posted
from complaints.models import Complaint
from complaints.permissions import is_complainant


@public
@never_cache
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """C24: opens a case by reference and code."""
    form = CodeForm(posted(request)[0])
    if request.method == "POST" and (case := opened(request, form)):
        page = _wanted(request) or "case"
        return redirect(f"follow_up:{page}", reference=case.reference)
    status = 422 if form.errors else 200
    return render(request, "follow_up/login.html", {"form": form}, status=status)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def ask_link(request: HttpRequest) -> HttpResponse:
    """C24 without the code: a link by mail. The answer is the same whether the file exists or not."""
    form = LinkForm(posted(request)[0])
    if request.method == "POST" and form.is_valid():
        if access.too_many_askers(request):
            return too_many(request, minutes=60)
        reference = references.normalise(form.cleaned_data["reference"])
        if reference and not access.too_many_links(reference):
            actions.ask_for_link(reference)
        return render(request, "follow_up/link_sent.html")
    return render(request, "follow_up/link.html", {"form": form}, status=422 if form.errors else 200)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail: a button, because mail programs fetch links by themselves."""
    found = access.read_link(token)
    if found is None:
        return render(request, "follow_up/link_expired.html", status=410)
    if request.method == "POST":
        case, to = found
        access.remember(request, case)
        return _enter(case, to=to)
    return render(request, "follow_up/open.html")


@public
@never_cache
@require_http_methods(["GET", "POST"])
def again(request: HttpRequest, token: str) -> HttpResponse:
    """The link of our notices (docs/outbox.md): one press mails the link that opens the file. Shows nothing of the file."""
    case = access.read_again(token)
    if case is None:
        return render(request, "follow_up/link_expired.html", {"again": True}, status=410)
    to = _wanted(request)
    if actor := access.knows(request, case):
        return _enter(case, to=to if is_complainant(actor, case) else "")
    if not again_page(case):  # the address is another by now, and not proved, or mail is no safe way any more
        return redirect(f"{reverse('follow_up:login')}{'?to=review' if to else ''}")
    if request.method == "POST":
        if access.too_many_askers(request) or access.too_many_links(case.reference):
            return too_many(request, minutes=60)
        actions.ask_for_link(case.reference, to=to)
        return render(request, "follow_up/link_sent.html", {"again": True})
    return render(request, "follow_up/again.html", {"to": to})


def _wanted(request: HttpRequest) -> str:
    """The page that the visitor came for: `review`, or nothing in particular."""
    return "review" if request.GET.get("to") == "review" else ""


def _enter(case: Complaint, *, to: str) -> HttpResponse:
    """Into the file that is open: where the visitor wanted to go, to what we wait for, or to the file."""
    page = to or ("answer" if selectors.waits_for_items(case) else "case")
    return redirect(f"follow_up:{page}", reference=case.reference)


@public
@never_cache
@by_button
def leave(request: HttpRequest) -> HttpResponse:
    """Closes the file on this device."""
    access.forget(request)
    return devices.forget(redirect("follow_up:login"))


@public
@never_cache
@require_GET
def stay(request: HttpRequest) -> HttpResponse:
    """Keeps the file open on this device; asked by the dialog that warns before it closes."""
    access.still_open(request)
    return HttpResponse(status=204)
