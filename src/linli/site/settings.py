"""Django's settings. What differs between installations comes from ``environment``."""

from ipaddress import ip_network
from pathlib import Path
from urllib.parse import unquote, urlparse

from csp.constants import NONE, SELF

from linli.site import environment as env
from linli.site.secrets import secret

HERE = Path(__file__).parent
DATA = env.data_folder()
KEYS = env.keys_folder()
DATA.mkdir(parents=True, exist_ok=True)

SECRET_KEY = secret(KEYS, "secret_key")
DEBUG = env.DEBUG.is_on()
DEMO = env.DEMO.is_on()
DISTRICT = env.DISTRICT.text()
ALLOWED_HOSTS = env.HOSTS.items()
CSRF_TRUSTED_ORIGINS = env.ORIGINS.items()

INSTALLED_APPS = [
    *(["linli.demo"] if DEMO else []),
    "linli.bench",
    "linli.site",
    "linli.events.core",
    "linli.events.figures",
    "linli.events.disputes",
    "linli.events.hotline",
    "linli.events.imports",
    "linli.events.open311",
    "linli.organisations.registry",
    "linli.organisations.applications",
    "linli.organisations.incubation",
    "linli.organisations.experts",
    "linli.organisations.ratings",
    "linli.organisations.support",
    "linli.organisations.spaces",
    "linli.organisations.exits",
    "linli.organisations.platforms",
    "linli.organisations.party",
    "linli.flow",
    "linli.inbox",
    "linli.people",
    "linli.places",
    "linli.audit",
    "linli.kernel",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "linli.site.api.ApiProblemMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "linli.site.middleware.NoNulMiddleware",
    "django.middleware.common.CommonMiddleware",
    "linli.site.api.ApiMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "linli.people.middleware.ActorMiddleware",
    "linli.people.middleware.SecondFactorMiddleware",
    "linli.site.middleware.ProblemMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "linli.site.urls"
WSGI_APPLICATION = "linli.site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.User"
SILENCED_SYSTEM_CHECKS: list[str] = []

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": sorted(HERE.parent.glob("**/templates")),
        "OPTIONS": {"environment": "linli.site.jinja.environment"},
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"


def _database() -> dict[str, object]:
    url = urlparse(env.DATABASE_URL.text())
    if not url.scheme:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA / "linli.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
            },
        }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path[1:]),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": url.hostname or "",
        "PORT": url.port or "",
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": env.DATABASE_POOL.number(), "timeout": 20},
            # Many short statements: compiling one, or starting workers for it, takes longer than it saves.
            "options": "-c jit=off -c max_parallel_workers_per_gather=0",
        },
    }


DATABASES = {"default": _database()}
FILES = DATA / "files"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [HERE / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [HERE / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "morning"
LOGOUT_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "linli.people.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# Failed passwords are counted by axes, failed codes by our forms: across processes, which allauth's own are not.
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {"login_failed": None}
MFA_ADAPTER = "linli.people.accounts.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Linli"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "activate_totp": "linli.people.entrance.ActivateForm",
    "authenticate": "linli.people.entrance.SecondStepForm",
    "reauthenticate": "linli.people.entrance.SecondStepAgainForm",
}

AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "linli.people.accounts.claimed_username"
AXES_LOCKOUT_TEMPLATE = "people/locked.html"
PROXIES = env.PROXIES.number()
AXES_CLIENT_IP_CALLABLE = "linli.kernel.addresses.client_address"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_VERBOSE = False

SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_NAME = "linli"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "linli_csrf"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if env.HTTPS.is_on():
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health/$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, str | list[str]] = {"geolocation": "self", "camera": "self", "microphone": []}

DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

_mail = urlparse(env.EMAIL_URL.text())
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _mail.scheme else 'console'}.EmailBackend"
EMAIL_HOST = _mail.hostname or "localhost"
EMAIL_PORT = _mail.port or 25
EMAIL_HOST_USER = unquote(_mail.username or "")
EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
EMAIL_USE_SSL = _mail.scheme == "smtps"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.EMAIL_FROM.text()

FONTS = env.FONTS.text()
WEBHOOK_NETWORKS = [ip_network(text) for text in env.WEBHOOK_NETWORKS.items()]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "linli.site.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": env.LOG_LEVEL.text()},
}
