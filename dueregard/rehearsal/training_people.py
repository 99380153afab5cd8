"""Who is in the rehearsal's training register, as data; every name is made up."""

from dataclasses import dataclass

from dueregard.access.roles import Role
from dueregard.training.models import Audience

from .region import NHS, POLICE, TRUST, VOLUNTARY

YEAR_BACK, RETURNED_BACK, LONG_AGO = 364, 20, 1200
AWARENESS, WRAP = "HO-A", "WRAP"
PRIMARY, SECONDARY, LEISURE = "Weir Primary School", "Millrace School", "Marl Leisure"
TRUST_LEAD = "Orla Hythe"
"""Training lead of the academy trust: she keeps its people and those of its schools."""
OWN_BODIES = (
    (PRIMARY, "school", "education", True),
    (SECONDARY, "school", "education", True),
    (LEISURE, "leisure", "other", False),
)
NAMELESS = (POLICE,)
"""Organisations that give numbers and no names."""
SENT_NOTHING = (POLICE, LEISURE)


@dataclass(frozen=True)
class Band:
    """People of one organisation who are in one role group.

    `states` is repeated over them: I in date, S due soon, L lapsed, N never, G gone,
    A on leave (away), B a starter (beginner).
    """

    body: str
    group: str
    people: int
    states: str
    audience: str = Audience.STAFF


MARLBROOK = (
    Band("", "FRONT", 44, "IIISIILINIIGIASB"),
    Band("", "STAFF", 22, "IISLINIB"),
    Band("", "REFER", 5, "IISIL"),
    Band("", "PANEL", 4, "IIIS"),
    Band("", "CHAIR", 2, "IL"),
    Band("", "MEMBER", 10, "IINILNIISI", Audience.MEMBER),
    Band("", "LEADER", 4, "IISL"),
    Band("", "STARTER", 4, "IBBN"),
    Band("", "NAMED", 4, "INNI", Audience.SHOP),
    Band(TRUST, "EDU-LEAD", 4, "IISL"),
    Band(PRIMARY, "EDU-LEAD", 2, "IL"),
    Band(PRIMARY, "EDU-NEW", 6, "IINIIB"),
    Band(PRIMARY, "GOV", 5, "INNIG", Audience.GOVERNOR),
    Band(SECONDARY, "EDU-LEAD", 3, "ISI"),
    Band(SECONDARY, "EDU-NEW", 10, "IIIINIGIAB"),
    Band(SECONDARY, "GOV", 5, "IINNI", Audience.GOVERNOR),
    Band(NHS, "NHS-1", 14, "IIISLIN"),
    Band(NHS, "NHS-3", 10, "IISLNI"),
    Band(POLICE, "REFER", 12, "IINILN"),
    Band(VOLUNTARY, "CONTRACT", 8, "IINI", Audience.VOLUNTEER),
    Band(LEISURE, "VENUE", 6, "INNLNI", Audience.VENUE),
)
FERNSHIRE = (
    Band("", "FRONT", 20, "IIISLINIAG"),
    Band("", "MEMBER", 8, "INILNISI", Audience.MEMBER),
    Band(TRUST, "EDU-LEAD", 6, "IISLNI"),
    Band(NHS, "NHS-1", 6, "IILINI"),
)
OURSELVES = (
    (Role.COORDINATOR, "REFER", "I", Audience.STAFF),
    (Role.TRAINING_LEAD, "STAFF", "S", Audience.STAFF),
    (Role.EDUCATION_OFFICER, "FRONT", "L", Audience.STAFF),
    (Role.ELECTED_MEMBER, "MEMBER", "N", Audience.MEMBER),
    (Role.BOARD_CHAIR, "LEADER", "I", Audience.STAFF),
)
BANDS = {"marlbrook": MARLBROOK, "fernshire": FERNSHIRE}

FIRST_NAMES = (
    "Abel",
    "Bryony",
    "Carys",
    "Dilwyn",
    "Edith",
    "Farah",
    "Gethin",
    "Hollis",
    "Imran",
    "Jodie",
    "Kemi",
    "Lowri",
    "Magda",
    "Niall",
    "Orla",
    "Perrin",
    "Quentin",
    "Rhian",
    "Sunil",
    "Tilda",
    "Una",
    "Vikram",
    "Wilma",
    "Yusuf",
    "Zadie",
)
SURNAMES = (
    "Alder",
    "Birch",
    "Coppice",
    "Dell",
    "Elmore",
    "Fallow",
    "Glade",
    "Heath",
    "Ivory",
    "Juniper",
    "Kestrel",
    "Larch",
    "Mallow",
    "Nettle",
    "Orchard",
    "Pebble",
    "Quarry",
    "Reed",
    "Sedge",
    "Thorne",
    "Upton",
    "Vale",
    "Willow",
    "Yarrow",
)
