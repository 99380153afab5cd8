"""What is asked, assessed and decided."""

from dueregard.audit.events import Event


class AskingEvent:
    """What organisations are asked about a person; the subject is the referral."""

    ASKED = Event(
        "requests.asked",
        "asked an organisation for information about {subject}",
        {"request_id", "organisation_id", "basis", "due_on", "note_hash"},
    )
    LINK_RENEWED = Event(
        "requests.link_renewed", "sent a new link and code about {subject}",
        {"request_id"},
    )  # fmt: skip
    OPENED = Event(
        "requests.opened", "opened a request about {subject} by link", {"request_id"}
    )
    WRONG_CODE = Event(
        "requests.wrong_code", "tried a wrong code about {subject}", {"request_id"}
    )
    ENDED = Event(
        "requests.ended",
        "ended a request for information about {subject}",
        {"request_id", "status", "how", "content_hash"},
    )
    READ = Event("requests.read", "read an answer about {subject}", {"request_id"})
    CHASED = Event(
        "requests.chased", "reminded an organisation about {subject}", {"request_id"}
    )


class AssessmentEvent:
    """A professional writes an assessment; what it says is sealed. The subject is the
    referral."""

    STARTED = Event(
        "assessments.started",
        "began an assessment of {subject}",
        {"assessment_id", "template", "template_version"},
    )
    CHANGED = Event(
        "assessments.changed",
        "wrote an assessment of {subject}",
        {"assessment_id", "content_hash"},
    )
    FINISHED = Event(
        "assessments.finished",
        "finished an assessment of {subject}",
        {"assessment_id", "content_hash"},
    )


class AssessmentTemplateEvent:
    """An authority's own questions: about nobody, and their words stay out. The subject
    is the template; of what is offered, the authority."""

    BEGUN = Event(
        "assessment_templates.begun",
        "began a version of {subject}",
        {"number", "content_hash"},
    )
    CHANGED = Event(
        "assessment_templates.changed",
        "changed the draft of {subject}",
        {"number", "what", "content_hash"},
    )
    PUBLISHED = Event(
        "assessment_templates.published",
        "published a version of {subject}",
        {"number", "content_hash"},
    )
    THROWN_AWAY = Event(
        "assessment_templates.thrown_away",
        "threw away the draft of {subject}",
        {"number", "content_hash"},
    )
    OFFERED = Event(
        "assessment_templates.offered",
        "offered an assessment template at {subject}",
        {"template"},
    )
    NOT_OFFERED = Event(
        "assessment_templates.not_offered",
        "stopped offering an assessment template at {subject}",
        {"template"},
    )


class DecisionEvent:
    """Section 36: which body decided, and when; the ground is on the move, sealed."""

    DECIDED = Event(
        "decisions.decided",
        "wrote down the section 36 decision on {subject}",
        {"body", "decided_on", "is_met", "is_police_led", "is_reported"},
    )
    CORRECTED = Event(
        "decisions.corrected",
        "put a statement beside the decision on {subject}",
        {"note_hash"},
    )


class SignpostEvent:
    """Services that are asked to take somebody on; which and for what is sealed."""

    ASKED = Event(
        "signposts.asked",
        "asked a service to help whom {subject} is about",
        {"signpost_id", "due_on", "before_checks"},
    )
    ANSWERED = Event(
        "signposts.answered",
        "wrote down what a service said on {subject}",
        {"signpost_id", "status", "answered_on"},
    )
    SILENT = Event(
        "signposts.silent",
        "returned a service's silence on {subject} to whoever asked",
        {"signpost_id", "person_ids"},
    )
