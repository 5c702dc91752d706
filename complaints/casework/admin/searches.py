"""Saved searches at the desk: the list, one as the queue shows it, saving, sharing, its alert, deleting."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from accounts.forms import HouseForm
from accounts.middleware import by_button
from complaints.casework import queue
from complaints.casework import searches as reads
from complaints.casework.admin.pages import actor_of, page
from complaints.casework.filters import QueueFilters, choices
from complaints.casework.models import SavedSearch, SearchAlert
from complaints.casework.queue import BOUND, View
from complaints.workflow.errors import Refused

WEEKDAYS = [
    (0, _("Monday")), (1, _("Tuesday")), (2, _("Wednesday")), (3, _("Thursday")), (4, _("Friday")),
    (5, _("Saturday")), (6, _("Sunday")),
]  # fmt: skip


class AlertForm(HouseForm):
    """The mail that a person wants about a search."""

    cadence = forms.ChoiceField(
        label=_("Tell me by e-mail"),
        help_text=_("The mail says how many files there are, and nothing about them."),
        choices=[("", pgettext_lazy("alert", "Never")), *SearchAlert.Cadence.choices],
        required=False,
    )
    hour = forms.TypedChoiceField(
        label=_("At what time, in Rabat"),
        choices=[(hour, f"{hour:02d}:00") for hour in range(24)],
        coerce=int,
        initial=8,
    )
    weekday = forms.TypedChoiceField(label=_("On which day, once a week"), choices=WEEKDAYS, coerce=int, initial=0)
    threshold = forms.IntegerField(
        label=_("More than how many files"),
        help_text=_("You are told once each time that the number is passed."),
        min_value=0,
        max_value=BOUND,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        wanted = data.get("cadence") == SearchAlert.Cadence.ABOVE
        if wanted and data.get("threshold") is None and "threshold" not in self.errors:
            self.add_error("threshold", _("Write a number from 0 to 1,000."))
        return data

    def alert(self) -> dict[str, Any]:
        """The keyword arguments of `set_alert`."""
        return {name: self.cleaned_data[name] for name in AlertForm.base_fields}


class SearchForm(AlertForm):
    """A search of one's own: its name and who sees it, and one's alert."""

    name = forms.CharField(
        label=_("Name of the search"), max_length=80, help_text=_("Name the matter, not a person: others may read it.")
    )
    reach = forms.ChoiceField(label=_("Who sees it"), widget=forms.RadioSelect)
    field_order = ["name", "reach"]

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = [(value, label) for value, label in SavedSearch.Reach.choices if reads.can_share(actor, value)]
        field: Any = self.fields["reach"]
        field.choices = allowed
        if len(allowed) == 1:
            field.widget, field.initial = forms.HiddenInput(), allowed[0][0]


@require_safe
def searches(request: HttpRequest) -> HttpResponse:
    """One's own and those that others share, each with its alert."""
    actor = caseworker(request)
    rows = list(reads.readable_searches(actor))
    alerts = {row.search_id: row for row in SearchAlert.objects.filter(user=actor.user_id)}
    changeable = set(reads.changeable_searches(actor).values_list("pk", flat=True))
    shown = [(row, alerts.get(row.pk), row.pk in changeable) for row in rows]
    return page(
        request,
        "casework/searches.html",
        {
            "own": [each for each in shown if each[0].owner_id == actor.user_id],
            "shared": [each for each in shown if each[0].owner_id != actor.user_id],
        },
    )


@require_safe
def search(request: HttpRequest, row: int) -> HttpResponse:
    """Leads to the queue with the filters that were saved."""
    found = get_object_or_404(reads.readable_searches(caseworker(request)), pk=row)
    return redirect(f"{reverse('admin:complaints_complaint_changelist')}?{reads.address_of(found)}")


@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest) -> HttpResponse:
    """Saves the filters that stand in this very address, as they stand in the queue's."""
    actor = caseworker(request)
    filters = QueueFilters(request.GET, choices=choices(actor), ages=queue.AGES)
    given, asked_view = filters.given(), request.GET.get("view", "")
    view = View(asked_view) if asked_view in View.values else View.ALL
    form = SearchForm(
        request.POST or None, actor=actor, initial={"reach": SavedSearch.Reach.OWN, "name": str(view.label)}
    )
    if request.method == "POST" and form.is_valid():
        asked = reads.asked_of(filters, view)
        try:
            made = reads.save_search(
                actor=actor, name=form.cleaned_data["name"], reach=form.cleaned_data["reach"], asked=asked
            )
            reads.set_alert(made, actor=actor, **form.alert())
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("The search was saved."))
            return redirect("admin:searches")
    context = {
        "form": form,
        "view": view,
        "filters": filters,
        "given": in_words(filters, given),
        "title": _("Save this search"),
    }
    return page(request, "casework/search.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, row: int) -> HttpResponse:
    """One's own search under another name or for others; of another's search one's alert alone."""
    actor = caseworker(request)
    found = get_object_or_404(reads.readable_searches(actor), pk=row)
    mine = found.owner_id == actor.user_id
    alert = SearchAlert.objects.filter(search=found, user=actor.user_id).first()
    initial = {name: getattr(alert, name) for name in AlertForm.base_fields} if alert else {}
    data = request.POST if request.method == "POST" else None
    form: AlertForm
    if mine:
        form = SearchForm(data, actor=actor, initial={**initial, "name": found.name, "reach": found.reach})
    else:
        form = AlertForm(data, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            if mine:
                reads.save_search(
                    actor=actor, name=form.cleaned_data["name"], reach=form.cleaned_data["reach"], asked=found.asked,
                    search=found,
                )  # fmt: skip
            reads.set_alert(found, actor=actor, **form.alert())
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("Saved."))
            return redirect("admin:searches")
    context = {"form": form, "row": found, "title": found.name}
    return page(request, "casework/search.html", context, status=422 if form.errors else 200)


@by_button
def delete(request: HttpRequest, row: int) -> HttpResponse:
    """Takes a search away; pressed twice it is gone already."""
    actor = caseworker(request)
    found = reads.changeable_searches(actor).filter(pk=row).first()
    if found is not None:
        reads.delete_search(found, actor=actor)
        messages.success(request, _("The search was deleted."))
    return redirect("admin:searches")


def in_words(filters: QueueFilters, given: dict[str, Any]) -> list[tuple[Any, Any]]:
    """The filters that are saved, as the form names them."""
    words = []
    for name, value in given.items():
        options = getattr(filters.fields[name], "choices", ())
        flat = [
            pair for key, label in options for pair in (label if isinstance(label, list | tuple) else [(key, label)])
        ]
        named = {str(key): label for key, label in flat}
        words.append((filters.fields[name].label, "" if value is True else named.get(str(value), value)))
    return words


def caseworker(request: HttpRequest) -> Actor:
    """Who asks; only caseworkers have a queue."""
    actor = actor_of(request)
    if not actor.is_caseworker:
        raise PermissionDenied(_("Only the institution's caseworkers see complaints."))
    return actor
