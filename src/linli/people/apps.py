from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PeopleConfig(AppConfig):
    name = "linli.people"

    def ready(self) -> None:
        from linli.audit.words import ACTORS, COMMON, KindWords, columns, kinds, people
        from linli.kernel.registry import MenuItem, RedrawingHandler, menu, redrawing_handlers
        from linli.people import following
        from linli.people.models import Scope, UnitKind, User
        from linli.people.policies import can_grant, can_set_up
        from linli.people.roles import Role
        from linli.people.staffing import unit_names

        menu.add("users", MenuItem(pgettext_lazy("several", "用户"), "users", can_grant, position=60))
        menu.add("posts", MenuItem(pgettext_lazy("several", "岗位"), "posts", can_grant, position=61))
        menu.add("units", MenuItem(pgettext_lazy("several", "单位"), "units", can_set_up, position=62))
        redrawing_handlers.add(
            "posts", RedrawingHandler(_("要处理的岗位"), following.look_at_posts, following.move_posts, position=10)
        )
        redrawing_handlers.add(
            "units", RedrawingHandler(_("单位"), following.look_at_units, following.move_units, position=11)
        )
        kinds.add("place", KindWords(facts={"posts": _("要处理的岗位"), "units": _("单位")}))
        kinds.add(
            COMMON,
            KindWords(
                facts={"unit_id": _("单位")},
                values={
                    "role": {**ACTORS, **dict(Role.choices)},
                    "unit": unit_names,
                    "unit_id": unit_names,
                    "steps.who": people,
                    "steps.for": people,
                },
            ),
        )
        kinds.add(
            "user",
            KindWords(
                _("用户"),
                acts={
                    "make": _("新建用户"),
                    "edit": _("修改用户资料"),
                    "deactivate": _("停用用户"),
                    "reactivate": _("启用用户"),
                    "reset": _("重置登录"),
                    "sign_in": _("登录"),
                    "change_password": _("修改密码"),
                },
                facts={
                    "fields": _("改动的栏目"),
                    "second_factor": _("含第二步验证"),
                    "tokens": _("作废的令牌"),
                },
                values={"fields": columns(User)["changed"]},
            ),
        )
        kinds.add(
            "post",
            KindWords(
                _("岗位"),
                acts={"grant": _("授予岗位"), "end": _("结束岗位"), "deputy": _("改定 B 角")},
                values={"post": dict(Role.choices)},
            ),
        )
        kinds.add("absence", KindWords(_("不在岗"), acts={"set": _("登记不在岗"), "end": _("结束不在岗")}))
        kinds.add(
            "unit",
            KindWords(
                _("单位"),
                acts={"make": _("新建单位"), "edit": _("修改单位")},
                values={"kind": dict(UnitKind.choices)},
            ),
        )
        kinds.add(
            "token",
            KindWords(
                _("接口令牌"),
                acts={"make": _("生成接口令牌"), "end": _("作废接口令牌")},
                facts={"scopes": pgettext_lazy("token", "范围"), "expires_at": _("有效期至")},
                values={"scopes": dict(Scope.choices)},
            ),
        )
