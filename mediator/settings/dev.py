"""A developer's machine: `make run`."""

from mediator import env
from mediator.settings.base import *  # noqa: F403

DEBUG = False
ALLOWED_HOSTS = ["*"]
SECRET_KEY = SECRET_KEY or "only-for-this-machine-never-for-a-server"  # noqa: F405
IDENTITY_KEYS = IDENTITY_KEYS or "dev:ZGV2ZWxvcG1lbnQta2V5LW5vdC1mb3ItcHJvZHVjdC4="  # noqa: F405
IDENTITY_INDEX_KEY = IDENTITY_INDEX_KEY or "ZGV2ZWxvcG1lbnQtaW5kZXgta2V5LW5vdC1mb3ItcHI="  # noqa: F405
RECEIPT_KEYS = RECEIPT_KEYS or "dev:ZGV2ZWxvcG1lbnQtcmVjZWlwdC1rZXktbm90LXByb2Q="  # noqa: F405
VAPID_PRIVATE_KEY = VAPID_PRIVATE_KEY or "b25seS1mb3ItdGhpcy1tYWNoaW5lLXB1c2gta2V5LSE"  # noqa: F405
QUIET_HOURS = env.hours("QUIET_HOURS", "")  # who tries the site at night reads the mails at once
HELP_HOURS = env.opening("HELP_HOURS", "1-5 09:00-16:30")  # an example: nobody answers here
MAILBOX = True  # the page that shows what was sent
DEMO_ACCOUNTS = True
WHITENOISE_AUTOREFRESH = True  # stylesheets straight from static/, without collectstatic
WHITENOISE_USE_FINDERS = True
