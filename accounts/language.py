"""Switching the language without losing one's place or what one typed (A23; docs/design.md)."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

CODES = frozenset(code for code, _name in settings.LANGUAGES)
DESK = ("/desk/", "/figures/", "/administration/", "/tablet/")  # where staff work


def offered(path: str) -> list[tuple[str, str]]:
    """The languages of a page by its path: the desk is kept in fewer than the public's pages (docs/languages.md)."""
    if not path.startswith(DESK):
        return settings.LANGUAGES
    return [(code, name) for code, name in settings.LANGUAGES if code in settings.DESK_LANGUAGES]


def switched_language(request: HttpRequest) -> str | None:
    """The language whose button sent this form, or None.

    It also makes it the language of this request, so that the view only has to show the same step again with what was
    posted and call `accounts.middleware.remember_language(response, code)`.
    """
    code = request.POST.get("switch_language")
    if code not in CODES or code not in dict(offered(request.path_info)):
        return None
    translation.activate(code)
    request.LANGUAGE_CODE = code
    return code


def safe_next(request: HttpRequest, otherwise: str = "/") -> str:
    """Where the visitor came from, if that is a page of ours."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if allowed and "\x00" not in target else otherwise
