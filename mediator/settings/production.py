"""Production: every secret comes from the environment, and everything travels over TLS."""

from mediator import env, logs
from mediator.settings.base import *  # noqa: F403

DEBUG = False
MAILBOX = False
DEMO_ACCOUNTS = False
SECRET_KEY = env.text("SECRET_KEY")
IDENTITY_KEYS = env.text("IDENTITY_KEYS")
IDENTITY_INDEX_KEY = env.text("IDENTITY_INDEX_KEY")
for name in ("DATABASE_URL", "REDIS_URL", "STORAGE_URL", "EMAIL_URL", "SITE_URL"):
    env.text(name)  # each falls back to something of a developer's machine, so here each must be named
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
STAFF_SECOND_FACTOR = True
STRICT_READINESS = env.flag("STRICT_READINESS", default=True)
LOGGING = logs.configuration(json=True)

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^live$", r"^ready$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
STORAGES["staticfiles"] = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}  # noqa: F405
