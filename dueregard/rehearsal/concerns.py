"""What colleagues of a school noticed, in every state, and two calls for advice."""

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.accounts.models import Person
from dueregard.referrals import services
from dueregard.referrals.codes import ConcernOutcome, Emergency, OtherSupport
from dueregard.referrals.models import Concern
from dueregard.referrals.services import Conclusion

SEEN = (
    (
        "A pupil asked in two lessons how long one may be kept at a police station.",
        "Something at home may worry them.",
        "They may be writing about it for another subject.",
    ),
    (
        "A pupil drew the same sign on three exercise books and would not say what it "
        "was.",
        "It may belong to a group that I read about.",
        "It may be a band's, or a game's.",
    ),
    (
        "A pupil said that nobody would miss them and that “people online do”.",
        "Somebody may be getting close to them online.",
        "They have just moved house and know nobody here.",
    ),
)


def build_concerns(cast) -> None:
    """At each place with a safeguarding lead: one to check, one being checked, one
    that ended; and two calls for advice."""
    if Role.SAFEGUARDING_LEAD not in cast.people:
        return
    tutor, lead = cast[Role.REGISTERED_REFERRER], cast[Role.SAFEGUARDING_LEAD]
    before = clock.offset()
    try:
        for back, words in zip((9, 2, 0), SEEN, strict=True):
            clock.set_offset(clock.days_away(-back))
            concern = _note(cast, tutor, words)
            if back:
                services.ask_for_check(concern, checker=lead, by=tutor)
            if back == 9:
                services.conclude(concern, conclusion=SUPPORTED, by=lead)
        for told in ("refer", "not_refer"):
            _advise(cast, told)
    finally:
        clock.set_offset(before)


SUPPORTED = Conclusion(
    ConcernOutcome.OTHER_SUPPORT,
    "A family support worker knows them and goes there this week.",
    check_notes="Their tutor says that a parent was taken into custody.",
    other_support=OtherSupport.EARLY_HELP,
)


def _note(cast, tutor: Person, words: tuple[str, str, str]) -> Concern:
    seen, means, otherwise = words
    return services.note_concern(
        cast.authority,
        organisation=tutor.memberships.get().organisation,
        emergency=Emergency.NONE,
        words={
            "what_was_seen": seen,
            "when_and_where": "This week, in school.",
            "means": means,
            "other_explanations": otherwise,
        },
        by=tutor,
    )


def _advise(cast, told: str) -> None:
    services.note_advice(
        cast.authority,
        organisation=cast[Role.REGISTERED_REFERRER].memberships.get().organisation,
        told=told,
        asked_on=clock.today(),
        words={
            "initials": "QT",
            "asked": "Whether what a pupil said is enough to refer.",
            "said": "What was done or said counts. The form asks for that.",
        },
        by=cast[Role.COORDINATOR],
    )
