"""The stands at the desk, behind its door."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import HttpResponseBase
from django.urls import URLPattern, path

from complaints.outreach.planning import views as planning
from complaints.outreach.report import views as report
from complaints.outreach.waiting import views as waiting

app_name = "outreach"


def at(route: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
    """A page of the desk: its door asks for role and second factor."""
    inside: Any = admin.site.admin_view(view)
    return path(route, inside, name=name)


urlpatterns = [
    at("", planning.stands, "stands"),
    at("new/", planning.plan, "plan"),
    at("<int:pk>/", planning.stand, "stand"),
    at("<int:pk>/change/", planning.change, "change"),
    at("<int:pk>/hours/", planning.hours, "hours"),
    at("<int:pk>/team/", planning.team, "team"),
    at("<int:pk>/publish/", planning.publish, "publish"),
    at("<int:pk>/cancel/", planning.cancel, "cancel"),
    at("<int:pk>/delete/", planning.drop, "drop"),
    at("<int:pk>/tickets/", waiting.tickets, "tickets"),
    at("<int:pk>/tickets/end/", waiting.end, "end"),
    at("<int:pk>/tickets/paper.pdf", waiting.paper, "paper"),
    at("<int:pk>/report/", report.report, "report"),
    at("<int:pk>/report.pdf", report.pdf, "report_pdf"),
    at("<int:pk>/report.csv", report.csv, "report_csv"),
]
