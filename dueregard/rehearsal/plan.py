"""What a plan of the region says, in our own words. {town} and the like are filled in.

Days count from today: an action due at 40 is due in 40 days, at -10 ten days ago. Each
place shifts them a little, so that no two plans look alike.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """An action: what, who by the plan's words, when, and how far it has come.

    `due` is in days from today; None with `ongoing` is reviewed every three months.
    `reports` are (days ago, status, words), the oldest first.
    """

    text: str
    owners: str
    due: int | None = None
    ongoing: bool = False
    reports: tuple[tuple[int, str, str], ...] = ()
    public_report: bool = False
    audience: str = "public"
    cancelled: str = ""
    timescale: str = ""


@dataclass(frozen=True)
class Aim:
    """An objective and its actions."""

    title: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Theme:
    """A priority, with what its public page shows."""

    title: str
    headline: str
    why: str
    aim: str
    measures: tuple[str, ...]
    this_year: tuple[str, ...]
    three_years: tuple[str, ...]
    aims: tuple[Aim, ...]


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

_DONE = "complete"
_ON = "in_progress"

THEMES = (
    Theme(
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
                            (250, _ON, "First statement agreed by the group."),
                            (70, _ON, "Third statement agreed; two questions open."),
                        ),
                        public_report=True,
                        timescale="Quarterly",
                    ),
                    Step(
                        "Give leads of statutory services access to the restricted "
                        "local profile, and record who has read it",
                        "Prevent sergeant",
                        due=-20,
                        reports=((120, _ON, "Nine of fourteen leads have read it."),),
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
                        reports=((160, _DONE, "On the council's site since spring."),),
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
                        reports=((8, _ON, "Directors briefed; leaders on Thursday."),),
                    ),
                    Step(
                        "Give every new member of the partnership an induction within "
                        "a month",
                        "Prevent co-ordinator. Training manager.",
                        ongoing=True,
                        reports=((200, _ON, "Four inductions held so far."),),
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
    ),
    Theme(
        "Notice early, and know whom to ask",
        "Two in three front-line staff have had training in the last three years",
        "Staff told us that they notice things, and are not sure what to do next.",
        "Anybody who works with people in {name} knows the signs and the way to help.",
        (
            "More people have current training, of a number that we know",
            "Referrals say what was seen, and why it worries",
        ),
        (
            "Train the front line by role, not by chance",
            "Visit every school in {town}",
            "Help parents with what is online",
        ),
        ("Make refreshers a habit", "Build training into every induction"),
        (
            Aim(
                "Train the people who meet the public",
                (
                    Step(
                        "Hold awareness workshops for housing, benefits and library "
                        "staff",
                        "Training manager",
                        due=45,
                        reports=(
                            (180, _ON, "Two of six workshops held, 41 people."),
                            (25, _ON, "Five of six held, 118 people."),
                        ),
                        public_report=True,
                    ),
                    Step(
                        "Train designated safeguarding leads in writing a clear "
                        "referral",
                        "Prevent education officer. Director of safeguarding.",
                        due=-5,
                        reports=((60, _ON, "Material agreed with the trust."),),
                    ),
                    Step(
                        "Support the hospital's own trainers with local examples",
                        "Safeguarding lead",
                        ongoing=True,
                        reports=((40, _ON, "Trainers met in October."),),
                    ),
                    Step(
                        "Show stall holders and door staff how to spot somebody "
                        "looking a place over, before {event}",
                        "Prevent sergeant. Head of community safety.",
                        due=-60,
                        reports=((66, _DONE, "31 people, two sessions."),),
                    ),
                    Step(
                        "Tell staff what to do about leaflets and stickers, and where "
                        "to send a picture",
                        "Communications manager. Library and leisure manager.",
                        due=20,
                    ),
                    Step(
                        "Offer short sessions to foster carers and volunteers",
                        "Training manager",
                        due=160,
                    ),
                ),
            ),
            Aim(
                "Work with schools, colleges and parents",
                (
                    Step(
                        "Visit each secondary school and agree what it needs this year",
                        "Prevent education officer",
                        due=100,
                        reports=((30, _ON, "Six of nine visited."),),
                    ),
                    Step(
                        "Give teachers lesson material that helps pupils to weigh what "
                        "they read",
                        "Prevent education officer. Prevent co-ordinator.",
                        due=-90,
                        reports=((95, _DONE, "Material out; eight schools use it."),),
                        public_report=True,
                    ),
                    Step(
                        "Run evenings for parents on games, videos and strangers "
                        "online",
                        "Prevent education officer",
                        due=28,
                    ),
                    Step(
                        "Look at clubs and lessons outside school that children in "
                        "{town} go to, and offer them help",
                        "Prevent education officer. Partnership manager.",
                        due=190,
                    ),
                ),
            ),
            Aim(
                "Make the way to help short",
                (
                    Step(
                        "Rewrite the referral pathway on one page and send it to every "
                        "partner",
                        "Prevent co-ordinator. Chair of the panel.",
                        due=-35,
                        reports=((50, _ON, "Draft with the police for comment."),),
                    ),
                    Step(
                        "Look back at hate incidents for people who may need support, "
                        "whether harmed or harming",
                        "Prevent sergeant. Head of community safety.",
                        ongoing=True,
                    ),
                    Step(
                        "Agree with Early Help how a concern that is not for Prevent "
                        "is picked up",
                        "Head of community safety. Safeguarding lead.",
                        due=60,
                    ),
                ),
            ),
        ),
    ),
    Theme(
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
                        "Keep a list of local services with ages, areas and waiting "
                        "times",
                        "Partnership manager",
                        ongoing=True,
                        reports=((290, _ON, "First list of 22 services."),),
                    ),
                    Step(
                        "Find out what the voluntary sector could take on, and what it "
                        "would need",
                        "Partnership manager. Prevent co-ordinator.",
                        due=-12,
                        reports=((100, _ON, "Survey out to forty groups."),),
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
                        reports=((33, _ON, "Signed by six of eight."),),
                    ),
                    Step(
                        "Train those who take minutes in what to leave out",
                        "Training manager",
                        due=-200,
                        reports=((205, _DONE, "Done with the legal team."),),
                    ),
                    Step(
                        "Keep the records that the Home Office and inspectors ask for",
                        "Prevent co-ordinator",
                        ongoing=True,
                        reports=((45, _ON, "Half-year return sent."),),
                    ),
                ),
            ),
        ),
    ),
    Theme(
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
                        "Bring every council venue under one booking policy with an "
                        "appeal",
                        "Library and leisure manager. Head of community safety.",
                        due=15,
                        reports=((5, _ON, "Policy agreed; forms being printed."),),
                    ),
                    Step(
                        "Test filtering on public computers and guest wireless, and "
                        "keep the result",
                        "Library and leisure manager",
                        due=-45,
                        reports=((48, _DONE, "All eleven sites passed."),),
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
                        reports=((15, _ON, "Used once, after the October march."),),
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
                        reports=((73, _DONE, "Twelve groups shared a tent."),),
                        public_report=True,
                    ),
                    Step(
                        "Fund three small projects that give young people another "
                        "story",
                        "Prevent co-ordinator. Project providers.",
                        due=110,
                        reports=((20, _ON, "Seven applications in."),),
                    ),
                    Step(
                        "Ask women's groups what would make it easier to take part",
                        "Partnership manager",
                        due=140,
                    ),
                ),
            ),
        ),
    ),
)
