"""A program at the API's door, for tests."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.test import Client

from linli.people import tokens
from linli.people.actors import actor_of
from linli.people.models import Scope, User

FAR = datetime.datetime(2040, 1, 1, tzinfo=datetime.UTC)
JSON = "application/json"


def token_of(
    user: User, *, scopes: Iterable[str] = Scope.values, expires_at: datetime.datetime = FAR
) -> tokens.NewToken:
    return tokens.make(user, name="程序", scopes=scopes, expires_at=expires_at, actor=actor_of(user))


class Program:
    """Acts for ``user``; ``token`` None sends none."""

    def __init__(self, token: str | None, **headers: str) -> None:
        self.client = Client(headers={**({"Authorization": f"Bearer {token}"} if token else {}), **headers})

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/{path}", query)

    def post(self, path: str, content: Any = None, *, key: str | None = None) -> Any:
        headers = {"Idempotency-Key": key} if key is not None else {}
        return self.client.post(f"/api/{path}", content or {}, content_type=JSON, headers=headers)

    def upload(self, path: str, content: dict[str, Any], *, key: str | None = None) -> Any:
        headers = {"Idempotency-Key": key} if key is not None else {}
        return self.client.post(f"/api/{path}", content, headers=headers)


def program(user: User, *, scopes: Iterable[str] = Scope.values, **headers: str) -> Program:
    return Program(token_of(user, scopes=scopes).text, **headers)
