"""Series of meetings: a year of them at once, another year, or none any more."""

from datetime import date, time

from django.utils import timezone

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit

from ..events import GroupEvent
from ..models import Meeting, MeetingSeries, PartnershipGroup
from ..rules import may_prepare_for
from ..series import days_of, times_on
from .groups import locked
from .meetings import cancel


@audit.atomic
def add_series(
    group: PartnershipGroup,
    *,
    every_months: int,
    first_on: date,
    starts_at_time: time,
    minutes_long: int,
    place: str = "",
    by: Person,
) -> MeetingSeries:
    """Put a year of meetings in, every so many months from `first_on`.

    Raises:
        NotAllowed: `by` may not prepare this group's meetings.
        NotNow: the group is closed.
    """
    may_prepare_for(by, group)
    series = MeetingSeries.objects.create(
        group=locked(group),
        every_months=every_months,
        first_on=first_on,
        starts_at_time=starts_at_time,
        minutes_long=minutes_long,
        place=place,
    )
    _put_in(series, days_of(series), by)
    return series


@audit.atomic
def extend_series(series: MeetingSeries, *, by: Person) -> int:
    """Put another year in, after the series' last meeting; how many meetings.

    Raises:
        NotAllowed: `by` may not prepare this group's meetings.
        NotNow: the series has ended, or its group is closed.
    """
    may_prepare_for(by, series.group)
    series = _locked_series(series)
    last = series.meetings.order_by("-starts_at").first()
    after = timezone.localdate(last.starts_at) if last else None
    return _put_in(series, days_of(series, after=after), by)


@audit.atomic
def end_series(series: MeetingSeries, *, by: Person) -> int:
    """Have the series go no further: its planned meetings are cancelled; how many.

    Raises:
        NotAllowed, NotNow: as `extend_series`.
    """
    may_prepare_for(by, series.group)
    series = _locked_series(series)
    series.ended_on = clock.today()
    series.save(update_fields=["ended_on"])
    planned = series.meetings.to_come().filter(status=Meeting.Status.PLANNED)
    count = 0
    for meeting in planned.select_related("group__authority"):
        cancel(meeting, because="The series of meetings has ended.", by=by)
        count += 1
    audit.record(
        GroupEvent.SERIES_ENDED,
        series.group,
        by=by,
        series_id=series.pk,
        cancelled=count,
    )
    return count


def _put_in(series: MeetingSeries, days: list[date], by: Person) -> int:
    meetings = []
    for day in days:
        begins, ends = times_on(series, day)
        meetings.append(
            Meeting(
                group=series.group,
                series=series,
                starts_at=begins,
                ends_at=ends,
                place=series.place,
            )
        )
    Meeting.objects.bulk_create(meetings)
    audit.record(
        GroupEvent.SERIES_ADDED,
        series.group,
        by=by,
        series_id=series.pk,
        every_months=series.every_months,
        meetings=len(meetings),
    )
    return len(meetings)


def _locked_series(series: MeetingSeries) -> MeetingSeries:
    locked(series.group)
    rows = MeetingSeries.objects.select_for_update(of=("self",))
    series = rows.select_related("group__authority").get(pk=series.pk)
    if series.ended_on:
        raise NotNow("This series has ended.")
    return series
