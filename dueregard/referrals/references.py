"""References: how a referral is named to people who must not be told what it is about.

Random, so that they tell no arrivals, and easy to read over the telephone: R-7K4M-22PX.
"""

import re
import secrets

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is read for another
LENGTH = 8


def new_reference(kind: str = "R") -> str:
    letters = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return f"{kind}-{letters[:4]}-{letters[4:]}"


def written(typed: str) -> str:
    """The reference of a referral as we write it, however it was typed."""
    plain = re.sub(r"[^0-9A-Z]", "", typed.upper())
    plain = plain[1:] if len(plain) > LENGTH else plain
    return f"R-{plain[:4]}-{plain[4:]}"


def is_reference(text: str) -> bool:
    """Whether `text`, as `written` gives it, can be one."""
    return re.fullmatch(r"R-[0-9A-Z]{4}-[0-9A-Z]{4}", text) is not None
