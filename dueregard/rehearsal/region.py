"""The made-up region as data: county Fernshire with two districts, unitary Marlbrook.

Every name is ours. Addresses end in .example, which nobody can own.
"""

from dataclasses import dataclass

from dueregard.access.roles import Role


@dataclass(frozen=True)
class Place:
    """An authority, and the words of its own that its plan uses."""

    slug: str
    name: str
    kind: str
    county: str
    council: str
    town: str
    college: str
    event: str


@dataclass(frozen=True)
class Body:
    """A partner organisation that works with every place of the region."""

    name: str
    kind: str
    sector: str
    is_specified_authority: bool = True


@dataclass(frozen=True)
class Job:
    """A post: its title, the organisation ("" for the council), and who holds it.

    `holder` is a role whose person holds it; None leaves it vacant.
    """

    title: str
    body: str
    holder: Role | None
    is_lead: bool = False
    is_service_owner: bool = False


PLACES = (
    Place(
        "marlbrook",
        "Marlbrook",
        "unitary",
        "",
        "Marlbrook Council",
        "Marlbrook",
        "Marlbrook College",
        "the river fair",
    ),
    Place(
        "fernshire",
        "Fernshire",
        "county",
        "",
        "Fernshire County Council",
        "Fernchester",
        "Fernshire College",
        "the county show",
    ),
    Place(
        "ashby-vale",
        "Ashby Vale",
        "district",
        "fernshire",
        "Ashby Vale District Council",
        "Ashby",
        "the Ashby site of Fernshire College",
        "the apple day",
    ),
    Place(
        "netherbrook",
        "Netherbrook",
        "district",
        "fernshire",
        "Netherbrook District Council",
        "Nether Weston",
        "Weston Sixth Form",
        "the lantern walk",
    ),
)

BODIES = (
    Body("Fernshire and Marlbrook Police", "police", "criminal_justice"),
    Body("Marl Valley NHS Trust", "nhs_trust", "health"),
    Body("Fern and Marl Probation", "probation", "criminal_justice"),
    Body("Three Rivers Academy Trust", "academy_trust", "education"),
    Body("Marl Valley Voluntary Action", "voluntary", "voluntary", False),
)

# First names and surnames by place: one person for each role that opens no record about
# people, in the roles' order.
PEOPLE = {
    "marlbrook": (
        "Ada Byrne",
        "Joss Penhale",
        "Mina Okoro",
        "Ruth Amberley",
        "Tom Garrick",
        "Priya Lisle",
        "Cllr Owen Marsh",
        "Leah Stanton",
        "Piotr Wren",
        "Hana Cole",
        "Sam Ferris",
    ),
    "fernshire": (
        "Nell Hadley",
        "Idris Vane",
        "Cora Ashdown",
        "Bela Thorne",
        "Marcus Eyre",
        "Zofia Kerr",
        "Cllr Ivy Longman",
        "Dara Pell",
        "Esme Rudd",
        "Noor Tilney",
        "Kit Harrow",
    ),
    "ashby-vale": (
        "Gwen Astley",
        "Luca Fenn",
        "Tess Rowan",
        "Ravi Holt",
        "Jean Corbet",
        "Olu Marden",
        "Cllr Beth Orme",
        "Finn Sayer",
        "Maya Quill",
        "Ned Varley",
        "Ines Crow",
    ),
    "netherbrook": (
        "Ewan Frost",
        "Lily Bexley",
        "Amir Dunne",
        "Rosa Keld",
        "Hugh Merton",
        "Yara Linton",
        "Cllr Max Arden",
        "Celia Roe",
        "Jude Swann",
        "Anya Brook",
        "Theo Nash",
    ),
}

POLICE, NHS, PROBATION, TRUST, VOLUNTARY = (body.name for body in BODIES)

# Who works with referrals, by place: role, name, and body ("" for the council).
CASE_PEOPLE = {
    "marlbrook": (
        (Role.REGISTERED_REFERRER, "Wren Hollis", TRUST),
        (Role.SAFEGUARDING_LEAD, "Imogen Tarn", TRUST),
        (Role.GATEWAY_OFFICER, "Rhys Calder", POLICE),
        (Role.CASE_OFFICER, "Bryony Sedge", POLICE),
        (Role.PANEL_CHAIR, "Alma Thackray", ""),
        (Role.DEPUTY_CHAIR, "Conor Wylde", ""),
    ),
    "fernshire": (
        (Role.REGISTERED_REFERRER, "Tamsin Leck", TRUST),
        (Role.SAFEGUARDING_LEAD, "Gethin Moor", TRUST),
        (Role.GATEWAY_OFFICER, "Anders Pike", POLICE),
        (Role.CASE_OFFICER, "Sunita Vale", POLICE),
        (Role.PANEL_CHAIR, "Edith Marlow", ""),
        (Role.DEPUTY_CHAIR, "Kofi Arden", ""),
    ),
}

POSTS = (
    Job("Prevent co-ordinator", "", Role.COORDINATOR, is_lead=True),
    Job("Prevent education officer", "", Role.EDUCATION_OFFICER),
    Job("Head of community safety", "", Role.ACTION_OWNER, is_service_owner=True),
    Job("Training manager", "", Role.TRAINING_LEAD, is_service_owner=True),
    Job("Communications manager", "", Role.COMMUNICATIONS_OFFICER),
    Job("Library and leisure manager", "", None, is_service_owner=True),
    Job("Prevent sergeant", POLICE, None, is_lead=True),
    Job("Safeguarding lead", NHS, Role.BOARD_MEMBER, is_lead=True),
    Job("Prevent lead", PROBATION, None, is_lead=True),
    Job("Director of safeguarding", TRUST, None, is_lead=True),
    Job("Partnership manager", VOLUNTARY, None, is_lead=True),
)


def email_of(name: str, slug: str) -> str:
    """The address of a made-up person: ada.byrne@marlbrook.example."""
    plain = name.lower().removeprefix("cllr ").replace(" ", ".")
    return f"{plain}@{slug}.example"
