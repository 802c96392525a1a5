"""What can be wrong with a request, said once for pages and API alike (RFC 9457).

Actions and flows raise these; the API turns them into problem documents,
pages into a message or errors by the field. ``code`` is stable and for machines.
"""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class Problem(Exception):
    """Base of all. ``errors`` maps a field's name to its messages."""

    status = 400
    code = "bad_request"
    title: Text = _("请求有误")

    def __init__(
        self,
        detail: Text = "",
        *,
        code: str = "",
        errors: Mapping[str, Sequence[Text]] | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail or self.title
        self.code = code or self.code
        self.errors = {name: [str(text) for text in texts] for name, texts in (errors or {}).items()}


class BadRequest(Problem):
    """400: not to be understood at all (broken JSON, a cursor of another list)."""


class NotSignedIn(Problem):
    """401: no token, or one that is unknown, ended or expired."""

    status = 401
    code = "not_signed_in"
    title = _("请先登录")


class Forbidden(Problem):
    """403: one may see the thing but not do this to it."""

    status = 403
    code = "forbidden"
    title = _("您没有做这件事的权限")


class NotFound(Problem):
    """404: does not exist, or is not yours to know of."""

    status = 404
    code = "not_found"
    title = _("没有找到")


class NotAllowed(Problem):
    """405: this address answers, but not to this method."""

    status = 405
    code = "method_not_allowed"
    title = _("这个地址不接受这种请求")


class Conflict(Problem):
    """409: the record is in another state or version than the caller thought."""

    status = 409
    code = "conflict"
    title = _("记录已有变化")


class TooLarge(Problem):
    """413: more than one request may carry."""

    status = 413
    code = "too_large"
    title = _("内容太大")


class UnsupportedType(Problem):
    """415: neither of the forms in which a body may come."""

    status = 415
    code = "unsupported_type"
    title = _("不支持这种内容格式")


class Invalid(Problem):
    """422: understood, but a field does not hold what it must."""

    status = 422
    code = "invalid"
    title = _("有几处需要更正")


class TooMany(Problem):
    """429: too often; ``retry_after`` is in seconds."""

    status = 429
    code = "too_many"
    title = _("操作太频繁，请稍后再试")

    def __init__(self, detail: Text = "", *, retry_after: int) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class Fault(Problem):
    """500: our mistake. Nothing raises it; it is what the API says of one, the details go to the log."""

    status = 500
    code = "fault"
    title = _("系统出了问题，请稍后再试")
