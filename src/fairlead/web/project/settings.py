"""Settings, all from the environment `fairlead serve` prepares.

Two profiles: ``local`` answers on this machine only, over plain http; ``public`` expects https in
front of it and passes `check --deploy`.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

import fairlead
from fairlead.lake.store.secret import read_key
from fairlead.web.project.database import database_of
from fairlead.web.project.language import languages_there_are

WORKSPACE = Path(os.environ.get("FAIRLEAD_WORKSPACE", "fairlead-workspace")).absolute()
PROFILE = os.environ.get("FAIRLEAD_PROFILE", "local")
PUBLIC = PROFILE == "public"
DEMO_MARK = ".fairlead-demo"
DEMO = (
    os.environ.get("FAIRLEAD_DEMO") == "1"
    and not PUBLIC
    and (WORKSPACE.parent / DEMO_MARK).is_file()
)
"""Sign-in by one click; only on this machine, and only for a company `fairlead demo` made."""
SETUP_CODE = os.environ.get("FAIRLEAD_SETUP_CODE", "")
"""SHA-256 of the code the first administrator types; empty once there is one."""
API_PER_MINUTE = int(os.environ.get("FAIRLEAD_API_PER_MINUTE", "300"))
"""Calls of the API one account may make in a minute."""
LARGEST_UPLOAD = int(os.environ.get("FAIRLEAD_LARGEST_UPLOAD_MB", "512")) * 1024 * 1024

OIDC_SERVER = os.environ.get("FAIRLEAD_OIDC_SERVER", "")
"""Address of the company's own sign-in (OpenID Connect); without it there is none."""
OIDC_NAME = os.environ.get("FAIRLEAD_OIDC_NAME", "your company")

DEBUG = False
SECRET_KEY = read_key(WORKSPACE)
ROOT_URLCONF = "fairlead.web.project.urls"
WSGI_APPLICATION = "fairlead.web.project.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": database_of(WORKSPACE, os.environ.get("DATABASE_URL"))}

ADDRESS = os.environ.get("FAIRLEAD_ADDRESS", "http://localhost:8000")
"""Where people open the application; links in mails begin with it."""

LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = [h for h in os.environ.get("FAIRLEAD_HOSTS", "").split(",") if h] or LOOPBACK
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if PUBLIC else []

INSTALLED_APPS = [
    "fairlead.web.ui",
    "fairlead.web.people",
    "fairlead.web.audit",
    "fairlead.web.jobs",
    "fairlead.web.published",
    "fairlead.web.imports",
    "fairlead.web.brief",
    "fairlead.web.pipeline",
    "fairlead.web.forecast",
    "fairlead.web.targets",
    "fairlead.web.evidence",
    "fairlead.web.numbers",
    "fairlead.web.process",
    "fairlead.web.measure",
    "fairlead.web.diagnose",
    "fairlead.web.prioritise",
    "fairlead.web.train",
    "fairlead.web.verify",
    "fairlead.web.me",
    "fairlead.web.team",
    "fairlead.web.feedback",
    "fairlead.web.vision",
    "fairlead.web.leadership",
    "fairlead.web.notify",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
if OIDC_SERVER:
    INSTALLED_APPS += ["allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "fairlead.web.project.once.Once",
    "fairlead.web.project.language.Chosen",
    "fairlead.web.project.told.Told",
    "fairlead.web.people.access.Door",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "fairlead.web.ui.selectors.around",
            ],
        },
    }
]

# People sign in by mail address; nobody signs up by themselves.
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_RULES = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_RULES}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_RULES}.CommonPasswordValidator"},
    {"NAME": f"{_RULES}.NumericPasswordValidator"},
]
LOGIN_URL = "demo" if DEMO else "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "fairlead.web.people.services.NobodySignsUp"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are given by whoever invites
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PUBLIC  # browsers allow passkeys on http://localhost
MFA_TOTP_ISSUER = "Fairlead"
# The company's own sign-in lets in who has an account here, by the address it says is verified.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "VERIFIED_EMAIL": os.environ.get("FAIRLEAD_OIDC_TRUST_MAIL") == "1",
        "APPS": [
            {
                "provider_id": "company",
                "name": OIDC_NAME,
                "client_id": os.environ.get("FAIRLEAD_OIDC_CLIENT", ""),
                "secret": os.environ.get("FAIRLEAD_OIDC_SECRET", ""),
                "settings": {"server_url": OIDC_SERVER},
            }
        ],
    }
}
EMAIL_HOST = os.environ.get("FAIRLEAD_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("FAIRLEAD_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("FAIRLEAD_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("FAIRLEAD_SMTP_PASSWORD", "")
EMAIL_USE_TLS = EMAIL_PORT != 25
EMAIL_TIMEOUT = 20
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
DEFAULT_FROM_EMAIL = os.environ.get("FAIRLEAD_MAIL_FROM", "fairlead@localhost")
WEBHOOKS = os.environ.get("FAIRLEAD_WEBHOOKS", "public")
"""Where messages people ask for may go: "public" network, also "private" ones, or "off"."""
if WEBHOOKS not in {"public", "private", "off"}:
    raise ImproperlyConfigured("FAIRLEAD_WEBHOOKS is one of public, private, off")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_counts",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
"""Sign-ins tried and calls made: counted for all processes of the server together."""

SESSION_COOKIE_NAME = "fairlead"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = PUBLIC
CSRF_COOKIE_SECURE = PUBLIC
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "fairlead.web.ui.views.csrf_failed"
SECURE_SSL_REDIRECT = PUBLIC
SECURE_HSTS_SECONDS = 31_536_000 if PUBLIC else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PUBLIC
SECURE_HSTS_PRELOAD = PUBLIC
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PUBLIC else None
X_FRAME_OPTIONS = "DENY"
_OIDC = urlsplit(os.environ.get("FAIRLEAD_OIDC_SIGN_IN", "") or OIDC_SERVER)
OIDC_ORIGIN = [f"{_OIDC.scheme}://{_OIDC.netloc}"] if OIDC_SERVER else []
"""Browsers follow a form to another server only where the policy names it."""
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF, *OIDC_ORIGIN],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

STATIC_URL = "/static/"
STATICFILES_DIRS = [("look", Path(fairlead.__file__).parent / "charts" / "look")]
"""One style sheet for pages and the brief as a file."""
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600

LANGUAGE_CODE = "en"
USE_I18N = True
LOCALE_PATHS = [Path(__file__).parent / "locale"]
LANGUAGES = languages_there_are(LOCALE_PATHS[0])
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 31_536_000
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = PUBLIC
FORMAT_MODULE_PATH = ["fairlead.web.project.formats"]
USE_THOUSAND_SEPARATOR = True
USE_TZ = True
TIME_ZONE = "UTC"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {message}", "style": "{"}},
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["terminal"], "level": "WARNING"},
}
