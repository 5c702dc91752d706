"""What was typed into a form that is shown again by a GET, so that Back and Reload never offer to send it (docs/design.md).

It lies encrypted in the session, for half an hour at most, and never in an address."""

import json
import time
from collections.abc import Collection

from django.http import HttpRequest

from accounts.encryption import Unreadable, decrypt, encrypt
from accounts.forms import clean_text

KEPT_SECONDS = 30 * 60
LONGEST = 200_000  # characters of one field: far more than any of these forms takes


def keep(request: HttpRequest, form: str, names: Collection[str], *, about: str = "") -> None:
    """Keeps these fields of a POST under the name of their form; what was kept of it before is replaced.

    `about` names what it is for, if not every page of this form may show it."""
    texts = {name: clean_text(request.POST.get(name, ""))[:LONGEST] for name in names}
    request.session[_key(form)] = [int(time.time()), about, encrypt(json.dumps(texts), purpose=_key(form))]


def kept(request: HttpRequest, form: str, *, about: str = "") -> dict[str, str] | None:
    """What is kept of the form about this, or None."""
    since, subject, sealed = request.session.get(_key(form), (0, about, ""))
    if not sealed or subject != about:
        return None
    try:
        texts = json.loads(decrypt(sealed, purpose=_key(form)))
    except Unreadable:
        texts = None
    if texts is None or time.time() - since > KEPT_SECONDS:
        forget(request, form)
        return None
    return dict(texts)


def forget(request: HttpRequest, form: str) -> None:
    """Keeps nothing of the form any more."""
    request.session.pop(_key(form), None)


def _key(form: str) -> str:
    return f"typed.{form}"
