"""Every text goes through the catalogue and has its English there, as it now reads."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tools.development import extract_messages
from tools.setup import LOCALE, ROOT

SOURCES = ROOT / "src/linli"
ENGLISH = LOCALE / "en/LC_MESSAGES/django.po"
HAN = re.compile("[\u2e80-\u2fff\u3001-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]+")
"""Runs of Han and of the punctuation that goes with it."""
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?.")

DATA_FOLDERS = {"bench", "demo", "migrations"}
"""What they write in Chinese is invented data, or the names of columns."""
KEPT_AS_DATA = {
    "events/core/addresses.py": {"社区"},
    "events/disputes/paper.py": {"年", "月", "日"},
    "events/hotline/forms.py": {"是", "保密", "要求保密", "否", "不保密", "公开"},
    "kernel/moments.py": {
        r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})(?:日|号)?|(\d{4})(\d{2})(\d{2})",
        r"(上午|下午)?(\d{1,2})(?::|时|点)(?:(\d{1,2})(?:(?::|分)(?:(\d{1,2})(?:\.\d+)?秒?)?)?|(半))?",
        r"[(]?(?:星期|周)[一二三四五六日天][)]?",
        "下午",
    },
    "kernel/worktime.py": {r"(\d{1,2}):(\d{2})[-–—~至](\d{1,2}):(\d{2})", r"[\s,;、]+"},
    "organisations/registry/imports/reading.py": {"[、,，;；/]", "社区"},
    "organisations/applications/papers.py": {"其他材料", "登记证书"},
    "organisations/party/forms.py": {r"[,，、\n]+"},
    "places/invention.py": {"村", "第", "网格"},
    "places/kinds.py": {"是", "否", "～"},
    "places/models/tree.py": {"居民委员会", "居委会", "社区", "村民委员会", "村委会", "村"},
    "site/management/commands/appoint.py": {"as colleagues know them, e.g. 王安"},
    "site/settings.py": {"简体中文"},
    "site/templates/site/parts/shell.html": {"简体中文"},
    "inbox/outbox.py": {"：", "（", "）"},
}
"""Names, what is read or stored rather than told to a reader, and the mail, which is Chinese."""
TRANSLATORS = {
    f"{plural}{lazy}" for plural in ("gettext", "ngettext", "pgettext", "npgettext") for lazy in ("", "_lazy")
}


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="en")


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Every text of the sources, extracted as ``./linli messages`` does."""
    template = tmp_path_factory.mktemp("texts") / "django.pot"
    extract_messages(template)
    return read(template)


@pytest.fixture(scope="module")
def english() -> Catalog:
    return read(ENGLISH)


def keys(catalogue: Catalog) -> set[tuple[str | None, str]]:
    return {(message.context, str(message.id)) for message in catalogue if message.id}


def pairs(catalogue: Catalog) -> Iterator[tuple[Message, str, str]]:
    """Each Chinese text beside its English, singular and plural apart."""
    for message in catalogue:
        of, to = message.id, message.string or ""
        if isinstance(of, str) and isinstance(to, str):
            yield from [(message, of, to)] if of else []
        else:
            yield from ((message, *pair) for pair in zip(of, to, strict=True))


def test_the_catalogue_is_what_extraction_makes_now(sources: Catalog, english: Catalog) -> None:
    missing, obsolete = keys(sources) - keys(english), keys(english) - keys(sources)
    assert not missing | obsolete | set(english.obsolete), (
        f"./linli messages brings the file up to date; missing: {missing}, no longer used: {obsolete}"
    )


def test_every_text_is_translated_for_certain(english: Catalog) -> None:
    assert len(english) > 500
    assert [of for message, of, to in pairs(english) if message.fuzzy or not to.strip()] == []


def test_both_sides_hold_the_same_placeholders(english: Catalog) -> None:
    unequal = [of for _, of, to in pairs(english) if sorted(PLACEHOLDER.findall(of)) != sorted(PLACEHOLDER.findall(to))]
    assert unequal == []


