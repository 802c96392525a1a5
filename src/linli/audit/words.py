"""How the trail is told to a person: the words of each kind of thing, for nothing but that kind.

    kinds.add("estate", KindWords(_("小区"), acts={"make": _("登记小区")}, values={"kind": dict(EstateKind.choices)}))

One code means different things: ``agreed`` is said of an opinion and of a dispute. So every word belongs to a kind,
or to ``COMMON`` where it means the same everywhere. The rooms above say theirs in ``AppConfig.ready()``, in any order;
several rooms may speak of one kind, but each word is said once.
"""

import uuid
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

from django.contrib.auth import get_user_model
from django.db.models import BooleanField, Field, Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.kernel.problems import Text

V = TypeVar("V")
Codes = Mapping[str, Text]
Names = Callable[[Collection[str]], Codes]
"""Gives the words of many values in at most one query; those that it does not know stay as they are."""
Values = Codes | Names

COMMON: Final = ""
"""In place of a kind: what means the same whatever it is said of."""
WITHHELD = "is_confidential"
"""The fact of an entry whose words are for those who work on the record, not for whoever watches the trail."""
YES_OR_NO: Codes = {"True": _("是"), "False": _("否")}
ACTORS: Codes = {"system": _("系统"), "reporter": _("上报人"), "visitor": _("居民")}
"""Who acted, when it was nobody with a name."""
STATES = frozenset({"from", "to", "state"})
"""The facts that speak of a record's states, wherever they stand in an entry."""


@dataclass(frozen=True)
class KindWords:
    """What is said of one kind.

    ``title`` is what one of them is called: only the room that the kind belongs to says it. ``acts`` are named without
    the kind; an act whose code begins with another word is named whole (``hotline.file`` is done to an ``order_file``).
    ``facts`` are the titles of what entries hold; one with an empty title is for machines and is not shown.
    ``values`` says which facts are codes, and what these mean: by the fact's name, or by its path where it stands
    inside another (``changed.role``, ``figures.*``), or after the act where that decides (``edit:changed.role``).
    Of a fact that is a mapping the values are the words for its keys.
    """

    title: Text = ""
    acts: Codes = field(default_factory=dict)
    states: Codes = field(default_factory=dict)
    facts: Codes = field(default_factory=dict)
    values: Mapping[str, Values] = field(default_factory=dict)


class Vocabulary:
    """The words of all kinds, in the order in which the kinds were first spoken of."""

    def __init__(self) -> None:
        self._kinds: dict[str, KindWords] = {}

    def add(self, kind: str, words: KindWords) -> None:
        """Raises ValueError, and says nothing of it, where a word was said before."""
        before = self._kinds.get(kind, KindWords())
        if before.title and words.title:
            raise ValueError(
                f"the kind {kind!r} has a title already ({before.title}). A kind belongs to one room; give the new"
                f" kind another name, or leave the title out where another room only adds words"
            )
        acts = {self._code(kind, name): said for name, said in words.acts.items()}
        self._kinds[kind] = KindWords(
            title=words.title or before.title,
            acts=_joined(kind, "act", before.acts, acts),
            states=_joined(kind, "state", before.states, words.states),
            facts=_joined(kind, "fact", before.facts, words.facts),
            values=_joined(kind, "value", before.values, words.values),
        )

    def remove(self, kind: str) -> None:
        """For tests that add a kind of their own."""
        del self._kinds[kind]

    def __iter__(self) -> Iterator[tuple[str, KindWords]]:
        """The kinds, without what is common to them."""
        return ((kind, words) for kind, words in self._kinds.items() if kind != COMMON)

    def __getitem__(self, kind: str) -> KindWords:
        """Nothing is said of a kind that nobody knows."""
        return self._kinds.get(kind, KindWords())

    def title_of(self, kind: str) -> Text:
        return self[kind].title or kind

    def act(self, kind: str, action: str) -> Text:
        """What was done, said of this kind."""
        return self[kind].acts.get(action) or self[COMMON].acts.get(action) or action

    def fact(self, kind: str, path: str) -> Text:
        """What a fact is called; empty where it is not to be shown."""
        name = path.rpartition(".")[2]
        for words in (self[kind], self[COMMON]):
            for key in (path, name):
                if key in words.facts:
                    return words.facts[key]
        return name

    def values(self, kind: str, action: str, path: str) -> Values:
        """The words for what stands under this path in an entry, the kind's own before common ones; none: no code."""
        inside, _dot, name = path.rpartition(".")
        act = action.removeprefix(f"{kind}.")
        keys = (f"{act}:{path}", path, f"{inside}.*", f"{act}:{name}", name)
        own = next((self[kind].values[key] for key in keys if key in self[kind].values), None)
        if own is None and name in STATES:
            own = self[kind].states
        common = next((self[COMMON].values[key] for key in keys if key in self[COMMON].values), {})
        if callable(own) or callable(common):
            return own or common
        return {**common, **(own or {})}

    def value(self, kind: str, action: str, path: str, code: str) -> Text:
        """The words for one code, without asking the database; empty where it has none."""
        values = self.values(kind, action, path)
        return "" if callable(values) else values.get(code, "")

    @staticmethod
    def _code(kind: str, act: str) -> str:
        return act if "." in act or kind == COMMON else f"{kind}.{act}"


