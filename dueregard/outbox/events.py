"""What the outbox records: a person's hand in it. Jobs record their own doings."""

from dueregard.audit.events import Event


class OutboxEvent:
    RETRIED = Event("outbox.job_retried", "had {subject} tried again")
