from datetime import timedelta
from typing import Any

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class GridConfig(AppConfig):
    name = "linli.grid"

    def ready(self) -> None:
        from linli.audit.words import ACTIONS, FACTS, SUBJECTS, VALUES
        from linli.flow.flow import flows, reactions
        from linli.grid import following, rules  # noqa: F401 - declares the rules of events
        from linli.grid.disputes.flows import DISPUTE, FOLLOW_UP, SEARCH, SESSION
        from linli.grid.disputes.policies import MEDIATOR, can_see_disputes
        from linli.grid.disputes.rounds import begin_rounds
        from linli.grid.figures.counting import count
        from linli.grid.figures.days import keep_today
        from linli.grid.figures.glance import month_of
        from linli.grid.figures.verification import verify
        from linli.grid.flows import EVENT
        from linli.grid.hotline import files, replies
        from linli.grid.hotline.dues import remarks_of
        from linli.grid.hotline.policies import can_see_orders
        from linli.grid.imports import running
        from linli.grid.imports.policies import can_import
        from linli.grid.mediating import mediating
        from linli.grid.parts.flows import ASSIST, EXTENSION, WHISTLE
        from linli.grid.policies import can_report, can_see_figures
        from linli.grid.states import Channel, DisputeChannel, SessionOutcome, Side
        from linli.kernel.registry import (
            MenuItem,
            Mover,
            Periodic,
            RecordKind,
            glances,
            menu,
            movers,
            periodic,
            record_kinds,
            verifications,
        )
        from linli.people.policies import can_set_up

        def sets_up(actor: Any) -> bool:
            return bool(can_set_up(actor))

        def sees_orders(actor: Any) -> bool:
            return bool(can_see_orders(actor))

        def sees_figures(actor: Any) -> bool:
            return bool(can_see_figures(actor))

        def sees_disputes(actor: Any) -> bool:
            return can_see_disputes(actor) is not None or (actor.kind == "user" and actor.id in mediating.get())

        def imports(actor: Any) -> bool:
            return bool(can_import(actor))

        menu.add("events", MenuItem(pgettext_lazy("several", "事件"), "events", can_report, position=20))
        menu.add("disputes", MenuItem(pgettext_lazy("several", "纠纷"), "disputes", sees_disputes, position=25))
        menu.add("figures", MenuItem(_("数据"), "figures", sees_figures, position=30))
        menu.add("orders", MenuItem(_("热线工单"), "orders", sees_orders, position=27))
        periodic.add("grid.count_figures", Periodic(timedelta(seconds=5), count))
        periodic.add("grid.keep_figures", Periodic(timedelta(hours=1), keep_today))
        periodic.add("grid.begin_searches", Periodic(timedelta(hours=1), begin_rounds))
        periodic.add("grid.order_files", Periodic(timedelta(seconds=2), files.work))
        periodic.add("grid.forget_order_files", Periodic(timedelta(hours=6), files.forget_old))
        periodic.add("grid.import_events", Periodic(timedelta(seconds=2), running.work))
        periodic.add("grid.clear_imports", Periodic(timedelta(hours=1), running.clear))
        menu.add("event_imports", MenuItem(_("导入事件"), "event_imports", imports, position=66))
        glances.add("figures", month_of)
        verifications.add("figures", verify)
        menu.add("order_sources", MenuItem(_("热线平台"), "order_sources", sets_up, position=65))
        menu.add("categories", MenuItem(_("事件类别"), "categories", sets_up, position=63))
        menu.add("mediation", MenuItem(_("调解设置"), "mediation_setup", sets_up, position=64))
        flows.add("event", EVENT)
        reactions.add("orders", replies.follow)
        movers.add("events", Mover(_("未办结的事件"), following.look_at_events, following.move_events, position=20))
        responsible = Mover(_("责任单位"), following.look_at_responsible, following.move_responsible, position=25)
        movers.add("responsible", responsible)
        record_kinds.add("event", RecordKind(_("事件"), lambda number: reverse("event", args=[number]), remarks_of))
        for title, table in ((_("协办"), ASSIST), (_("吹哨"), WHISTLE), (_("延期申请"), EXTENSION)):
            flows.add(table.model.kind, table)
            record_kinds.add(table.model.kind, RecordKind(title, lambda number: reverse("part", args=[number])))
        flows.add("dispute", DISPUTE)
        record_kinds.add("dispute", RecordKind(_("纠纷"), lambda number: reverse("dispute", args=[number])))
        for title, steps in ((_("调解"), SESSION), (_("回访"), FOLLOW_UP)):
            flows.add(steps.model.kind, steps)
            record_kinds.add(steps.model.kind, RecordKind(title, lambda number: reverse("dispute_part", args=[number])))
        flows.add("search", SEARCH)
        record_kinds.add("search", RecordKind(_("矛盾纠纷排查"), lambda number: reverse("search", args=[number])))
        for kind, table in flows:
            ACTIONS.update({f"{kind}.{move.name}": move.words for move in table.moves.values()})
            VALUES.update(table.states.choices)
        ACTIONS.update(
            {
                "event.begin": pgettext_lazy("step", "上报"),
                "assist.begin": pgettext_lazy("step", "请单位协办"),
                "whistle.begin": pgettext_lazy("step", "吹哨"),
                "extension.begin": pgettext_lazy("step", "申请延期"),
                "dispute.begin": _("开始调解"),
                "dispute.unmask": _("查看当事人完整信息"),
                "dispute.print": _("打印调解协议书"),
                "session.begin": _("约定调解"),
                "followup.begin": _("安排回访"),
                "search.begin": _("开始本月排查"),
                "mediation.choice": _("修改调解类型或引导去向"),
                "legal_post.name": _("登记法律力量"),
                "legal_post.end": _("结束法律力量"),
                "event.adopt": _("由原系统导入"),
                "event.follow": _("随网格调整转入新网格"),
                "event.import_start": _("开始导入原系统的事件"),
                "event.import": _("导入原系统的事件"),
                "event.export_history": _("导出事件及经过"),
                "event.export": _("导出事件列表"),
                "figures.export": _("导出数据"),
                "category.make": _("新建类别"),
                "order.caller": _("查看来电人"),
                "hotline.batch": _("生成回传批次"),
                "hotline.hand_over": _("回传批次交给平台"),
                "hotline.dissolve": _("回传批次作废"),
                "hotline.fetch": _("下载回传批次"),
                "hotline.file": _("导入热线工单"),
                "hotline.wrong_rows": _("下载未导入的工单"),
                "hotline.source": _("修改热线平台"),
                "category.edit": _("修改类别"),
                "category.responsible": _("定责任单位"),
                "category.not_responsible": _("去掉责任单位"),
            }
        )
        SUBJECTS.update({"event": _("事件"), "category": _("类别"), "import": _("文件")})
        SUBJECTS.update({"order_source": _("热线平台"), "order_file": _("工单文件"), "reply_batch": _("回传批次")})
        SUBJECTS.update({"assist": _("协办"), "whistle": _("吹哨"), "extension": _("延期申请")})
        SUBJECTS.update({"dispute": _("纠纷"), "session": _("调解"), "followup": _("回访")})
        SUBJECTS.update({"legal_post": _("法律力量"), "search": _("矛盾纠纷排查")})
        VALUES.update(Channel.choices)
        VALUES.update((*DisputeChannel.choices, *Side.choices, *SessionOutcome.choices, (MEDIATOR, _("调解员"))))
        FACTS.update(
            {
                "side": _("哪一方"),
                "outcome": _("结果"),
                "to_whom": _("引导去向"),
                "is_oral": _("口头协议"),
                "looked_at": _("走访了多少处"),
                "found": _("发现"),
                "party": _("当事人"),
            }
        )
