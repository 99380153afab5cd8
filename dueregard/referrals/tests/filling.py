"""Filling in the form as a browser without JavaScript does, page by page."""

from datetime import timedelta

from dueregard import clock
from dueregard.clock import services as clock_services

ANSWERS: dict[str, dict[str, str]] = {
    "danger": {"emergency": "none"},
    "you": {"relation": "friend"},
    "person": {
        "name_known": "yes",
        "forenames": "Corin",
        "surname": "Ashgrove",
        "aliases": "Corry",
        "born_on_day": "14",
        "born_on_month": "3",
        "born_on_year": "2010",
        "gender": "male",
    },
    "place": {
        "residence": "here",
        "address": "4 Weir Street, Marlbrook",
        "interpreter": "no",
    },
    "seen": {
        "did_or_said": "Drew a plan of the hall with arrows and named a day.",
        "when_and_where": "In a lesson on Tuesday.",
        "who_else": "",
    },
    "means": {"means": "He may mean it.", "other_explanations": "A game."},
    "fair": {"same_for_anyone": "yes", "only_beliefs": "no"},
    "done": {
        "action_taken": "I talked with his mother.",
        "told": "no",
        "parents_told": "yes",
        "lead_told": "yes",
        "agencies": "",
    },
    "reach": {"contact": "yes", "email": "neighbour@fernshire.example"},
}


def start(client, authority) -> None:
    """Choose `authority` on the page that asks for the area."""
    client.post("/refer/area/", {"area": authority.slug})


def fill(client, authority, **steps) -> None:
    """Answer every page as it comes; `steps` to answer some otherwise."""
    start(client, authority)
    go_on(client, **steps)


def go_on(client, **steps) -> None:
    """Answer each page that the form leads to, until all are answered."""
    answers = ANSWERS | steps
    place = "/refer/form/danger/"
    while place != "/refer/check/":
        code = place.rstrip("/").rpartition("/")[2]
        page = client.post(place, answers[code])
        assert page.status_code == 302, page.content.decode()
        place = page.url


def send(client, **data):
    """Send it, as slowly as a person; answers the receipt."""
    clock_services.shift(clock.offset() + timedelta(minutes=5))
    return client.post("/refer/check/", data, follow=True)
