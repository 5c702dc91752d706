"""allauth's seams: its mails go out through the outbox, its redirects to our pages."""

from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.urls import reverse

from accounts.roles import Role


class AccountAdapter(DefaultAccountAdapter):
    """Staff land at the desk, interlocutors at their letters, citizens at their complaints."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        if request.user.role == Role.LIAISON:
            return reverse("casework:letters")
        return reverse("admin:index") if request.user.is_staff else reverse("intake:mine")

    def render_mail(
        self, template_prefix: str, email: Any, context: dict[str, Any], headers: Any = None
    ) -> EmailMessage:
        """allauth's mail; one with a code says so, and is not worth sending when it is old (docs/outbox.md)."""
        message = super().render_mail(template_prefix, email, context, headers)
        message.carries_code = "code" in context
        return message

    def is_safe_url(self, url: str | None) -> bool:
        """Whether `?next=` leads to a page of ours; what is no address (`http://[`) does not."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False


class MFAAdapter(DefaultMFAAdapter):
    """The second step at login."""

    def build_totp_svg(self, url: str) -> str:
        """A QR code to stand in the page itself, without inline style, dark on white in both appearances."""
        code = segno.make(url, micro=False)
        return code.svg_inline(scale=4, border=4, dark="black", light="white", omitsize=True)
