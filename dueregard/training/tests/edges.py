"""One world in which everybody stands on an edge: a day more or less, and their state
would be another. `test_oracle` counts it beside those that are made up."""

from datetime import date, timedelta

from .oracle import Done, Group, Rule, Someone, World, months_after

CENSUS = date(2026, 2, 28)
LONG_AGO = date(2020, 1, 1)
DAY = timedelta(days=1)
YEARLY = Rule("A", LONG_AGO, every_months=12)
GROUPS = (
    Group((YEARLY,)),
    Group((Rule("A", LONG_AGO, ends_on=CENSUS),)),
    Group((Rule("A", LONG_AGO, ends_on=CENSUS - DAY),)),
    Group((Rule("A", CENSUS),)),
    Group((YEARLY,), closed_on=CENSUS),
    Group((YEARLY,), begins_on=CENSUS),
    Group((Rule("A", LONG_AGO, counts_from=date(2025, 9, 1)),)),
    Group((YEARLY, Rule("B", LONG_AGO, every_months=24, within_days=30))),
)
RETURNS = (
    (CENSUS,),
    (months_after(CENSUS, -12),),
    (months_after(CENSUS, -12) + DAY,),
    (CENSUS + DAY,),
)


def _someone(group: int | None = 0, *done: Done, organisation: int = 0, **fields):
    since = fields.pop("since", None)
    places = () if group is None else ((group, since),)
    return Someone(organisation, places, done, **fields)


def _until(last: date) -> Done:
    """What holds for a year, through `last`."""
    return Done("A", months_after(last, -12))


TODAY = Done("A", CENSUS)
PEOPLE = (
    _someone(0, TODAY),
    _someone(0, Done("A", CENSUS, is_ended=True)),
    _someone(0, _until(CENSUS - DAY)),
    _someone(0, _until(CENSUS)),
    _someone(0, _until(CENSUS + 59 * DAY)),
    _someone(0, _until(CENSUS + 60 * DAY)),
    _someone(0, Done("A", CENSUS - DAY, expires_on=CENSUS - DAY)),
    _someone(0, Done("A", CENSUS - DAY, expires_on=CENSUS)),
    _someone(0, _until(CENSUS), Done("A", CENSUS - 30 * DAY)),
    _someone(0, Done("B", CENSUS - DAY)),
    _someone(0, Done("C", CENSUS - DAY)),
    *(_someone(0, organisation=each) for each in range(len(RETURNS))),
    *(_someone(each) for each in range(1, len(GROUPS))),
    *(_someone(each, TODAY) for each in range(1, len(GROUPS))),
    _someone(6, Done("A", date(2025, 9, 1))),
    _someone(6, Done("A", date(2025, 8, 31))),
    _someone(7, TODAY, Done("B", months_after(CENSUS, -24) - 9 * DAY)),
    _someone(7, Done("B", CENSUS)),
    _someone(7, joined_on=CENSUS - 29 * DAY),
    _someone(7, joined_on=CENSUS - 30 * DAY),
    _someone(7, joined_on=LONG_AGO, since=CENSUS - 29 * DAY),
    _someone(7, joined_on=CENSUS - 29 * DAY, since=LONG_AGO),
    _someone(7, since=CENSUS - 29 * DAY),
    *(
        _someone(group, **presence)
        for group in (0, None)
        for presence in (
            {"joined_on": CENSUS},
            {"joined_on": CENSUS + DAY},
            {"left_on": CENSUS},
            {"left_on": CENSUS + DAY},
            {"leave": (CENSUS, None)},
            {"leave": (CENSUS + DAY, None)},
            {"leave": (LONG_AGO, CENSUS)},
            {"leave": (LONG_AGO, CENSUS - DAY)},
            {"is_merged": True},
        )
    ),
)
EDGES = World(
    ("A", "B", "C", "D", "E", "F"),
    frozenset({("D", "A"), ("C", "D"), ("A", "E"), ("E", "F"), ("F", "E")}),
    GROUPS,
    RETURNS,
    PEOPLE,
    CENSUS,
)
