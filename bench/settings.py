"""Production's settings without TLS and second factor, with the demonstration's accounts: what the measured site runs on."""

from mediator.settings.production import *  # noqa: F403

ALLOWED_HOSTS = ["*"]
DEMO_ACCOUNTS = True
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "session", "csrf"
STAFF_SECOND_FACTOR = STRICT_READINESS = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # logging in is not what is measured
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
