"""`due-regard import-training`: what it prints, and how it ends."""

import io
import json

import pytest
from django.core.management import call_command

from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import OrganisationFactory
from dueregard.accounts.tests.factories import person_with as person_holding
from dueregard.audit.models import Entry
from dueregard.exchange.models import StagedRow, Upload
from dueregard.training.models import Completion, ImportRow, Learner

from .factories import LearnerFactory
from .importing import HEADINGS

pytestmark = pytest.mark.django_db
HERE = "Marlbrook Council,Front line"
GOOD = (
    f"1001,Ann Lee,{HERE},WRAP,01/03/2025",
    f"1002,Bo Marsh,{HERE},HO-A,02/03/2025",
)
BAD = f"1003,Cy Dean,{HERE},HO-A,31/02/2025"


@pytest.fixture
def run(marlbrook, lead, catalogue, front_line, settings, tmp_path):
    """Run the command on a file of these rows: (exit code, output, errors)."""
    settings.MEDIA_ROOT = tmp_path / "store"

    def command(*rows, data=None, name="t.csv", **options):
        path = tmp_path / name
        path.write_bytes(data or "\n".join([HEADINGS, *rows, ""]).encode())
        out, err = io.StringIO(), io.StringIO()
        given = {"authority": "marlbrook", "json": True} | options
        with pytest.raises(SystemExit) as ended:
            call_command("import_training", str(path), stdout=out, stderr=err, **given)
        return ended.value.code, out.getvalue(), err.getvalue()

    return command


@pytest.mark.django_db(transaction=True)
def test_good_rows_go_in_and_bad_ones_are_reported(run):
    code, out, _ = run(*GOOD, BAD)
    assert code == 1
    assert json.loads(out) == {
        "rows": 3,
        "people_new": 2,
        "people_matched": 0,
        "completions_new": 2,
        "completions_known": 0,
        "errors": [
            {
                "row": 4,
                "column": "Date completed",
                "message": "31/02/2025 is not a date. Enter a real date, such as "
                "31/03/2026.",
            }
        ],
    }
    assert Completion.objects.count() == 2
    assert Upload.objects.get().status == "applied"


@pytest.mark.django_db(transaction=True)
def test_the_same_file_again_finds_everything_known(run):
    run(*GOOD)
    code, out, _ = run(*GOOD)
    said = json.loads(out)
    assert code == 0
    assert (said["people_matched"], said["completions_known"]) == (2, 2)
    assert (said["people_new"], said["completions_new"]) == (0, 0)
    assert Completion.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_dry_run_says_the_same_and_stores_nothing(run, tmp_path):
    entries = Entry.objects.count()
    code, out, _ = run(*GOOD, dry_run=True)
    assert code == 0
    assert json.loads(out)["completions_new"] == 2
    for model in (Learner, Completion, Upload, StagedRow, ImportRow):
        assert not model.objects.exists()
    assert Entry.objects.count() == entries
    assert not list((tmp_path / "store").rglob("*.*"))
    assert not [each for each in (tmp_path / "store").rglob("*") if each.is_file()]


@pytest.mark.django_db(transaction=True)
def test_rows_that_need_a_look_are_errors_unless_they_are_accepted(
    run, marlbrook, council
):
    LearnerFactory(authority=marlbrook, organisation=council, number="1001", name="X Y")
    code, out, _ = run(*GOOD)
    assert code == 1
    assert [e["row"] for e in json.loads(out)["errors"]] == [2]
    code, out, _ = run(*GOOD, accept_near=True)
    assert (code, json.loads(out)["completions_new"]) == (0, 1)
    assert Learner.objects.get(number="1001").name == "Ann Lee"


@pytest.mark.django_db(transaction=True)
def test_columns_may_be_said_with_a_mapping(run, tmp_path):
    data = b"Ref,Wer,Kurs,Tag\n1,A B,WRAP,01/03/2025\n"
    code, _, err = run(data=data, organisation="Marlbrook Council")
    assert code == 2
    assert "“Kurs”" in err
    mapping = '{"Ref": "Staff number", "Wer": "name", "Kurs": "Course", '
    mapping += '"Tag": "Date completed"}'
    code, out, _ = run(data=data, organisation="marlbrook council", mapping=mapping)
    assert (code, json.loads(out)["completions_new"]) == (0, 1)
    named = tmp_path / "mapping.json"
    named.write_text(mapping)
    code, out, _ = run(data=data, organisation="Marlbrook Council", mapping=str(named))
    assert (code, json.loads(out)["completions_known"]) == (0, 1)


@pytest.mark.django_db(transaction=True)
def test_a_mapping_wins_over_what_a_heading_says(run):
    data = f"{HEADINGS},When\n1,A B,{HERE},WRAP,01/03/2025,02/03/2025\n".encode()
    run(data=data, mapping='{"When": "Date completed"}')
    assert str(Completion.objects.get().completed_on) == "2025-03-02"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"authority": "nowhere"}, "no authority called nowhere"),
        ({"organisation": "Nowhere"}, "No organisation called Nowhere"),
        ({"by": "nobody@x.example"}, "Nobody here"),
        ({"mapping": "{"}, "must be JSON"),
        ({"mapping": '{"Name": "shoe size"}'}, "none of these"),
        ({"data": b"%PDF-1.4"}, "PDF"),
        ({"data": b"one column\n1\n"}, "no row of column headings"),
        ({"data": b'Staff number,Name\n1,"A B\n'}, "quotation mark"),
        ({"data": b" "}, "headings"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_with_one_sentence(run, options, words):
    code, out, err = run(*GOOD, **options)
    assert (code, out) == (2, "")
    assert words in err
    assert not Completion.objects.exists()


def test_a_file_that_is_not_there_is_refused(run, tmp_path):
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command(
            "import_training",
            str(tmp_path / "none.csv"),
            authority="marlbrook",
            stdout=out,
            stderr=err,
        )
    assert ended.value.code == 2
    assert "cannot be opened" in err.getvalue()


@pytest.mark.django_db(transaction=True)
def test_who_imports_is_the_only_training_lead_else_the_only_co_ordinator(
    run, marlbrook, lead, coordinator
):
    run(*GOOD)
    assert Completion.objects.first().recorded_by == lead
    person_holding(Role.TRAINING_LEAD, marlbrook)
    run(f"9,New One,{HERE},WRAP,01/03/2025")
    assert Completion.objects.get(learner__number="9").recorded_by == coordinator
    person_holding(Role.COORDINATOR, marlbrook)
    code, _, err = run(*GOOD)
    assert code == 2
    assert "--by" in err


@pytest.mark.django_db(transaction=True)
def test_without_json_it_answers_in_words(run, marlbrook):
    OrganisationFactory(name="Fire Service", authorities=[marlbrook])
    code, out, _ = run(*GOOD, BAD, json=False)
    assert code == 1
    assert "3 rows: 2 people new, 0 known; 2 completions new, 0 known." in out
    assert "Row 4, Date completed: 31/02/2025 is not a date." in out
