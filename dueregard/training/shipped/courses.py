"""The courses (domain reference 7.1), and the one rule for venues that 7.2 adds.

Lengths are those of 7.1, the longer where it gives a range. It gives no links: those
here are the addresses that the services are known by, and their courses say that they
are to be checked. Where no source says who gives a course, nobody is named.
"""

from dataclasses import dataclass

from ..models import Audience, Mode

HOME_OFFICE = "Home Office"
LOCAL = "Your council or its partners"
NOT_KNOWN = ""
CHECK_LINK = "Check the link locally before people use it."
CHECK_BOTH = "Check the link and the length locally before people use them."
NATIONAL_COURSES = (
    "https://www.support-people-susceptible-to-radicalisation.service.gov.uk/"
)
PROTECT_UK = "https://www.protectuk.police.uk/"

STAFF, MEMBER, GOVERNOR = Audience.STAFF, Audience.MEMBER, Audience.GOVERNOR
VOLUNTEER, CARER = Audience.VOLUNTEER, Audience.FOSTER_CARER
CONTRACTOR, VENUE, SHOP = Audience.CONTRACTOR, Audience.VENUE, Audience.SHOP
SETTING, PANEL = Audience.OUT_OF_SCHOOL, Audience.PANEL


@dataclass(frozen=True)
class ShippedCourse:
    """`needs`: codes of which one is done before it. `satisfies`: codes for which a
    completion of it counts as well, and not the other way round."""

    code: str
    title: str
    provider: str
    mode: Mode
    description: str
    audiences: tuple[Audience, ...]
    length_minutes: int | None = None
    url: str = ""
    needs: tuple[str, ...] = ()
    satisfies: tuple[str, ...] = ()
    is_accreditation: bool = False


COURSES = (
    ShippedCourse(
        "HO-A",
        "Prevent awareness",
        HOME_OFFICE,
        Mode.E_LEARNING,
        "What radicalisation is, what it can look like, and what to do with a worry. "
        + CHECK_BOTH,
        (STAFF, MEMBER, GOVERNOR, VOLUNTEER, CARER, CONTRACTOR, SETTING),
        length_minutes=60,
        url=NATIONAL_COURSES,
    ),
    ShippedCourse(
        "HO-AR",
        "Prevent awareness refresher",
        HOME_OFFICE,
        Mode.E_LEARNING,
        "A shorter course for those who know the basics: what has changed since. "
        + CHECK_BOTH,
        (STAFF, MEMBER, GOVERNOR, VOLUNTEER, CARER, CONTRACTOR, SETTING),
        length_minutes=30,
        url=NATIONAL_COURSES,
        needs=("HO-A", "WRAP"),
        satisfies=("HO-A",),
    ),
    ShippedCourse(
        "HO-R",
        "Prevent referrals",
        HOME_OFFICE,
        Mode.E_LEARNING,
        "How to notice, check and share a concern so that the referral says enough. "
        + CHECK_LINK,
        (STAFF, GOVERNOR, SETTING),
        length_minutes=40,
        url=NATIONAL_COURSES,
        needs=("HO-A", "WRAP"),
    ),
    ShippedCourse(
        "HO-C",
        "Channel",
        HOME_OFFICE,
        Mode.E_LEARNING,
        "How Channel works, for those who come to a panel, sit on it or chair it. "
        + CHECK_LINK,
        (STAFF, PANEL),
        url=NATIONAL_COURSES,
        needs=("HO-A", "WRAP"),
    ),
    ShippedCourse(
        "WRAP",
        "Workshop to raise awareness of Prevent (WRAP)",
        "Accredited facilitators",
        Mode.FACILITATED,
        "A workshop for front-line and safeguarding roles. E-learning does not "
        "take its place.",
        (STAFF, VOLUNTEER, CARER, GOVERNOR, SETTING),
        length_minutes=90,
        satisfies=("HO-A",),
    ),
    ShippedCourse(
        "WRAP-T",
        "WRAP facilitator",
        HOME_OFFICE,
        Mode.FACILITATED,
        "Whoever holds this may give the workshop. Note when the accreditation ends.",
        (STAFF,),
        needs=("WRAP",),
        is_accreditation=True,
    ),
    ShippedCourse(
        "BRIEF",
        "Leaders' briefing",
        LOCAL,
        Mode.BRIEFING,
        "The local risk, the duty and the year's plan, for those who lead.",
        (MEMBER, STAFF),
    ),
    ShippedCourse(
        "IND",
        "Prevent induction",
        LOCAL,
        Mode.INDUCTION,
        "Who does what here, how a concern is referred, and whom to ask.",
        (STAFF, MEMBER, VOLUNTEER),
    ),
    ShippedCourse(
        "HOST",
        "Hostile reconnaissance awareness",
        NOT_KNOWN,
        Mode.FACILITATED,
        "Noticing somebody who looks a place over with harm in mind, and reporting it.",
        (STAFF, SHOP, VENUE),
    ),
    ShippedCourse(
        "LEAF",
        "Leaflets and stalls awareness",
        LOCAL,
        Mode.FACILITATED,
        "Recognising extremist leaflets, stickers and stalls, and passing it on.",
        (STAFF, SHOP),
    ),
    ShippedCourse(
        "SIGN",
        "Signs and symbols",
        LOCAL,
        Mode.FACILITATED,
        "Signs and symbols of extremist groups, and where they are met with.",
        (STAFF, MEMBER),
    ),
    ShippedCourse(
        "SOCM",
        "Extremist content on social media",
        LOCAL,
        Mode.FACILITATED,
        "Spotting extremist content online, for staff of schools and colleges.",
        (STAFF,),
    ),
    ShippedCourse(
        "PAR",
        "Online safety for parents and carers",
        LOCAL,
        Mode.FACILITATED,
        "What children meet online, and how to talk about it at home.",
        (Audience.PARENT, CARER),
    ),
    ShippedCourse(
        "RES",
        "Resilience and critical thinking",
        LOCAL,
        Mode.FACILITATED,
        "Lessons for pupils and students: checking claims, and thinking for oneself.",
        (Audience.PUPIL,),
    ),
    ShippedCourse(
        "CH-CHAIR",
        "Channel chair training",
        NOT_KNOWN,
        Mode.FACILITATED,
        "For the chair of a Channel panel and the deputies.",
        (PANEL,),
        needs=("HO-C",),
    ),
    ShippedCourse(
        "IDEO",
        "Understanding ideology",
        NOT_KNOWN,
        Mode.FACILITATED,
        "The ideologies behind terrorism, as the 2023 review asked for.",
        (STAFF, PANEL),
    ),
    ShippedCourse(
        "ACT",
        "ACT awareness",
        "Counter terrorism policing",
        Mode.E_LEARNING,
        "Keeping people safe in an attack, for education settings among others. "
        + CHECK_LINK,
        (STAFF, SETTING, VENUE, SHOP),
        url=PROTECT_UK,
    ),
    ShippedCourse(
        "VEN",
        "Bookings and speakers: ask, check, decide",
        LOCAL,
        Mode.FACILITATED,
        "How a booking or a speaker is checked, and who decides.",
        (VENUE, STAFF),
    ),
)
