"""How the trail is told to a person. The rooms above add their words in ``AppConfig.ready()``."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.kernel.problems import Text

ACTIONS: dict[str, Text] = {}
"""``kind.act`` to words."""
SUBJECTS: dict[str, Text] = {}
"""What an entry's ``subject_kind`` is called."""
VALUES: dict[str, Text] = {}
"""Roles, states: values that entries hold as codes."""
ACTORS: dict[str, Text] = {"system": _("系统"), "reporter": _("上报人"), "visitor": _("居民")}
"""Who acted, when it was nobody with a name."""
WITHHELD = "is_confidential"
"""The fact of an entry whose words are for those who work on the record, not for whoever watches the trail."""
FACTS: dict[str, Text] = {
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
    "value": _("取值"),
    "before": _("原来"),
    "rule": _("规则"),
    "source": _("依据"),
    "valid_from": _("生效日"),
    "scopes": pgettext_lazy("token", "范围"),
    "expires_at": _("有效期至"),
    "version": _("版本"),
    "due": _("期限"),
    "in_time": _("按时"),
    "note": _("理由"),
    "address": _("网络地址"),
    "fields": _("改动的栏目"),
    "second_factor": _("含第二步验证"),
    "tokens": _("作废的令牌"),
    "code": _("代码"),
    "photos": _("照片"),
    "channel": _("来源"),
    "unit_id": _("单位编号"),
    "category": _("类别"),
    "day": _("日期"),
    "is_workday": _("上班"),
    "needs_photo": _("办结须附照片"),
    "is_active": _("在用"),
    "parent": _("上级"),
    "kind": _("类别"),
    "rows": _("行数"),
    "stars": _("评分"),
    "steps": _("经过"),
    "from_system": _("原系统"),
}
