"""Which draft this device is writing: a signed cookie holds its key, which never stands in an address (docs/filing.md)."""

import uuid

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from complaints.intake.models import LIFETIME, Draft

COOKIE = "draft"
SALT = "complaints.intake.draft"


def find_draft(request: HttpRequest) -> Draft | None:
    """The draft of this device. A draft of an account opens only while that account is logged in.

    A cookie that was changed, that is too old, or whose draft is gone is no cookie."""
    text = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=int(LIFETIME.total_seconds()))
    try:
        key = uuid.UUID(text)
    except ValueError:
        return None
    draft = Draft.objects.select_related("complaint").filter(pk=key, expires_at__gt=timezone.now()).first()
    if draft is None or draft.user_id not in (None, request.user.pk):
        return None
    return draft


def remember_draft(response: HttpResponse, draft: Draft) -> None:
    """This device writes this draft from now on."""
    response.set_signed_cookie(
        COOKIE,
        str(draft.key),
        salt=SALT,
        max_age=int(LIFETIME.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def forget_draft(response: HttpResponse) -> None:
    """This device writes no draft any more."""
    response.delete_cookie(COOKIE, samesite="Lax")
