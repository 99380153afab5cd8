"""Changing the words of a plan in force: proposed, decided on, put in place."""

from .deciding import (
    approve_version,
    return_version,
    submit_version,
    take_back_version,
    withdraw_version,
)
from .keeping import keep_first_version
from .proposing import (
    open_version,
    propose_action,
    propose_change,
    propose_drop,
    take_out,
)

__all__ = [
    "approve_version",
    "keep_first_version",
    "open_version",
    "propose_action",
    "propose_change",
    "propose_drop",
    "return_version",
    "submit_version",
    "take_back_version",
    "take_out",
    "withdraw_version",
]
