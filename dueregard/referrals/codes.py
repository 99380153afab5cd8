"""Code lists of referrals (domain.md §4.6, §6.9, §12.3): words, never scores."""

from django.db import models


class Emergency(models.TextChoices):
    """Asked first, before anything is written."""

    NONE = "none", "Nobody is in immediate danger"
    CALLED_999 = "999", "Yes, and 999 has been called"
    HOTLINE = "hotline", "Yes, and the anti-terrorism hotline has been called"


class Known(models.TextChoices):
    """Why a thing is not filled in: blank is never an answer (domain §13.4)."""

    NOT_KNOWN = "not_known", "Not known"
    NOT_ASKED = "not_asked", "Not asked"
    DECLINED = "declined", "They chose not to say"


class Stated(models.TextChoices):
    """Who said so; what the person says of themselves replaces what others saw."""

    SELF = "self", "The person themselves"
    THIRD_PARTY = "third_party", "Somebody else"
    OBSERVED = "observed", "The writer's impression"


class Door(models.TextChoices):
    """By which way a referral came in."""

    PUBLIC = "public", "The public form"
    STAFF = "staff", "A member of staff"
    REGISTERED = "registered", "A registered referrer"
    TELEPHONE = "telephone", "By telephone, written down for somebody"
    DOCUMENT = "document", "The national form as a file"
    RECEIPT_ONLY = "receipt_only", "The police's own form; receipt recorded"


class AgeRoute(models.TextChoices):
    """Which of the rules for children apply (practice RF 6)."""

    UNDER_10 = "under_10", "Under 10: children's social care first"
    UNDER_18 = "under_18", "10 to 17: is children's social care told?"
    ADULT = "adult", "18 or over"
    UNKNOWN = "unknown", "Age not known"


class Residence(models.TextChoices):
    """Where the person lives decides who holds the referral (practice RF 7)."""

    HERE = "here", "In this area"
    ELSEWHERE = "elsewhere", "In another area"
    TERM_TIME = "term_time", "Here in term time, elsewhere otherwise"
    PLACED = "placed", "Placed in care by another council"
    NO_FIXED_ABODE = "no_fixed_abode", "No fixed address"
    CUSTODY = "custody", "In custody"
    OUTSIDE = "outside", "Outside England and Wales"
    UNKNOWN = "unknown", "Not known"


class Outcome(models.TextChoices):
    """How the police gateway or the section 36 decision ended it (domain §4.6)."""

    NO_FURTHER_ACTION = "nfa", "No further action"
    SIGNPOSTED = "signposted", "Passed to a service"
    POLICE_INVESTIGATION = "police", "A matter for the police"
    OTHER_AREA = "other_area", "Another area's"
    INSUFFICIENT = "insufficient", "Not enough to go on"
    MISTAKEN = "mistaken", "Mistaken or misinformed"
    MALICIOUS = "malicious", "Made in bad faith"


NOT_COUNTED = (Outcome.MISTAKEN, Outcome.MALICIOUS)
"""What never counts as an earlier referral of anybody (practice RF 9)."""


class OtherSupport(models.TextChoices):
    """The onward question that every ending answers (domain §4.1, 6)."""

    MENTAL_HEALTH = "mental_health", "Mental health services"
    CHILDREN = "children", "Children's social care"
    ADULTS = "adults", "Adult social care"
    EARLY_HELP = "early_help", "Early Help or a locality panel"
    EDUCATION = "education", "Education"
    HOUSING = "housing", "Housing"
    OTHER = "other", "Another service"
    NONE_NEEDED = "none_needed", "None is needed"
    DECLINED = "declined", "Offered and declined"


class ConcernOutcome(models.TextChoices):
    """What came of a concern that was checked (domain §6.8)."""

    REFER = "refer", "Refer"
    OTHER_SUPPORT = "other_support", "Other support"
    NO_FURTHER = "no_further", "No further step"


class LegalBasis(models.TextChoices):
    """Why an organisation may be asked about somebody (domain §6.14)."""

    SECTION_38 = (
        "section_38",
        "Co-operation with the panel: section 38, Counter-Terrorism and Security Act "
        "2015",
    )
    PUBLIC_TASK = "public_task", "A task in the public interest"
    SAFEGUARDING = "safeguarding", "Safeguarding a child or an adult at risk"


class KeptOn(models.TextChoices):
    """On which ground the record of somebody is kept who was a child, and is none any
    more."""

    CLAIM = (
        "claim",
        "A claim or complaint that is open, or sure to come: UK GDPR, article 17(3)(e)",
    )
    DUTY = "duty", "A duty in law to keep it: UK GDPR, article 17(3)(b)"
    SAFEGUARDING = (
        "safeguarding",
        "Safeguarding a child or an adult at risk now: Data Protection Act 2018, "
        "schedule 1, paragraph 18",
    )
    OWN_WISH = "own_wish", "The person asks for it to be kept"


class ReferrerState(models.TextChoices):
    """The three honest words that a referrer reads (settled 19)."""

    RECEIVED = "received", "Received"
    PASSED_ON = "passed_on", "Passed on"
    CLOSED = "closed", "Closed with us"


class Body(models.TextChoices):
    """Who may decide under section 36(3)."""

    POLICE = "police", "The police"
    COUNCIL = "council", "The council"
