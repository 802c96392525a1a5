"""The objects of HSDS 3.0, from what the directory makes public. What is not known is left out, never null.

Ids are those of our rows. What has no row of its own gets one that follows from the row's: the same for ever.
"""

import datetime
import uuid
from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from linli.organisations.registry.models import Organisation, Service, WorkField
from linli.organisations.registry.states import PUBLIC, OrganisationState
from linli.places.levels import CODE_LENGTHS, Level
from linli.places.lines import lines_of
from linli.places.models import Place

DAYS = {"1": "MO", "2": "TU", "3": "WE", "4": "TH", "5": "FR", "6": "SA", "7": "SU"}
OFFSET_HOURS, OFFSET = 8, "+08:00"
"""China has one zone."""
CODE_SCHEME = "CN-USCC"
Absolute = Callable[[str], str]
Object = dict[str, object]


class Shapes:
    """For one answer: ``absolute`` makes addresses of this site whole. Two queries for all its places."""

    def __init__(self, rows: Iterable[Organisation | Service], *, taxonomy: uuid.UUID, absolute: Absolute) -> None:
        rows = list(rows)
        self.taxonomy_id, self.absolute = taxonomy, absolute
        self._lines = lines_of({row.place_id for row in rows})
        tops = {row.path[: CODE_LENGTHS[level]] for row in rows for level in (Level.PROVINCE, Level.CITY)}
        self._names = dict(Place.objects.filter(code__in=tops).values_list("code", "name"))

    def service(self, service: Service, *, is_full: bool = False) -> Object:
        """Its own columns and its organisation's; ``is_full``: with where, when, and of which field."""
        made = self._service(service) | {"organization": self._organization(service.organisation)}
        if is_full:
            made |= {
                "phones": self._phones(service.pk, service.phone, service_id=service.pk),
                "schedules": self._schedules(service),
                "service_areas": [self._area(service)],
                "service_at_locations": [self._at_location(service, is_full=True)],
                "attributes": [self._attribute(service.pk, "service", service.field)],
            }
        return made

    def organization(
        self,
        organisation: Organisation,
        services: Iterable[Service] = (),
        *,
        is_full: bool = False,
        with_services: bool = False,
    ) -> Object:
        """``is_full``: with its place, number, fields and services; ``with_services``: each of them full."""
        made = self._organization(organisation)
        if is_full:
            made |= {
                "phones": self._phones(organisation.pk, organisation.phone, organization_id=organisation.pk),
                "locations": [self._location(organisation, None, is_full=True)],
                "organization_identifiers": self._identifiers(organisation),
                "attributes": [
                    self._attribute(organisation.pk, "organization", field) for field in organisation.fields.all()
                ],
                "services": [self.service(one, is_full=True) if with_services else _brief(one) for one in services],
            }
        return made

    def at_location(self, service: Service, *, is_full: bool = False) -> Object:
        made = self._at_location(service, is_full=is_full)
        made["service"] = self._service(service) | {"organization": self._organization(service.organisation)}
        if is_full:
            made["phones"] = self._phones(service.pk, service.phone, service_id=service.pk)
            made["schedules"] = self._schedules(service)
        return made

    def taxonomy(self) -> Object:
        return {
            "id": str(self.taxonomy_id),
            "name": _("社会组织领域"),
            "description": _("本区社会组织和服务的领域，由区里维护。"),
        }

    def term(self, field: WorkField) -> Object:
        return {
            "id": str(field.pk),
            "code": field.code,
            "name": field.name,
            "description": field.name,
            "taxonomy": _("社会组织领域"),
            "taxonomy_id": str(self.taxonomy_id),
            "language": "zh",
        }

    def _service(self, service: Service) -> Object:
        return _known(
            id=str(service.pk),
            organization_id=str(service.organisation_id),
            name=service.name,
            description=service.summary,
            url=self.absolute(service.organisation.get_public_url()),
            status=status_of(service),
            fees_description=service.fee,
            eligibility_description=service.for_whom,
            last_modified=modified(service),
        )

    def _organization(self, organisation: Organisation) -> Object:
        return _known(
            id=str(organisation.pk),
            name=organisation.name,
            description=organisation.summary or organisation.get_legal_kind_display(),
            website=organisation.website,
            tax_id=organisation.code,
            legal_status=organisation.get_legal_kind_display(),
            year_incorporated=organisation.founded_on.year if organisation.founded_on else None,
            uri=self.absolute(organisation.get_public_url()),
        )

    def _identifiers(self, organisation: Organisation) -> list[Object]:
        pairs = [
            (CODE_SCHEME, _("统一社会信用代码"), organisation.code),
            ("", _("备案编号"), organisation.filing_number),
            ("", _("名录编号"), organisation.number),
        ]
        return [
            _known(
                id=_derived(organisation.pk, kind),
                organization_id=str(organisation.pk),
                identifier_scheme=scheme,
                identifier_type=kind,
                identifier=value,
            )
            for scheme, kind, value in pairs
            if value
        ]

    def _at_location(self, service: Service, *, is_full: bool) -> Object:
        """Each service is at one location: its own, or its organisation's. So the id is the service's."""
        location = self._location(service.organisation, service, is_full=is_full)
        return {
            "id": str(service.pk),
            "service_id": str(service.pk),
            "location_id": location["id"],
            "location": location,
        }

    def _location(self, organisation: Organisation, service: Service | None, *, is_full: bool) -> Object:
        """Of a service that says where it is; else of the organisation."""
        is_own = service is not None and bool(service.where or service.lat is not None)
        row: Organisation | Service = service if service is not None and is_own else organisation
        where = service.where if service is not None and service.where else organisation.address
        line = self._lines[row.place_id].line
        made = _known(
            id=_derived(row.pk, "location"),
            location_type="physical",
            organization_id=str(organisation.pk),
            name=where or line,
            latitude=row.lat,
            longitude=row.lon,
        )
        if is_full:
            made["addresses"] = [
                {
                    "id": _derived(row.pk, "address"),
                    "location_id": made["id"],
                    "address_1": where or line,
                    "address_2": line,
                    "city": self._names.get(row.path[: CODE_LENGTHS[Level.CITY]], ""),
                    "state_province": self._names.get(row.path[: CODE_LENGTHS[Level.PROVINCE]], ""),
                    "postal_code": "",
                    "country": "CN",
                    "address_type": "physical",
                }
            ]
        return made

    def _area(self, service: Service) -> Object:
        return {
            "id": _derived(service.pk, "area"),
            "service_id": str(service.pk),
            "name": self._lines[service.place_id].line,
        }

    def _schedules(self, service: Service) -> list[Object]:
        if not service.weekdays:
            return []
        return [
            _known(
                id=_derived(service.pk, "schedule"),
                service_id=str(service.pk),
                timezone=OFFSET_HOURS,
                wkst="MO",
                freq="WEEKLY",
                interval=1,
                byday=",".join(DAYS[day] for day in service.weekdays),
                opens_at=_clock(service.opens_at),
                closes_at=_clock(service.closes_at),
                description=service.hours,
            )
        ]

    def _phones(self, key: uuid.UUID, number: str, **owner: uuid.UUID) -> list[Object]:
        if not number:
            return []
        return [{"id": _derived(key, "phone"), "number": number, **{name: str(of) for name, of in owner.items()}}]

    def _attribute(self, key: uuid.UUID, entity: str, field: WorkField) -> Object:
        return {
            "id": _derived(key, f"field {field.pk}"),
            "link_id": str(key),
            "taxonomy_term_id": str(field.pk),
            "link_type": "field",
            "link_entity": entity,
            "value": field.name,
            "taxonomy_term": self.term(field),
        }


def status_of(service: Service) -> str:
    if service.organisation.state not in PUBLIC:
        return "defunct" if service.organisation.state == OrganisationState.LEFT else "inactive"
    return "active" if service.is_offered else "inactive"


def modified(service: Service) -> str:
    """The service's change or its organisation's, whichever is later: an organisation that left ends it too."""
    at = max(service.changed_at, service.organisation.changed_at)
    return at.astimezone(datetime.UTC).isoformat(timespec="seconds")


def _brief(service: Service) -> Object:
    return {"id": str(service.pk), "name": service.name, "status": status_of(service)}


def _derived(key: uuid.UUID, what: str) -> str:
    return str(uuid.uuid5(key, what))


def _clock(at: datetime.time | None) -> str | None:
    return f"{at:%H:%M}{OFFSET}" if at else None


def _known(**values: object) -> Object:
    return {name: value for name, value in values.items() if value is not None and value != ""}
