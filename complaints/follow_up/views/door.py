"""How a file is opened on this device and closed again: by code, by a link from the mail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.middleware import public
from accounts.refusals import too_many
from complaints import references
from complaints.follow_up import access, actions
from complaints.follow_up.forms import CodeForm, LinkForm
from complaints.follow_up.returning import opened
from complaints.follow_up.views.common import posted


@public
@never_cache
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """C24: opens a case by reference and code."""
    form = CodeForm(posted(request)[0])
    if request.method == "POST" and (case := opened(request, form)):
        page = "review" if request.GET.get("to") == "review" else "case"
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
    case = access.read_link(token)
    if case is None:
        return render(request, "follow_up/link_expired.html", status=410)
    if request.method == "POST":
        access.remember(request, case)
        return redirect("follow_up:case", reference=case.reference)
    return render(request, "follow_up/open.html")


@public
@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Closes the file on this device."""
    access.forget(request)
    response = redirect("follow_up:login")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@public
@never_cache
@require_GET
def stay(request: HttpRequest) -> HttpResponse:
    """Keeps the file open on this device; asked by the dialog that warns before it closes."""
    access.still_open(request)
    return HttpResponse(status=204)
