"""What operations records: alarms that begin and end by themselves."""

from dueregard.audit.events import Event


class AlarmEvent:
    """`number` is what was measured when it began, as the alarm's kind says."""

    BEGAN = Event(
        "operations.alarm_began", "raised the alarm {alarm}", {"alarm", "number"}
    )
    ENDED = Event("operations.alarm_ended", "ended the alarm {alarm}", {"alarm"})
