"""Refusals: one sentence that the page, the error and the test all say."""

from collections.abc import Callable


class Refusal(Exception):
    """Somebody may see a thing but not do this to it. The message is for them.

    `status` is the HTTP answer. What somebody may not see is not a refusal: it is
    missing, and answers 404.
    """

    status = 403

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotAllowed(Refusal):
    """This person may not do this."""


class NotNow(Refusal):
    """This could be done, but not in the state that the thing is in."""

    status = 409


def allows(rule: Callable[..., None], *args) -> bool:
    """Whether `rule` lets this happen now: for a page that offers it or does not."""
    try:
        rule(*args)
    except Refusal:
        return False
    return True
