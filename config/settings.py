"""The one settings file, read from top to bottom.

What an operator can set comes from the environment, through `env`. A test keeps the table of
these variables in README.md equal to this file. `make run` and `make test` set what they need
by themselves (config/embedded/); in production every variable without a default must be there.
"""

import sys
from pathlib import Path

import environs
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

env = environs.Env()


def required(name: str, fix: str) -> str:
    """The variable's text. Where it is missing or empty, the error says what to do about it."""
    value: str = env.str(name, "")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {fix}")
    return value


# --- Who runs this, and where -----------------------------------------------------------------

# The name on every page. Choose one that says nothing to somebody who looks over a shoulder.
SITE_NAME = env.str("SITE_NAME", "Holdfast")
# The addresses under which the site is reached, comma-separated.
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
# Off only where the site is tried on one machine without TLS; cookies then travel in the clear.
HTTPS = env.bool("HTTPS", True)
# The site stands behind a proxy of ours that sets X-Forwarded-Proto and X-Forwarded-For.
BEHIND_PROXY = env.bool("BEHIND_PROXY", False)
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
# Where the quick exit goes: fast, impersonal pages. The first is the default; a member may
# choose another of them. They are opened by the member's browser, never by this server.
EXIT_TARGETS = env.list(
    "EXIT_TARGETS",
    ["https://www.bbc.com/weather", "https://www.wikipedia.org/", "https://www.allrecipes.com/"],
)
if not EXIT_TARGETS or not all(target.startswith("https://") for target in EXIT_TARGETS):
    raise ImproperlyConfigured(
        "EXIT_TARGETS must name one page or more, each with https:// in front, comma-separated."
    )
# Django's error pages with source code; for developers on their own machine only.
DEBUG = env.bool("DEBUG", False)

# --- Secrets ----------------------------------------------------------------------------------

_MAKE_ONE = (
    "Make one with: python -c 'import secrets; print(secrets.token_urlsafe(48))' "
    "and keep it outside the database and its backups."
)
# Signs cookies and forms.
SECRET_KEY = required("SECRET_KEY", _MAKE_ONE)
# Keys the one-way hashes under which addresses are compared but never stored.
HASH_KEY = required("HASH_KEY", _MAKE_ONE)
# The server's half of every vault's key slots, newest first: "id:key,id:key". Each key is 32
# random bytes in URL-safe base64. Without it no backup of the database opens.
VAULT_SERVER_KEYS = required(
    "VAULT_SERVER_KEYS",
    "Make one with: python -c 'import base64, secrets; "
    'print("k1:" + base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())\' '
    "and keep it outside the database and its backups.",
)

# --- Apps -------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "config",
    "accounts",
    "forums",
    "trackers",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "config.middleware.SafetyHeadersMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "config.middleware.ContentSecurityPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.middleware.StaticFilesMiddleware",
    "accounts.middleware.LeftMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "config.outgoing.OutgoingLinksMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.LocalTimeMiddleware",
    "accounts.middleware.BriefSessionMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "config.context_processors.shell",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Database, cache, queue -------------------------------------------------------------------

# PostgreSQL, as postgres://role:password@host:port/name. The role must be neither superuser nor
# BYPASSRLS (config/checks.py refuses it): row-level security is what keeps private rows apart.
_DATABASE_FIX = (
    "Give it the address of a PostgreSQL database: postgres://role:password@host:5432/name "
    "(`make run` and `make test` bring their own where it is not set)."
)
required("DATABASE_URL", _DATABASE_FIX)
_DATABASE = env.dj_db_url("DATABASE_URL", engine="django.db.backends.postgresql")
# A connection that died with a restarted server is replaced before it is used.
_DATABASE["CONN_HEALTH_CHECKS"] = True
_DATABASE["OPTIONS"] = _DATABASE.get("OPTIONS", {}) | {
    # A statement that comes up again is planned once for each connection: planning the rules of
    # who sees what takes PostgreSQL longer than following them (docs/decisions/0012-rendering.md).
    "server_side_binding": True,
    "prepare_threshold": 3,
    "pool": {
        "min_size": 1,
        # Connections that each process may hold: at least its threads.
        "max_size": env.int("DATABASE_POOL_SIZE", 8),
        "timeout": 10,
    },
}
DATABASES = {"default": _DATABASE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Valkey or Redis: broker, opened vaults, rate limits. redis://host:port/0 or unix://path?db=0
REDIS_URL = required(
    "REDIS_URL",
    "Give it the address of a Valkey or Redis server: redis://host:6379/0 "
    "(`make run` and `make test` bring their own where it is not set).",
)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "cache",
        "KEY_FUNCTION": "accounts.keyed_hashes.name_in_cache",
    }
}

