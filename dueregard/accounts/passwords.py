"""How passwords are kept, and what one may not be, besides short or common."""

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
)
from django.core.exceptions import ValidationError

LOCAL_WORDS = frozenset(
    {
        *("ashby", "vale", "fernshire", "marlbrook", "netherbrook"),
        *("authority", "council", "county", "district", "school", "service"),
        *("channel", "panel", "plan", "prevent", "prevention", "referral"),
        *("safeguard", "safeguarding", "training", "coordinator", "guardian"),
        *("due", "duty", "dueregard", "regard"),
        *("admin", "letmein", "password", "secure", "sign", "welcome"),
    }
)
LEFT_OVER = 8


class Argon2Hasher(Argon2PasswordHasher):
    """Argon2id with 100 MB and two passes: a tenth of a second (security C-ID4)."""

    time_cost = 2
    memory_cost = 100 * 1024
    parallelism = 2


class LengthValidator(MinimumLengthValidator):
    """At least 15 characters (NIST SP 800-63B-4, for a password used alone)."""

    def get_error_message(self) -> str:
        return f"Enter a password of at least {self.min_length} characters."


class CommonValidator(CommonPasswordValidator):
    """None of the 20,000 that are tried first."""

    def get_error_message(self) -> str:
        return "Enter another password. This one is on the lists that guessers use."


class LocalWordsValidator:
    """Refuses a password that is little more than words of the trade or the area.

    Those words and the person's own name are taken out, with spaces and marks; eight
    letters or figures must be left, or whoever knows the words can guess the rest
    (security C-ID3). There are no composition rules.
    """

    def validate(self, password, user=None) -> None:
        left = password.casefold()
        for word in sorted(LOCAL_WORDS | _own_words(user), key=len, reverse=True):
            left = left.replace(word, "")
        if sum(mark.isalnum() for mark in left) < LEFT_OVER:
            raise ValidationError(
                "Enter a password that does not lean on your name or on words such as "
                "“council”, “prevent” or “safeguarding”.",
                code="password_local_words",
            )

    def get_help_text(self) -> str:
        return "Do not lean on your name or on words such as “council” or “prevent”."


def _own_words(user) -> set[str]:
    if user is None:
        return set()
    text = f"{user.name} {user.email or ''}".casefold()
    for mark in "@.-_'":
        text = text.replace(mark, " ")
    return {word for word in text.split() if len(word) > 3}
