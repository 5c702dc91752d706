"""Typed settings from the environment; a wrong value fails loudly at start, with the variable's name."""

import base64
import json
import os
import re
from datetime import time
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent


class EnvironmentError(ValueError):
    """A variable is missing or has a value that cannot be read."""


def text(name: str, default: str | None = None) -> str:
    """The variable's text; without a default it must be set."""
    value = os.environ.get(name, default)
    if value is None:
        raise EnvironmentError(f"{name} is not set. Set it in the environment (docs/configuration.md).")
    return value


def required(name: str) -> str:
    """The variable's text, which may be neither missing nor empty."""
    if not (value := os.environ.get(name, "").strip()):
        raise EnvironmentError(f"{name} is not set. Set it in the environment (docs/configuration.md).")
    return value


def flag(name: str, default: bool = False) -> bool:
    """`1 true yes on` or `0 false no off`; anything else is an error, so that "False" is never true."""
    value = os.environ.get(name, "").strip().lower()
    if value == "":
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise EnvironmentError(f"{name}={value!r} is neither yes nor no.")


def integer(name: str, default: int) -> int:
    """A whole number."""
    value = os.environ.get(name, "").strip()
    try:
        return int(value) if value else default
    except ValueError:
        raise EnvironmentError(f"{name}={value!r} is not a whole number.") from None


def hours(name: str, default: str) -> tuple[int, int] | None:
    """Two hours of the day, `21-8`; None when the variable is empty."""
    value = os.environ.get(name, default).strip()
    if not value:
        return None
    begins, _, ends = value.partition("-")
    if not (begins.isdecimal() and ends.isdecimal() and int(begins) < 24 and int(ends) <= 24):
        raise EnvironmentError(f"{name}={value!r} is not two hours of a day, like 21-8.")
    return int(begins), int(ends)


def opening(name: str, default: str = "") -> tuple[int, int, time, time] | None:
    """Days of the week (1 is Monday) and hours, `1-5 09:00-16:30`; None when the variable is empty."""
    value = os.environ.get(name, default).strip()
    if not value:
        return None
    try:
        days, hours = value.split()
        first, last = (int(day) for day in days.split("-"))
        begins, ends = (time.fromisoformat(hour) for hour in hours.split("-"))
    except ValueError:
        first = last = 0
        begins = ends = time()
    if not (1 <= first <= last <= 7 and begins.tzinfo is ends.tzinfo is None and begins < ends):
        raise EnvironmentError(f"{name}={value!r} is not days and hours, like 1-5 09:00-16:30.")
    return first, last, begins, ends


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def database(url: str) -> dict[str, object]:
    """Django's DATABASES entry for `postgresql://user:password@host:port/name?host=/socket/folder`."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise EnvironmentError("DATABASE_URL must begin with postgresql:// (only Postgres is supported).")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(options.pop("port", parts.port or "")),
        "OPTIONS": options,
    }


def storage(url: str) -> dict[str, object]:
    """Django's STORAGES entry for private files: `file:///folder` or `s3://key:secret@host/bucket`."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {
                "location": unquote(parts.path),
                "base_url": None,
                "file_permissions_mode": 0o600,
                "directory_permissions_mode": 0o700,
            },
        }
    if parts.scheme == "s3":
        return {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": parts.path.strip("/"),
                "endpoint_url": f"https://{parts.hostname}" + (f":{parts.port}" if parts.port else ""),
                "access_key": unquote(parts.username or ""),
                "secret_key": unquote(parts.password or ""),
                "default_acl": None,
                "querystring_auth": True,
            },
        }
    raise EnvironmentError("STORAGE_URL must begin with file:// or s3://.")


