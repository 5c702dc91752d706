"""Who enters these pages: interlocutors, with the second factor where the settings ask it of staff."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from accounts.roles import Role
from complaints.casework.admin.site import proved, second_factor

View = Callable[..., HttpResponseBase]


def for_interlocutors(view: View) -> View:
    """Closes a page to everybody else; whoever has no second factor yet is led to it."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.actor.role != Role.LIAISON:  # type: ignore[attr-defined]
            raise PermissionDenied(_("These pages are for the permanent interlocutors of administrations."))
        if not proved(request):
            return second_factor(request, home="casework:letters")
        return view(request, *args, **kwargs)

    return never_cache(door)
