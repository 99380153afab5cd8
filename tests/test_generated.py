"""Pages of docs/reference/ that are drawn from the code say what the code says."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command, get_commands

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "reference"
REGISTER = REFERENCE / "personal-data.md"
ROW = re.compile(r"^\| `([a-z]+\.\w+)` \| ([^|]*) \| ([^|]*) \| ([^|]*) \|$", re.M)
LEFT_OUT = {"contenttypes", "auth"}  # Django's own names of models and permissions


@pytest.mark.parametrize(
    "command", sorted(c for c in get_commands() if c[:5] == "draw_")
)
def test_a_drawn_page_is_up_to_date(command):
    call_command(command, "--check", stdout=StringIO())


def register() -> dict[str, list[str]]:
    rows = ROW.findall(REGISTER.read_text())
    return {name: re.findall(r"`(\w+)`", fields) for name, fields, _, _ in rows}


def models() -> dict[str, type]:
    return {
        model._meta.label: model
        for model in apps.get_models()
        if model._meta.app_label not in LEFT_OUT
    }


def test_every_model_stands_in_the_register_of_personal_data():
    assert sorted(register()) == sorted(models())


@pytest.mark.parametrize("name", sorted(models()))
def test_the_register_names_fields_that_exist(name):
    fields = {field.name for field in models()[name]._meta.get_fields()}
    assert set(register().get(name, [])) <= fields


def test_each_row_of_the_register_says_whose_data_and_how_long():
    for name, fields, whose, kept in ROW.findall(REGISTER.read_text()):
        assert fields.strip() and whose.strip() and kept.strip(), name
