import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.masks import mask_name, mask_phone


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812345678", "138****5678"),
        ("+8613812345678", "138****5678"),
        ("+85291234567", "+85*****4567"),
        ("28812345", "******45"),
        ("12345", "*****"),
        ("", ""),
    ],
)
def test_phones(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


@pytest.mark.parametrize(("name", "masked"), [("孙桂兰", "孙**"), ("𠮷田", "𠮷*"), ("孙", "*"), ("", "")])
def test_names(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@given(st.text("0123456789", min_size=1))
def test_at_least_four_digits_or_all_are_hidden(phone: str) -> None:
    masked = mask_phone(phone)
    assert len(masked) == len(phone)
    assert masked.count("*") >= min(4, len(phone))
