"""Opening a file on the institution's own initiative (T24)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from complaints.casework.admin.pages import actor_of, page
from complaints.casework.own_initiative import OwnInitiative, open_file
from complaints.workflow.errors import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def initiative(request: HttpRequest) -> HttpResponse:
    """The form; sent twice it makes one file."""
    actor = actor_of(request)
    if not actor.is_validator:
        raise PermissionDenied(_("Only heads of delegation and supervisors open a file on our own initiative."))
    form = OwnInitiative(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            case = open_file(actor=actor, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("The file was opened."))
            return redirect("admin:complaints_complaint_change", case.pk)
    status = 422 if form.errors else 200
    return page(request, "casework/initiative.html", {"form": form}, status=status)
