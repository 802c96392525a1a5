"""What lists show of personal data: enough to recognise, too little to use."""


def mask_phone(phone: str) -> str:
    """``138****5678``, without the country's +86. Of a short number two digits stay, of a very short one none."""
    phone = phone.removeprefix("+86")
    if len(phone) >= 11:
        return f"{phone[:3]}{'*' * (len(phone) - 7)}{phone[-4:]}"
    if len(phone) >= 7:
        return "*" * (len(phone) - 2) + phone[-2:]
    return "*" * len(phone)


def mask_name(name: str) -> str:
    """``孙**``: the first character stays, unless it is the only one."""
    if len(name) < 2:
        return "*" * len(name)
    return name[0] + "*" * (len(name) - 1)
