"""The same file once more, two at a time, and taken out again."""

import threading
from datetime import date

import pytest
from django.db import connection

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.audit.models import Entry
from dueregard.exchange import services
from dueregard.exchange.models import Upload
from dueregard.training.importing.outcome import outcome_of
from dueregard.training.models import (
    Completion,
    ImportRow,
    Learner,
    LearnerRole,
    OrganisationReturn,
)
from dueregard.training.services import complete, supersede

from .factories import LearnerFactory
from .importing import said

pytestmark = pytest.mark.django_db
HERE = "Marlbrook Council,Front line"
ROWS = (
    f"1001,Ann Lee,{HERE},WRAP,01/03/2025",
    f"1001,Ann Lee,{HERE},HO-R,01/04/2025",
    f"1002,Bo Marsh,{HERE},HO-A,02/03/2025",
    f",Cy Dean,{HERE},HO-A,03/03/2025",
)


def held():
    return [model.objects.count() for model in (Learner, LearnerRole, Completion)]


def test_the_same_file_twice_changes_nothing(bring, send):
    bring(*ROWS)
    before = held()
    again = send(*ROWS)
    assert again.counts == {"same": 4}
    assert said(again) == {
        "rows": 4,
        "people_new": 0,
        "people_matched": 3,
        "completions_new": 0,
        "completions_known": 4,
        "errors": [],
    }
    assert held() == before


def test_an_import_is_one_entry_in_the_record(bring, marlbrook):
    bring(*ROWS)
    entries = Entry.objects.filter(event__startswith="training.")
    assert [(e.event, e.authority_id) for e in entries] == [
        ("training.import_put_in", marlbrook.pk)
    ]
    assert entries[0].facts["completions"] == 4
    assert entries[0].facts["people"] == 3


def test_of_two_uploads_that_were_both_read_only_the_first_goes_in(send, confirm):
    first, second = send(*ROWS), send(*ROWS)
    confirm(first)
    confirm(second)
    assert (first.status, second.status) == ("applied", "ready")
    assert "The register has changed" in second.problem
    assert held() == [3, 3, 4]


def test_a_change_elsewhere_in_the_register_does_not_hold_an_import_up(
    send, confirm, marlbrook, council
):
    upload = send(*ROWS)
    LearnerFactory(authority=marlbrook, organisation=council)
    confirm(upload)
    assert upload.status == "applied"


@pytest.mark.django_db(transaction=True)
def test_the_same_file_confirmed_twice_at_once_goes_in_once(send, lead):
    uploads = [send(*ROWS), send(*ROWS)]
    barrier = threading.Barrier(2)

    def press(upload):
        try:
            barrier.wait(10)
            services.confirm(upload, by=lead, version=upload.version)
            services.apply_now(upload.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(each,)) for each in uploads]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    states = Upload.objects.order_by("status").values_list("status", flat=True)
    assert list(states) == ["applied", "ready"]
    assert held() == [3, 3, 4]


def test_undoing_takes_out_people_of_whom_nothing_was_completed(bring, lead):
    upload = bring(f"1,A B,{HERE},,", f"2,C D,{HERE},WRAP,01/03/2025")
    services.undo(upload, by=lead)
    assert Learner.objects.get().number == "2"
    assert not LearnerRole.objects.exists()
    assert not Completion.objects.live().exists()
    assert not ImportRow.objects.exists()
    assert not OrganisationReturn.objects.exists()


def test_undoing_ends_completions_of_people_who_were_there_before(
    bring, lead, marlbrook, council, front_line
):
    ann = LearnerFactory(
        authority=marlbrook,
        organisation=council,
        number="1001",
        name="Ann Lee",
        joined_on=date(2019, 1, 1),
        left_on=date(2020, 1, 1),
    )
    data = (
        "Staff number,Name,Organisation,Role group,Joined,Course,Date completed\n"
        "1001,Ann Lee,Marlbrook Council,Front line,01/09/2024,WRAP,01/03/2025\n"
    )
    upload = bring(data=data.encode())
    ann.refresh_from_db()
    assert (ann.left_on, ann.roles.count()) == (None, 1)
    services.undo(upload, by=lead)
    ann.refresh_from_db()
    assert (ann.joined_on, ann.left_on) == (date(2019, 1, 1), date(2020, 1, 1))
    assert not ann.roles.exists()
    completion = ann.completions.get()
    assert (completion.ended_because, completion.ended_by) == ("Import undone.", lead)


def test_what_was_undone_can_be_brought_in_again(bring, lead):
    services.undo(bring(*ROWS), by=lead)
    assert bring(*ROWS).status == "applied"
    assert (Learner.objects.count(), LearnerRole.objects.count()) == (3, 3)
    assert Completion.objects.live().count() == 4
    assert Completion.objects.count() == 8


def test_somebody_of_whom_more_is_known_since_stays(bring, lead, catalogue):
    upload = bring(f"1002,Bo Marsh,{HERE},HO-A,02/03/2025")
    bo = Learner.objects.get()
    complete(
        bo,
        catalogue.wrap,
        completed_on=clock.today(),
        source=Completion.Source.ENTERED,
        by=lead,
    )
    services.undo(upload, by=lead)
    assert [str(c.course) for c in bo.completions.live()] == ["WRAP"]


def test_an_import_that_something_rests_on_is_not_undone(bring, lead, catalogue):
    upload = bring(f"1002,Bo Marsh,{HERE},HO-A,02/03/2025")
    complete(
        Learner.objects.get(),
        catalogue.referrals,
        completed_on=clock.today(),
        source=Completion.Source.ENTERED,
        by=lead,
    )
    with pytest.raises(NotNow, match="Take those back first"):
        services.undo(upload, by=lead)


def test_an_import_that_was_corrected_is_not_undone(bring, lead):
    upload = bring(f"1002,Bo Marsh,{HERE},HO-A,02/03/2025")
    supersede(
        Completion.objects.get(), by=lead, because="Wrong day.", mode="e_learning"
    )
    with pytest.raises(NotNow, match="1 record of this import has"):
        services.undo(upload, by=lead)


def test_a_dry_look_at_a_file_counts_doubtful_rows_where_they_are_accepted(
    send, marlbrook, council
):
    LearnerFactory(authority=marlbrook, organisation=council, number="7", name="Al Bo")
    upload = send(f"7,Al Co,{HERE},WRAP,01/03/2025")
    assert outcome_of(upload, accept_near=True)["completions_new"] == 1
    assert outcome_of(upload, accept_near=False)["completions_new"] == 0


def test_staged_rows_go_when_the_file_is_thrown_away(send, lead):
    upload = send(*ROWS)
    assert ImportRow.objects.count() == 4
    services.discard(upload, by=lead)
    assert not ImportRow.objects.exists()
