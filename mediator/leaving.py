"""Leave this page: whoever is watched goes to a harmless site at once, and nothing of theirs stays open here (A17).

It belongs to no slice: it closes the file, the question, the account and the draft of this device together."""

from allauth.account import views as account
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from accounts import devices
from accounts.middleware import by_button, public
from complaints.intake import cookies


@public
@never_cache
@by_button
def leave(request: HttpRequest) -> HttpResponse:
    """Closes what is open on this device, then leads away: by the page itself, for the policy lets no form lead elsewhere.

    A draft that was not sent is taken from the device only by a button beside which its code stands (`draft`), or when
    it belongs to the account; it stays with us until its time is over."""
    draft = cookies.find_draft(request)
    logout(request)  # the whole session: file, share, question, account
    response = render(request, "leave.html", {"to": settings.LEAVE_URL})
    if draft is not None and (draft.complaint_id or draft.user_id or "draft" in request.POST):
        cookies.forget_draft(response)
    devices.forget(response)
    response["Referrer-Policy"] = "no-referrer"
    return response


@public
@never_cache
def log_out(request: HttpRequest) -> HttpResponse:
    """allauth's log-out, which also takes from the device what the app kept there: for whoever presses, session or not."""
    response = account.logout(request)
    return devices.forget(response) if request.method == "POST" else response
