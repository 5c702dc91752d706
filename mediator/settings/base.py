"""What holds on every machine. Values come from the environment through `mediator.env`."""

from datetime import date
from email.utils import parseaddr
from pathlib import Path

from celery.schedules import crontab
from django.utils.csp import CSP

from mediator import env, languages, logs
from mediator.local import addresses

ROOT = env.ROOT
VAR = Path(env.text("VAR_DIR", str(ROOT / "var")))

SITE_NAME = "Mediator"
HELP_PHONE = env.text("HELP_PHONE", "+212 5 37 57 77 00")  # shown on every page
HELP_HOURS = env.opening("HELP_HOURS")  # when somebody answers there, in Rabat: `1-5 09:00-16:30`; empty: not said
HELP_WHATSAPP = env.text("HELP_WHATSAPP", "")  # a number for questions by WhatsApp; empty: none
ACCESSIBILITY_CHECKED_ON = date(2026, 11, 26)  # the statement's; a new day once all pages were measured (docs/proof.md)
LEAVE_URL = env.text(
    "LEAVE_URL", "https://www.marocmeteo.ma/"
)  # where "Leave this page" leads: any site that tells nothing
SITE_URL = env.text("SITE_URL", "http://localhost:8000")  # written into mails, receipts and QR codes

INSTALLED_APPS = [
    "django.forms",  # its widget templates, beside our own
    "accounts",
    "complaints.notifications",
    "complaints.audit",
    "complaints.guide",
    "complaints.knowledge",
    "complaints",
    "complaints.workflow",
    "complaints.referring",
    "complaints.intake",
    "complaints.follow_up",
    "complaints.casework",
    "complaints.outreach",
    "complaints.supervision",
    "complaints.api",
    "mediator.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "mediator.apps.MediatorAdminConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.headless",
    "rest_framework",
    "drf_spectacular",
    "phonenumber_field",
]

MIDDLEWARE = [
    "mediator.logs.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accounts.middleware.LanguageMiddleware",
    "accounts.middleware.UnreadableMiddleware",  # its page speaks the visitor's language
    "django.middleware.common.CommonMiddleware",
    "mediator.errors.BareMiddleware",  # likewise; its page is counted by the one above
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.IdleMiddleware",
    "accounts.middleware.ActorMiddleware",
    "complaints.outreach.tablet.middleware.DeviceMiddleware",
    "accounts.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # widgets of ours live in templates/components

ROOT_URLCONF = "mediator.urls"
WSGI_APPLICATION = "mediator.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["accounts.templatetags.house"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context.page",
            ],
        },
    }
]

