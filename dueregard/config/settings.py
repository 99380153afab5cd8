"""Every setting, read from the environment.

Importing this file refuses nothing, so that `due-regard import-plan --dry-run` works
anywhere. The web server and the worker call `operations.startup.check`, which refuses
unsafe values and says which.
"""

import os
from hashlib import sha256
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent.parent


def _flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, "1" if default else "") in {"1", "true", "yes"}


def _list(name: str) -> list[str]:
    return [item.strip() for item in os.environ.get(name, "").split(",") if item]


# --- Mode -------------------------------------------------------------------------

MODE = os.environ.get("DUE_REGARD_MODE", "production")
REHEARSAL = MODE == "rehearsal"
DEBUG = False
DATA_DIR = Path(os.environ.get("DATA_DIR", BASE_DIR / "var"))
KEY_FILE = Path(os.environ.get("KEY_FILE", DATA_DIR / "keys.json"))
AUDIT_HEADS = os.environ.get("AUDIT_HEADS", "")
# Where the random ids of destroyed keys are kept, for whoever restores an old backup.
ERASURES = Path(os.environ.get("ERASURES", DATA_DIR / "erasures.jsonl"))
# A service that wraps the vault's keys; without it KEY_FILE does.
KEY_SERVICE_URL = os.environ.get("KEY_SERVICE_URL", "").rstrip("/")
KEY_SERVICE_TOKEN = os.environ.get("KEY_SERVICE_TOKEN", "")
KEY_SERVICE_SECONDS = int(os.environ.get("KEY_SERVICE_SECONDS", "30"))
SECRET_KEY = os.environ.get("SECRET_KEY", "")
PORT = int(os.environ.get("PORT", "8000"))
SITE_URL = os.environ.get("SITE_URL", f"http://localhost:{PORT}").rstrip("/")
ALLOWED_HOSTS = _list("ALLOWED_HOSTS") or (
    ["localhost", "127.0.0.1"] if REHEARSAL else []
)
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# --- Rooms ------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "django_filters",
    "dueregard.accounts",  # first, so that our pages of allauth are found first
    "dueregard.ui",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "dueregard.clock",
    "dueregard.access",
    "dueregard.audit",
    "dueregard.vault",
    "dueregard.drafts",
    "dueregard.outbox",
    "dueregard.submissions",
    "dueregard.exchange",
    "dueregard.partners",
    "dueregard.documents",
    "dueregard.reminders",
    "dueregard.governance",
    "dueregard.plans",
    "dueregard.training",
    "dueregard.referrals",
    "dueregard.public",
    "dueregard.operations",
    "dueregard.rehearsal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dueregard.access.middleware.NoStoreMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "dueregard.clock.middleware.ClockMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "dueregard.accounts.middleware.SessionLimitsMiddleware",
    "dueregard.audit.middleware.RefusalsMiddleware",
    "dueregard.access.middleware.RefusalPageMiddleware",
    "dueregard.vault.middleware.LockedMiddleware",
    "dueregard.accounts.middleware.SignInMiddleware",
    "dueregard.accounts.middleware.SecondFactorMiddleware",
    "dueregard.accounts.middleware.SuccessorMiddleware",
]

ROOT_URLCONF = "dueregard.config.urls"
WSGI_APPLICATION = "dueregard.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dueregard.ui.context.page",
            ],
        },
    },
]
FORM_RENDERER = "dueregard.ui.forms.GovukRenderer"

# --- Database, cache, files -------------------------------------------------------

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL", f"sqlite:///{DATA_DIR}/due-regard.sqlite3"),
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    _synchronous = "NORMAL" if REHEARSAL else "FULL"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            f"PRAGMA journal_mode=WAL;PRAGMA synchronous={_synchronous};"
            "PRAGMA mmap_size=134217728;PRAGMA journal_size_limit=27103364;"
            "PRAGMA cache_size=-20000;PRAGMA foreign_keys=ON;"
            "PRAGMA secure_delete=ON;"  # what was removed leaves no bytes behind
        ),
    }
