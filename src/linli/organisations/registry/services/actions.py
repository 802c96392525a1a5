"""What an organisation offers: added, changed, no longer offered, offered again. Under the organisation's lock."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from linli.kernel.actor import Actor
from linli.kernel.problems import Conflict, Forbidden, Invalid
from linli.organisations.registry.models import Organisation, Service


@dataclass(frozen=True)
class Offered:
    """The columns of a service and what is to stand in them."""

    values: Mapping[str, object]


def add_service(organisation: Organisation, *, actor: Actor, data: Offered) -> Mapping[str, object]:
    service = Service(organisation=organisation, place_id=organisation.place_id, path=organisation.path, **data.values)
    _check_name(service)
    service.save()
    return {"service": str(service.pk), "name": service.name}


@dataclass(frozen=True)
class Revised:
    service: Service
    values: Mapping[str, object]


def edit_service(organisation: Organisation, *, actor: Actor, data: Revised) -> Mapping[str, object]:
    """Tells the history what changed, from what to what: all of it is public."""
    service = _own(organisation, data.service)
    changed = {}
    for name, value in data.values.items():
        before = getattr(service, name)
        if before != value:
            changed[name] = [_text(before), _text(value)]
            setattr(service, name, value)
    _check_name(service)
    service.save()
    return {"service": str(service.pk), "name": service.name, "changed": changed}


@dataclass(frozen=True)
class Chosen:
    service: Service


def stop_service(organisation: Organisation, *, actor: Actor, data: Chosen) -> Mapping[str, object]:
    """It stays, with its address for other systems; the directory shows it no longer."""
    return _offer(organisation, data.service, is_offered=False)


def resume_service(organisation: Organisation, *, actor: Actor, data: Chosen) -> Mapping[str, object]:
    return _offer(organisation, data.service, is_offered=True)


def _offer(organisation: Organisation, service: Service, *, is_offered: bool) -> Mapping[str, object]:
    service = _own(organisation, service)
    if service.is_offered == is_offered:
        raise Conflict(_("这项服务的状态已被别人改过，请看过最新内容再办理"), code="stale")
    service.is_offered = is_offered
    service.save()
    return {"service": str(service.pk), "name": service.name}


def _own(organisation: Organisation, service: Service) -> Service:
    """As it is now, under the organisation's lock; no other organisation's."""
    now = Service.objects.filter(pk=service.pk, organisation=organisation).first()
    if now is None:
        raise Forbidden()
    return now


def _check_name(service: Service) -> None:
    others = Service.objects.filter(organisation=service.organisation_id, name=service.name).exclude(pk=service.pk)
    if others.exists():
        raise Invalid(errors={"name": [_("这个组织已有同名的服务")]})


def _text(value: object) -> str:
    return "" if value is None else str(value)
