"""The lists that an administrator keeps: units, subjects, administrations, interlocutors, referral bodies, countries, holidays.

The right comes from `complaints/permissions/`, never from Django's permission tables. Rows that files may point at are
not deleted; they end by a date or are switched off."""

from collections.abc import Callable
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.localized import Localized
from accounts.models import Region, Unit, User
from accounts.roles import Role
from complaints.casework.admin.names import NamesField
from complaints.enums import Ground
from complaints.guide.models import Administration, Country, Holiday, Interlocutor, ReferralBody, Subject
from complaints.guide.questions import QUESTIONS
from complaints.permissions import can_manage_lists


def yes_or_no(name: str, label: Promise | str) -> Callable[[models.Model], Promise | str]:
    """A column that says yes or no in words; Django's own drawings are named True and False in every language."""

    @admin.display(description=label, ordering=name)
    def shown(row: models.Model) -> Promise | str:
        return _("Yes") if getattr(row, name) else _("No")

    return shown


class ListAdmin(admin.ModelAdmin):
    """For administrators only; nothing is deleted."""

    list_per_page = 50
    show_full_result_count = False
    actions = None

    def allowed(self, request: HttpRequest) -> bool:
        return bool(can_manage_lists(request.actor))  # type: ignore[attr-defined]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.allowed(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.allowed(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.allowed(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.allowed(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class NamedForm(forms.ModelForm):
    """A row with its name in each language."""

    names = NamesField(label=_("names"))


class NamedAdmin(ListAdmin):
    """Lists of rows with names; searched by code and by any name."""

    form = NamedForm
    list_display: tuple[Any, ...] = ("code", "named")
    list_display_links: tuple[str, ...] = ("code", "named")

    @admin.display(description=_("name"))
    def named(self, row: Localized) -> str:
        return row.name

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        return ("code", "names__fr", "names__ar", "names__en", "names__es")


@admin.register(Region)
class RegionAdmin(NamedAdmin):
    fields = ("code", "names")


class UnitForm(NamedForm):
    """Hours and way in words: they are shown to everybody as they are written."""

    hours = NamesField(label=_("opening hours in words"), rows=2, max_length=300, required=False)
    directions = NamesField(label=_("how to get there"), rows=3, max_length=1000, required=False)


@admin.register(Unit)
class UnitAdmin(NamedAdmin):
    form = UnitForm
    list_display = ("code", "named", "kind", "parent", "region", "valid_from", "valid_to")
    list_filter = ("kind",)
    list_select_related = ("parent", "region")


@admin.register(Subject)
class SubjectAdmin(NamedAdmin):
    list_display = ("code", "named", "nature", yes_or_no("active", _("active")))
    list_filter = ("nature", "active")
    fields = ("code", "names", "nature", "position", "active")


@admin.register(Administration)
class AdministrationAdmin(NamedAdmin):
    list_display = (
        *("code", "named", "kind", "region"),
        yes_or_no("local", _("has services in each region")),
        "valid_to",
    )
    list_filter = ("kind", "local")
    list_select_related = ("region",)


class ReferralForm(NamedForm):
    """Grounds and matters as ticks; the ways to reach the body and what to prepare in each language."""

    how = NamesField(label=_("how to reach it"), rows=3, max_length=1000, required=False)
    abroad = NamesField(label=_("how to reach it from abroad"), rows=3, max_length=1000, required=False)
    prepare = NamesField(label=_("what to prepare"), rows=3, max_length=1000, required=False)
    matters = forms.MultipleChoiceField(
        label=_("matters"),
        choices=list(QUESTIONS["matter"].choices.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    grounds = forms.MultipleChoiceField(
        label=_("grounds"), choices=Ground.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    languages = forms.CharField(
        label=_("languages"), required=False, help_text=_("Codes with commas, for example: fr, ar")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["languages"] = ", ".join(self.instance.languages or [])

    def clean_languages(self) -> list[str]:
        return [code.strip()[:10] for code in self.cleaned_data["languages"].split(",") if code.strip()]


@admin.register(ReferralBody)
class ReferralBodyAdmin(NamedAdmin):
    form = ReferralForm
    list_display = ("code", "named", "country", "last_verified", yes_or_no("active", _("active")))
    list_filter = ("active", "country")


class CountryForm(NamedForm):
    """The time zone is one that clocks know."""

    def clean_time_zone(self) -> str:
        zone: str = self.cleaned_data["time_zone"]
        if zone and zone not in available_timezones():
            raise forms.ValidationError(
                _("Write the time zone as the world's clocks name it, for example Europe/Paris.")
            )
        return zone


@admin.register(Country)
class CountryAdmin(NamedAdmin):
    form = CountryForm
    list_display = ("code", "named", "calling_code", "time_zone")


@admin.register(Holiday)
class HolidayAdmin(NamedAdmin):
    list_display = ("day", "named", yes_or_no("estimated", _("estimated")))
    list_display_links = ("day", "named")
    list_filter = ("estimated",)

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        return ("names__fr", "names__ar")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.allowed(request)  # a wrong day may go: no file points at it


@admin.register(Interlocutor)
class InterlocutorAdmin(ListAdmin):
    list_display = ("user", "administration", "since", "until", yes_or_no("deputy", _("deputy")))
    list_select_related = ("user", "administration")
    search_fields = ("user__email", "user__name", "administration__code")

    def formfield_for_foreignkey(self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "user":
            people: QuerySet[User] = User.objects.filter(role=Role.LIAISON, is_active=True)
            kwargs["queryset"] = people
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
