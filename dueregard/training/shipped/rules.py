"""Role groups, and what each must know by when (domain reference 7.2)."""

from dataclasses import dataclass

from ..models import Requirement

BEFORE_START = Requirement.Window.BEFORE_START
INDUCTION = Requirement.Window.INDUCTION
BEFORE_PANEL = Requirement.Window.BEFORE_PANEL
REGULARLY = Requirement.Window.REGULARLY
EACH_TERM = Requirement.Window.EACH_TERM


@dataclass(frozen=True)
class ShippedGroup:
    code: str
    name: str
    description: str


@dataclass(frozen=True)
class ShippedRule:
    """`confirm_locally`: no published source settles it; somebody here should."""

    group: str
    course: str
    window: Requirement.Window
    source: str
    within_days: int = 0
    every_months: int | None = None
    confirm_locally: bool = True


ROLE_GROUPS = (
    ShippedGroup("STAFF", "All council staff", "Everybody whom the council employs."),
    ShippedGroup(
        "FRONT",
        "Front line",
        "Those who work with children, or with adults at risk, face to face.",
    ),
    ShippedGroup(
        "STARTER", "New staff", "Staff in their first months, until they are inducted."
    ),
    ShippedGroup(
        "EDU-LEAD",
        "Designated leads in education",
        "Designated safeguarding leads and senior leaders of schools and colleges.",
    ),
    ShippedGroup(
        "EDU-NEW", "New staff in education", "Whoever begins work in a school."
    ),
    ShippedGroup("GOV", "School governors", "Governors and trustees of schools."),
    ShippedGroup(
        "REFER",
        "Referral receivers and their managers",
        "Those who take a concern in, or decide whether it goes on.",
    ),
    ShippedGroup(
        "CHAIR",
        "Channel panel chair and deputies",
        "Those who chair the Channel panel, or may stand in.",
    ),
    ShippedGroup("PANEL", "Channel panel members", "Those who sit on the panel."),
    ShippedGroup(
        "MEMBER",
        "Councillors",
        "Everybody elected to the council, for as long as the term lasts.",
    ),
    ShippedGroup(
        "LEADER",
        "Portfolio holders and chief officers",
        "Portfolio holders, the member champion, chief executives, boards, directors.",
    ),
    ShippedGroup(
        "PARTNER",
        "New members of the partnership",
        "Those who begin to serve on the board or on one of its groups.",
    ),
    ShippedGroup(
        "NHS-1", "NHS levels 1 and 2", "NHS staff who need to know the basics."
    ),
    ShippedGroup(
        "NHS-3",
        "NHS level 3",
        "Clinical staff who contribute to assessing and planning. Where the level 3 "
        "e-learning is accepted, add it as a course that satisfies WRAP.",
    ),
    ShippedGroup(
        "NHS-4",
        "NHS levels 4 to 6",
        "Named and designated professionals, and the board of the trust.",
    ),
    ShippedGroup(
        "CONTRACT", "Contractors", "Staff of contractors whose contract asks for it."
    ),
    ShippedGroup(
        "VENUE", "Venue staff", "Those who take bookings for halls and rooms."
    ),
    ShippedGroup(
        "NAMED",
        "Roles named for public places",
        "Long-term shops, stalls and security, and staff who work in the street. "
        "Begin with some roles and add others from a later day.",
    ),
)

DERBYSHIRE = "Interval: published practice of a county council, two years."
EDUCATION = "Published advice of a county council for schools and colleges."
DUTY_PAGE = "A council's public page on Prevent training names who needs the course."
PLAN_5 = "A council's plan, action 5: the front line. " + DERBYSHIRE
PLAN_22 = "A council's plan, action 22: venues. Interval: local practice."
PLAN_24 = "A council's plan, action 24: periodic briefings. Interval: local practice."
PLAN_25 = "A council's plan, action 25: inductions. Days: local practice."
PLAN_36 = "A council's plan, action 36: reconnaissance, specified roles."
PLAN_37 = "A council's plan, action 37: leaflets and stalls, specified roles."
DISTRICT = "A county area's plan: contractors, through a clause in each contract."
GOVERNORS = "A county area's plan: governors. Window: local practice."
NHS = "Commonly used in the NHS: three years. Confirm with your NHS lead."

RULES = (
    ShippedRule("STAFF", "HO-A", REGULARLY, DERBYSHIRE, 30, 24),
    ShippedRule("FRONT", "WRAP", REGULARLY, PLAN_5, 90, 24),
    ShippedRule("STARTER", "IND", INDUCTION, PLAN_25, 30),
    ShippedRule("EDU-LEAD", "HO-A", REGULARLY, EDUCATION, 0, 24, False),
    ShippedRule("EDU-LEAD", "HO-R", REGULARLY, EDUCATION, 0, 24, False),
    ShippedRule("EDU-LEAD", "HO-C", REGULARLY, EDUCATION, 0, 24, False),
    ShippedRule("EDU-NEW", "HO-A", INDUCTION, EDUCATION, 0, None, False),
    ShippedRule("GOV", "HO-A", INDUCTION, GOVERNORS, 90),
    ShippedRule("REFER", "HO-R", REGULARLY, DUTY_PAGE, 30, 24),
    ShippedRule("CHAIR", "HO-C", BEFORE_PANEL, DUTY_PAGE, 0, 12),
    ShippedRule("CHAIR", "CH-CHAIR", BEFORE_PANEL, "Local practice.", 0, None),
    ShippedRule("PANEL", "HO-C", BEFORE_PANEL, DUTY_PAGE, 0, 24),
    ShippedRule("MEMBER", "IND", EACH_TERM, PLAN_25, 90),
    ShippedRule("MEMBER", "BRIEF", EACH_TERM, PLAN_24, 90, 12),
    ShippedRule("LEADER", "IND", INDUCTION, PLAN_25, 30),
    ShippedRule("LEADER", "BRIEF", REGULARLY, PLAN_24, 90, 12),
    ShippedRule("PARTNER", "IND", INDUCTION, PLAN_25, 30),
    ShippedRule("NHS-1", "HO-A", REGULARLY, NHS, 90, 36),
    ShippedRule("NHS-3", "WRAP", REGULARLY, NHS, 90, 36),
    ShippedRule("NHS-4", "WRAP", REGULARLY, NHS, 90, 36),
    ShippedRule("NHS-4", "BRIEF", REGULARLY, NHS, 90, 12),
    ShippedRule("CONTRACT", "HO-A", BEFORE_START, DISTRICT),
    ShippedRule("VENUE", "VEN", REGULARLY, PLAN_22, 30, 24),
    ShippedRule("NAMED", "HOST", INDUCTION, PLAN_36, 90),
    ShippedRule("NAMED", "LEAF", INDUCTION, PLAN_37, 90),
)
