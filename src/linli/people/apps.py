from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PeopleConfig(AppConfig):
    name = "linli.people"

    def ready(self) -> None:
        from linli.audit.words import ACTIONS, SUBJECTS, VALUES
        from linli.kernel.registry import MenuItem, RedrawingHandler, menu, redrawing_handlers
        from linli.people import following
        from linli.people.models import Scope
        from linli.people.policies import can_grant, can_set_up
        from linli.people.roles import Role

        menu.add("users", MenuItem(pgettext_lazy("several", "用户"), "users", can_grant, position=60))
        menu.add("posts", MenuItem(pgettext_lazy("several", "岗位"), "posts", can_grant, position=61))
        menu.add("units", MenuItem(pgettext_lazy("several", "单位"), "units", can_set_up, position=62))
        redrawing_handlers.add(
            "posts", RedrawingHandler(_("要处理的岗位"), following.look_at_posts, following.move_posts, position=10)
        )
        redrawing_handlers.add(
            "units", RedrawingHandler(_("单位"), following.look_at_units, following.move_units, position=11)
        )
        ACTIONS.update(
            {
                "user.make": _("新建用户"),
                "user.edit": _("修改用户资料"),
                "user.deactivate": _("停用用户"),
                "user.reactivate": _("启用用户"),
                "user.reset": _("重置登录"),
                "user.sign_in": _("登录"),
                "user.change_password": _("修改密码"),
                "post.grant": _("授予岗位"),
                "post.end": _("结束岗位"),
                "post.deputy": _("改定 B 角"),
                "absence.set": _("登记不在岗"),
                "absence.end": _("结束不在岗"),
                "unit.make": _("新建单位"),
                "unit.edit": _("修改单位"),
                "token.make": _("生成接口令牌"),
                "token.end": _("作废接口令牌"),
            }
        )
        SUBJECTS.update(
            {
                "user": _("用户"),
                "post": _("岗位"),
                "absence": _("不在岗"),
                "unit": _("单位"),
                "token": _("接口令牌"),
            }
        )
        VALUES.update([*Role.choices, *Scope.choices])
