"""Registering for a session as somebody without an account does, for the tests."""

import re

from dueregard.outbox.models import Job
from dueregard.outbox.services import payload_of

LINK = re.compile(r"https?://[^/]+(/training/place/\S+)")
BIRCH = "birch@fernshire.example"


def answers(**given) -> dict:
    return {
        "name": "Birch Example",
        "email": BIRCH,
        "organisation": "other",
        "organisation_text": "Weir Street Mosque",
        **given,
    }


def register_url(session) -> str:
    return f"/training/open/session/{session.pk}/register/"


def registered(client, session, **given):
    answer = client.post(register_url(session), answers(**given))
    assert answer.status_code == 302, text_of(answer)
    return answer


def letters_to(address: str) -> list[dict]:
    """Every mail to `address`, in the order in which they were asked for."""
    jobs = Job.objects.filter(kind="outbox.mail").order_by("pk")
    letters = [payload_of(job) for job in jobs]
    return [letter for letter in letters if letter["to"] == address]


def mails_to(address: str) -> list[str]:
    return [letter["body"] for letter in letters_to(address)]


def link_in(mail: str) -> str:
    """The path of the private address that stands in `mail`."""
    found = LINK.search(mail)
    assert found, mail
    return found[1]


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())
