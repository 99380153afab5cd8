"""The priority “Know the local risk, together”."""

from .parts import DONE, ON, Aim, Step, Theme

RISK = Theme(
    "Know the local risk, together",
    "Partners agreed one picture of local risk in every quarter of last year",
    "In last autumn's consultation people asked us to say plainly what we know and "
    "what we do not.",
    "Everyone who has a part in the plan works from the same, current picture.",
    ("Partners say that the picture helps them decide", "No review is late"),
    ("Review the risk every quarter", "Brief leaders twice"),
    ("Join the picture up with the county's", "Keep what we learn"),
    (
        Aim(
            "Share one picture of risk",
            (
                Step(
                    "Review what partners know of local risk and agree a short "
                    "statement each quarter",
                    "Prevent co-ordinator. Prevent sergeant.",
                    ongoing=True,
                    reports=(
                        (250, ON, "First statement agreed by the group."),
                        (70, ON, "Third statement agreed; two questions open."),
                    ),
                    public_report=True,
                    timescale="Quarterly",
                ),
                Step(
                    "Give leads of statutory services access to the restricted "
                    "local profile, and record who has read it",
                    "Prevent sergeant",
                    due=-20,
                    reports=((120, ON, "Nine of fourteen leads have read it."),),
                    audience="restricted",
                ),
                Step(
                    "Brief heads of service with what can be shared of the profile",
                    "Prevent co-ordinator. Head of community safety.",
                    due=75,
                ),
                Step(
                    "Ask {college} what its students worry about, by theme and "
                    "without names",
                    "Prevent education officer",
                    due=24,
                ),
                Step(
                    "Publish this plan and say where each document can be found",
                    "Prevent co-ordinator. Communications manager.",
                    due=-150,
                    reports=((160, DONE, "On the council's site since spring."),),
                    public_report=True,
                ),
            ),
        ),
        Aim(
            "Lead the work well",
            (
                Step(
                    "Brief the chief executive, directors and group leaders on "
                    "their part of the duty",
                    "Prevent co-ordinator",
                    due=12,
                    reports=((8, ON, "Directors briefed; leaders on Thursday."),),
                ),
                Step(
                    "Give every new member of the partnership an induction within "
                    "a month",
                    "Prevent co-ordinator. Training manager.",
                    ongoing=True,
                    reports=((200, ON, "Four inductions held so far."),),
                ),
                Step(
                    "Put the duty into contracts with those who deliver services "
                    "for the council",
                    "All service-owners",
                    due=130,
                    timescale="By the end of the year",
                ),
            ),
        ),
    ),
)
