"""What the outbox records: a person's hand in it. Jobs record their own doings."""

from dueregard.audit.events import Event


class OutboxEvent:
    RETRIED = Event("outbox.job_retried", "had {subject} tried again")
    ALL_RETRIED = Event(
        "outbox.all_retried", "had {jobs} jobs tried again", facts={"jobs"}
    )
