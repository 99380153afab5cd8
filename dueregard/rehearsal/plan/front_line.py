"""The priority “Notice early, and know whom to ask”."""

from .parts import DONE, ON, Aim, Step, Theme

FRONT_LINE = Theme(
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
                    "Hold awareness workshops for housing, benefits and library staff",
                    "Training manager",
                    due=45,
                    reports=(
                        (180, ON, "Two of six workshops held, 41 people."),
                        (25, ON, "Five of six held, 118 people."),
                    ),
                    public_report=True,
                ),
                Step(
                    "Train designated safeguarding leads in writing a clear referral",
                    "Prevent education officer. Director of safeguarding.",
                    due=-5,
                    reports=((60, ON, "Material agreed with the trust."),),
                ),
                Step(
                    "Support the hospital's own trainers with local examples",
                    "Safeguarding lead",
                    ongoing=True,
                    reports=((40, ON, "Trainers met in October."),),
                ),
                Step(
                    "Show stall holders and door staff how to spot somebody "
                    "looking a place over, before {event}",
                    "Prevent sergeant. Head of community safety.",
                    due=-60,
                    reports=((66, DONE, "31 people, two sessions."),),
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
                    reports=((30, ON, "Six of nine visited."),),
                ),
                Step(
                    "Give teachers lesson material that helps pupils to weigh what "
                    "they read",
                    "Prevent education officer. Prevent co-ordinator.",
                    due=-90,
                    reports=((95, DONE, "Material out; eight schools use it."),),
                    public_report=True,
                ),
                Step(
                    "Run evenings for parents on games, videos and strangers online",
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
                    reports=((50, ON, "Draft with the police for comment."),),
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
)
