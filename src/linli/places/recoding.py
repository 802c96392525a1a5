"""A place gets another code, and all within it with it: places merge, move, villages become communities.

Nothing else changes: the place, its history and its records are the same; the former codes are kept with their days.
"""

import uuid
from collections.abc import Iterator, Sequence
from datetime import date

from django.apps import apps
from django.db import models, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.audit import trail
from linli.kernel import snapshot
from linli.kernel.actor import Actor
from linli.kernel.problems import Conflict, Invalid
from linli.places.fields import CodeField
from linli.places.levels import is_code, parent_code
from linli.places.models import FormerCode, Place
from linli.places.placed import inside


def recode(place: Place, code: str, *, on: date, actor: Actor, on_behalf_of: uuid.UUID | None = None) -> int:
    """Give ``place`` the code ``code`` from the day ``on`` (not after today); returns how many places moved.

    The code has as many digits as before, its beginning is the code of a place that exists, and nobody has
    it or lies within it. Raises Invalid by the field, Conflict when the place has changed meanwhile.
    """
    with transaction.atomic():
        # In the order of the codes, as everybody does who locks several.
        moved = list(Place.objects.select_for_update().inside(place.code).order_by("code"))
        if not moved or moved[0].pk != place.pk:
            raise Conflict(_("这个地点刚刚换了代码，请重新打开页面。"))
        old = place.code
        parent = _checked(moved[0], code, on)
        relabel(moved, code, parent=parent, on=on)
        trail.record(
            "place.recode",
            actor=actor,
            on_behalf_of=on_behalf_of,
            subject_kind="place",
            subject_id=place.pk,
            detail={"from": old, "to": code, "on": on.isoformat(), "places": len(moved)},
        )
        snapshot.touch_all()
    place.refresh_from_db()
    return len(moved)


def relabel(moved: Sequence[Place], code: str, *, parent: Place, on: date) -> None:
    """Give ``moved``, a place and all within it, locked and in the order of their codes, the beginning ``code``."""
    place, old = moved[0], moved[0].code
    FormerCode.objects.bulk_create(
        [FormerCode(place=row, code=row.code, valid_from=row.code_since, valid_to=on) for row in moved],
        batch_size=1000,
    )
    # One statement: the trigger looks at the tree when all of it has moved.
    Place.objects.inside(old).update(
        code=_moved("code", old, code),
        code_since=on,
        parent=models.Case(models.When(pk=place.pk, then=Value(parent.pk)), default=F("parent_id")),
    )
    for model, field in _copies():
        model._default_manager.filter(inside(old, field=field)).update(**{field: _moved(field, old, code)})


def _checked(place: Place, code: str, on: date) -> Place:
    """The new parent, when all is right."""
    if place.ended_on:
        raise Invalid(errors={"code": [_("这个地点已撤销，不能再改。")]})
    if place.parent_id is None:
        raise Invalid(errors={"code": [_("省级代码由国家标准规定，不能更改。")]})
    if not is_code(code) or len(code) != len(place.code):
        raise Invalid(errors={"code": [_("新代码应是 %(length)s 位数字。") % {"length": len(place.code)}]})
    if on > timezone.localdate():
        raise Invalid(errors={"on": [_("启用日不能晚于今天。")]})
    if place.code_since and on < place.code_since:
        raise Invalid(errors={"on": [_("启用日不能早于现代码的启用日 %(day)s。") % {"day": place.code_since}]})
    if Place.objects.inside(code).exists():
        raise Invalid(errors={"code": [_("这个代码或它下面的代码已有地点使用。")]})
    parent = Place.objects.select_for_update().standing().filter(code=parent_code(code)).first()
    if parent is None:
        raise Invalid(errors={"code": [_("没有上级 %(code)s，请先建立。") % {"code": parent_code(code)}]})
    return parent


def _moved(field: str, old: str, new: str) -> Concat:
    return Concat(Value(new), Substr(field, len(old) + 1), output_field=CodeField())


def _copies() -> Iterator[tuple[type[models.Model], str]]:
    """Every column, in whatever app, that holds a copy of a place's current code: all are ``CodeField``."""
    for model in apps.get_models():
        if model in (Place, FormerCode) or model._meta.proxy:
            continue
        for field in model._meta.local_fields:
            if isinstance(field, CodeField):
                yield model, field.name
