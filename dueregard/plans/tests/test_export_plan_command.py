"""`due-regard export-plan`: what it writes, for whom, and what it refuses."""

import io
import json

import pytest
from django.core.management import call_command
from docx import Document as WordDocument
from pypdf import PdfReader

from dueregard.audit.models import Entry
from dueregard.exchange.readers import read
from dueregard.plans.importing.comparing import compare
from dueregard.plans.importing.items import items_of
from dueregard.plans.reading import understand
from dueregard.plans.tests.factories import ActionFactory, PlanFactory


@pytest.fixture
def in_force(plan_in_force):
    """The plan in force, with a restricted action."""
    ActionFactory(
        plan=plan_in_force,
        group=plan_in_force.groups.get(),
        text="Hushed – one",
        audience="restricted",
    )
    return plan_in_force


def export(*arguments, form="csv") -> None:
    call_command(
        "export_plan",
        "--authority",
        "marlbrook",
        "--format",
        form,
        *map(str, arguments),
    )


def refused(capsys, *arguments, form="csv") -> str:
    with pytest.raises(SystemExit) as end:
        export(*arguments, form=form)
    assert end.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert not Entry.objects.filter(event="plan.exported").exists()
    return err


@pytest.mark.parametrize("form", ["csv", "json"])
def test_text_is_printed_and_can_be_imported_again(in_force, capsys, form):
    export(form=form)
    draft = understand(read(f"plan.{form}", capsys.readouterr().out.encode()))
    changes = {row.change for row in compare(items_of(draft), in_force)}
    assert changes == {"same"}
    assert draft.counts()["actions"] == 3


@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
def test_a_file_can_be_imported_again(in_force, tmp_path, capsys, form):
    path = tmp_path / f"plan.{form}"
    export("--output", path, form=form)
    rows = compare(items_of(understand(read(path.name, path.read_bytes()))), in_force)
    assert {row.change for row in rows} == {"same"}
    out, err = capsys.readouterr()
    assert out == ""
    assert f"of Marlbrook is in {path}" in err
    assert Entry.objects.last().facts["format"] == form


def test_word_and_pdf_files_hold_the_plan(in_force, tmp_path):
    word, pdf = tmp_path / "plan.docx", tmp_path / "plan.pdf"
    export("--output", word, form="docx")
    export("--output", pdf, form="pdf")
    cells = [
        cell.text
        for table in WordDocument(word).tables
        for row in table.rows
        for cell in row.cells
    ]
    assert "Hushed – one" in cells
    pages = PdfReader(io.BytesIO(pdf.read_bytes())).pages
    text = " ".join(page.extract_text() for page in pages)
    assert "Made by due-regard export-plan" in text


def test_a_file_that_is_there_is_replaced(in_force, tmp_path):
    path = tmp_path / "plan.json"
    path.write_text("x" * 100_000)
    export("--output", path, form="json")
    assert json.loads(path.read_text())["title"] == in_force.title


def test_another_plan_is_chosen_by_its_number(in_force, capsys):
    draft = PlanFactory(authority=in_force.authority, title="Next year's plan")
    export("--plan", draft.pk, form="json")
    assert json.loads(capsys.readouterr().out)["title"] == "Next year's plan"


def test_the_file_holds_what_the_person_named_may_read(
    in_force, elected_member, coordinator, capsys
):
    export("--by", elected_member.email)
    assert "Hushed" not in capsys.readouterr().out
    export("--by", coordinator.email.upper())
    assert "Hushed" in capsys.readouterr().out
    entries = Entry.objects.filter(event="plan.exported").order_by("pk")
    assert [entry.person_id for entry in entries] == [elected_member.pk, coordinator.pk]


def test_an_export_by_whoever_runs_the_server_is_on_record(in_force, capsys):
    export()
    entry = Entry.objects.last()
    assert (entry.event, entry.facts["format"], entry.person_id) == (
        "plan.exported",
        "csv",
        None,
    )


def test_what_is_not_here_is_refused_with_a_sentence(plan, outsider, capsys):
    assert "Marlbrook has no plan in force." in refused(capsys)
    assert "Marlbrook has no plan 999999." in refused(capsys, "--plan", 999999)
    assert "e-mail address no@example.org" in refused(capsys, "--by", "no@example.org")
    said = refused(capsys, "--plan", plan.pk, "--by", outsider.email)
    assert f"Marlbrook has no plan {plan.pk} that {outsider} may read." in said


def test_a_plan_of_another_authority_is_not_here(in_force, ashby_vale, capsys):
    elsewhere = PlanFactory(authority=ashby_vale)
    assert "has no plan" in refused(capsys, "--plan", elsewhere.pk)


def test_an_authority_that_is_not_here_is_a_sentence(db, capsys):
    assert "no authority called marlbrook here" in refused(capsys)


@pytest.mark.parametrize("form", ["docx", "pdf", "xlsx"])
def test_what_is_not_text_is_not_printed(in_force, capsys, form):
    assert "with --output" in refused(capsys, form=form)


def test_a_file_that_cannot_be_written_is_a_sentence(in_force, capsys, tmp_path):
    path = tmp_path / "missing" / "plan.csv"
    assert "cannot be written" in refused(capsys, "--output", path)
