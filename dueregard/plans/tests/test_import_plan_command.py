"""`due-regard import-plan`: what it prints, what it refuses, what it stores."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from dueregard.access.roles import Role
from dueregard.plans.models import Plan

DOCUMENTS = Path(__file__).parent / "reading" / "documents"
PLAN = str(DOCUMENTS / "priorities.md")


def refused(capsys, *arguments):
    with pytest.raises(SystemExit) as end:
        call_command("import_plan", *arguments)
    assert end.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    return err


def test_a_dry_run_needs_no_database_no_environment_and_leaves_no_file(tmp_path):
    root = str(DOCUMENTS.parents[4])
    ran = subprocess.run(
        [sys.executable, "-m", "dueregard", "import-plan", PLAN, "--dry-run", "--json"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": root},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["counts"]["actions"] == 7
    assert list(tmp_path.iterdir()) == []


def test_without_json_it_is_for_people(capsys):
    call_command("import_plan", PLAN, "--dry-run")
    said = capsys.readouterr().out
    assert "5 sections, 2 priorities, 3 objectives or activities, 7 actions" in said
    assert "  1  Review the risk assessment each quarter" in said
    assert "3 things to look at:" in said


def test_a_missing_file_is_a_sentence(capsys, tmp_path):
    assert "cannot be opened" in refused(capsys, str(tmp_path / "no.txt"), "--dry-run")


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("empty.txt", "", "empty"),
        ("plan.pdf", "%PDF-1.7", "PDF"),
        ("words.txt", "Only words.\n", "No table of actions was found in words.txt"),
        ("odd.txt", "Thing\tDoer\nx\ty\n", "at line 1 of odd.txt (Thing, Doer)"),
        ("none.txt", "#\tAction\tOwner\n", "no action is in it"),
    ],
)
def test_what_cannot_be_a_plan_is_refused(capsys, tmp_path, name, text, says):
    path = tmp_path / name
    path.write_text(text)
    assert says in refused(capsys, str(path), "--dry-run", "--json")


def test_storing_needs_an_authority(capsys):
    assert "--authority" in refused(capsys, PLAN)


def test_an_authority_that_is_not_here_is_a_sentence(capsys, db):
    assert "no authority called nowhere" in refused(
        capsys, PLAN, "--authority", "nowhere"
    )


def test_storing_needs_somebody_answerable(capsys, marlbrook):
    said = refused(capsys, PLAN, "--authority", marlbrook.slug)
    assert "has 0 co-ordinators: say who imports the plan with --by" in said
    assert "Nobody here has the e-mail address" in refused(
        capsys, PLAN, "--authority", marlbrook.slug, "--by", "no@example.org"
    )


def test_the_co_ordinators_plan_is_stored_as_a_draft(capsys, marlbrook, factories):
    person = factories.PersonFactory()
    factories.MembershipFactory(
        person=person, authority=marlbrook, role=Role.COORDINATOR
    )
    call_command("import_plan", PLAN, "--authority", marlbrook.slug)
    plan = Plan.objects.get()
    assert (plan.authority, plan.status, plan.drafted_by) == (
        marlbrook,
        Plan.Status.DRAFT,
        person,
    )
    assert plan.actions.count() == 7
    assert "Stored as the draft" in capsys.readouterr().err


def test_somebody_who_may_not_write_a_plan_cannot_import_one(
    capsys, marlbrook, factories
):
    person = factories.PersonFactory()
    said = refused(capsys, PLAN, "--authority", marlbrook.slug, "--by", person.email)
    assert "Only a Prevent co-ordinator" in said
    assert not Plan.objects.exists()
