from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from linli.audit import trail
from linli.kernel.actor import SYSTEM
from linli.kernel.registry import Registry
from linli.site import environment
from linli.site.management.commands import verify


@pytest.fixture
def faults(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    registry: Registry[object] = Registry("verification")
    registry.add("sound", list)
    registry.add("sums", lambda: list(found))
    monkeypatch.setattr(verify, "verifications", registry)
    return found


def run(command: str, *words: str) -> str:
    out = StringIO()
    call_command(command, *words, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_verify_names_what_it_looked_at(faults: list[str]) -> None:
    trail.record("test.done", actor=SYSTEM, subject_kind="test")

    text = run("verify")

    assert "ok    sound" in text
    assert "ok    sums" in text
    assert "unsealed: 1 entries" in text


@pytest.mark.django_db
def test_verify_fails_on_one_fault_and_still_runs_the_rest(faults: list[str]) -> None:
    faults.append("account 7 is off by 1 fen")
    out = StringIO()

    with pytest.raises(CommandError, match="1 of 2"):
        call_command("verify", stdout=out)

    assert "FAULT sums" in out.getvalue()
    assert "account 7 is off by 1 fen" in out.getvalue()


def test_settings_hide_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINLI_DATABASE_URL", "postgresql://linli:geheim@db:5432/linli")
    monkeypatch.setenv("LINLI_EMAIL_URL", "smtps://post:geheim@mail:465")

    text = run("settings")

    assert "geheim" not in text
    assert "postgresql://linli:***@db:5432/linli   (set)" in text
    assert all(variable.name in text for variable in environment.ALL)


def test_a_secret_may_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "url").write_text("postgresql://linli:geheim@db/linli\n")
    monkeypatch.setenv("LINLI_DATABASE_URL", "postgresql://old")
    monkeypatch.setenv("LINLI_DATABASE_URL_FILE", str(tmp_path / "url"))

    assert environment.DATABASE_URL.text() == "postgresql://linli:geheim@db/linli"
