"""The names under which a task waits: one indexed word for a person, a unit, or a post at a place."""

import uuid

from linli.people.roles import Role


def of_user(user_id: uuid.UUID) -> str:
    return f"user:{user_id}"


def of_unit(unit_id: uuid.UUID) -> str:
    return f"unit:{unit_id}"


def of_role(role: str, place_id: uuid.UUID) -> str:
    return f"{role}:{place_id}"


def of_post(role: Role, *, place_id: uuid.UUID | None, unit_id: uuid.UUID | None) -> str:
    if unit_id is not None:
        return of_unit(unit_id)
    if place_id is None:
        raise ValueError("a post is at a place or at a unit")
    return of_role(role, place_id)
