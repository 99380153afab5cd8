"""What reminders records: what was chased or held, and what people chose."""

from dueregard.audit.events import Event


class LadderEvent:
    SET = Event(
        "reminders.ladder_set",
        "set when late tasks of {subject} are taken further",
        {"owner_days", "lead_days", "coordinator_days", "chair_days"},
    )
    HELD = Event("reminders.escalation_held", "held {subject} back", {"reason_hash"})
    RELEASED = Event("reminders.escalation_released", "let {subject} go on again")
    CHASED = Event(
        "reminders.chased",
        "chased what is late at {subject}",
        {"sent", "listed", "not_sent"},
    )


class HearingEvent:
    CHOSEN = Event(
        "reminders.mail_chosen",
        "chose how often to be mailed",
        {"rhythm", "weekday"},
    )
    FEED_MADE = Event("reminders.calendar_made", "made a private calendar address")
    FEED_REVOKED = Event(
        "reminders.calendar_revoked", "took a private calendar address back"
    )


class TaskEvent:
    HANDED_OVER = Event(
        "reminders.tasks_handed_over",
        "handed over the tasks of {subject}",
        {"to_id", "to_post_id", "tasks"},
    )
    PASSED_OVER = Event(
        "reminders.tasks_passed_over",
        "passed the open tasks of {subject} to its successor",
        {"successor_id", "tasks"},
    )