else:
    # Compiling a statement (0.2 s) costs more than any of ours takes by itself.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c jit=off"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
    }
}
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "dueregard.ui.storage.StaticStorage"},
}
MEDIA_ROOT = DATA_DIR / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = [
    "dueregard.exchange.uploads.SizeHandler",
    "dueregard.exchange.uploads.MemoryOnlyHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DOCUMENT_MOST = int(os.environ.get("DOCUMENT_MIB", "10")) * 1024 * 1024
# unix:/path or tcp://host:port of clamd. Without it files wait, and pages say so.
CLAMAV_SOCKET = os.environ.get("CLAMAV_SOCKET", "")
CLAMAV_TIMEOUT = int(os.environ.get("CLAMAV_TIMEOUT", "60"))  # seconds
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

# --- People signing in ------------------------------------------------------------

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["dueregard.accounts.passwords.Argon2Hasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "dueregard.accounts.passwords.LengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "dueregard.accounts.passwords.CommonValidator"},
    {"NAME": "dueregard.accounts.passwords.LocalWordsValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "reminders:my_work"
LOGOUT_REDIRECT_URL = "public:home"

ACCOUNT_ADAPTER = "dueregard.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "dueregard.accounts.sign_in_forms.SignInForm",
    "reset_password": "dueregard.accounts.sign_in_forms.AskForResetForm",
    "reset_password_from_key": "dueregard.accounts.sign_in_forms.NewPasswordForm",
    "change_password": "dueregard.accounts.sign_in_forms.ChangePasswordForm",
    "reauthenticate": "dueregard.accounts.sign_in_forms.PasswordAgainForm",
    "confirm_login_code": "dueregard.accounts.sign_in_forms.MailedCodeForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/h/ip,5/15m/key",
    "reset_password": "20/h/ip,5/h/key",
    "reset_password_from_key": "20/h/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "signup": "0/m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXY_COUNT", "0"))
MFA_ADAPTER = "dueregard.accounts.adapters.FactorAdapter"
MFA_FORMS = {
    "authenticate": "dueregard.accounts.sign_in_forms.CodeForm",
    "reauthenticate": "dueregard.accounts.sign_in_forms.CodeAgainForm",
    "activate_totp": "dueregard.accounts.sign_in_forms.AppForm",
    "add_webauthn": "dueregard.accounts.sign_in_forms.PasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Due Regard"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = REHEARSAL
SOCIALACCOUNT_ADAPTER = "dueregard.accounts.adapters.SingleSignOnAdapter"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_LOGIN_ON_GET = False
OIDC_ISSUER = os.environ.get("OIDC_ISSUER", "").rstrip("/")
OIDC_NAME = os.environ.get("OIDC_NAME", "your organisation")
# An account there is known by issuer and subject: another issuer is another provider.
OIDC_PROVIDER_ID = f"oidc-{sha256(OIDC_ISSUER.encode()).hexdigest()[:12]}"
# What the provider must say for its sign-on to count as a second factor.
OIDC_STRONG_AMR = frozenset(_list("OIDC_STRONG_AMR") or ["mfa", "hwk", "fido", "pop"])
OIDC_STRONG_ACR = frozenset(_list("OIDC_STRONG_ACR"))
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": OIDC_PROVIDER_ID,
                "name": OIDC_NAME,
                "client_id": os.environ.get("OIDC_CLIENT_ID", ""),
                "secret": os.environ.get("OIDC_CLIENT_SECRET", ""),
                "settings": {"server_url": OIDC_ISSUER},
            }
        ]
        if OIDC_ISSUER
        else [],
    }
}

# --- Sessions, cookies, headers ---------------------------------------------------

SESSION_ENGINE = "dueregard.accounts.session_store"
# A session ends after these (accounts.middleware). Its row lives longer, so that what
# somebody typed into a form they left open can still be kept for them.
IDLE_MINUTES = 60
CASE_IDLE_MINUTES = 15  # on pages about people, by the name space of their addresses
CASE_NAMESPACES = frozenset({"referrals"})
LONGEST_SESSION_HOURS = 10
SESSION_COOKIE_AGE = 3 * 24 * 60 * 60
SESSION_SAVE_EVERY_REQUEST = False
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not REHEARSAL
SESSION_COOKIE_NAME = "session" if REHEARSAL else "__Host-session"
CSRF_COOKIE_NAME = "csrf" if REHEARSAL else "__Host-csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None  # until the browser is closed
CSRF_FAILURE_VIEW = "dueregard.access.views.csrf_failure"
SECURE_SSL_REDIRECT = not REHEARSAL
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 0 if REHEARSAL else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not REHEARSAL
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
)
SECURE_REFERRER_POLICY = "same-origin"  # docs/decisions/0004
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
_identity_provider = [OIDC_ISSUER] if OIDC_ISSUER else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF, *_identity_provider],
        "frame-ancestors": [NONE],
    }
}
_FEATURES = [
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
]
PERMISSIONS_POLICY: dict[str, list[str]] = {feature: [] for feature in _FEATURES}

# --- Mail -------------------------------------------------------------------------

EMAIL_HOST = os.environ.get("SMTP_HOST", "")
NOTIFY_API_KEY = os.environ.get("NOTIFY_API_KEY", "")
NOTIFY_TEMPLATE_ID = os.environ.get("NOTIFY_TEMPLATE_ID", "")
NOTIFY_URL = os.environ.get(
    "NOTIFY_URL", "https://api.notifications.service.gov.uk"
).rstrip("/")
if NOTIFY_API_KEY and NOTIFY_TEMPLATE_ID:
    EMAIL_BACKEND = "dueregard.outbox.notify.EmailBackend"
elif EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
else:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
EMAIL_PORT = int(os.environ.get("SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("SMTP_PASSWORD", "")
EMAIL_USE_TLS = _flag("SMTP_TLS", default=True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("MAIL_FROM", "due-regard@localhost")

# --- Words and time ---------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [BASE_DIR / "dueregard" / "locale"]
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, g:ia"
FORMAT_MODULE_PATH = ["dueregard.config.formats"]

# --- Logs: never what somebody typed ----------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "filters": {"nothing_typed": {"()": "dueregard.access.logs.NothingTyped"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["nothing_typed"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "dueregard": {"level": "INFO"},
        # Its warnings quote what GOV.UK Notify answered.
        "notifications_python_client": {"level": "CRITICAL"},
    },
}
