"""What a plan of the region says, in our own words. {town} and the like are filled in.

Days count from today: an action due at 40 is due in 40 days, at -10 ten days ago. Each
place shifts them a little, so that no two plans look alike.
"""

from .front_line import FRONT_LINE
from .parts import Aim, Step, Theme
from .public_places import PUBLIC_PLACES
from .risk import RISK
from .support import SUPPORT

__all__ = ["NARRATIVE", "THEMES", "Aim", "Step", "Theme"]

NARRATIVE = (
    (
        "1",
        "Overview",
        "This plan says what {council} and its partners will do in the year ahead so "
        "that fewer people are drawn into terrorism. It follows from what the partners "
        "know of local risk, and the board looks at it every quarter.\n\n"
        "Most of the work is quiet: people who know whom to ask, places that know what "
        "they lend their rooms to, and help that is there when somebody needs it.",
        "public",
    ),
    (
        "2",
        "Local context",
        "{name} has about as many people as a middling town and its villages. "
        "Relations between neighbours are good and are looked after. Young people "
        "spend much of their day online, and that is where most worries begin.",
        "public",
    ),
    (
        "3",
        "What we learnt last year",
        "Two events were moved to other rooms at short notice. Staff asked for a "
        "clearer way to check a booking, and for one telephone number.",
        "restricted",
    ),
    (
        "4",
        "How the work is led",
        "The board meets four times a year. Its chair approves this plan. A delivery "
        "group of all partners meets every six weeks and keeps the actions going.",
        "public",
    ),
)

THEMES = (RISK, FRONT_LINE, SUPPORT, PUBLIC_PLACES)
