"""What is shown in place of something that was erased, and how an erasure is told (docs/my-data.md)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.dates import long_date


def erased_words(at: datetime) -> str:
    """On which day it was erased, in Rabat; the same words for both sides."""
    day = long_date(timezone.localdate(at))
    return _("Erased on %(day)s at the request of the complainant") % {"day": day}


def erased_things(data: Mapping[str, Any]) -> list[str]:
    """What the event `data_erased` says was erased besides columns, in a few words."""
    words = {"documents": _("documents"), "messages": _("the text of messages")}
    return [label for name, label in words.items() if data.get(name)]
