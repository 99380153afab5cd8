"""Where the person lives decides who holds the referral and who is told (RF 7).

A rule each, as data, said on the page as it stands here. No guidance settles every
case: confirm locally. Nobody but a person decides that another area is asked.
"""

from dataclasses import dataclass

from .codes import Residence
from .models import Destination

Kind = Destination.Kind
BOTH = (Kind.POLICE, Kind.COUNCIL)
SOURCE = "Our reading of the guidance. Confirm it locally."


@dataclass(frozen=True)
class ResidenceRule:
    """Who holds the referral, who gets it at once, and what is to be found out.

    `held_by_name` says whether one person here answers for it by name until another
    area accepts it in writing.
    """

    holds: str
    asks: str
    told: tuple[str, ...] = BOTH
    held_by_name: bool = True


RULES: dict[str, ResidenceRule] = {
    Residence.HERE: ResidenceRule(
        "This area holds it.",
        "Nothing more.",
        held_by_name=False,
    ),
    Residence.ELSEWHERE: ResidenceRule(
        "This area holds it until the area where they live accepts it in writing.",
        "Which council and which police force is it? Ask that area to accept it.",
    ),
    Residence.TERM_TIME: ResidenceRule(
        "This area holds it in term time; the home area is asked before a holiday.",
        "Where is home, and when do they go back?",
    ),
    Residence.PLACED: ResidenceRule(
        "This area holds it; the council that placed them keeps its duty of care.",
        "Which council placed them, and who is their social worker?",
    ),
    Residence.NO_FIXED_ABODE: ResidenceRule(
        "The area where they were last seen holds it: this one, until another accepts.",
        "Where did they last stay, and which service meets them?",
    ),
    Residence.CUSTODY: ResidenceRule(
        "This area holds it; the prison or probation service is asked through the "
        "police.",
        "Where are they held, and to which area will they be released?",
    ),
    Residence.OUTSIDE: ResidenceRule(
        "This area holds it until the police say who takes it on.",
        "In which country do they live, and do they stay here at times?",
    ),
    Residence.UNKNOWN: ResidenceRule(
        "This area holds it until it is known where they live.",
        "Where do they live? Ask who referred them once the police have cleared it.",
    ),
}


def rule_of(residence: str) -> ResidenceRule:
    """The rule for one of `codes.Residence`."""
    return RULES[residence]
