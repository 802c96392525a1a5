"""What lower rooms have to know of experts and draws."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.audit.words import KindWords, kinds
from linli.flow.resources import Beginning, Resource, declare
from linli.kernel.registry import MenuItem, menu
from linli.organisations.experts import show
from linli.organisations.experts.actions.draws import commit
from linli.organisations.experts.actions.experts import join_pool
from linli.organisations.experts.conflicts import POSTS, posted_at
from linli.organisations.experts.flows import DRAW, EXPERT
from linli.organisations.experts.forms import DrawForm, JoiningForm
from linli.organisations.experts.models import Draw, Expert
from linli.organisations.experts.policies import can_draw, can_see_pool, can_speak
from linli.organisations.experts.states import TieKind
from linli.organisations.registry.ties import ties


def register() -> None:
    ties.add(POSTS, posted_at)
    menu.add("experts", MenuItem(pgettext_lazy("several", "专家"), "experts", can_see_pool, 36, under="organisations"))
    declare(
        Resource(
            EXPERT,
            _("专家"),
            begun=_("专家入库"),
            seen=lambda actor: Expert.objects.visible_to(actor).for_list(),
            tones=show.EXPERT_TONES,
            facts=show.expert_facts,
            may_read=can_speak,
            begin=Beginning(_("专家入库"), can_see_pool, JoiningForm, join_pool),
            is_told_outside=False,
        ),
    )
    declare(
        Resource(
            DRAW,
            _("专家抽取"),
            begun=_("公布种子摘要"),
            seen=lambda actor: Draw.objects.visible_to(actor).for_list(),
            tones=show.DRAW_TONES,
            facts=show.draw_facts,
            may_read=can_draw,
            begin=Beginning(_("抽取专家"), can_see_pool, DrawForm, commit),
        )
    )
    kinds.add("expert", KindWords(facts={"tie": _("关系")}, values={"tie": dict(TieKind.choices)}))
    kinds.add(
        "draw",
        KindWords(
            facts={
                "seed_hash": _("种子摘要"),
                "list_hash": _("名单摘要"),
                "candidates": _("候选人数"),
                "left_out": _("未列入人数"),
                "seal": _("封存号"),
                "drawn": _("抽中"),
                "left": _("退出"),
                "followed_by": _("递补"),
            },
        ),
    )
