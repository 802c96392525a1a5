"""What the moves of applications and opinions are given."""

from dataclasses import dataclass

from linli.kernel.files import Pdf, Picture
from linli.organisations.applications.models import Application, ServiceItem
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.payloads import Registered


@dataclass(frozen=True)
class Applying:
    """``again`` is the refused one that this puts right."""

    organisation: Organisation
    item: ServiceItem
    again: Application | None = None


@dataclass(frozen=True)
class Filling:
    statement: str
    wanted: str = ""
    wanted_phone: str = ""


@dataclass(frozen=True)
class SentPaper:
    name: str
    document: Picture | Pdf


@dataclass(frozen=True)
class Saying:
    """``looked_at`` is how many papers lay there when the page was opened; None: whoever asks does not say."""

    words: str
    looked_at: int | None = None


@dataclass(frozen=True)
class Supply:
    """The applicant's answer, with a paper or without."""

    answer: str
    paper: SentPaper | None = None


@dataclass(frozen=True)
class Approval:
    """``despite`` is why it is decided although departments that are late have not answered."""

    despite: str = ""


@dataclass(frozen=True)
class AuthorityDecision:
    """What the registering authority decided, and its certificate."""

    registered: Registered
    certificate: Picture | Pdf | None = None
    despite: str = ""


@dataclass(frozen=True)
class Refusal:
    reasons: str
    to_fix: str
    despite: str = ""


@dataclass(frozen=True)
class Revocation:
    """``because`` is public."""

    because: str