def _joined(kind: str, what: str, before: Mapping[str, V], more: Mapping[str, V]) -> dict[str, V]:
    if twice := sorted(before.keys() & more.keys()):
        raise ValueError(
            f"the {what} {twice[0]!r} of {kind or 'everything'!r} has its words already ({before[twice[0]]})."
            f" Keep one of the two, or give the new one a code of its own"
        )
    return {**before, **more}


def columns(model: type[Model], act: str = "") -> dict[str, Values]:
    """For ``values``: what the columns of a model are called, and their choices, in a fact ``changed``.

    ``act``: where one act speaks of another model than the others of its kind.
    """
    path = f"{act}:changed" if act else "changed"
    named = {column.name: column for column in model._meta.get_fields() if isinstance(column, Field)}
    found: dict[str, Values] = {
        path: {name: column.verbose_name for name, column in named.items() if isinstance(column.verbose_name, Promise)}
    }
    for name, column in named.items():
        choices = dict(column.flatchoices)
        is_flag = isinstance(column, BooleanField)
        if choices or is_flag:
            found[f"{path}.{name}"] = {str(code): said for code, said in choices.items()} or YES_OR_NO
    return found


def keys_in(texts: Collection[str]) -> set[uuid.UUID]:
    """Those of the texts that are keys of rows."""
    return {key for text in texts if (key := _key(text))}


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def people(texts: Collection[str]) -> dict[str, Text]:
    """The names of users by their keys."""
    keys = keys_in(texts)
    found = get_user_model()._default_manager.filter(pk__in=keys) if keys else ()
    return {str(person.pk): str(person) for person in found}


kinds = Vocabulary()
kinds.add(
    COMMON,
    KindWords(
        facts={
            WITHHELD: _("保密"),
            "role": _("凭岗位"),
            "user": _("用户"),
            "post": _("岗位"),
            "place": _("地点"),
            "unit": _("单位"),
            "from": _("自"),
            "to": _("至"),
            "deputy": _("B 角"),
            "last_day": _("最后一天"),
            "first_day": _("第一天"),
            "name": _("名称"),
            "before": _("原来"),
            "source": _("依据"),
            "valid_from": _("生效日"),
            "version": _("版本"),
            "changed": _("改动"),
            "new": _("新的"),
            "unchanged": _("没变"),
            "errors": _("有错的行"),
            "digest": _("内容摘要"),
            "filters": _("筛选"),
            "most": _("至多条数"),
            "state": _("状态"),
            "q": _("查找"),
            "organisation": _("组织"),
            "until": _("延至"),
            "into": _("转入"),
            "units": _("单位"),
            "due": _("期限"),
            "in_time": _("按时"),
            "note": _("理由"),
            "address": _("网络地址"),
            "code": _("代码"),
            "photos": _("照片"),
            "channel": _("来源"),
            "category": _("类别"),
            "day": _("日期"),
            "is_active": _("在用"),
            "kind": _("类别"),
            "rows": _("行数"),
            "stars": _("评分"),
            "steps": _("经过"),
            "from_system": _("原系统"),
        },
        values={"user": people, "deputy": people},
    ),
)
