"""The e-mail address, proved while the person is here: six figures go there, and are read out from their telephone."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.middleware import by_button
from complaints.intake import actions, keeping
from complaints.intake.views.common import redirect
from complaints.reception.views import done, typing


@by_button
def send(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Sends the figures to the address of the draft."""
    if actions.send_contact_code(draft=typing.find(request, key)):
        messages.success(request, _("Six figures are on their way. Ask the person to read them out."))
    else:
        messages.warning(request, _("No figures were sent: wait a minute, or look at the address."))
    return redirect("reception:check", key=str(key), query="#address")


@by_button
def prove(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Whether these are the figures."""
    draft, form = typing.find(request, key), typing.FiguresForm(request.POST)
    if form.is_valid() and actions.verify_contact(draft=draft, code=form.cleaned_data["code"]):
        messages.success(request, _("The address is proved: the code can be sent there too."))
    else:
        messages.error(
            request, _("These are not the six figures of the last message. Have new ones sent, or go on without.")
        )
    return redirect("reception:check", key=str(key), query="#address")


@by_button
def mail_code(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Number and code to the proved address, at the person's wish, besides the paper."""
    if keeping.mail(draft=done.find(request, key)):
        messages.success(request, _("Number and code are on their way to the complainant's proved address."))
    else:
        messages.warning(request, _("The code could not be sent. Hand it over on paper."))
    return redirect("reception:done", key=str(key))