# kombu spells a Unix socket's address its own way.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1).replace(
    "?db=", "?virtual_host=", 1
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True

# --- Accounts ---------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["config.sessions.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["sign_in_name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.validators.PassphraseIsNoPattern"},
    {"NAME": "accounts.validators.PassphraseIsNotKnown"},
]
# A file of leaked passphrases to refuse, as sorted SHA-1 hashes ("Pwned Passwords", ordered by
# hash); none where it is empty. It is looked up on this machine.
KNOWN_PASSPHRASES = env.str("KNOWN_PASSPHRASES", "")
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "forums:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "start"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "accounts.forms.SignUpForm",
    "login": "accounts.forms.SignInForm",
    "add_email": "accounts.forms.MailAddressForm",
    "reauthenticate": "accounts.forms.OnceMoreForm",
    "change_password": "accounts.forms.ChangePassphraseForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "sign_in_name"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USERNAME_MIN_LENGTH = 3
ACCOUNT_PRESERVE_USERNAME_CASING = False
# An address is optional, and counts once the link that was sent to it was followed.
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 1
ACCOUNT_CHANGE_EMAIL = True
# Nobody signs in by address, so it need not be unique, and nobody can find out whose is here.
ACCOUNT_UNIQUE_EMAIL = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_SIGNUP_REDIRECT_URL = "accounts:recovery_key"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Seconds in which nobody is asked for the passphrase once more.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# In which the second step follows the first.
ACCOUNT_LOGIN_TIMEOUT = 15 * 60
# A passkey cannot be guessed, and is a way in that nobody can keep busy.
MFA_RATE_LIMITS = {"webauthn_login": None}
# Passkeys, codes from an app, codes on paper; without an address as well.
MFA_ADAPTER = "accounts.adapters.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
# The half minutes before and after: phones' clocks are not that exact.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "accounts.forms.SecondStepForm",
    "reauthenticate": "accounts.forms.SecondStepAgainForm",
    "activate_totp": "accounts.forms.SetUpCodesForm",
    "add_webauthn": "accounts.forms.PasskeyForm",
    "edit_webauthn": "accounts.forms.PasskeyNameForm",
    "login_webauthn": "accounts.forms.PasskeyAloneForm",
    "authenticate_webauthn": "accounts.forms.PasskeyStepForm",
    "reauthenticate_webauthn": "accounts.forms.PasskeyAgainForm",
}
# Guessing waits in lines of its own (accounts/slow_down.py): by name and place at the door, by
# session for whoever is in. Nothing here can be used up by one person against another, but what
# is counted by the address that both come from.
ACCOUNT_RATE_LIMITS = {
    # So that trying very many names costs the server no more than this.
    "login": "120/m/ip",
    "login_failed": None,
    "signup": "20/h/ip",
    "reauthenticate": None,
    "change_password": None,
    "manage_email": "10/m/user",
    "confirm_email": "3/10m/user",
    "take_away": "6/h/user",
    "report_as_visitor": "10/h/ip",
    "appeal_as_visitor": "10/h/ip",
}

SESSION_ENGINE = "config.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
# However much it is used, a session ends this long after somebody came in.
SESSION_LONGEST_SECONDS = 30 * 24 * 3600
SESSION_COOKIE_NAME = "__Host-s" if HTTPS else "s"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-c" if HTTPS else "c"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
# No cookie of ours outlives the browser.
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "config.views.stale_form"
LANGUAGE_COOKIE_NAME = "l"
# That somebody has left and the server may not have heard of it. The exit's own script sets it
# (config/static/exit.js); whatever request comes first with it ends the session.
LEFT_COOKIE_NAME = "__Host-g" if HTTPS else "g"

# --- The vault --------------------------------------------------------------------------------

VAULT_COOKIE_NAME = "__Host-v" if HTTPS else "v"
# Where the keys lie without which no vault opens, one file for each, and the register of closed
# accounts. It is copied by mirroring alone, never into a dated backup: what is thrown away goes
# from it at once, so that an older copy of the database cannot bring it back.
KEYS_ROOT = BASE_DIR / env.str("KEYS_ROOT", "var/keys")
# How long an opened vault stays open without being used; a member may shorten it.
VAULT_IDLE_SECONDS = env.int("VAULT_IDLE_SECONDS", 600)
if VAULT_IDLE_SECONDS < 1:
    raise ImproperlyConfigured("VAULT_IDLE_SECONDS must be 1 or more.")
