"""What the worker keeps on the telephone, and the mark by which it knows that there is something newer."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import reverse

MODULES = ("vault", "fields", "outbox", "write", "kept")
FILES = (
    "css/house.css",
    "css/site.css",
    "icons.svg",
    "img/mark.svg",
    "js/site.js",
    "js/ids.js",
    "js/upload.js",
    "js/within.js",
    "js/install.js",
    *(f"js/offline/{name}.js" for name in MODULES),
)
FONTS = ("fonts/noto-sans-tifinagh.woff2",)  # of one language, and kept with its pages
SCRIPTS = ("js/worker.js",)  # what the worker itself is made of
PAGES = ("offline:app", "offline:write", "offline:offline")


@dataclass(frozen=True, slots=True)
class Extra:
    """What a room above adds for few telephones: kept only where a page of its own asks the worker for it, by `name`.

    Without a line whatever stands below one of `below` leads to `page`, the name of an address."""

    name: str
    page: str
    files: tuple[str, ...]
    below: tuple[str, ...] = ()


EXTRAS: dict[str, Extra] = {}


def register(extra: Extra) -> None:
    """Called once at the start of the process, from `AppConfig.ready`."""
    EXTRAS[extra.name] = extra


def extras() -> list[dict[str, object]]:
    """What the worker is told of them."""
    return [
        {
            "name": extra.name,
            "page": reverse(extra.page),
            "files": [staticfiles_storage.url(name) for name in extra.files],
            "below": list(extra.below),
        }
        for extra in EXTRAS.values()
    ]


def files() -> list[str]:
    """The addresses of the static files of the shell."""
    return [staticfiles_storage.url(name) for name in FILES]


def fonts() -> list[str]:
    return [staticfiles_storage.url(name) for name in FONTS]


def scripts() -> list[str]:
    return [staticfiles_storage.url(name) for name in SCRIPTS]


def words() -> list[str]:
    """What the worker takes in beside its own code: how it shows notices, with their words (docs/push.md)."""
    return [reverse("push:worker")]


def pages() -> list[str]:
    """The addresses of its pages, without the language."""
    return [reverse(name) for name in PAGES]


def version() -> str:
    """Changes with any file of the shell. Remembered in production, where files do not change under a running process."""
    return _version() if not settings.DEBUG else _version.__wrapped__()


@cache
def _version() -> str:
    digest = hashlib.sha256()
    for name in (*FILES, *FONTS, *SCRIPTS, *(name for extra in EXTRAS.values() for name in extra.files)):
        digest.update(staticfiles_storage.url(name).encode())
        path = finders.find(name)
        if path:  # in production the name holds the sum already
            digest.update(Path(path).read_bytes())
    return digest.hexdigest()[:16]
