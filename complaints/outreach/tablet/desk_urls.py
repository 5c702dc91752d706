"""The tablets at the desk, behind its door."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import HttpResponseBase
from django.urls import URLPattern, path

from complaints.outreach.tablet.views import devices

app_name = "tablets"


def at(route: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
    """A page of the desk: its door asks for role and second factor."""
    inside: Any = admin.site.admin_view(view)
    return path(route, inside, name=name)


urlpatterns = [
    at("", devices.devices, "devices"),
    at("<int:pk>/", devices.device, "device"),
    at("<int:pk>/code.svg", devices.code_qr, "code_qr"),
    at("<int:pk>/code/", devices.invite, "invite"),
    at("<int:pk>/revoke/", devices.revoke, "revoke"),
    at("<int:pk>/mend/<int:sealed>/", devices.mend, "mend"),
]