# Argon2id for the vault passphrase: how often it goes over its memory. Kept in each key slot, so
# that a change here is for new slots only.
VAULT_ARGON2_PASSES = env.int("VAULT_ARGON2_PASSES", 8)
# Argon2id for the vault passphrase: its memory in KiB, kept in each key slot as well.
VAULT_ARGON2_MEMORY_KIB = env.int("VAULT_ARGON2_MEMORY_KIB", 65536)

# --- Mail -------------------------------------------------------------------------------------

# smtp://user:password@host:587?tls=true, or file:///folder for the dev mailbox. The whole site
# writes to the outbox (accounts.Message); only accounts/delivery.py opens this.
_MAIL = env.dj_email_url("EMAIL_URL", "smtp://localhost:25")
# Ours tells what has to be tried again from what must not, and does not tell of this machine.
EMAIL_BACKEND = _MAIL["EMAIL_BACKEND"].replace(
    "django.core.mail.backends.smtp", "accounts.delivery.smtp"
)
EMAIL_HOST = _MAIL["EMAIL_HOST"]
EMAIL_PORT = _MAIL["EMAIL_PORT"]
EMAIL_HOST_USER = _MAIL["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _MAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _MAIL["EMAIL_USE_TLS"]
EMAIL_USE_SSL = _MAIL["EMAIL_USE_SSL"]
EMAIL_FILE_PATH = "/" + _MAIL["EMAIL_FILE_PATH"].lstrip("/") if _MAIL["EMAIL_FILE_PATH"] else None
EMAIL_TIMEOUT = 20
# The address that mails come from; the name beside it is SITE_NAME, or what a member chose.
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", "notes@localhost")
# An address such as bounces@example.org, whose mail, whatever stands behind a plus in it, the mail
# server gives to `manage.py take_bounce`: what could not be delivered is told there. Without
# one, only what is refused at once is known.
MAIL_BOUNCES = env.str("MAIL_BOUNCES", "")
if MAIL_BOUNCES and not all(MAIL_BOUNCES.rpartition("@")):
    raise ImproperlyConfigured("MAIL_BOUNCES must be one address, like bounces@example.org.")
# Shows every mail that was sent to the folder of EMAIL_URL; for trying the site, never online.
DEV_MAILBOX = env.bool("DEV_MAILBOX", False)
if DEV_MAILBOX and HTTPS:
    raise ImproperlyConfigured(
        "DEV_MAILBOX shows every mail to whoever asks. Leave it out where HTTPS is on."
    )
# Where links in mails point: scheme and host, no slash at the end.
SITE_URL = env.str("SITE_URL", "http://localhost:8000")

# --- Moderation ---------------------------------------------------------------------------------

# Whether anybody may read how much was reported and what became of it, by quarters.
TRANSPARENCY_PUBLIC = env.bool("TRANSPARENCY_PUBLIC", True)

# Who looks after the house: a question that takes a user (accounts/doors.py).
LOOKS_AFTER_HOUSE = "forums.queries.cases.moderates_house"

# --- Language and time ------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Countries (ISO 3166-1, two letters) whose telephone numbers and number plates are looked for in
# what people write. Those with a plus in front are found anyway.
REGIONS = env.list("REGIONS", ["US", "GB", "IE", "CA", "AU", "NZ", "DE", "AT", "CH"])
if not all(len(region) == 2 and region.isalpha() and region.isupper() for region in REGIONS):
    raise ImproperlyConfigured("REGIONS must name countries by two capitals each, like GB,DE,FR")

# --- Static files -----------------------------------------------------------------------------

STATIC_URL = "static/"
# Where `collectstatic` puts the files that the web process serves.
STATIC_ROOT = BASE_DIR / env.str("STATIC_ROOT", "var/static")
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# No other site has any use for them.
WHITENOISE_ALLOW_ALL_ORIGINS = False
# Where files of members' own logs lie, each sealed in parts. No address leads to this folder.
OWN_FILES_ROOT = BASE_DIR / env.str("OWN_FILES_ROOT", "var/own")
# A bucket of S3-compatible storage for the same; the folder above where it is empty.
OWN_FILES_BUCKET = env.str("OWN_FILES_BUCKET", "")
# The largest such file, in megabytes. Without scripts docker-compose.yml lets 220 in all through;
# with them it comes in parts.
OWN_FILE_MAX_MB = env.int("OWN_FILE_MAX_MB", 200)
OWN_FILE_MAX_BYTES = OWN_FILE_MAX_MB * 1024 * 1024
# All such files of one member together, in megabytes.
OWN_FILES_MAX_MB = env.int("OWN_FILES_MAX_MB", 2048)
OWN_FILES_MAX_BYTES = OWN_FILES_MAX_MB * 1024 * 1024
# A ClamAV daemon that is asked about each of them, tcp://host:port or unix:///path; none where it
# is empty. While it cannot be reached, no file is taken in. Its StreamMaxLength has to be as large.
CLAMD_URL = env.str("CLAMD_URL", "")
if not CLAMD_URL.startswith(("tcp://", "unix://")) and CLAMD_URL:
    raise ImproperlyConfigured("CLAMD_URL must be tcp://host:port or unix:///path, or empty.")
# A time stamp authority (RFC 3161) that is asked once a day about one hash over all members' logs,
# http(s)://…; nobody is asked where it is empty. That hash says nothing about anybody.
STAMP_URL = env.str("STAMP_URL", "")
if not STAMP_URL.startswith(("http://", "https://")) and STAMP_URL:
    raise ImproperlyConfigured("STAMP_URL must be http://… or https://…, or empty.")
# A file with the certificates (PEM) of the authority's root and of those between: its answers are
# kept only where they are signed by it. Stays set as long as stamps are to be looked at.
STAMP_CA = env.str("STAMP_CA", "")
if STAMP_URL and not STAMP_CA:
    raise ImproperlyConfigured("STAMP_URL needs STAMP_CA: the certificates of that authority.")
# Where pictures lie that were posted, each already written anew; no address leads to this folder.
MEDIA_ROOT = BASE_DIR / env.str("MEDIA_ROOT", "var/media")
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "own": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": OWN_FILES_BUCKET,
            # The address of the storage where it is not Amazon's; keys come from AWS_ACCESS_KEY_ID
            # and AWS_SECRET_ACCESS_KEY, as that library has them everywhere.
            "endpoint_url": env.str("OWN_FILES_S3_URL", "") or None,
            # Its region, where it has one.
            "region_name": env.str("OWN_FILES_S3_REGION", "") or None,
            "default_acl": None,
        },
    }
    if OWN_FILES_BUCKET
    else {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": OWN_FILES_ROOT,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}

# --- What the browser is told -----------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [NONCE],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
# Nothing here needs any of these. (Passkeys, autofill and focus stay as browsers have them.)
FEATURES = """
    accelerometer autoplay browsing-topics camera compute-pressure display-capture
    encrypted-media fullscreen gamepad geolocation gyroscope hid identity-credentials-get
    idle-detection interest-cohort keyboard-map language-detector language-model
    local-fonts local-network-access magnetometer microphone midi
    on-device-speech-recognition otp-credentials payment picture-in-picture
    screen-wake-lock serial speaker-selection storage-access summarizer sync-xhr translator
    usb window-management xr-spatial-tracking
"""
PERMISSIONS_POLICY: dict[str, list[str]] = {feature: [] for feature in FEATURES.split()}
# Nothing at all to other sites. To our own pages the address goes along: without it browsers
# send "Origin: null" with a form, and the CSRF check cannot tell ours from a stranger's
# (docs/decisions/0008-referrer-policy.md). The exit itself answers with "no-referrer".
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [SITE_URL] if HTTPS and SITE_URL.startswith("https://") else []

# Text of up to 1 MB comes back to its writer with a clear sentence rather than a bare 400.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# The largest picture that is looked at, in megabytes; docker-compose.yml lets 16 in all through.
PICTURE_MAX_MB = env.int("PICTURE_MAX_MB", 10)
PICTURE_MAX_BYTES = PICTURE_MAX_MB * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = ["config.uploads.InMemoryUploadHandler"]

# --- Logs -------------------------------------------------------------------------------------

# No client address, no query string, no name: the web server's access log is off, and what
# Django logs of a failing request is which page it was for and where in the code it failed.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "config.logs.PlaceNotWords",
            "fmt": "{levelname} {name}: {message}",
            "style": "{",
        }
    },
    "filters": {"page_not_address": {"()": "config.logs.PageNotAddress"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["page_not_address"],
            "stream": sys.stderr,
        },
        # A logger without any handler would write to stderr in its own way.
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        # Says of each passkey which one it was.
        "fido2": {"level": "WARNING"},
        # Scanners that guess host names get their 400; a traceback of each tells nobody anything.
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
    },
}
