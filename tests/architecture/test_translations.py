"""Every text has its English, as it now reads."""

import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
LOCALE = ROOT / "src/linli/site/locale"
KEYWORDS = ("gettext_lazy", "ngettext_lazy:1,2")
LANGUAGES = ["en"]


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """All texts of the sources, extracted as ``./linli messages`` does."""
    target = tmp_path_factory.mktemp("texts") / "django.pot"
    keywords = [word for keyword in KEYWORDS for word in ("-k", keyword)]
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", "pyproject.toml", *keywords]
    subprocess.run([*command, "-o", target, "src/linli"], cwd=ROOT, check=True)
    with target.open("rb") as file:
        return read_po(file)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_is_complete_and_fresh(sources: Catalog, language: str) -> None:
    with (LOCALE / language / "LC_MESSAGES/django.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    faults = []
    for message in sources:
        if not message.id:
            continue
        translated = catalogue.get(message.id, message.context)
        if translated is None:
            faults.append(f"missing: {message.id!r} ({message.locations[:1]})")
        elif translated.fuzzy or not all(
            translated.string if isinstance(translated.string, tuple) else [translated.string]
        ):
            faults.append(f"not translated: {message.id!r} ({message.locations[:1]})")
        else:
            faults += [f"{message.id!r}: {error}" for error in translated.check(catalogue)]
    known = {message.id for message in sources}
    faults += [f"no longer used: {message.id!r}" for message in catalogue if message.id and message.id not in known]
    assert not faults, "\n".join([f"{len(faults)} faults; ./linli messages brings the file up to date", *faults[:40]])


def test_chinese_texts_are_found_in_templates_and_code(sources: Catalog) -> None:
    kinds = {Path(path).suffix for message in sources for path, _ in message.locations}
    assert kinds >= {".py", ".html"}
