"""Whatever happens is told in words of its own kind, in both languages: acts, states, facts and what these mean."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

import linli
from linli.audit.models import Entry
from linli.audit.words import COMMON, KindWords, Vocabulary, kinds
from linli.flow.flow import ADOPT, BEGIN, flows
from linli.flow.resources import resources
from linli.kernel.problems import Text
from linli.kernel.registry import record_kinds
from tests.architecture.recorded import Recorded, Unreadable, acts
from tests.spoken import unsaid

SOURCES = Path(linli.__file__).parent
NO_ACTS = {"bench", "demo", "migrations"}
"""They play what others do."""
HAN = re.compile("[\u3400-\u9fff]")
LANGUAGES = ("zh-hans", "en")


def sources() -> dict[str, ast.Module]:
    paths = (path for path in sorted(SOURCES.rglob("*.py")) if not NO_ACTS & set(path.parts))
    return {str(path.relative_to(SOURCES)): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def wordless(found: Iterator[Recorded]) -> list[str]:
    """What to do about the acts that have no words."""
    known = {kind: set(words.acts) for kind, words in kinds}
    anywhere = {code for codes in known.values() for code in codes} | set(kinds[COMMON].acts)
    return [
        f"{one.where}: the act {one.action!r} has no words. Say kinds.add({one.kind or '…'!r}, KindWords(acts={{…}}))"
        f" in the register() of its room"
        for one in found
        if one.action not in (known.get(one.kind, set()) if one.kind else anywhere)
    ]


def test_every_act_in_the_sources_has_words() -> None:
    found = list(acts(sources()))
    assert len(found) > 80
    assert not wordless(iter(found)), "\n".join(wordless(iter(found)))


def test_an_act_without_words_is_told_with_what_to_do() -> None:
    module = ast.parse(
        "KEPT = 'estate'\n"
        "def tear_down(estate):\n    _record('estate.tear_down', estate)\n    _record(f'{KEPT}.make', estate)\n"
        "def _record(action, estate):\n    trail.record(action, subject_kind='estate')\n"
    )
    (line,) = wordless(acts({"places/tearing.py": module}))
    assert line.startswith("places/tearing.py:6: the act 'estate.tear_down' has no words. Say kinds.add('estate', ")


def test_a_code_that_cannot_be_read_is_told() -> None:
    module = ast.parse("def do(estate):\n    trail.record(estate.what(), subject_kind='estate')\n")
    with pytest.raises(Unreadable, match="Write it as a word"):
        list(acts({"places/tearing.py": module}))


def test_every_kind_has_a_title_of_its_own() -> None:
    titles = [str(words.title) for _kind, words in kinds]
    assert all(titles), [kind for kind, words in kinds if not words.title]
    assert sorted(titles) == sorted(set(titles)), "the auditor chooses a kind by its title: give one of two another"


def test_every_kind_of_record_is_spoken_of() -> None:
    assert {kind for kind, _flow in flows} >= {kind for kind, _resource in resources}
    for kind, record_kind in record_kinds:
        assert kinds[kind].title == record_kind.title, f"{kind}: declare(…) in its room, with the title it registers"


@pytest.mark.parametrize("kind", [kind for kind, _flow in flows if kind != "loan"])
def test_every_state_and_move_has_words(kind: str) -> None:
    flow, words = flows[kind], kinds[kind]
    assert set(words.states) == set(flow.states.values)
    for name in (BEGIN, ADOPT, *flow.moves):
        assert f"{kind}.{name}" in words.acts, f"{kind}.{name} has no words: declare(…) gives it some"


def said(words: KindWords) -> Iterator[Text]:
    yield words.title
    for codes in (words.acts, words.states, words.facts):
        yield from codes.values()
    for values in words.values.values():
        if not callable(values):
            yield from values.values()


@pytest.mark.parametrize("kind", [COMMON, *(kind for kind, _words in kinds if kind != "loan")])
def test_every_word_is_said_in_both_languages(kind: str) -> None:
    for word in said(kinds[kind]):
        with translation.override("en"):
            assert not HAN.search(str(word)), f"{kind}: {word} is not in the English catalogue"


def test_a_kind_and_a_word_are_said_once() -> None:
    vocabulary = Vocabulary()
    vocabulary.add("estate", KindWords(_("小区"), acts={"make": _("登记小区")}, states={"open": _("未结")}))
    vocabulary.add("estate", KindWords(acts={"edit": _("修改小区")}))
    for again, sentence in (
        (KindWords(_("地点")), "the kind 'estate' has a title already"),
        (KindWords(acts={"make": _("修改小区")}), "the act 'estate.make' of 'estate' has its words already"),
        (KindWords(states={"open": _("已结")}), "the state 'open' of 'estate' has its words already"),
    ):
        with pytest.raises(ValueError, match=f"{sentence}.*(Keep one|give the new)"):
            vocabulary.add("estate", again)
    assert set(vocabulary["estate"].acts) == {"estate.make", "estate.edit"}


def test_rooms_may_speak_in_any_order() -> None:
    vocabulary = Vocabulary()
    vocabulary.add("estate", KindWords(acts={"places.count": _("户数")}))
    vocabulary.add("estate", KindWords(_("小区")))
    assert (vocabulary.title_of("estate"), vocabulary.act("estate", "places.count")) == ("小区", "户数")


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        (Entry(action="lift.stop", subject_kind="lift", detail="{}"), "the kind 'lift' has no title"),
        (Entry(action="estate.fly", subject_kind="estate", detail="{}"), "the act 'estate.fly' on 'estate' has no"),
        (Entry(action="estate.make", subject_kind="estate", detail='{"colour":1}'), "the fact 'colour' of 'estate.m"),
        (Entry(action="estate.make", subject_kind="estate", detail='{"kind":"castle"}'), "'castle', the fact 'kind'"),
    ],
)
def test_what_an_entry_cannot_say_is_told(entry: Entry, sentence: str) -> None:
    """The tests' own guard: it looks at every entry that any test writes."""
    assert [line for line in unsaid(entry) if line.startswith(sentence)]
