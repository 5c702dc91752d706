"""The desk has reason to write again to an address from which mails came back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.middleware import by_button
from complaints import addresses
from complaints.casework.admin.pages import actor_of, find_case
from complaints.intake.views.common import redirect


@by_button
def believe(request: HttpRequest, pk: int) -> HttpResponse:
    """One button on the facts of the file."""
    case = find_case(request, pk)
    if addresses.believe_again(case, actor=actor_of(request)):
        messages.success(request, _("Mails leave for this address again."))
    return redirect("admin:complaints_complaint_change", pk=str(case.pk), query="?tab=facts")