# Postgres is the ledger: what was acknowledged is committed (docs/adr/0002-postgres-is-the-ledger.md).
DATABASES = {"default": {**env.database(env.text("DATABASE_URL", addresses.postgres_url(VAR / "postgres")))}}
DATABASES["default"]["CONN_MAX_AGE"] = 0
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Redis rings the bell and holds rate limits; nothing in it is needed to keep a promise.
REDIS_URL = env.text("REDIS_URL", addresses.redis_url(VAR / "redis"))
CACHES = {
    "default": {
        "BACKEND": "accounts.cache.ForgivingRedisCache",  # a dead Redis is a slow page, never an error
        "LOCATION": f"{REDIS_URL}?db=1" if REDIS_URL.startswith("unix:") else f"{REDIS_URL.rstrip('/')}/1",
        "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "intake:mine"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
MFA_ADAPTER = "accounts.adapters.MFAAdapter"
MFA_TOTP_ISSUER = "Médiateur du Royaume"
MFA_TOTP_TOLERANCE = 1  # the code before and the one after: slow lines, clocks that go wrong (RFC 6238, 5.2 and 6)
MFA_FORMS = {
    "add_webauthn": "accounts.keys.AddWebAuthnForm",
    "authenticate_webauthn": "accounts.keys.AuthenticateWebAuthnForm",
    "login_webauthn": "accounts.keys.LoginWebAuthnForm",
    "reauthenticate_webauthn": "accounts.keys.ReauthenticateWebAuthnForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
STAFF_SECOND_FACTOR = env.flag("STAFF_SECOND_FACTOR", default=False)

# The API for programs (docs/api.md): accounts log in by allauth's own addresses, in an app alone; browsers have the pages.
HEADLESS_CLIENTS = ("app",)
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["complaints.api.identity.SessionToken", "complaints.api.identity.Cookie"],
    "DEFAULT_PARSER_CLASSES": ["complaints.api.wire.JSONParser", "complaints.api.wire.MergeParser"],
    "DEFAULT_RENDERER_CLASSES": ["complaints.api.wire.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "complaints.api.schema.Schema",
    "EXCEPTION_HANDLER": "complaints.api.problems.handler",
    "DEFAULT_METADATA_CLASS": None,  # the description says it all
    "URL_FORMAT_OVERRIDE": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.1",
    "TITLE": "Mediator",
    "VERSION": "1.0.0",
    "DESCRIPTION": "The guide, the directories, the answers, filing and following a complaint, for programs. docs/api.md",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "PREPROCESSING_HOOKS": ["complaints.api.schema.only_ours"],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {"StepSlug": "complaints.api.serializers.drafts.SLUGS"},
    "COMPONENT_SPLIT_REQUEST": True,
    "SORT_OPERATIONS": False,
    "TAGS": [
        {"name": name} for name in ("guide", "directory", "answers", "questions", "drafts", "complaints", "account")
    ],
}
# The app in the shops (docs/app-stores.md); without them nothing is said of one.
ANDROID_PACKAGE = env.text("ANDROID_PACKAGE", "")
ANDROID_FINGERPRINTS = env.words("ANDROID_FINGERPRINTS")
APPLE_APP_IDS = env.words("APPLE_APP_IDS")

USE_I18N = True
USE_TZ = True
TIME_ZONE = "Africa/Casablanca"
LANGUAGE_CODE = "fr"
LANGUAGES = languages.LANGUAGES
DESK_LANGUAGES = languages.OF_THE_DESK
LANGUAGES_IN_REVIEW = languages.IN_REVIEW
LOCALE_PATHS = [ROOT / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "static"]
# Private files lie outside any served folder and leave only through a view that checks the permission.
STORAGES = {
    "default": env.storage(env.text("STORAGE_URL", f"file://{VAR}/files")),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DIRECTORY_SECONDS = 30  # how long a process remembers the directories (complaints/guide/remembered.py)
TRANSLATION_PROVIDER = env.text(
    "TRANSLATION_PROVIDER", ""
)  # dotted path of a callable (docs/languages.md); none when empty
CLAMD_URL = env.text("CLAMD_URL", "")  # a virus scanner: tcp://host:3310 or unix:///socket; none when empty
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_PERMISSIONS = 0o600

# Every message goes through the outbox; only the e-mail channel talks to SMTP.
EMAIL_URL = env.text("EMAIL_URL", "")
MAILERS = env.mailers(EMAIL_URL)
DEFAULT_FROM_EMAIL = env.text(
    "DEFAULT_FROM_EMAIL", "Institution du Médiateur du Royaume <ne-pas-repondre@mediateur.example>"
)
# Who writes to people whose mail others may read (docs/safe-contact.md): an address that names nobody, on a name of its own.
NEUTRAL_FROM_EMAIL = env.text("NEUTRAL_FROM_EMAIL", "") or parseaddr(DEFAULT_FROM_EMAIL)[1]
# The mailbox to which people write and mails come back (docs/channels.md); nothing is read while IMAP_URL is empty.
INBOX = env.inbox(env.text("IMAP_URL", ""))
REPLY_ADDRESS = env.text("REPLY_ADDRESS", "")  # where an answer to our mails goes, if it may be answered
RETURN_ADDRESS = env.text(
    "RETURN_ADDRESS", ""
)  # where mails come back: `retour@example.org` takes `retour+…@example.org`
MAIL_CHECKED_BY = env.text(
    "MAIL_CHECKED_BY", ""
)  # the name under which our mail server says what it thinks of a sender
# Notices to browsers (docs/push.md): off while there is no key. `manage.py push_keys` makes one.
VAPID_PRIVATE_KEY = env.push_key("VAPID_PRIVATE_KEY")
VAPID_CONTACT = env.contact("VAPID_CONTACT")  # whom a push service writes to, `mailto:…`; else the sender of our mails
# Whose browsers we send to; a name with a dot before it stands for all below it.
PUSH_HOSTS = env.words(
    "PUSH_HOSTS",
    "fcm.googleapis.com,updates.push.services.mozilla.com,.push.services.mozilla.com,.push.apple.com,.notify.windows.com",
)
PUSH_LOCAL = ""  # the push service of a test, on this machine
# Who carries short texts (docs/configuration.md); nobody while the address is empty.
SMS = env.provider("SMS")
WHATSAPP = env.provider("WHATSAPP")
OUTGOING_PROXY = env.text("OUTGOING_PROXY", "")  # through which these requests leave, if not straight
# The hours of the citizen's night, in which mails that can wait do wait: `21-8`; empty for none.
QUIET_HOURS = env.hours("QUIET_HOURS", "21-8")
INSTITUTION_PHONE = env.text("INSTITUTION_PHONE", "+212 5 37 57 77 00")  # at the foot of every message
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""

# The outbox (docs/outbox.md). A lease outlives two hard time limits of a task, so that no two send the same message.
OUTBOX_LEASE = env.integer("OUTBOX_LEASE", 200)  # seconds
OUTBOX_ATTEMPTS = env.integer("OUTBOX_ATTEMPTS", 14)  # about a day and a half, then a dead letter
OUTBOX_PATIENCE = 1.0  # times the waits between attempts; tests make them short
# For so many minutes an act of the desk can be taken back, and is told to nobody outside (docs/undo.md); 0: told at once.
UNDO_MINUTES = env.integer("UNDO_MINUTES", 10)
MAILBOX = False

CELERY_BROKER_URL = env.celery_broker(REDIS_URL)
CELERY_TASK_DEFAULT_QUEUE = env.text("CELERY_QUEUE", "mediator")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 60
CELERY_TASK_TIME_LIMIT = 90
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "socket_timeout": 5,
    "socket_connect_timeout": 0.5,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.2,
    "interval_max": 0.5,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its Redis as long as it takes
CELERY_TASK_PUBLISH_RETRY_POLICY = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.2,
    "interval_max": 0.5,
}
CELERY_TIMEZONE = "UTC"
SWEEP_SECONDS = float(env.integer("SWEEP_SECONDS", 10))
# Each expires before the next of its kind is rung, or after a minute (the clocks of two machines differ): after a day without
# workers hardly anything waits before the mail.
CELERY_BEAT_SCHEDULE = {
    "outbox": {"task": "notifications.sweep", "schedule": SWEEP_SECONDS, "options": {"expires": 60}},
    "heartbeat": {"task": "notifications.heartbeat", "schedule": 30.0, "options": {"expires": 60}},
    "deadlines": {"task": "casework.watch_deadlines", "schedule": 900.0, "options": {"expires": 840}},
    "referrals": {"task": "referring.watch_referrals", "schedule": 900.0, "options": {"expires": 840}},
    "search alerts": {"task": "casework.search_alerts", "schedule": 900.0, "options": {"expires": 840}},
    "figures": {"task": "supervision.refresh_figures", "schedule": 60.0, "options": {"expires": 50}},
    "all figures": {
        "task": "supervision.refresh_figures",
        "schedule": crontab(hour=2, minute=40),
        "kwargs": {"whole": True},
        "options": {"expires": 12 * 3600},
    },
    "surveys": {"task": "follow_up.send_surveys", "schedule": 3600.0, "options": {"expires": 3500}},
    "shown codes": {"task": "follow_up.wipe_shown_codes", "schedule": 600.0, "options": {"expires": 590}},
    "pieces": {"task": "follow_up.forget_pieces", "schedule": 3600.0, "options": {"expires": 3500}},
    "questions": {
        "task": "knowledge.forget_askers",
        "schedule": crontab(hour=3, minute=10),
        "options": {"expires": 12 * 3600},
    },
    "devices": {
        "task": "notifications.forget_devices",
        "schedule": crontab(hour=3, minute=40),
        "options": {"expires": 12 * 3600},
    },
    "days at stands": {"task": "outreach.end_days", "schedule": 900.0, "options": {"expires": 840}},
    "filed on phones": {"task": "outreach.count_filed", "schedule": 900.0, "options": {"expires": 840}},
    "sealed visits": {
        "task": "outreach.forget_sealed",
        "schedule": crontab(hour=3, minute=35),
        "options": {"expires": 12 * 3600},
    },
    "drafts": {"task": "intake.remove_expired_drafts", "schedule": 3600.0, "options": {"expires": 3500}},
    "mailbox": {"task": "reception.read_mailbox", "schedule": 60.0, "options": {"expires": 50}},
    "mails to shred": {
        "task": "reception.shred_mails",
        "schedule": crontab(hour=3, minute=25),
        "options": {"expires": 12 * 3600},
    },
    "files-rescan": {"task": "files.rescan", "schedule": 300.0, "options": {"expires": 280}},
    # Half a minute each, where the last one stopped.
    "files-sweep": {"task": "files.sweep", "schedule": 3600.0, "options": {"expires": 3500}},
}

# How many proxies of ours stand before the web process: the visitor's address is the one the farthest of them saw.
ALLAUTH_TRUSTED_PROXY_COUNT = PROXY_HOPS = env.integer("PROXY_HOPS", 0)

SECRET_KEY = env.text("SECRET_KEY", "")
# Keys for identity numbers at rest: `id:base64,id:base64`, the first one encrypts (docs/encryption.md).
IDENTITY_KEYS = env.text("IDENTITY_KEYS", "")
IDENTITY_INDEX_KEY = env.text("IDENTITY_INDEX_KEY", "")
# Keys that seal the numbers of receipts, in the same way: the first one seals, all are accepted (docs/receipts.md).
RECEIPT_KEYS = env.text("RECEIPT_KEYS", "")

# One policy for every page, the admin included, without exception.
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "manifest-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE_MINUTES = 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
STAND_LOCK_SECONDS = env.integer(
    "STAND_LOCK_SECONDS", 120
)  # untouched for so long, the tablet of a stand asks for its PIN
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "mediator.errors.csrf_failure"

LOGGING = logs.configuration(json=False)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False  # its lines look like all others

STRICT_READINESS = False  # production: /ready also asks whether the database is durable and our role is a plain one

PHONENUMBER_DEFAULT_FORMAT = "INTERNATIONAL"
SILENCED_SYSTEM_CHECKS: list[str] = []
