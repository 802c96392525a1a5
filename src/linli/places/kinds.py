"""What the value of a rule can be: how it is read from what a person typed, and written again."""

from typing import Protocol, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel import worktime
from linli.kernel.problems import Text

T = TypeVar("T")


class Kind(Protocol[T]):
    """``parse`` raises ValueError with a sentence for the person who typed; ``show`` is its inverse.

    ``show`` is how a value is kept, the same for everybody; ``words`` is how it is read, in the reader's language.
    """

    title: Text

    @staticmethod
    def parse(text: str) -> T: ...

    @staticmethod
    def show(value: T) -> str: ...

    @staticmethod
    def words(value: T) -> str: ...


class _Whole:
    """A number without decimals, of at most nine digits."""

    @staticmethod
    def parse(text: str) -> int:
        text = text.strip()
        if not (text.isascii() and text.isdigit()) or len(text) > 9:
            raise ValueError(_("请填写不带小数的数字，例如 30。"))
        return int(text)

    @staticmethod
    def show(value: int) -> str:
        return str(value)

    @staticmethod
    def words(value: int) -> str:
        return str(value)


class Minutes(_Whole):
    """Minutes of work or of the clock: the rule's unit says which."""

    title: Text = gettext_lazy("分钟数")


class Days(_Whole):
    title: Text = gettext_lazy("天数")


class Count(_Whole):
    title: Text = gettext_lazy("数目")


class Boolean:
    title: Text = gettext_lazy("是或否")

    @staticmethod
    def parse(text: str) -> bool:
        try:
            return {"是": True, "否": False, "yes": True, "no": False}[text.strip().lower()]
        except KeyError:
            raise ValueError(_("请填写“是”或“否”。")) from None

    @staticmethod
    def show(value: bool) -> str:
        return "是" if value else "否"

    @staticmethod
    def words(value: bool) -> str:
        return _("是") if value else _("否")


class Span:
    """From the one number to the other, both included: ``200-300``."""

    title: Text = gettext_lazy("范围")

    @staticmethod
    def parse(text: str) -> tuple[int, int]:
        low, _dash, high = text.replace("–", "-").replace("—", "-").replace("～", "-").partition("-")
        try:
            span = _Whole.parse(low), _Whole.parse(high)
        except ValueError:
            raise ValueError(_("请填写范围，例如 200-300。")) from None
        if span[0] > span[1]:
            raise ValueError(_("范围的起点不能大于终点。"))
        return span

    @staticmethod
    def show(value: tuple[int, int]) -> str:
        return f"{value[0]}-{value[1]}"

    @staticmethod
    def words(value: tuple[int, int]) -> str:
        return f"{value[0]}-{value[1]}"


class WorkHours:
    """The hours of a working day: ``09:00-12:00 13:30-17:30``."""

    title: Text = gettext_lazy("工作时间")

    @staticmethod
    def parse(text: str) -> worktime.WorkHours:
        return worktime.WorkHours.parse(text)

    @staticmethod
    def show(value: worktime.WorkHours) -> str:
        return str(value)

    @staticmethod
    def words(value: worktime.WorkHours) -> str:
        return str(value)
