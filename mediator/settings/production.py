"""Production: every secret comes from the environment, and everything travels over TLS."""

from mediator import env, logs
from mediator.settings.base import *  # noqa: F403

DEBUG = False
MAILBOX = False
DEMO_ACCOUNTS = False
SECRET_KEY = env.required("SECRET_KEY")
IDENTITY_KEYS = env.required("IDENTITY_KEYS")
IDENTITY_INDEX_KEY = env.required("IDENTITY_INDEX_KEY")
RECEIPT_KEYS = env.required("RECEIPT_KEYS")
for name in ("DATABASE_URL", "REDIS_URL", "STORAGE_URL", "EMAIL_URL", "SITE_URL"):
    env.required(name)  # each falls back to something of a developer's machine, so here each must be named
if INBOX and INBOX["scheme"] == "imap":  # noqa: F405
    raise env.EnvironmentError("IMAP_URL must travel over TLS: imaps:// or imap+starttls://.")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
STAFF_SECOND_FACTOR = True
STRICT_READINESS = env.flag("STRICT_READINESS", default=True)
LOGGING = logs.configuration(json=True)

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^live$", r"^ready$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
# The institution may have other names below this one: whoever is sure of them switches these on.
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("HSTS_SUBDOMAINS")
SECURE_HSTS_PRELOAD = env.flag("HSTS_PRELOAD")
DATABASES["default"]["CONN_MAX_AGE"] = 60  # noqa: F405
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # noqa: F405
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # see HSTS_SUBDOMAINS and HSTS_PRELOAD
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
STORAGES["staticfiles"] = {"BACKEND": "mediator.static.StaticFiles"}  # noqa: F405
