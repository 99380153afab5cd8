"""The priority “Leave no room for those who spread hate”."""

from .parts import DONE, ON, Aim, Step, Theme

PUBLIC_PLACES = Theme(
    "Leave no room for those who spread hate",
    "Every public room for hire now asks the same five questions",
    "Traders asked what to do when a stall upsets people.",
    "Public rooms, screens and streets in {name} are not used to draw people in.",
    ("No public room is lent in error", "The council answers within a day"),
    ("Bring all venues under one policy", "Check filtering in every library"),
    ("Help private venues to do the same",),
    (
        Aim(
            "Look after public places and screens",
            (
                Step(
                    "Bring every council venue under one booking policy with an appeal",
                    "Library and leisure manager. Head of community safety.",
                    due=15,
                    reports=((5, ON, "Policy agreed; forms being printed."),),
                ),
                Step(
                    "Test filtering on public computers and guest wireless, and "
                    "keep the result",
                    "Library and leisure manager",
                    due=-45,
                    reports=((48, DONE, "All eleven sites passed."),),
                ),
                Step(
                    "Ask schools for the result of their own filtering test",
                    "Prevent education officer. Director of safeguarding.",
                    due=50,
                ),
                Step(
                    "Say within a day what is true when something frightening "
                    "happens, and whom to call",
                    "Communications manager. Prevent sergeant.",
                    ongoing=True,
                    reports=((15, ON, "Used once, after the October march."),),
                    public_report=True,
                ),
            ),
        ),
        Aim(
            "Stand together",
            (
                Step(
                    "Use {event} to bring groups together who seldom meet",
                    "Partnership manager. Communications manager.",
                    due=-75,
                    reports=((73, DONE, "Twelve groups shared a tent."),),
                    public_report=True,
                ),
                Step(
                    "Fund three small projects that give young people another story",
                    "Prevent co-ordinator. Project providers.",
                    due=110,
                    reports=((20, ON, "Seven applications in."),),
                ),
                Step(
                    "Ask women's groups what would make it easier to take part",
                    "Partnership manager",
                    due=140,
                ),
            ),
        ),
    ),
)
