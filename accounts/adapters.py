"""allauth's seams: its mails go out through the outbox, its redirects to our pages."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from accounts.roles import Role


class AccountAdapter(DefaultAccountAdapter):
    """Staff land at the desk, interlocutors at their letters, citizens at their complaints."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        if request.user.role == Role.LIAISON:
            return reverse("casework:letters")
        return reverse("admin:index") if request.user.is_staff else reverse("intake:mine")