def test_the_english_holds_no_chinese(english: Catalog) -> None:
    assert [to for _, _, to in pairs(english) if HAN.search(to)] == []


def test_the_english_may_stand_in_markup(english: Catalog) -> None:
    """Templates take texts as markup, also inside attributes; Chinese fonts draw curly quotes a character wide."""
    assert [to for _, _, to in pairs(english) if re.search('[<>&"“”‘’]', to)] == []


# --- nothing goes around the catalogue ---


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(SOURCES.rglob("*.py")):
        if not DATA_FOLDERS & set(path.relative_to(SOURCES).parts):
            yield str(path.relative_to(SOURCES)), ast.parse(path.read_text(encoding="utf-8"))


def translators(module: ast.Module) -> dict[str, str]:
    """The names under which a module knows Django's translating functions."""
    imports = (node for node in ast.walk(module) if isinstance(node, ast.ImportFrom))
    names = (name for node in imports if node.module == "django.utils.translation" for name in node.names)
    return {name.asname or name.name: name.name for name in names if name.name in TRANSLATORS}


def bare_texts(module: ast.Module) -> list[str]:
    """Chinese in literals that are neither documentation nor handed to a translating function."""
    known, spared = translators(module), set()
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in known:
            spared |= {id(inner) for argument in node.args for inner in ast.walk(argument)}
        elif isinstance(node, ast.Expr):
            spared.add(id(node.value))
    literals = (node for node in ast.walk(module) if isinstance(node, ast.Constant) and id(node) not in spared)
    return [node.value for node in literals if isinstance(node.value, str) and HAN.search(node.value)]


def translated_at_import(node: ast.AST, eager: set[str]) -> Iterator[int]:
    """Lines that translate once and for all, in the language of whoever comes first."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call) and isinstance(child.func, ast.Name) and child.func.id in eager:
            yield child.lineno
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            defaults = [value for value in [*child.args.defaults, *child.args.kw_defaults] if value]
            yield from translated_at_import(ast.List([*child.decorator_list, *defaults]), eager)
        elif not isinstance(child, ast.Lambda):
            yield from translated_at_import(child, eager)


def test_no_code_says_something_in_chinese_alone() -> None:
    found = {name: set(bare_texts(module)) - KEPT_AS_DATA.get(name, set()) for name, module in modules()}
    assert {name: texts for name, texts in found.items() if texts} == {}


def test_bare_texts_are_seen() -> None:
    module = ast.parse(
        'from django.utils.translation import gettext as _\n"""文档"""\nx = _("甲")\ny = "乙" + f"丙{x}"'
    )
    assert bare_texts(module) == ["乙", "丙"]


def test_nothing_is_translated_at_import() -> None:
    found = {}
    for name, module in modules():
        eager = {here for here, real in translators(module).items() if not real.endswith("_lazy")}
        found[name] = list(translated_at_import(module, eager))
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_translating_at_import_is_seen() -> None:
    module = ast.parse(
        'A = _("甲")\nclass B:\n    c = [_("乙")]\n    def d(e=_("丙")):\n        return _("丁")\nf = lambda: _("戊")'
    )
    assert list(translated_at_import(module, {"_"})) == [1, 3, 4]


def test_no_template_says_something_in_chinese_alone() -> None:
    found = {}
    for path in sorted(SOURCES.rglob("templates/**/*.html")):
        name, text = (
            str(path.relative_to(SOURCES)),
            re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.S),
        )
        text = re.sub(r'\b(?:_|n?p?gettext)\(\s*"[^"]*"(?:\s*,\s*"[^"]*")*', "", text)
        found[name] = set(HAN.findall(text)) - KEPT_AS_DATA.get(name, set())
    assert {name: texts for name, texts in found.items() if texts} == {}
