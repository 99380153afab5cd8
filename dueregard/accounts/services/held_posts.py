"""Keeping what somebody typed when their session had run out, and giving it back."""

import json
from datetime import timedelta

from django.http import QueryDict

from dueregard import clock, keys
from dueregard.audit import services as audit

from ..models import HeldPost, Person
from ..tokens import new_token, token_hash

KEPT_FOR = timedelta(hours=24)
LONGEST = 200_000
NEVER_KEPT = ("csrfmiddlewaretoken", "password", "code", "credential")


@audit.atomic
def hold_post(
    person: Person, *, path: str, answers: QueryDict, has_files: bool
) -> str | None:
    """Seal `answers` for `person` and return the token that their browser keeps.

    Passwords and codes are left out. Answers over 200,000 characters are not kept:
    None.
    """
    kept = {
        name: values
        for name, values in answers.lists()
        if not any(part in name.lower() for part in NEVER_KEPT)
    }
    text = json.dumps(kept)
    if len(text) > LONGEST:
        return None
    token = new_token()
    HeldPost.objects.create(
        person=person,
        token_sha256=token_hash(token),
        path=path,
        sealed=keys.seal("held_posts", text),
        left_out_files=has_files,
        expires_at=clock.now() + KEPT_FOR,
    )
    return token


def read_post(held: HeldPost) -> list[tuple[str, str]]:
    """The answers as (name, value) pairs, in the order in which they were sent."""
    answers = json.loads(keys.unseal("held_posts", held.sealed))
    return [(name, value) for name, values in answers.items() for value in values]


@audit.atomic
def forget_post(held: HeldPost) -> None:
    """Drop kept answers, once they are given back."""
    held.delete()


@audit.atomic
def purge_posts() -> None:
    """Drop the answers that nobody came back for."""
    HeldPost.objects.filter(expires_at__lte=clock.now()).delete()
