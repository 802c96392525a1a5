"""The demo's party organisations: 35 branches in 4 groups with two years of quarters behind them, all invented."""

import datetime
import random
import uuid
from collections.abc import Sequence

from django.utils import timezone

from linli.demo.cast import DISTRICT, GIVEN_NAMES, SURNAMES
from linli.flow.backfill import Past, Step, adopt
from linli.kernel.actor import SYSTEM
from linli.kernel.ids import id_at
from linli.organisations.party.actions.planning import keep_rotas
from linli.organisations.party.flows import GROUP, HOSTING, PARTY
from linli.organisations.party.models import (
    Coverage,
    GroupMembership,
    Hosting,
    PartyGroup,
    PartyOrganisation,
    Secretary,
)
from linli.organisations.party.rota import last_day, plan, quarter_of, shifted
from linli.organisations.party.states import GroupState, HostingState, PartyKind, PartyState
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.states import PUBLIC, SOCIAL_KINDS
from linli.places.models import Place

BRANCHES, QUARTERS = 35, 8
GROUPS = (
    ("红心助老组", "泰山路、嵩山路一带，养老服务和社工机构"),
    ("红色物业组", "天台、栗雨一带，物业和小区自治"),
    ("文化润邻组", "金山、湘滨一带，文化体育团队"),
    ("志愿先锋组", "马家河、三门一带，公益和志愿服务"),
)
DONE = (
    "参观主持支部的服务现场，一起上党课，议定为独居老人每周上门一次。",
    "到社区开展便民集市，各支部出摊位：理发、修伞、量血压、法律咨询。",
    "交流“党员认岗”的做法，现场结对三个困难家庭。",
    "一起清理楼道杂物，和居民代表商量了充电桩的位置。",
    "观摩项目化运作的案例，各支部带来一个需求、一项资源，当场对接。",
)


def organise(until: datetime.datetime) -> None:
    """As many branches as there are organisations for, at most 35; none where the district has no organisations yet."""
    chance = random.Random("party")
    found = Organisation.objects.filter(state__in=PUBLIC, legal_kind__in=SOCIAL_KINDS)
    organisations = list(found.select_related("place").order_by("number")[: BRANCHES + 1])
    if len(organisations) < len(GROUPS) * 2:
        return
    now = quarter_of(timezone.localdate(until))
    began = datetime.datetime.combine(shifted(now, -QUARTERS - 1), datetime.time(10), timezone.get_default_timezone())
    branches = _found(organisations, began, chance)
    district = Place.objects.get(code=DISTRICT)
    pasts = [
        Past(
            PartyGroup(**PartyGroup.at(district), id=id_at(began), name=name, about=about),
            GroupState.ACTIVE,
            [Step("begin", began, "system")],
        )
        for name, about in GROUPS
    ]
    adopt(GROUP, pasts, actor=SYSTEM)
    for number, past in enumerate(pasts):
        members = branches[number :: len(GROUPS)]
        GroupMembership.objects.bulk_create(
            GroupMembership(group=past.record, branch=one, joined_on=began.date()) for one in members
        )
        _live(past.record, members, now, chance)
    keep_rotas()


def _found(
    organisations: Sequence[Organisation], began: datetime.datetime, chance: random.Random
) -> list[PartyOrganisation]:
    """The joint committee, two of trades, and the branches; the last one is of two organisations."""
    district = Place.objects.get(code=DISTRICT)
    joint = _party("区社会组织综合党委", PartyKind.JOINT, district, None, began, 0)
    trades = [_party(name, PartyKind.TRADE, district, joint, began, 0) for name in ("区社工行业党委", "区物业行业党委")]
    own, together = organisations[:-2], organisations[-2:]
    branches = [
        _party(
            f"{one.name}党支部",
            PartyKind.BRANCH,
            one.place,
            chance.choice([joint, *trades]),
            began,
            chance.randrange(3, 12),
        )
        for one in own
    ]
    united = _party(f"{together[0].name}等联合党支部", PartyKind.UNITED, together[0].place, joint, began, 7)
    adopt(
        PARTY,
        [Past(one, PartyState.ACTIVE, [Step("begin", began, "system")]) for one in (joint, *trades, *branches, united)],
        actor=SYSTEM,
    )
    pairs = [*zip(branches, own, strict=True), *((united, one) for one in together)]
    Coverage.objects.bulk_create(
        Coverage(branch=branch, organisation=one, is_own=branch is not united, joined_on=began.date())
        for branch, one in pairs
    )
    Secretary.objects.bulk_create(
        Secretary(
            party_organisation=one,
            name=chance.choice(SURNAMES) + chance.choice(GIVEN_NAMES),
            is_public=one.kind_of_party != PartyKind.BRANCH,
            since=began.date(),
        )
        for one in (joint, *trades, *branches, united)
    )
    return [*branches, united]


def _party(
    name: str, kind: PartyKind, place: Place, parent: PartyOrganisation | None, began: datetime.datetime, members: int
) -> PartyOrganisation:
    return PartyOrganisation(
        **PartyOrganisation.at(place),
        id=id_at(began),
        name=name[:60],
        kind_of_party=kind,
        parent=parent,
        members=members,
        founded_on=began.date(),
    )


def _live(
    group: PartyGroup,
    members: Sequence[PartyOrganisation],
    now: datetime.date,
    chance: random.Random,
) -> None:
    """Two years of quarters as the rota gives them, one of them missed; this quarter's is still to be held."""
    quarters = [shifted(now, by) for by in range(-QUARTERS, 1)]
    by_key = {one.pk: one for one in members}
    last: dict[uuid.UUID, datetime.date] = {}
    missed = chance.choice(quarters[2:-2])
    pasts = []
    for quarter in quarters:
        host = plan(list(by_key), last=last, kept={}, quarters=[quarter])[quarter]
        state = HostingState.MISSED if quarter == missed else HostingState.HELD
        if quarter == now:
            state = HostingState.DUE
        if state == HostingState.HELD:
            last[host] = quarter
        pasts.append(_past(group, by_key[host], quarter, state, chance))
    adopt(HOSTING, pasts, actor=SYSTEM)
    through = Hosting.attended.through
    through.objects.bulk_create(
        through(hosting_id=past.record.pk, partyorganisation_id=one.pk)
        for past in pasts
        if past.state == HostingState.HELD
        for one in members
        if one.pk != past.record.branch_id and chance.random() < 0.8
    )


def _past(
    group: PartyGroup,
    host: PartyOrganisation,
    quarter: datetime.date,
    state: HostingState,
    chance: random.Random,
) -> Past[Hosting]:
    zone = timezone.get_default_timezone()
    planned = datetime.datetime.combine(shifted(quarter, -1), datetime.time(9), zone)
    called = datetime.datetime.combine(quarter - datetime.timedelta(days=30), datetime.time(9), zone)
    day = min(quarter + datetime.timedelta(days=chance.randrange(20, 80)), last_day(quarter))
    steps = [Step("begin", planned, "system"), Step("call", called, "system")]
    hosting = Hosting(
        **Hosting.at(group.place), id=id_at(planned), group=group, quarter=quarter, branch=host, is_swapped=False
    )
    if state == HostingState.HELD:
        hosting.held_on, hosting.summary = day, chance.choice(DONE)
        steps.append(Step("hold", datetime.datetime.combine(day, datetime.time(16), zone), "system"))
    elif state == HostingState.MISSED:
        at = datetime.datetime.combine(last_day(quarter), datetime.time(16), zone)
        steps.append(Step("miss", at, "system", note="主持支部换届，与防汛值守冲突，没有办成。"))
    return Past(hosting, state, steps)
