"""Lists of people and of what they completed, taken away as files."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import person_with
from dueregard.audit.models import Entry
from dueregard.training import register_files
from dueregard.training.models import Completion
from dueregard.training.services.standing import refresh
from dueregard.training.views import register_exports

from .factories import CompletionFactory, LearnerFactory, RoleGroupFactory

pytestmark = pytest.mark.django_db


def url(what, form):
    return reverse(f"training:export_{what}", args=["marlbrook", form])


def lines(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(text))
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.fixture
def signed_in(client, lead):
    client.force_login(lead)
    return client


@pytest.fixture
def ann(marlbrook, council, front_line, catalogue):
    governors = RoleGroupFactory(authority=marlbrook, name="Governors")
    ann = LearnerFactory(
        authority=marlbrook,
        organisation=council,
        number="17",
        name="Ann Poole",
        role_groups=[front_line, governors],
    )
    CompletionFactory(
        learner=ann,
        course=catalogue.awareness,
        completed_on=clock.today() - timedelta(days=90),
    )
    refresh([ann.pk])
    return ann


@pytest.fixture
def bea(marlbrook, trust):
    return LearnerFactory(
        authority=marlbrook, organisation=trust.school, number="=2+3", name="Bea Tarn"
    )


def test_the_people_listed_leave_as_rows_with_how_they_stand(signed_in, ann, bea):
    first, second, third = lines(signed_in.get(url("people", "csv")))
    assert first["Name"] == second["Name"] == "Ann Poole"
    assert {first["Role group"], second["Role group"]} == {"Front line", "Governors"}
    front = first if first["Role group"] == "Front line" else second
    assert front["How they stand"] == "In date"
    assert (front["Courses done"], front["Courses asked for"]) == ("1", "1")
    assert front["In date until"] > clock.today().isoformat()
    assert third["Name"] == "Bea Tarn"
    assert third["Role group"] == "In no role group"
    assert third["How they stand"] == ""


def test_a_number_that_would_run_as_a_formula_leaves_as_text(signed_in, bea):
    (row,) = lines(signed_in.get(url("people", "csv")))
    assert row["Staff number"] == "'=2+3"


def test_the_filters_of_the_list_hold_for_the_file(signed_in, ann, bea, trust):
    asked = {"organisation": trust.school.pk}
    (row,) = lines(signed_in.get(url("people", "csv"), asked))
    assert row["Name"] == "Bea Tarn"
    assert lines(signed_in.get(url("completions", "csv"), asked)) == []
    assert not lines(signed_in.get(url("people", "csv"), {"words": "nobody"}))


def test_what_they_completed_leaves_without_what_was_taken_back(
    signed_in, ann, catalogue
):
    CompletionFactory(learner=ann, course=catalogue.wrap)
    Completion.objects.filter(course=catalogue.wrap).update(
        ended_at=clock.now(), ended_because="Wrong person."
    )
    (row,) = lines(signed_in.get(url("completions", "csv")))
    assert row["Name"] == "Ann Poole"
    assert (row["Course code"], row["Course"]) == ("HO-A", "Awareness")
    assert row["Completed on"] == (clock.today() - timedelta(days=90)).isoformat()


def test_nobody_takes_names_that_they_may_not_read(client, ann, bea, trust, marlbrook):
    client.force_login(trust.lead)
    assert {row["Name"] for row in lines(client.get(url("people", "csv")))} == {
        "Bea Tarn"
    }
    assert lines(client.get(url("completions", "csv"))) == []
    client.force_login(person_with(Role.BOARD_CHAIR, marlbrook))
    assert client.get(url("people", "csv")).status_code == 404


def test_excel_holds_the_same_rows(signed_in, ann, bea):
    answer = signed_in.get(url("people", "xlsx"))
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    rows = list(book["People"].iter_rows(values_only=True))
    assert rows[0][0] == "Staff number"
    assert [row[1] for row in rows[1:]] == ["Ann Poole", "Ann Poole", "Bea Tarn"]
    assert rows[3][0] == "=2+3"


def test_too_many_rows_for_excel_are_refused_and_csv_is_not(
    signed_in, ann, bea, monkeypatch
):
    monkeypatch.setattr(register_exports, "MOST_IN_EXCEL", 1)
    refused = signed_in.get(url("people", "xlsx"))
    assert refused.status_code == 409
    assert "Take them as CSV" in refused.content.decode()
    assert not Entry.objects.filter(event="training.people_exported").exists()
    assert len(lines(signed_in.get(url("people", "csv")))) == 3


def test_who_took_which_people_is_recorded_without_their_names(
    signed_in, ann, front_line, council
):
    signed_in.get(url("people", "csv"), {"role_group": front_line.pk, "words": "Ann"})
    entry = Entry.objects.get(event="training.people_exported")
    assert entry.facts["what"] == "people"
    assert entry.facts["role_group_id"] == front_line.pk
    assert entry.facts["has_words"] is True
    assert "Ann" not in str(entry.facts)


@pytest.mark.parametrize("what", ["people", "completions"])
def test_a_file_costs_the_same_statements_for_one_person_and_many(
    what, signed_in, ann, council, marlbrook, catalogue
):
    def statements():
        with CaptureQueriesContext(connection) as captured:
            rows = lines(signed_in.get(url(what, "csv")))
        return len(captured), len(rows)

    statements()
    one, _ = statements()
    for number in range(30):
        learner = LearnerFactory(
            authority=marlbrook, organisation=council, number=f"n{number}"
        )
        CompletionFactory(learner=learner, course=catalogue.wrap)
    many, rows = statements()
    assert rows > 30
    assert many == one <= 15


def test_rows_are_read_in_batches(signed_in, ann, bea, monkeypatch):
    monkeypatch.setattr(register_files, "BATCH", 1)
    assert len(lines(signed_in.get(url("people", "csv")))) == 3
