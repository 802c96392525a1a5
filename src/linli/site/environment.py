"""What an installation may set from outside: one declaration for each variable.

``docs/operations.md`` lists the same variables; a test holds the two together.
"""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Variable:
    name: str
    default: str
    meaning: str

    def text(self) -> str:
        """The value; ``NAME_FILE`` names a file that holds it, for secrets that must not stand in an environment."""
        if path := os.environ.get(f"{self.name}_FILE"):
            return Path(path).read_text(encoding="utf-8").strip()
        return os.environ.get(self.name, self.default)

    def is_on(self) -> bool:
        return self.text().lower() in {"1", "true", "yes", "on"}

    def number(self) -> int:
        return int(self.text())

    def items(self) -> list[str]:
        return [item.strip() for item in self.text().split(",") if item.strip()]


ALL: list[Variable] = []


def declare(name: str, default: str, meaning: str) -> Variable:
    variable = Variable(name, default, meaning)
    ALL.append(variable)
    return variable


DATA = declare("LINLI_DATA", "var", "Data folder: keys, files, the SQLite database, exported audit heads.")
DATABASE_URL = declare(
    "LINLI_DATABASE_URL",
    "",
    "postgresql://user:password@host:port/name. Empty: SQLite in the data folder, for a demo or one community.",
)
DATABASE_POOL = declare("LINLI_DATABASE_POOL", "8", "Largest number of PostgreSQL connections of one process.")
DEBUG = declare("LINLI_DEBUG", "0", "Development only: tracebacks in the browser, no HTTPS required.")
HTTPS = declare("LINLI_HTTPS", "1", "Served through HTTPS: secure cookies, HSTS, redirect. The demo sets 0.")
HOSTS = declare("LINLI_HOSTS", "localhost,127.0.0.1,[::1]", "Host names this installation answers to.")
ORIGINS = declare("LINLI_ORIGINS", "", "Origins trusted for forms, e.g. https://linli.example.gov.cn")
PROXIES = declare("LINLI_PROXIES", "0", "How many proxies of ours stand before it and append to X-Forwarded-For.")
DISTRICT = declare("LINLI_DISTRICT", "", "Code of the district served here. Empty: the only one in the tree of places.")
FONTS = declare("LINLI_FONTS", "", "A folder with a Chinese font for PDFs, besides those of the system.")
DEMO = declare("LINLI_DEMO", "0", "Set by ./linli demo: installs the page that lists the invented people's sign-ins.")
EMAIL_URL = declare(
    "LINLI_EMAIL_URL", "", "smtp://user:password@host:port or smtps://…. Empty: mail is written to the log."
)
EMAIL_FROM = declare("LINLI_EMAIL_FROM", "linli@localhost", "Sender of messages.")
KEYS = declare("LINLI_KEYS", "", "Folder of the secrets; empty: the folder keys/ of the data folder.")
WEBHOOK_NETWORKS = declare(
    "LINLI_WEBHOOK_NETWORKS",
    "",
    "Inner networks that webhooks may go to all the same, e.g. 10.20.0.0/16,10.30.0.5/32. Empty: none.",
)
LOG_LEVEL = declare("LINLI_LOG_LEVEL", "INFO", "Level of the structured log on standard error.")


def data_folder() -> Path:
    return Path(DATA.text()).resolve()


def keys_folder() -> Path:
    return Path(KEYS.text()).resolve() if KEYS.text() else data_folder() / "keys"
