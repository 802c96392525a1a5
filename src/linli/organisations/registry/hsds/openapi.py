"""This API's own description, as the standard's ``/`` points to it. The objects are the standard's."""

from linli.organisations.registry.hsds.shapes import Object

SCHEMAS = "https://raw.githubusercontent.com/openreferral/specification/3.0/schema/"
PROFILE = "https://docs.openreferral.org/en/3.0/hsds/"
VERSION = "3.0"
PAGE = ("search", "page", "per_page", "format")
SERVICES = ("taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after")
KINDS = {"page": "integer", "per_page": "integer", "minimal": "boolean", "full": "boolean", "full_service": "boolean"}
PATHS: dict[str, tuple[tuple[str, ...], str]] = {
    "/services": ((*PAGE, *SERVICES, "minimal", "full"), "compiled/service_list.json"),
    "/services/{id}": ((), "compiled/service.json"),
    "/organizations": ((*PAGE, "full", "full_service"), "compiled/organization_list.json"),
    "/organizations/{id}": (("full_service",), "compiled/organization.json"),
    "/service_at_locations": ((*PAGE, *SERVICES, "full"), "compiled/service_at_location_list.json"),
    "/service_at_locations/{id}": ((), "compiled/service_at_location.json"),
    "/taxonomies": (PAGE, "taxonomy.json"),
    "/taxonomies/{id}": ((), "taxonomy.json"),
    "/taxonomy_terms": ((*PAGE, "taxonomy_id"), "taxonomy_term.json"),
    "/taxonomy_terms/{id}": ((), "taxonomy_term.json"),
}
"""Of each address the parameters, and the standard's schema of what it answers with."""
NUMBERS = ("total_items", "total_pages", "page_number", "size")
TRUTHS = ("first_page", "last_page", "empty")


def document(address: str) -> Object:
    return {
        "openapi": "3.1.0",
        "info": {"title": "Linli HSDS", "version": "1", "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"}},
        "servers": [{"url": address}],
        "paths": {path: {"get": _operation(path, *about)} for path, about in PATHS.items()},
        "components": {"schemas": {"Page": _page()}},
    }


def _operation(path: str, names: tuple[str, ...], schema: str) -> Object:
    item: Object = {"$ref": SCHEMAS + schema}
    parameters: list[Object] = [
        {"name": name, "in": "query", "schema": {"type": KINDS.get(name, "string")}} for name in names
    ]
    if path.endswith("{id}"):
        parameters.insert(0, {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}})
    else:
        contents = {"properties": {"contents": {"type": "array", "items": item}}}
        item = {"allOf": [{"$ref": "#/components/schemas/Page"}, contents]}
    answer = {"description": "As the standard has it.", "content": {"application/json": {"schema": item}}}
    return {"parameters": parameters, "responses": {"200": answer}}


def _page() -> Object:
    types = {name: {"type": "integer"} for name in NUMBERS} | {name: {"type": "boolean"} for name in TRUTHS}
    return {"type": "object", "properties": types}