def mailers(url: str) -> dict[str, dict[str, object]]:
    """Django's MAILERS: `default` writes outbox rows; `wire` talks SMTP to EMAIL_URL
    (`smtp://user:password@host:port`, `smtps://` for TLS, `smtp+starttls://`), or to nobody when it is empty."""
    default: dict[str, object] = {"BACKEND": "complaints.notifications.mail.OutboxBackend"}
    if not url:
        return {"default": default, "wire": {"BACKEND": "complaints.notifications.mail.MailboxBackend"}}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps", "smtp+starttls"}:
        raise EnvironmentError("EMAIL_URL must begin with smtp://, smtps:// or smtp+starttls://.")
    options: dict[str, object] = {
        "host": parts.hostname or "localhost",
        "port": parts.port or (465 if parts.scheme == "smtps" else 25),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": parts.scheme == "smtps",
        "use_tls": parts.scheme == "smtp+starttls",
        "timeout": 20,
    }
    return {
        "default": default,
        "wire": {"BACKEND": "complaints.notifications.mail.WireBackend", "OPTIONS": options},
    }


def inbox(url: str) -> dict[str, str | int] | None:
    """The mailbox to read: `imaps://user:password@host:993/Folder` (`imap+starttls://`, `imap://` for a test); None when
    empty. Without a folder it is INBOX."""
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in {"imap", "imaps", "imap+starttls"} or not parts.hostname:
        raise EnvironmentError("IMAP_URL must begin with imaps://, imap+starttls:// or imap:// and name a host.")
    return {
        "scheme": parts.scheme,
        "host": parts.hostname,
        "port": parts.port or (993 if parts.scheme == "imaps" else 143),
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "folder": unquote(parts.path.strip("/")) or "INBOX",
    }


def push_key(name: str) -> str:
    """The key that signs notices to browsers: 32 bytes, as `manage.py push_keys` writes them; empty without one."""
    value = os.environ.get(name, "").strip()
    try:
        right = not value or len(base64.b64decode(value + "=" * (-len(value) % 4), b"-_", validate=True)) == 32
    except ValueError:
        right = False
    if not right:
        raise EnvironmentError(f"{name} is no key. `manage.py push_keys` makes one.")
    return value


def contact(name: str) -> str:
    """An address for those who run other services: `mailto:…` or `https://…`; empty without one."""
    value = os.environ.get(name, "").strip()
    if value and not value.startswith(("mailto:", "https://")):
        raise EnvironmentError(f"{name} must begin with mailto: or https://.")
    return value


def provider(name: str) -> dict[str, object] | None:
    """Who carries SMS or WhatsApp messages (docs/configuration.md): `<name>_URL` and what belongs to it; None without one."""
    if not (url := os.environ.get(f"{name}_URL", "").strip()):
        return None
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in {"127.0.0.1", "localhost"}:
        raise EnvironmentError(f"{name}_URL must begin with https://.")
    found: dict[str, object] = {"url": url}
    for key, kind in {"HEADERS": dict, "BODY": dict}.items():
        if value := os.environ.get(f"{name}_{key}", "").strip():
            found[key.lower()] = _json(f"{name}_{key}", value, kind)
    for key in ("METHOD", "REFUSED"):
        if value := os.environ.get(f"{name}_{key}", "").strip():
            found[key.lower()] = value
    if (header := os.environ.get(f"{name}_KEY_HEADER")) is not None:
        found["key_header"] = header.strip()  # empty: none
    try:
        re.compile(str(found.get("refused", "")))
    except re.error:
        raise EnvironmentError(f"{name}_REFUSED is not a regular expression.") from None
    return {**found, "timeout": float(integer(f"{name}_TIMEOUT", 10))}


def _json(name: str, value: str, kind: type) -> object:
    try:
        found = json.loads(value)
    except ValueError:
        raise EnvironmentError(f"{name} is not JSON.") from None
    if not isinstance(found, kind):
        raise EnvironmentError(f"{name} is not a JSON object.")
    return found


def celery_broker(redis_url: str) -> str:
    """Celery's address for a Redis URL; database 0 is the broker's, database 1 the cache's."""
    if redis_url.startswith("unix://"):
        return f"redis+socket://{redis_url.removeprefix('unix://')}?virtual_host=0"
    return f"{redis_url.rstrip('/')}/0"
