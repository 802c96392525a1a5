"""The certificate of filing on paper, set like an official paper (GB/T 9704-2012), with what anybody can verify."""

import io

import qrcode
import qrcode.image.svg

from linli.kernel.pdf import written
from linli.organisations.applications.models import Certificate
from linli.places.levels import CODE_LENGTHS, Level
from linli.places.models import Place

TEMPLATE = "filing_certificate.typ"


def certificate_paper(certificate: Certificate, address: str) -> bytes:
    """The PDF; ``address`` is where it is verified."""
    return written("linli.organisations.applications", TEMPLATE, content_of(certificate, address))


def content_of(certificate: Certificate, address: str) -> dict[str, object]:
    """What stands on it; the words around it are the template's own."""
    organisation = certificate.organisation
    place = Place.objects.with_line().get(pk=organisation.place_id)
    return {
        "number": certificate.number,
        "code": certificate.code,
        "name": certificate.name,
        "kind": str(organisation.get_legal_kind_display()),
        "fields": [field.name for field in organisation.fields.all()],
        "place": place.line,
        "office": Place.objects.get(code=organisation.path[: CODE_LENGTHS[Level.SUBDISTRICT]]).name,
        "address": organisation.address,
        "issued_on": str(certificate.issued_on),
        "revoked_on": str(certificate.revoked_on or ""),
        "revoked_reason": certificate.revoked_reason,
        "verify_at": address,
        "qr": _qr(address),
    }


def _qr(address: str) -> str:
    """As SVG, which paper takes at any size."""
    image = qrcode.make(address, image_factory=qrcode.image.svg.SvgPathImage, border=0)
    written_to = io.BytesIO()
    image.save(written_to)
    return written_to.getvalue().decode()
