"""The demonstration, served as production serves it: style sheets and scripts hashed, compressed and kept by the browser, pages
compressed as the proxy does (deploy/Caddyfile), each measured person at an address of their own."""

from mediator.settings.dev import *  # noqa: F403

WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = False
STORAGES["staticfiles"] = {"BACKEND": "mediator.static.StaticFiles"}  # noqa: F405
MIDDLEWARE = ["django.middleware.gzip.GZipMiddleware", *MIDDLEWARE]  # noqa: F405
ALLAUTH_TRUSTED_PROXY_COUNT = PROXY_HOPS = 1
