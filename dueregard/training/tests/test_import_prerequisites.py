"""A course that needs another is put in only where the other was done by then."""

from datetime import date

import pytest

from dueregard.exchange import services
from dueregard.exchange.importers import Decision
from dueregard.training.models import Completion

from .factories import CompletionFactory, LearnerFactory
from .importing import errors, messages

pytestmark = pytest.mark.django_db
HERE = "Marlbrook Council,Front line"


def test_what_it_needs_may_stand_below_it_in_the_file(send):
    upload = send(f"1,A B,{HERE},HO-R,02/03/2025", f"1,A B,{HERE},HO-A,01/03/2025")
    assert upload.counts == {"new": 2}


def test_a_course_that_counts_for_the_one_needed_will_do(send):
    upload = send(f"1,A B,{HERE},HO-R,02/03/2025", f"1,A B,{HERE},WRAP,02/03/2025")
    assert upload.counts == {"new": 2}


def test_what_was_done_a_day_too_late_will_not_do(send):
    upload = send(f"1,A B,{HERE},HO-R,02/03/2025", f"1,A B,{HERE},HO-A,03/03/2025")
    assert errors(upload) == [(2, "Course")]
    assert "only after Awareness" in messages(upload)[0]
    assert "2 March 2025" in messages(upload)[0]


def test_what_somebody_else_did_will_not_do(send):
    upload = send(f"1,A B,{HERE},HO-R,02/03/2025", f"2,C D,{HERE},HO-A,01/03/2025")
    assert errors(upload) == [(2, "Course")]


def test_what_the_register_holds_will_do(send, marlbrook, council, catalogue):
    learner = LearnerFactory(
        authority=marlbrook, organisation=council, number="1", name="A B"
    )
    CompletionFactory(
        learner=learner, course=catalogue.wrap, completed_on=date(2025, 3, 1)
    )
    row = "1,A B,Marlbrook Council,,HO-R,02/03/2025"
    assert send(row).counts == {"new": 1}


def test_what_is_itself_refused_is_no_prerequisite(send, catalogue):
    third = catalogue.wrap.__class__.objects.create(
        authority=catalogue.wrap.authority, code="CH", title="Channel"
    )
    third.prerequisites.create(needs=catalogue.referrals)
    upload = send(f"1,A B,{HERE},CH,03/03/2025", f"1,A B,{HERE},HO-R,02/03/2025")
    assert errors(upload) == [(2, "Course"), (3, "Course")]


def test_a_row_that_needs_one_left_out_is_not_put_in(
    send, confirm, marlbrook, council, lead
):
    LearnerFactory(authority=marlbrook, organisation=council, number="1", name="A Bee")
    upload = send(
        "1,A Cee,Marlbrook Council,,HO-A,01/03/2025",
        "1,,Marlbrook Council,,HO-R,02/03/2025",
    )
    assert upload.counts == {"uncertain": 1, "new": 1}
    services.decide_all(upload, by=lead, decision=Decision.SKIP, version=upload.version)
    upload.refresh_from_db()
    confirm(upload)
    assert upload.status == "ready"
    assert "Row 3 needs a course" in upload.problem
    assert not Completion.objects.exists()


def test_nothing_is_refused_where_courses_need_each_other(send, catalogue):
    catalogue.awareness.prerequisites.create(needs=catalogue.referrals)
    upload = send(f"1,A B,{HERE},HO-R,02/03/2025", f"1,A B,{HERE},HO-A,02/03/2025")
    assert upload.counts == {"new": 2}
