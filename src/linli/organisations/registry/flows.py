"""The table of an organisation's life."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.flow.flow import Flow
from linli.flow.moves import act, move, nobody
from linli.organisations.members import actions as members
from linli.organisations.members.forms import AddMemberForm, EditMemberForm, MemberLeftForm
from linli.organisations.models import Organisation
from linli.organisations.policies import can_act_for, can_edit, can_empower, can_keep
from linli.organisations.registry import actions, activities, empowering
from linli.organisations.registry.forms import (
    ActivityForm,
    CharterForm,
    CorrectForm,
    EditForm,
    EmpowerForm,
    FiledForm,
    HubForm,
    LeftForm,
    RegisteredForm,
    WithdrawForm,
)
from linli.organisations.services import actions as services
from linli.organisations.services.forms import AddServiceForm, ChoiceForm, EditServiceForm, StoppedChoiceForm
from linli.organisations.states import ACTIVE, OrganisationState

S = OrganisationState

ORGANISATION = Flow(
    Organisation,
    OrganisationState,
    act("edit", ACTIVE, _("修改介绍"), allow=can_edit, form=EditForm, do=actions.edit, is_aside=False),
    act(
        "tell_activity",
        ACTIVE,
        _("报告活动"),
        allow=can_act_for,
        form=ActivityForm,
        do=activities.tell,
        is_aside=False,
        done_words=pgettext_lazy("step", "报告活动"),
    ),
    act("correct", ACTIVE, _("修改登记事项"), allow=can_keep, form=CorrectForm, do=actions.edit),
    move(
        "enter_filing",
        S.LISTED,
        S.ON_FILE,
        _("补录备案"),
        allow=can_keep,
        form=FiledForm,
        do=actions.put_on_file,
        is_aside=True,
        done_words=pgettext_lazy("step", "补录备案"),
    ),
    move(
        "put_on_file",
        S.LISTED,
        S.ON_FILE,
        _("备案"),
        allow=nobody,
        do=actions.put_on_file,
        done_words=S.ON_FILE.label,
    ),
    move(
        "enter_registration",
        (S.LISTED, S.ON_FILE),
        S.REGISTERED,
        _("补录登记"),
        allow=can_keep,
        form=RegisteredForm,
        do=actions.record_registration,
        is_aside=True,
        done_words=pgettext_lazy("step", "补录登记"),
    ),
    move(
        "register",
        (S.LISTED, S.ON_FILE),
        S.REGISTERED,
        _("登记"),
        allow=nobody,
        do=actions.record_registration,
        done_words=S.REGISTERED.label,
    ),
    act(
        "empower",
        ACTIVE,
        _("指定组织代表"),
        allow=can_empower,
        form=EmpowerForm,
        do=empowering.empower,
        done_words=pgettext_lazy("step", "指定组织代表"),
    ),
    act(
        "withdraw",
        ACTIVE,
        _("取消组织代表"),
        allow=can_empower,
        form=WithdrawForm,
        do=empowering.withdraw,
        done_words=pgettext_lazy("step", "取消组织代表"),
    ),
    act("change", ACTIVE, _("变更"), allow=nobody, do=actions.edit),
    act("add_service", ACTIVE, _("添加服务"), allow=can_edit, form=AddServiceForm, do=services.add_service),
    act("edit_service", ACTIVE, _("修改服务"), allow=can_edit, form=EditServiceForm, do=services.edit_service),
    act("stop_service", ACTIVE, _("停止服务"), allow=can_edit, form=ChoiceForm, do=services.stop_service),
    act("resume_service", ACTIVE, _("恢复服务"), allow=can_edit, form=StoppedChoiceForm, do=services.resume_service),
    act("add_member", ACTIVE, _("登记成员"), allow=can_edit, form=AddMemberForm, do=members.add_member),
    act("edit_member", ACTIVE, _("修改成员"), allow=can_edit, form=EditMemberForm, do=members.edit_member),
    act("member_left", ACTIVE, _("成员离开"), allow=can_edit, form=MemberLeftForm, do=members.member_left),
    act("keep_charter", ACTIVE, _("上传章程"), allow=can_edit, form=CharterForm, do=actions.keep_charter),
    act(
        "set_hub",
        ACTIVE,
        _("指定所属枢纽"),
        allow=can_keep,
        form=HubForm,
        do=actions.set_hub,
        holds=lambda data: [data.hub.pk] if data.hub else [],
    ),
    move(
        "take_off",
        ACTIVE,
        S.LEFT,
        _("移出名录"),
        allow=can_keep,
        form=LeftForm,
        do=actions.leave,
        is_aside=True,
        is_refusal=True,
        done_words=pgettext_lazy("step", "移出名录"),
    ),
    move("leave", ACTIVE, S.LEFT, _("退出"), allow=nobody, do=actions.leave, done_words=S.LEFT.label),
    move("strike_off", ACTIVE, S.LEFT, _("注销"), allow=nobody, do=actions.leave, done_words=_("预警后注销退出")),
    move(
        "come_back",
        S.LEFT,
        S.LISTED,
        _("重新列入"),
        allow=can_keep,
        do=actions.come_back,
        needs_note=True,
        done_words=pgettext_lazy("step", "重新列入"),
    ),
    initial=S.LISTED,
    waits={},
)
