"""The tree of categories and who answers for each where; each change on the trail."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from linli.events.core.catalogue import catalogue
from linli.events.core.models import Category, ResponsibleUnit
from linli.kernel.actor import Warrant
from linli.kernel.problems import Invalid
from linli.people.actions.rights import Administrator, setting_up
from linli.people.models import Unit
from linli.people.warranted import record_act
from linli.places.models import Place


def make_category(
    *,
    code: str,
    name: str,
    parent: Category | None = None,
    position: int = 0,
    needs_photo: bool = False,
    is_confidential: bool = False,
    actor: Administrator,
) -> Category:
    """A new kind of event. Its code stays: deadlines are rules with it as their subject."""
    warrant = setting_up(actor)
    category = Category(
        code=code.lower(),
        parent=parent,
        name=name,
        position=position,
        needs_photo=needs_photo,
        is_confidential=is_confidential,
    )
    _check_parent(category)
    return _save("category.make", category, actor, warrant)


def edit_category(
    category: Category,
    *,
    name: str,
    parent: Category | None,
    position: int,
    needs_photo: bool,
    is_confidential: bool,
    is_active: bool,
    actor: Administrator,
) -> Category:
    """Events that have the category keep it, also when it is no longer offered; they stay confidential or not."""
    warrant = setting_up(actor)
    category.name, category.parent, category.position = name, parent, position
    category.needs_photo, category.is_confidential, category.is_active = needs_photo, is_confidential, is_active
    _check_parent(category)
    return _save("category.edit", category, actor, warrant)


@transaction.atomic
def set_responsible(category: Category, place: Place, unit: Unit, *, actor: Administrator) -> ResponsibleUnit:
    """From now on ``unit`` is proposed for the category at ``place`` and below it."""
    warrant = setting_up(actor, place.code)
    row, _is_new = ResponsibleUnit.objects.update_or_create(category=category, place=place, defaults={"unit": unit})
    _record("category.responsible", category, actor, warrant, place=place.code, unit=unit.name)
    return row


@transaction.atomic
def drop_responsible(row: ResponsibleUnit, *, actor: Administrator) -> None:
    """The next place above decides again."""
    warrant = setting_up(actor, row.place.code)
    _record("category.not_responsible", row.category, actor, warrant, place=row.place.code, unit=row.unit.name)
    row.delete()


def _check_parent(category: Category) -> None:
    """Two levels: what a resident can choose from at a glance."""
    parent = category.parent
    if parent is None:
        return
    if parent.pk == category.pk or parent.parent_id is not None:
        raise Invalid(errors={"parent": [_("类别只有两级，请选一个最上级的类别")]})
    if category.children.exists():
        raise Invalid(errors={"parent": [_("这个类别下面还有类别，不能放到别的类别下面")]})


def _save(action: str, category: Category, actor: Administrator, warrant: Warrant) -> Category:
    try:
        with transaction.atomic():
            category.save()
            catalogue.touch()
            _record(
                action,
                category,
                actor,
                warrant,
                code=category.code,
                name=category.name,
                parent=category.parent.code if category.parent else "",
                needs_photo=category.needs_photo,
                is_confidential=category.is_confidential,
                is_active=category.is_active,
            )
    except IntegrityError as error:
        raise Invalid(errors={"code": [_("这个代码已有别的类别使用")]}) from error
    return category


def _record(action: str, category: Category, actor: Administrator, warrant: Warrant, **detail: object) -> None:
    record_act(action, actor=actor, warrant=warrant, kind="category", key=category.pk, detail=detail)
