from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InboxConfig(AppConfig):
    name = "linli.inbox"

    def ready(self) -> None:
        from linli.audit.words import ACTIONS
        from linli.inbox.following import look_at_tasks, move_tasks
        from linli.inbox.outbox import deliver
        from linli.inbox.sweep import sweep
        from linli.kernel.idempotency import forget_old
        from linli.kernel.registry import MenuItem, Mover, Periodic, menu, movers, periodic

        menu.add("morning", MenuItem(_("今天"), "morning", lambda actor: actor.kind == "user", position=10))
        movers.add("tasks", Mover(_("改由别人办理的待办"), look_at_tasks, move_tasks, position=30))
        periodic.add("inbox.sweep", Periodic(timedelta(seconds=30), sweep))
        periodic.add("inbox.deliver", Periodic(timedelta(seconds=5), deliver))
        periodic.add("kernel.forget_idempotency_keys", Periodic(timedelta(hours=1), forget_old))
        ACTIONS["task.late"] = _("逾期，已升级提醒")
