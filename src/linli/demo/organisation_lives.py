"""What the demo's organisations did lately: activities, space for service, and those that nobody heard of."""

import datetime
import random
from collections.abc import Callable
from decimal import Decimal

from django.utils import timezone

from linli.demo.cast import COMMUNITY, DISTRICT
from linli.demo.organisation_plans import AGENCY, CLUB, SHOP, STRUCK
from linli.kernel.worktime import ZONE
from linli.organisations.exits.actions import Struck
from linli.organisations.exits.flows import EXIT_WARNING
from linli.organisations.exits.idle import warn_idle
from linli.organisations.exits.models import ExitWarning
from linli.organisations.registry.models import Activity, Organisation
from linli.organisations.registry.states import PUBLIC, SOCIAL_KINDS
from linli.organisations.spaces.actions import Delivered, Proposed, propose
from linli.organisations.spaces.flows import DELIVERY, SPACE_AGREEMENT
from linli.organisations.spaces.models import Delivery, SpaceAgreement
from linli.organisations.spaces.rounds import go_round
from linli.organisations.spaces.states import Measure, Rhythm
from linli.organisations.support.actions import Asked, Granted, NewScheme, Reported, ask, offer
from linli.organisations.support.flows import SUPPORT
from linli.organisations.support.models import Support, SupportScheme
from linli.organisations.support.states import SupportKind
from linli.people.actors import StaffActor, actor_of
from linli.people.models import Post
from linli.people.roles import Role
from linli.places.models import Place, Premises, PremisesKind

DAY = datetime.timedelta(days=1)
IDLE = 6
"""On file for long and silent for most of a year."""
SILENT_FOR, LATELY = 320 * DAY, 150
WARNED_BEFORE, STRUCK_BEFORE = 75 * DAY, 6 * DAY
BEGAN_BEFORE = 190 * DAY
TOLD_BY = 260
"""How many organisations tell of what they do."""
SCHEMES_REST_ON = "区社会组织培育扶持办法（演示）"
SCHEMES = (
    ("初创种子资金", SupportKind.SEED, 0, 0, 500_000, "给刚备案或登记的组织，用于第一年的活动。"),
    ("免费场地", SupportKind.PREMISES, 0, 2, None, "孵化中心和社区的房间，按约定的时段使用。"),
    ("负责人培训班", SupportKind.TRAINING, 0, 0, None, "财务、项目、督导三个班，每年各两期。"),
    ("购买服务优先", SupportKind.PURCHASE, 3, 0, None, "3A 以上的组织在同等条件下优先。"),
    ("等级奖补", SupportKind.SEED, 4, 0, 3_000_000, "评为 4A、5A 后一次性奖补。"),
)
"""Name, what, from which grade, from how many stars, at most in fen, for what."""
ASKED = (("负责人培训班", "派社工参加督导班。", None), ("初创种子资金", "添置小组活动的桌椅和投影。", 480_000))
DEEDS = (
    *("陪独居老人过生日", "旧衣换绿植", "楼道大扫除", "儿童绘本共读", "法律咨询半天", "广场舞排练", "义务理发"),
    *("手机课：怎样挂号", "小区微花园种植", "反诈骗宣讲", "端午包粽子送老人", "跳蚤市场"),
)
USES = (
    (AGENCY, PremisesKind.SOCIAL_WORK, "每周两次为老人和孩子开小组", Measure.HOURS, 60, 5),
    (CLUB, PremisesKind.LIVING_ROOM, "每周六共读，向居民开放", Measure.TIMES, 12, 1),
    (SHOP, PremisesKind.CANTEEN, "为行动不便的老人送餐", Measure.PEOPLE, 300, 9),
)
"""Who uses what for which service: how it is counted, how much a quarter, how much each time. The last is behind."""


