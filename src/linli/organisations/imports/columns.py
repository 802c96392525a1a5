"""What the columns of a registry from before are called, and what its words mean. Data: as offices write them."""

from collections.abc import Mapping, Sequence

from linli.organisations.states import OrganisationKind, OrganisationRole

HEADS: Mapping[str, Sequence[str]] = {
    "name": ("名称", "组织名称", "单位名称", "社会组织名称", "name"),
    "place": ("地点", "社区", "所在社区", "所属社区", "街道", "所属街道", "place"),
    "kind": ("类别", "组织类别", "类型", "组织类型", "kind"),
    "role": ("作用", "组织作用", "role"),
    "field": ("领域", "服务领域", "业务领域", "field"),
    "code": ("统一社会信用代码", "信用代码", "社会信用代码", "code"),
    "authority": ("登记机关", "登记管理机关", "authority"),
    "certificate_number": ("登记证书编号", "证书编号", "登记证号"),
    "registered_on": ("登记日期", "登记时间", "成立登记日期", "registered_on"),
    "filing_number": ("备案编号", "备案号", "filing_number"),
    "filed_on": ("备案日期", "备案时间", "filed_on"),
    "founded_on": ("成立日期", "成立时间", "founded_on"),
    "address": ("地址", "办公地址", "住所", "address"),
    "phone": ("电话", "公开电话", "联系电话", "phone"),
    "summary": ("简介", "做什么", "业务范围", "summary"),
}
KINDS: Mapping[str, OrganisationKind] = {
    **{kind.value: kind for kind in OrganisationKind},
    "社会团体": OrganisationKind.ASSOCIATION,
    "社团": OrganisationKind.ASSOCIATION,
    "协会": OrganisationKind.ASSOCIATION,
    "基金会": OrganisationKind.FOUNDATION,
    "社会服务机构": OrganisationKind.SERVICE,
    "民办非企业单位": OrganisationKind.SERVICE,
    "民非": OrganisationKind.SERVICE,
    "社会服务机构（民办非企业单位）": OrganisationKind.SERVICE,
    "社区社会组织": OrganisationKind.GROUP,
    "业主委员会": OrganisationKind.OWNERS,
    "业委会": OrganisationKind.OWNERS,
    "小区自管委员会": OrganisationKind.SELF_MANAGED,
    "自管委员会": OrganisationKind.SELF_MANAGED,
    "自管委": OrganisationKind.SELF_MANAGED,
    "物业服务企业": OrganisationKind.PROPERTY,
    "物业公司": OrganisationKind.PROPERTY,
    "驻区单位": OrganisationKind.UNIT,
    "商户": OrganisationKind.MERCHANT,
    "政府部门": OrganisationKind.DEPARTMENT,
}
ROLES: Mapping[str, OrganisationRole] = {
    **{role.value: role for role in OrganisationRole},
    "综合服务类": OrganisationRole.COMPREHENSIVE,
    "枢纽型": OrganisationRole.HUB,
    "功能型": OrganisationRole.FUNCTIONAL,
    "联合会": OrganisationRole.FEDERATION,
}
LONGEST: Mapping[str, int] = {
    "name": 80,
    "authority": 80,
    "certificate_number": 40,
    "filing_number": 40,
    "address": 120,
    "phone": 20,
    "summary": 1000,
}


def columns_of(heads: Sequence[str]) -> dict[str, str]:
    """For each column of ours the head that stands for it; the first where two do."""
    found: dict[str, str] = {}
    for name, aliases in HEADS.items():
        head = next((head for head in heads if head.replace(" ", "") in aliases), None)
        if head is not None:
            found[name] = head
    return found
