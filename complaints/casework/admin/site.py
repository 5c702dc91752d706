"""The desk: Django's admin as the institution's own site, with its queue, its case file and a second factor."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.conf import settings
from django.contrib import auth
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.urls import URLPattern, URLResolver, path
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext_lazy as _
from django.views.i18n import JavaScriptCatalog

from accounts.roles import DESK, Role

View = Callable[..., HttpResponse]


class DeskSite(AdminSite):
    """Only the institution's people enter; where the settings ask for it, with a second factor (docs/desk.md)."""

    site_title = _("Desk")
    site_header = _("Desk")
    index_title = _("Desk")
    site_url = "/"
    enable_nav_sidebar = False

    # --- the door ---

    def has_permission(self, request: HttpRequest) -> bool:
        """A desk role, an active account, and the second factor where it is asked for."""
        return belongs(request) and proved(request)

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Every page of the desk passes here: a stranger is refused, a colleague without a second factor is led to it."""
        inside = super().admin_view(view, cacheable)

        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated and request.user.role == Role.LIAISON and view == self.index:
                return redirect("casework:letters")  # where an interlocutor's work is
            if request.user.is_authenticated and not belongs(request):
                raise PermissionDenied(_("The desk is for the institution's staff."))
            if request.user.is_authenticated and not proved(request):
                return second_factor(request)
            return inside(request, *args, **kwargs)

        return update_wrapper(door, inside)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """There is one login for all, with its second factor; the admin's own form stays closed."""
        target = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
            target = resolve_url("admin:index")
        if request.user.is_authenticated:
            return HttpResponseRedirect(target)
        return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': target})}")

    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Ends the session, then shows the public start page."""
        if request.method == "POST":
            auth.logout(request)
            return redirect("/")
        return redirect("admin:index")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Passwords are changed where everybody changes them."""
        return redirect("account_change_password")

    # --- the pages ---

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Only our own lists: those of other packages would ask Django's permission tables, which nobody here keeps."""
        if admin_class is not None and admin_class.__module__.startswith("complaints."):
            super().register(model_or_iterable, admin_class, **options)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Our own screens before the admin's; the complaint has no other page here than the queue and the file."""
        from complaints.casework.admin import (
            acts,
            care,
            case_file,
            guide,
            initiative,
            letters,
            post,
            proposals,
            questions,
            queue,
            referrals,
            regulations,
            sittings,
            translations,
            undo,
            waiting,
        )

        def at(route: str, view: View, name: str) -> URLPattern:
            return path(route, self.admin_view(view), name=name)

        case = "complaints/complaint/<int:pk>/"
        return [
            at("complaints/complaint/", queue.queue, "complaints_complaint_changelist"),
            at(case, case_file.case_file, "complaints_complaint_change"),
            at(f"{case}identity/", case_file.identity, "case_identity"),
            at(f"{case}read/", case_file.mark_read, "case_read"),
            at(f"{case}files/", case_file.upload, "case_upload"),
            at(f"{case}files/<int:file>/", case_file.file, "case_file"),
            at(f"{case}files/<int:file>/original/", case_file.original, "case_original"),
            *beside_the_file(at, case),
            at(f"{case}do/<slug:name>/", acts.act, "case_act"),
            at(f"{case}translate/<slug:of>/<int:key>/", translations.translate, "case_translate"),
            at(f"{case}take/", case_file.take, "case_take"),
            at(f"{case}proposals/<int:proposal>/", proposals.proposal, "case_proposal"),
            *(at(f"undo/<uuid:press>/{end}", view, name) for end, view, name in undo.VIEWS),
            *letters.addresses(at, case),
            *self.lists_of_work(at),
            at("own-initiative/", initiative.initiative, "own_initiative"),
            at("regulations/", regulations.regulations, "regulations"),
            *(at(*page) for page in (*sittings.PAGES, *referrals.PAGES)),
            *waiting.addresses(at, case),
            at("questions/", questions.questions, "questions"),
            at("questions/<int:pk>/", questions.question, "question"),
            at("questions/<int:pk>/dismiss/", questions.dismiss, "question_dismiss"),
            at("questions/<int:pk>/publish/", questions.publish, "question_publish"),
            at(f"{case}code/", care.code, "case_code"),
            at("data-requests/", care.data_requests, "data_requests"),
            at("data-requests/<int:row>/", care.data_request, "data_request"),
            at("undelivered/", post.undelivered, "undelivered"),
            at("undelivered/<int:message>/", post.resend, "resend"),
            *guide.addresses(at),
            *super().get_urls(),
        ]

    def lists_of_work(self, at: Callable[[str, View, str], URLPattern]) -> list[URLPattern]:
        """What stands beside the queue: promises, colleagues, acts on many files, saved searches, absences, calendar, keys."""
        from complaints.casework.admin import absence, bulk, feeds, handover, keys, promises, searches

        return [
            at("promises/", promises.promises, "promises"),
            at("colleagues/", handover.colleagues, "colleagues"),
            at("colleagues/<int:row>/", handover.colleague, "colleague"),
            at("bulk/", bulk.bulk, "bulk"),
            at("searches/", searches.searches, "searches"),
            at("searches/save/", searches.save, "search_save"),
            at("searches/<int:row>/", searches.search, "search"),
            at("searches/<int:row>/change/", searches.change, "search_change"),
            at("searches/<int:row>/delete/", searches.delete, "search_delete"),
            at("calendar/", feeds.calendar, "calendar"),
            at("keys/", keys.keys, "keys"),
            at("absence/", absence.absence, "absence"),
            at("absence/<int:row>/", absence.absence, "absence_of"),
        ]

    def i18n_javascript(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The words of the admin's scripts: Django's, and ours where it has none."""
        return ScriptWords.as_view(packages=["django.contrib.admin"])(request)

    def index(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Where each role begins."""
        from complaints.casework.admin import landing

        return landing.landing(request, self)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """The admin's own context and the desk's links."""
        from complaints.casework.admin.pages import desk_context

        return {**super().each_context(request), **desk_context(request)}


def beside_the_file(at: Callable[[str, View, str], URLPattern], case: str) -> list[URLPattern]:
    """Documents as pictures, redacted copies, who is kept out and who is here."""
    from complaints.casework.admin import conflicts, here, redaction, viewer

    return [
        at(f"{case}files/<int:file>/view/", viewer.view, "case_view"),
        at(f"{case}files/<int:file>/pages/<int:sheet>/", viewer.picture, "case_page"),
        at(f"{case}files/<int:file>/redact/", redaction.redact, "case_redact"),
        at(f"{case}conflict/", conflicts.declare, "case_conflict"),
        at(f"{case}conflicts/", conflicts.of_file, "case_conflicts"),
        at(f"{case}conflicts/<int:row>/let-in/", conflicts.let_in, "case_let_in"),
        at(f"{case}here/", here.here, "case_here"),
        at("conflicts/", conflicts.declared, "conflicts"),
    ]


class ScriptWords(JavaScriptCatalog):
    """The catalogue of a package, completed by locale/<language>/LC_MESSAGES/djangojs.po."""

    def get_paths(self, packages: list[str]) -> list[str]:
        return [*super().get_paths(packages), *map(str, settings.LOCALE_PATHS)]


def belongs(request: HttpRequest) -> bool:
    """Whether this account is one of the institution's."""
    user = request.user
    return user.is_active and getattr(user, "is_staff", False) and user.role in DESK


def proved(request: HttpRequest) -> bool:
    """Whether the session is as strong as the settings ask of staff."""
    return not settings.STAFF_SECOND_FACTOR or request.actor.strong  # type: ignore[attr-defined]


def second_factor(request: HttpRequest, *, home: str = "admin:index") -> HttpResponse:
    """Leads to the second factor, to set one up or to use the one there is, and back; after a button to `home`."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.utils import is_mfa_enabled

    wanted = request.get_full_path() if request.method == "GET" else resolve_url(home)
    request.session["after_factor"] = wanted  # the page of the recovery codes, which comes between, leads on to it
    back = urlencode({"next": wanted})
    if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
        name = "mfa_reauthenticate"
    elif is_mfa_enabled(request.user, [Authenticator.Type.WEBAUTHN]):
        name = "mfa_reauthenticate_webauthn"
    else:
        name = "mfa_activate_totp"
    return redirect(f"{resolve_url(name)}?{back}")
