"""What is counted of sessions, certificates and headcounts, and what stands beside."""

from datetime import date, timedelta

import pytest

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
)
from dueregard.audit import services as audit
from dueregard.audit.models import Entry
from dueregard.documents.tests.files import pdf, upload
from dueregard.training import services
from dueregard.training.models import Place, SampledCheck
from dueregard.training.returns.declared import headcounts
from dueregard.training.returns.periods import quarter
from dueregard.training.returns.scope import Scope
from dueregard.training.services.attendance import check_in
from dueregard.training.services.linking import find_learner_link, make_link

from .factories import (
    HeadcountFactory,
    LearnerFactory,
    PlaceFactory,
    RoleGroupFactory,
    SessionFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files")]
DAY = timedelta(days=1)


@pytest.fixture
def session(noon, marlbrook, catalogue):
    """Begun an hour ago, with somebody who has a place and one who gave theirs back."""
    session = SessionFactory(
        authority=marlbrook,
        course=catalogue.wrap,
        starts_at=clock.now() - timedelta(hours=1),
    )
    PlaceFactory(session=session)
    PlaceFactory(session=session, status=Place.Status.CANCELLED)
    return session


def note(session, *came, by):
    session.refresh_from_db()
    return services.note_attendance(
        session, came=[place.pk for place in came], version=session.version, by=by
    )


def test_noting_says_who_was_there_and_whom_nobody_knows_yet(
    session, lead, marlbrook, council
):
    known = PlaceFactory(
        session=session,
        learner=LearnerFactory(authority=marlbrook, organisation=council),
    )
    stranger, gone = session.places.exclude(pk=known.pk).order_by("pk")
    absent = PlaceFactory(session=session)
    waits = PlaceFactory(session=session, status=Place.Status.WAITING)
    before = {place.pk: place.changed_at for place in session.places.all()}
    noted = note(session, known, stranger, gone, by=lead)
    assert (noted.attended, noted.completions, noted.unsettled) == (2, 1, 1)
    assert noted.refused == []
    rows = {place.pk: place for place in session.places.all()}
    assert [
        rows[each.pk].status for each in (known, stranger, gone, absent, waits)
    ] == [
        "attended",
        "attended",
        "cancelled",
        "absent",
        "waiting",
    ]
    assert rows[absent.pk].changed_at > before[absent.pk]
    assert rows[waits.pk].changed_at == before[waits.pk]
    codes = [rows[each.pk].certificate_code for each in (known, stranger)]
    assert len(set(codes)) == 2
    assert {len(code) for code in codes} == {10}
    assert rows[absent.pk].certificate_code == ""
    note(session, known, stranger, by=lead)
    again = [Place.objects.get(pk=each.pk) for each in (known, stranger)]
    assert [place.certificate_code for place in again] == codes
    entry = Entry.objects.filter(event="training.attendance_noted").latest("pk")
    assert (entry.facts["attended"], entry.facts["absent"]) == (2, 1)


def test_only_who_settles_training_notes_who_was_there(session, trust, board_member):
    place = session.places.first()
    for stranger in (trust.lead, board_member):
        with pytest.raises(NotAllowed):
            note(session, place, by=stranger)
    assert not session.places.filter(status=Place.Status.ATTENDED).exists()


def test_the_code_of_the_room_is_taken_from_whoever_has_a_place_there_today(session):
    place, gone = session.places.order_by("pk")
    with pytest.raises(NotNow, match="no place at this session"):
        check_in(gone, code=session.code)
    with pytest.raises(NotNow, match="shown in the room"):
        check_in(place, code="XXXXXX")
    check_in(place, code=f" {session.code[:3].lower()}-{session.code[3:]} ")
    check_in(place, code=session.code)
    place.refresh_from_db()
    assert place.checked_in_at is not None
    entry = Entry.objects.get(event="training.attendance_checked_in")
    assert (entry.subject_id, entry.facts) == (
        str(session.pk),
        {"place_id": place.pk},
    )
    type(session).objects.update(status="cancelled")
    with pytest.raises(NotNow, match="no place at this session"):
        check_in(place, code=session.code)


@pytest.fixture
def ada(marlbrook, council):
    return LearnerFactory(
        authority=marlbrook, organisation=council, person=PersonFactory()
    )


def linked(ada):
    with audit.atomic():
        token = make_link(ada, lasts=DAY).rstrip("/").split("/")[-1]
    return find_learner_link(token)


def send(ada, course, **who):
    return services.send_certificate(
        ada,
        course,
        completed_on=clock.today() - DAY,
        file=upload("certificate.pdf", pdf()),
        **who,
    )


def test_a_certificate_is_on_record_with_the_way_it_came(ada, catalogue):
    link = linked(ada)
    assert Entry.objects.get(event="training.own_link_made").facts == {
        "link_id": link.pk
    }
    by_link = send(ada, catalogue.awareness, by_link=link)
    signed_in = send(ada, catalogue.wrap, by=ada.person)
    entries = Entry.objects.filter(event="training.certificate_sent").order_by("pk")
    assert [entry.facts["by_link"] for entry in entries] == [True, False]
    services.withdraw_certificate(by_link, by_link=link)
    services.withdraw_certificate(signed_in, by=ada.person)
    gone = Entry.objects.filter(event="training.certificate_withdrawn").order_by("pk")
    assert [entry.person_id for entry in gone] == [None, ada.person_id]


def test_an_ended_link_and_nobody_at_all_send_nothing_in(ada, catalogue, monkeypatch):
    link = linked(ada)
    with pytest.raises(NotAllowed):
        send(ada, catalogue.awareness)
    later = clock.now() + 2 * DAY
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(NotAllowed):
        send(ada, catalogue.awareness, by_link=link)
    assert not ada.sent.exists()


def test_a_return_holds_headcounts_and_checks_of_its_last_day_and_no_others(
    marlbrook, ashby_vale, monkeypatch
):
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 21))
    summer = quarter(date(2026, 7, 1))
    last = summer.ends_on
    body = OrganisationFactory(name="A trust", authorities=[marlbrook, ashby_vale])
    first, second = (
        RoleGroupFactory(authority=marlbrook, name=name) for name in ("One", "Two")
    )

    def declared(group, day, people, **facts):
        facts = {"authority": marlbrook, "organisation": body, **facts}
        return HeadcountFactory(
            role_group=group, as_of=day, people=people, in_date=9, **facts
        )

    new = declared(first, last, 20)
    old = declared(first, last - DAY, 10, replaced_by=new)
    declared(second, last - 9 * DAY, 30)
    elsewhere = declared(
        RoleGroupFactory(authority=ashby_vale), last, 50, authority=ashby_vale
    )
    by = MembershipFactory(role=Role.COORDINATOR, authority=marlbrook).person
    for row, day, shown in (
        (old, last - DAY, 1),
        (old, last, 2),
        (old, last + DAY, 3),
        (elsewhere, last, 4),
    ):
        SampledCheck.objects.create(
            headcount=row, checked_on=day, asked=5, shown=shown, by=by
        )
    rows = sorted(headcounts(Scope(marlbrook), summer).rows, key=lambda row: row[1])
    assert [(row[1], row[2], row[5]) for row in rows] == [
        ("One", 20, "2 of 5"),
        ("Two", 30, ""),
    ]
