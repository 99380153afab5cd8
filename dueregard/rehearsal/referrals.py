"""Referrals of fictional people in most states, made by the services of their room."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.dateparse import parse_date

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.referrals import services
from dueregard.referrals.codes import Door, OtherSupport, Outcome, Residence
from dueregard.referrals.models import Referral, Telling
from dueregard.referrals.services import Closing, CompletedForm, Step

from .assessments import begin_assessment, decide_not_met, gather
from .destinations import build_destinations
from .directory import pass_on
from .keeping import hold, let_spam_go
from .requests import build_requests
from .templates_of_assessments import build_templates

FIRST = 30
"""Days ago that the destinations were set up, before anything was sent."""


@dataclass(frozen=True)
class Story:
    """Who was referred, for what, how many days ago, and how far it came."""

    forenames: str
    surname: str
    born_on: str
    did: str
    means: str
    back: int
    far: str = "submitted"
    door: Door = Door.PUBLIC


FORWARD = ("gathering", "decision", "not_met")
STORIES = (
    Story(
        "Corin",
        "Ashgrove",
        "2010-03-14",
        "Drew a plan of the hall with arrows and named a day.",
        "He may be thinking of hurting people there.",
        0,
        door=Door.REGISTERED,
    ),
    Story(
        "Maren",
        "Tolland",
        "1998-11-02",
        "Told two colleagues that a group online had asked for her help.",
        "Somebody may be using her.",
        6,
    ),
    Story(
        "Idris",
        "Pell",
        "2017-06-21",
        "Repeated at school what he had heard in a film at home.",
        "He may see things at home that frighten him.",
        3,
        far="gateway",
    ),
    Story(
        "Lowenna",
        "Carrick",
        "1985-01-30",
        "Wrote on a wall that somebody would be sorry.",
        "It may be meant for her neighbours.",
        9,
        far="held",
    ),
    Story(
        "Tomasz",
        "Wierzba",
        "2004-08-17",
        "Bought parts and asked how long they keep.",
        "He may be making something.",
        12,
        far="gathering",
    ),
    Story(
        "Elin",
        "Marsh",
        "1991-04-05",
        "Wears a scarf and prays at work.",
        "The writer did not say.",
        20,
        far="closed",
        door=Door.TELEPHONE,
    ),
    Story(
        "Signe",
        "Halloran",
        "1996-02-11",
        "Was asked by people online for photographs of a building.",
        "Somebody may be using her.",
        16,
        far="decision",
    ),
    Story(
        "Piran",
        "Oduya",
        "1979-09-23",
        "Read aloud from a leaflet in the canteen.",
        "The writer was not sure.",
        24,
        far="not_met",
        door=Door.STAFF,
    ),
    Story(
        "Buy",
        "Now",
        "",
        "Cheap watches, click here.",
        "",
        1,
        far="screening",
    ),
    Story(
        "Big",
        "Win",
        "",
        "You have won a car, click here.",
        "",
        20,
        far="spam",
    ),
)


def build_referrals(cast) -> None:
    """The stories, at each place that has somebody of the police gateway."""
    if Role.GATEWAY_OFFICER not in cast.people:
        return
    before = clock.offset()
    try:
        clock.set_offset(clock.days_away(-FIRST))
        build_destinations(cast)
        build_templates(cast)
        for story in STORIES:
            clock.set_offset(clock.days_away(-story.back))
            _tell(cast, story)
    finally:
        clock.set_offset(before)


def _tell(cast, story: Story) -> None:
    referral = services.submit(
        cast.authority,
        _form(story),
        door=story.door,
        by=cast[Role.REGISTERED_REFERRER] if story.door == Door.REGISTERED else None,
        is_suspicious=story.far in ("screening", "spam"),
    )
    if story.far == "spam":
        let_spam_go(cast, referral)
    if story.far in ("gateway", "held", "closed", *FORWARD):
        _go(cast, referral, story.far)


def _go(cast, referral: Referral, far: str) -> None:
    officer, council = cast[Role.GATEWAY_OFFICER], cast[Role.COORDINATOR]
    services.accept(referral, by=officer, note="Received and read.")
    services.note_step(
        referral, Step.OWN_CHECK, by=council, note="Nothing in our own records."
    )
    if far == "held":
        services.set_mark(referral, "hold", by=officer)
    if far in FORWARD:
        services.set_mark(referral, "clear", by=officer)
        services.go_on(referral, by=officer, note="A matter for Prevent.")
    if far == "gathering":
        services.assign(referral, cast[Role.CASE_OFFICER], by=council)
        pass_on(cast, referral)
        begin_assessment(cast, referral)
        build_requests(cast, referral)
    if far in ("decision", "not_met"):
        gather(cast, referral)
    if far == "decision":
        _told(referral, council)
    if far == "not_met":
        _not_told(referral, council)
        decide_not_met(cast, referral)
        hold(cast, referral)
    if far == "closed":
        _not_told(referral, council)
        services.close(referral, NOTHING_IN_IT, by=officer)


def _told(referral: Referral, council) -> None:
    """The person knows that they were referred, and has the privacy notice."""
    services.note_told(
        referral,
        by=council,
        whom=Telling.Whom.PERSON,
        told_on=clock.today(),
        notice_given_on=clock.today(),
        response="They asked who else had been told, and were shown the list.",
    )


def _not_told(referral: Referral, council) -> None:
    services.note_not_yet(
        referral,
        by=council,
        whom=Telling.Whom.PERSON,
        because="Nobody at work could tell her safely yet.",
        review_on=clock.today() + timedelta(days=28),
    )


NOTHING_IN_IT = Closing(
    Outcome.MISTAKEN,
    OtherSupport.NONE_NEEDED,
    "What was seen is somebody’s faith and nothing else.",
)


def _form(story: Story) -> CompletedForm:
    born_on: date | None = parse_date(story.born_on) if story.born_on else None
    return CompletedForm(
        subject={
            "forenames": story.forenames,
            "surname": story.surname,
            "born_on": born_on,
            "addresses": ["4 Weir Street, Marlbrook"],
        },
        account={
            "did_or_said": story.did,
            "means": story.means,
            "other_explanations": "It could be from a game, or a film.",
            "came_to_light": "In a conversation.",
        },
        referrer={
            "referred_by": {"name": "Wren Hollis", "role": "Form tutor"},
            "contact": {"telephone": "01632 960123"},
        },
        characteristics={
            "answers": {"ethnicity": {"value": "not_asked"}},
        },
        residence=Residence.HERE,
    )
