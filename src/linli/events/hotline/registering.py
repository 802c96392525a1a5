"""What lower rooms have to know of the orders of hotlines."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.audit.words import ACTIONS, SUBJECTS
from linli.events.core.extensions import remarks
from linli.events.core.models import Event
from linli.events.hotline import files, replies
from linli.events.hotline.dues import remarks_of
from linli.events.hotline.policies import can_see_orders
from linli.events.hotline.show import section
from linli.flow.flow import reactions
from linli.flow.sections import add_section
from linli.kernel.registry import MenuItem, Periodic, menu, periodic
from linli.people.policies import can_set_up


def register() -> None:
    menu.add("orders", MenuItem(_("热线工单"), "orders", can_see_orders, position=27))
    menu.add("order_sources", MenuItem(_("热线平台"), "order_sources", can_set_up, position=65))
    periodic.add("events.order_files", Periodic(timedelta(seconds=2), files.work))
    periodic.add("events.forget_order_files", Periodic(timedelta(hours=6), files.forget_old))
    reactions.add("orders", replies.follow)
    remarks.add("orders", remarks_of)
    add_section(Event, "order", section)
    ACTIONS.update(
        {
            "order.caller": _("查看来电人"),
            "order.look_for_caller": _("按来电号码查工单"),
            "hotline.batch": _("生成回传批次"),
            "hotline.hand_over": _("回传批次交给平台"),
            "hotline.dissolve": _("回传批次作废"),
            "hotline.fetch": _("下载回传批次"),
            "hotline.file": _("导入热线工单"),
            "hotline.wrong_rows": _("下载未导入的工单"),
            "hotline.source": _("修改热线平台"),
        }
    )
    SUBJECTS.update(
        {
            "order": pgettext_lazy("one", "热线工单"),
            "order_source": _("热线平台"),
            "order_file": _("工单文件"),
            "reply_batch": _("回传批次"),
        }
    )
