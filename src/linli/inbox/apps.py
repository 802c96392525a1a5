from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class InboxConfig(AppConfig):
    name = "linli.inbox"

    def ready(self) -> None:
        from linli.audit.words import COMMON, KindWords, kinds
        from linli.inbox.following import look_at_tasks, move_tasks
        from linli.inbox.outbox import deliver
        from linli.inbox.sweep import sweep
        from linli.inbox.webhooks import sending
        from linli.kernel.idempotency import forget_old
        from linli.kernel.registry import MenuItem, Periodic, RedrawingHandler, menu, periodic, redrawing_handlers
        from linli.people.policies import can_set_up
        from linli.people.staffing import posts_of

        menu.add("morning", MenuItem(_("今天"), "morning", lambda actor: actor.kind == "user", position=10))
        redrawing_handlers.add(
            "tasks", RedrawingHandler(_("改由别人办理的待办"), look_at_tasks, move_tasks, position=30)
        )
        periodic.add("inbox.sweep", Periodic(timedelta(seconds=30), sweep))
        periodic.add("inbox.deliver", Periodic(timedelta(seconds=5), deliver))
        periodic.add("kernel.forget_idempotency_keys", Periodic(timedelta(hours=1), forget_old))
        kinds.add(
            COMMON,
            KindWords(
                acts={"task.late": _("逾期，已升级提醒")},
                facts={"holder": _("现由谁办"), "escalated_to": _("升级提醒谁")},
                values={"holder": posts_of, "escalated_to": posts_of},
            ),
        )
        kinds.add("place", KindWords(facts={"tasks": _("改由别人办理的待办")}))
        menu.add("webhooks", MenuItem(pgettext_lazy("several", "对外推送"), "webhooks", can_set_up, position=65))
        periodic.add("webhooks.send", Periodic(timedelta(seconds=5), sending.send_due))
        periodic.add("webhooks.forget", Periodic(timedelta(hours=1), sending.forget_old))
        kinds.add(
            "webhook",
            KindWords(
                _("对外推送"),
                acts={"make": _("新建对外推送"), "edit": _("修改对外推送"), "again": _("再发一次推送")},
                facts={
                    "host": _("主机"),
                    "kinds": _("发送哪些"),
                    "number": _("编号"),
                    "delivery": _("推送编号"),
                },
                values={"kinds": lambda codes: {code: kinds.title_of(code) for code in codes}},
            ),
        )
