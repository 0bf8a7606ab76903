"""Django's settings, all from the home folder (FRIRUM_HOME) and a handful of environment variables.

FRIRUM_PUBLIC_URL         where people reach the site; https turns on secure cookies and HSTS
FRIRUM_DATABASE_URL       postgres://user:password@host/name for casework instead of the home's SQLite file
FRIRUM_STATISTICS_URL     the same for statistics
FRIRUM_SMTP_URL           smtp://user:password@host:port, or smtps://; without it mail is written to the home
FRIRUM_MAIL_FROM          the sender of the installation's mail
FRIRUM_OWNER, FRIRUM_CONTACT_EMAIL, FRIRUM_CONTACT_PHONE, FRIRUM_WAS_URL   who answers for the installation
FRIRUM_ESCALATE_AFTER_DAYS  days a deadline is late before the leader is told by mail (7)
FRIRUM_TRAIL_YEARS        events of segments closed longer ago than this are deleted (0: kept)
FRIRUM_TRUSTED_PROXIES    number of reverse proxies before the site, whose X-Forwarded-For is believed (0)
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from frirum.core.paths import locale_dir
from frirum.web import configuration
from frirum.web.home import Home

HOME = Home(Path(os.environ.get("FRIRUM_HOME", "home")).resolve())
PUBLIC_URL = os.environ.get("FRIRUM_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
_IS_HTTPS = PUBLIC_URL.startswith("https://")

DEBUG = False
SECRET_KEY, *SECRET_KEY_FALLBACKS = configuration.key(HOME, "session").split()
TRAIL_KEY = configuration.key(HOME, "trail")
LOOKUP_KEY = configuration.key(HOME, "lookup")
CITIZEN_KEY = configuration.key(HOME, "citizen")
ACCOUNT_KEY = configuration.key(HOME, "account")
CITIZEN_LOOKUP_KEY = configuration.key(HOME, "citizen-lookup")
ALLOWED_HOSTS = list(dict.fromkeys([urlsplit(PUBLIC_URL).hostname or "127.0.0.1", "127.0.0.1", "localhost"]))
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if _IS_HTTPS else []

# One line per app. What each adds to the house stands in its own `registration.py`, its addresses in its `urls.py`.
OUR_APPS = (
    "organisations",
    "trail",
    "events",
    "files",
    "jobs",
    "mail",
    "locking",
    "cases",
    "uses",
    "obligations",
    "registers",
    "extracts",
    "following",
    "experiments",
    "authoring",
    "forms",
    "audits",
    "overviews",
    "designs",
    "releases",
    "runs",
    "survey_answers",
    "surveys",
    "studies",
    "schedule",
    "demonstration",
    "economy",
    "decisions",
    "inquiries",
    "documents",
    "site",
)
INSTALLED_APPS = [
    # Ours stand before django.forms, whose widget templates the site replaces.
    *(f"frirum.web.{app}" for app in OUR_APPS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    # What stands between a right password and a session; docs/decisions/0024. None of its addresses is ours.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
# Pages for readers who are not logged in are kept while nothing changes; tests undo their writes without a trace.
KEEP_PAGES = True
MIDDLEWARE = [
    "frirum.web.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "frirum.web.language.LanguageMiddleware",
    "frirum.web.kept_pages.KeptPagesMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "frirum.web.organisations.sessions.SessionLimitMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "frirum.web.organisations.sessions.NoStoreMiddleware",
    "frirum.web.organisations.scopes.ScopeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "frirum.web.addresses.AddressMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "frirum.web.organisations.first_steps.FirstStepsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "frirum.web.errors.PeopleErrorMiddleware",
]
# A page of a large definition is a few thousand fields; what a body may weigh is held by the front (body_limits).
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
ROOT_URLCONF = "frirum.web.urls"
WSGI_APPLICATION = "frirum.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "frirum.web.organisations.context.person",
                "frirum.web.site.context.site",
            ]
        },
    }
]
FORM_RENDERER = "frirum.web.site.forms.DesignSystemRenderer"

DATABASES = {
    "default": configuration.database(HOME, "casework", "FRIRUM_DATABASE_URL"),
    "statistics": configuration.database(HOME, "statistics", "FRIRUM_STATISTICS_URL"),
}
DATABASE_ROUTERS = ["frirum.web.zones.ZoneRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "organisations.User"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "frirum.web.organisations.password_words.WordsValidator"},
]
# A link to a new password works once, and for a day.
PASSWORD_RESET_TIMEOUT = 24 * 3600
LOGIN_URL = "organisations:log_in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
# Ten tries per account and place in a quarter, fifty at it from all places where it never logged in; a whole town hall
# may share one network, which beyond this number waits from try to try.
LOGIN_WINDOW_MINUTES = 15
LOGIN_TRIES_PER_ACCOUNT = 10
LOGIN_TRIES_FROM_UNKNOWN = 50
LOGIN_TRIES_PER_NETWORK = 100
# Roles that see persons log in with a code beside the password. Only tests turn it off.
SECOND_FACTOR_REQUIRED = True
ACCOUNT_ADAPTER = "frirum.web.organisations.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False  # The site counts itself (`throttle.py`), in the database.
MFA_ADAPTER = "frirum.web.organisations.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # A telephone half a minute slow or fast.
TRAIL_YEARS = int(os.environ.get("FRIRUM_TRAIL_YEARS", "0"))
TRUSTED_PROXIES = int(os.environ.get("FRIRUM_TRUSTED_PROXIES", "0"))

SESSION_IDLE_MINUTES = 30
SESSION_HOURS = 8
SESSION_ENGINE = "frirum.web.organisations.session_store"
SESSION_COOKIE_NAME = "frirum_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _IS_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
CSRF_COOKIE_NAME = "frirum_csrf"
CSRF_FAILURE_VIEW = "frirum.web.resending.csrf_failure"
LANGUAGE_COOKIE_NAME = "frirum_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _IS_HTTPS else 0
SECURE_SSL_REDIRECT = _IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "frirum.web.files.uploads.UnnamedUploadHandler",
]

LANGUAGE_CODE = "da"
LANGUAGES = [("da", "Dansk"), ("en", "English")]
LOCALE_PATHS = [locale_dir()]
TIME_ZONE = "Europe/Copenhagen"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME.static
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

EMAIL_BACKEND, EMAIL_SERVER = configuration.mail_server(os.environ.get("FRIRUM_SMTP_URL"))
# Where every night leaves its receipt; best on another disk than the databases.
RECEIPTS = Path(os.environ.get("FRIRUM_RECEIPTS") or HOME.path / "receipts")
DEFAULT_FROM_EMAIL = os.environ.get("FRIRUM_MAIL_FROM", "frirum@localhost")

OWNER = os.environ.get("FRIRUM_OWNER")
CONTACT_EMAIL = os.environ.get("FRIRUM_CONTACT_EMAIL")
CONTACT_PHONE = os.environ.get("FRIRUM_CONTACT_PHONE")
WAS_URL = os.environ.get("FRIRUM_WAS_URL")

ESCALATE_AFTER_DAYS = int(os.environ.get("FRIRUM_ESCALATE_AFTER_DAYS", "7"))

# How long a form that was sent is kept as files, counted from the day it was sent.
FORM_KEPT_YEARS = 10

# A worker that has not been heard for JOBS_STALE_SECONDS is dead, and its job goes to another.
JOBS_HEARTBEAT_SECONDS = 5.0
JOBS_STALE_SECONDS = 30.0

LOGGING = configuration.logging()