class OrganisationLives:
    """Up to ``until``. As the clock goes forward, each thing is done at its hour."""

    def __init__(self, *, until: datetime.datetime) -> None:
        self.chance = random.Random("lives of organisations")
        self.until = until
        self._coming: list[tuple[datetime.datetime, Callable[[], object]]] = []
        self._at(until - BEGAN_BEFORE, self._be_alive)
        self._at(until - BEGAN_BEFORE, self._agree)
        for number in range(1, BEGAN_BEFORE.days // 7):
            self._at(until - BEGAN_BEFORE + number * 7 * DAY, self._deliver)
            self._at(until - BEGAN_BEFORE + (number * 7 + 1) * DAY, self._confirm)
        self._at(until - BEGAN_BEFORE, self._offer)
        self._at(until - 100 * DAY, self._ask)
        self._at(until - 96 * DAY, self._grant)
        self._at(until - 20 * DAY, self._report)
        self._at(until - WARNED_BEFORE, warn_idle)
        self._at(until - STRUCK_BEFORE, self._strike)
        self._coming.sort(key=lambda one: one[0], reverse=True)

    def pass_until(self, moment: datetime.datetime) -> None:
        while self._coming and self._coming[-1][0] <= moment:
            _hour, step = self._coming.pop()
            step()

    def _at(self, moment: datetime.datetime, step: Callable[[], object]) -> None:
        self._coming.append((moment.astimezone(ZONE).replace(hour=10, minute=0), step))

    def _be_alive(self) -> None:
        """When each was last heard of; a few were not for long."""
        rows = Organisation.objects.filter(state__in=PUBLIC, legal_kind__in=SOCIAL_KINDS).order_by("number")
        groups = [row for row in rows if row.filed_on and row.filed_on < (self.until - SILENT_FOR).date()]
        silent = {row.pk for row in self.chance.sample(groups, IDLE)}
        told: list[Activity] = []
        for number, row in enumerate(rows):
            days = SILENT_FOR if row.pk in silent else self.chance.randint(1, LATELY) * DAY
            row.active_on = (self.until - days).date()
            if number % 2 == 0 and len(told) < TOLD_BY * 2:
                told += [self._deed(row, row.active_on), self._deed(row, row.active_on - 30 * DAY)]
        Organisation.objects.bulk_update(rows, ["active_on"], batch_size=500)
        Activity.objects.bulk_create(told)

    def _deed(self, row: Organisation, day: datetime.date) -> Activity:
        return Activity(
            organisation=row, day=day, what=self.chance.choice(DEEDS), people=self.chance.choice((0, 8, 15, 23, 40))
        )

    def _agree(self) -> None:
        """Proposed by the community, agreed to by those who act for the three of the stories."""
        today = timezone.localdate()
        for name, kind, service, measure, owed, _each in USES:
            organisation = Organisation.objects.filter(name=name).first()
            premises = Premises.objects.filter(community__code=COMMUNITY, kind=kind).first()
            if organisation is None or premises is None:
                continue
            proposed = Proposed(
                *(organisation, premises, service, measure, Rhythm.QUARTER, Decimal(owed)),
                valid_from=today,
                valid_to=today + 730 * DAY,
            )
            agreement = propose(proposed, actor=_holder(Role.COMMUNITY_WORKER, COMMUNITY))
            SPACE_AGREEMENT.make(agreement, "accept", actor=self._representative(organisation))

    def _deliver(self) -> None:
        """The last of them forgets it more and more."""
        go_round()
        for agreement in SpaceAgreement.objects.filter(state="in_force").select_related("organisation"):
            name = agreement.organisation.name
            if name == SHOP and self.chance.random() < 0.7:
                continue
            each = next(use[5] for use in USES if use[0] == name)
            data = Delivered(timezone.localdate(), Decimal(each), agreement.service)
            SPACE_AGREEMENT.make(agreement, "deliver", actor=self._representative(agreement.organisation), data=data)

    def _confirm(self) -> None:
        go_round()
        actor = _holder(Role.COMMUNITY_WORKER, COMMUNITY)
        for delivery in Delivery.objects.filter(state="told"):
            DELIVERY.make(delivery, "confirm", actor=actor)

    def _offer(self) -> None:
        """What the district gives to whom this year."""
        district = Place.objects.get(code=DISTRICT)
        for name, sort, least_grade, least_stars, most, words in SCHEMES:
            values = {"name": name, "sort": sort, "least_grade": least_grade, "least_stars": least_stars}
            values |= {"most": most, "words": words, "source": SCHEMES_REST_ON, "valid_from": timezone.localdate()}
            offer(NewScheme(district, values), actor=_holder(Role.ORGANISATION_OFFICER, DISTRICT))

    def _ask(self) -> None:
        """The agency asks for training and for seed money."""
        agency = Organisation.objects.get(name=AGENCY)
        for name, words, amount in ASKED:
            asked = Asked(agency, SupportScheme.objects.get(name=name), words, amount)
            ask(asked, actor=self._representative(agency))

    def _grant(self) -> None:
        """The first, at once; the other is thought over."""
        officer = _holder(Role.ORGANISATION_OFFICER, DISTRICT)
        support = Support.objects.filter(state="asked").earliest("id")
        SUPPORT.make(support, "grant", actor=officer, data=Granted(None, timezone.localdate() + 60 * DAY))

    def _report(self) -> None:
        support = Support.objects.filter(state="granted").select_related("organisation").earliest("id")
        data = Reported("6 名社工参加督导班，3 人报考中级。")
        SUPPORT.make(support, "report", actor=self._representative(support.organisation), data=data)

    def _strike(self) -> None:
        """Of those that did not answer some are struck off, one is given another chance; the others wait."""
        officer = _holder(Role.ORGANISATION_OFFICER, DISTRICT)
        warned = list(ExitWarning.objects.filter(state="warned").order_by("number"))
        for warning in warned[:STRUCK]:
            data = Struck("近一年没有活动，整改期满未回应，注销备案。", "")
            EXIT_WARNING.make(warning, "strike_off", actor=officer, data=data)
        for warning in warned[STRUCK : STRUCK + 1]:
            EXIT_WARNING.make(warning, "lift", actor=officer, note="负责人住院，已说明情况，恢复活动后再看。")

    def _representative(self, organisation: Organisation) -> StaffActor:
        post = Post.objects.filter(unit=organisation.unit_id, role=Role.REPRESENTATIVE).select_related("user").first()
        assert post is not None, f"nobody acts for {organisation.name} in the demo"
        return actor_of(post.user)


def _holder(role: Role, code: str) -> StaffActor:
    """Whoever sits there today."""
    posts = Post.objects.on(timezone.localdate()).filter(role=role, place__code=code).select_related("user")
    return actor_of(posts.earliest("pk").user)
