"""The priority “Support people and the places around them”."""

from .parts import DONE, ON, Aim, Step, Theme

SUPPORT = Theme(
    "Support people and the places around them",
    "Nine organisations in {name} can take somebody on within a fortnight",
    "Families told us that help came late and changed hands too often.",
    "Help that fits is there, and those who give it know what they may share.",
    ("Support starts within four weeks", "No agreement is out of date"),
    ("Map who can help, and where the gaps are", "Renew every agreement"),
    ("Have mentors for every part of the area",),
    (
        Aim(
            "Have the right help to hand",
            (
                Step(
                    "Keep a list of local services with ages, areas and waiting times",
                    "Partnership manager",
                    ongoing=True,
                    reports=((290, ON, "First list of 22 services."),),
                ),
                Step(
                    "Find out what the voluntary sector could take on, and what it "
                    "would need",
                    "Partnership manager. Prevent co-ordinator.",
                    due=-12,
                    reports=((100, ON, "Survey out to forty groups."),),
                ),
                Step(
                    "Commission two mentoring places for young adults",
                    "Head of community safety",
                    due=85,
                    audience="partners",
                ),
                Step(
                    "Check with the panel's members that support was what people "
                    "needed",
                    "All partners",
                    due=150,
                ),
                Step(
                    "Set up a drop-in at {town} library",
                    "Library and leisure manager",
                    due=-100,
                    cancelled="The room is closed for repairs; see the list of "
                    "services instead.",
                ),
            ),
        ),
        Aim(
            "Share what must be shared, and no more",
            (
                Step(
                    "Renew the information-sharing agreement between all partners",
                    "Prevent co-ordinator. All partners.",
                    due=-2,
                    reports=((33, ON, "Signed by six of eight."),),
                ),
                Step(
                    "Train those who take minutes in what to leave out",
                    "Training manager",
                    due=-200,
                    reports=((205, DONE, "Done with the legal team."),),
                ),
                Step(
                    "Keep the records that the Home Office and inspectors ask for",
                    "Prevent co-ordinator",
                    ongoing=True,
                    reports=((45, ON, "Half-year return sent."),),
                ),
            ),
        ),
    ),
)
