"""What a browser's service worker asks of us: its words, and a new address in the place of an old one (docs/push.md)."""

import json
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from accounts import limits
from accounts.middleware import by_button, public
from complaints.notifications import devices
from complaints.notifications.channels import webpush

RENEWALS = 60  # in an hour from one network


@public
@require_safe
def worker(_request: HttpRequest) -> HttpResponse:
    """The handlers of static/js/push-worker.js, after the words in every language; for `importScripts`."""
    head = f"self.pushKey = {json.dumps(webpush.public_key())};\nself.pushWords = {json.dumps(words())};\n"
    answer = HttpResponse(head + _handlers(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"  # a browser asks for an imported script less often than for the worker
    return answer


@cache
def _handlers() -> str:
    return (settings.ROOT / "static" / "js" / "push-worker.js").read_text()


def words() -> dict[str, dict[str, str]]:
    """What a notice says, in each language. It names nobody; the browser itself adds the name of the site."""
    found = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found[language] = {
                "title": _("There is news on your file"),
                "body": _("Open your file to read it. We never ask for money or passwords."),
                "plain": _("News for you"),
                "lang": language,
                "dir": "rtl" if translation.get_language_bidi() else "ltr",
                "icon": static("img/app/icon-192.png"),
            }
    return found


@csrf_exempt  # a worker has no form and no session: the secret of the old address proves that it is the same browser
@public
@never_cache
@by_button
def renewed(request: HttpRequest) -> HttpResponse:
    """204 whatever comes of it: who guesses learns nothing."""
    if limits.within("push-renewed", limits.network(request), limit=RENEWALS):
        names = ("old", "old_auth", "endpoint", "p256dh", "auth")
        said = {name: request.POST.get(name, "")[: devices.LONGEST + 1].replace("\0", "") for name in names}
        try:
            devices.renew(**said)
        except devices.Unusable:
            return HttpResponse(status=204)
    return HttpResponse(status=204)
