"""Answers that set what is not the sender's to set: as if absent, and noted (I15)."""

import re
from pathlib import Path

import pytest
from django import forms
from django.db import transaction
from django.urls import get_resolver

import dueregard
from dueregard.audit.middleware import NOT_THE_SENDERS
from dueregard.audit.models import Entry
from dueregard.plans.models import Action

from .asked import form_of

TEMPLATES = sorted(Path(dueregard.__file__).parent.rglob("*.html"))
ASKED = re.compile(r"""\bname=["']([\w-]+)["']""")


def every_form(kind=forms.BaseForm):
    for each in kind.__subclasses__():
        yield each
        yield from every_form(each)


def test_no_form_of_ours_asks_for_one():
    get_resolver().reverse_dict  # noqa: B018 (imports every view, and so every form)
    asked = {
        name: form
        for form in every_form()
        if form.__module__.startswith(("dueregard.", "allauth."))
        for name in getattr(form, "base_fields", {})
    }
    assert len(asked) > 100
    assert {name: asked[name] for name in NOT_THE_SENDERS & set(asked)} == {}


def test_no_page_of_ours_asks_for_one():
    asked = {name for page in TEMPLATES for name in ASKED.findall(page.read_text())}
    assert len(asked) > 20
    assert asked & NOT_THE_SENDERS == set()


@pytest.mark.django_db
def test_what_is_saved_is_as_if_they_were_absent_and_they_are_noted(small_world):
    asked = form_of(small_world, "plans:action_edit")
    pk = small_world.args["draft action"][1]

    def kept(**given):
        """Every column after saving, and what was recorded of it."""
        with transaction.atomic():
            last = Entry.objects.latest("pk").pk
            assert asked.post(text="Meet every school.", **given).status_code == 302
            row = Action.objects.filter(pk=pk).values().get()
            noted = Entry.objects.filter(pk__gt=last)
            found = row, list(noted.values_list("event", "authority_id", "facts"))
            transaction.set_rollback(True)
        return found

    row, entries = kept()
    forged, noted = kept(**dict.fromkeys(NOT_THE_SENDERS, "1"))
    facts = {"page": "plans:action_edit", "names": sorted(NOT_THE_SENDERS)}
    assert forged == row
    assert noted == [*entries, ("access.unasked", None, facts)]
