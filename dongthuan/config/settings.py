"""Settings: everything has a default that runs a ward on one machine, in one SQLite file.

DONGTHUAN_DATABASE names a PostgreSQL instead (postgresql://user:password@host:port/name),
DONGTHUAN_VAR the folder for the database and the key, DONGTHUAN_HOSTS the names it answers to,
DONGTHUAN_MAIL the server that takes mail and DONGTHUAN_MAIL_FROM whose name it bears.
"""

import os
import secrets
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from csp.constants import NONE, SELF

ROOT = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("DONGTHUAN_VAR", ROOT / "var"))
VAR.mkdir(parents=True, exist_ok=True)


def _secret() -> str:
    """This function will return the machine's own secret, made once and kept outside the code."""
    if os.environ.get("DONGTHUAN_SECRET"):
        return os.environ["DONGTHUAN_SECRET"]
    kept = VAR / "secret.key"
    if not kept.exists():
        # Written beside and linked in one step: two that start at once never read half a secret.
        fresh = VAR / f".secret-{os.getpid()}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48), encoding="ascii")
        with suppress(FileExistsError):
            kept.hardlink_to(fresh)
        fresh.unlink()
    return kept.read_text(encoding="ascii")


def _post_office() -> dict[str, object]:
    """Return where mail is handed in: smtp://user:password@host:port, smtps:// for a sealed line."""
    parts = urlsplit(os.environ.get("DONGTHUAN_MAIL", ""))
    sealed = parts.scheme == "smtps"
    return {
        # Without a host nothing is sent, and nothing is said to have been sent.
        "EMAIL_HOST": parts.hostname or "",
        "EMAIL_PORT": parts.port or (465 if sealed else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": sealed,
        "EMAIL_USE_TLS": bool(parts.username) and not sealed,
    }


def _database() -> dict[str, object]:
    address = os.environ.get("DONGTHUAN_DATABASE", "")
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": VAR / "dongthuan.sqlite3",
            # Opened anew, every request would read the whole description of the tables again.
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # DEFERRED loses writes under load: a reader cannot become a writer in time.
                "transaction_mode": "IMMEDIATE",
                "timeout": 60,
                # FULL: what was answered for outlives a power cut, not only a crash of the program.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
                # REPLACE must wake the guards of append-only tables too.
                "PRAGMA recursive_triggers=ON; "
                # The rows behind a figure of ten years lie all over the file: read it in place.
                "PRAGMA cache_size=-16000; PRAGMA mmap_size=536870912;",
            },
        }
    parts = urlsplit(address)
    asked = parse_qs(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or asked.get("host", [""])[0],
        "PORT": str(parts.port or ""),
        # Kept open between requests; one that the server has shut meanwhile is opened anew.
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            # A house's tables lie in memory or on flash: one page costs as much as the next, and a
            # word is rather looked up than searched for row by row.
            "options": "-c random_page_cost=1.1",
            # What is asked again is planned once, not at each request.
            "server_side_binding": True,
            "prepare_threshold": 5,
        },
    }


SECRET_KEY = _secret()
DEBUG = os.environ.get("DONGTHUAN_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("DONGTHUAN_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "dongthuan.ground.facts",
    "dongthuan.ground.audit",
    "dongthuan.ground.files",
    "dongthuan.ground.papers",
    "dongthuan.ground.search",
    "dongthuan.who.org",
    "dongthuan.who.people",
    "dongthuan.who.registers",
    "dongthuan.who.access",
    "dongthuan.decide.meetings",
    "dongthuan.decide.directives",
    "dongthuan.decide.indicators",
    "dongthuan.decide.assembly",
    "dongthuan.act.ledger",
    "dongthuan.act.funds",
    "dongthuan.answer.reports",
    "dongthuan.answer.manuscripts",
    "dongthuan.answer.forms",
    "dongthuan.doors.entrance",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # a checked report of 200 pages is megabytes of marks
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "dongthuan.doors.entrance.middleware.ActorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "dongthuan.config.urls"
WSGI_APPLICATION = "dongthuan.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "dongthuan" / "templates"],
        "OPTIONS": {
            "builtins": ["dongthuan.doors.entrance.templatetags.dongthuan"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "dongthuan.doors.desk._menu.menu",
            ],
        },
    },
]
DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "dongthuan.who.access.passwords.LongEnough",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:today"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
# Five wrong passwords for one name shut it for five minutes; a noisy address waits too.
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "20/5m/ip,5/5m/key"}
# Letters of a printed slip: ten tries from one address in ten minutes.
ACCOUNT_RATE_LIMITS["slip"] = "10/10m/ip"
# A hamlet often shares one address, and one hand still cannot flood a round.
ACCOUNT_RATE_LIMITS["opinion"] = "30/10m/ip"
ACCOUNT_ADAPTER = "dongthuan.doors.desk._signing_in.Adapter"
# In the database, so that a lock-out outlives a restart and is seen by every worker.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
}
globals().update(_post_office())
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("DONGTHUAN_MAIL_FROM", "dong-thuan@localhost")
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
# What is said once on the next page travels with the browser: saying it writes nothing here.
MESSAGE_STORAGE = "django.contrib.messages.storage.fallback.FallbackStorage"
# Behind a reverse proxy that ends HTTPS: cookies travel only there, and the proxy is believed.
if os.environ.get("DONGTHUAN_HTTPS") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host[:1] != "."]

# A demonstration lives in the days it tells of: DONGTHUAN_CLOCK=2021-07-01T08:00+07:00.
CLOCK = (
    datetime.fromisoformat(os.environ["DONGTHUAN_CLOCK"])
    if os.environ.get("DONGTHUAN_CLOCK")
    else None
)

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

FILES_ROOT = VAR / "files"
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [ROOT / "dongthuan" / "static"]
_STATIC = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        # Tests and development read the built files as they are; a server reads hashed copies.
        "BACKEND": _STATIC
        if os.environ.get("DONGTHUAN_SERVE") == "1"
        else "django.contrib.staticfiles.storage.StaticFilesStorage",
    },
}

# A checked text is held in memory and never touches the disk.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 50 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 50 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True

# Paths and statuses only: no request body, no file name and no text of a person is ever logged.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
