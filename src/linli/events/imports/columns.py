"""What a file may say of an event, under which heads, and in which words; the export uses the same."""

import json
import unicodedata
from collections.abc import Iterable, Mapping
from importlib.resources import files

from django.utils.translation import gettext_lazy as _

from linli.kernel.problems import Text

TITLES: Mapping[str, Text] = {
    "former_number": _("原编号"),
    "category": _("类别"),
    "text": _("情况"),
    "reported_at": _("上报时间"),
    "state": _("状态"),
    "place": _("地点或网格"),
    "community": _("社区"),
    "subdistrict": _("街道"),
    "address": _("位置描述"),
    "lat": _("纬度"),
    "lon": _("经度"),
    "unit": _("主办单位"),
    "accepted_at": _("受理时间"),
    "dispatched_at": _("派单时间"),
    "started_at": _("接单时间"),
    "finished_at": _("办结时间"),
    "checked_at": _("核查时间"),
    "ended_at": _("结案时间"),
    "result": _("处理结果"),
    "solve_due": _("处理期限"),
    "close_due": _("结案期限"),
    "is_accepted_in_time": _("是否按期受理"),
    "is_done_in_time": _("是否按期办结"),
    "sent_back": _("退回次数"),
    "reworked": _("返工次数"),
    "extended": _("延期次数"),
    "reopened": _("重办次数"),
    "rating": _("评分"),
    "rating_words": _("评价"),
    "highest": _("到过的最高一级"),
    "joined_to": _("并入的原编号"),
    "phone": _("上报人电话（加密保存）"),
}
NEEDED = ("former_number", "category", "text", "reported_at", "state")
MAPPED: Mapping[str, Text] = {"category": _("类别"), "state": _("状态"), "unit": _("主办单位"), "place": _("地点")}
"""Whose words somebody may have to say the meaning of."""


def _data(name: str) -> dict[str, dict[str, list[str]]]:
    content: dict[str, dict[str, list[str]]] = json.loads(
        (files("linli.events.imports") / "data" / name).read_text(encoding="utf-8")
    )
    return content


HEADS: Mapping[str, list[str]] = _data("import_columns.json")  # type: ignore[assignment]
"""Of each field the heads under which it comes; the first is ours."""
PERSONAL = ("phone",)
"""Never taken for something by its head alone."""


def plain(text: str) -> str:
    """As words are compared: without spaces, full width or capitals."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def _backwards(words: Mapping[str, list[str]]) -> dict[str, str]:
    return {plain(word): ours for ours, theirs in words.items() for word in theirs}


WORDS: Mapping[str, Mapping[str, str]] = {name: _backwards(words) for name, words in _data("import_words.json").items()}
"""What common words mean, by field: theirs to ours."""


def guessed(heads: Iterable[str], remembered: Mapping[str, str]) -> dict[str, str]:
    """Field to head: as it was said last time, else by the usual names of columns."""
    there = {plain(head): head for head in heads}
    found = {name: head for name, head in remembered.items() if head in there.values()}
    for name, usual in HEADS.items():
        if name in found or name in PERSONAL:
            continue
        for word in usual:
            head = there.get(plain(word))
            if head and head not in found.values():
                found[name] = head
                break
    return found
