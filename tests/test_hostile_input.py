"""What somebody who means harm, or a broken program, sends in a form.

Every form of the service is found by walking every address (tests/url_matrix.py), so a
new form is tried as soon as its address has a line in the table.
"""

import html

import pytest
from django import forms
from django.db import models, transaction
from django.urls import reverse
from django.utils.html import escape

from dueregard.audit import guards
from dueregard.config.testing import whole_on
from dueregard.exchange.models import StagedRow, Upload
from dueregard.plans import services as plan_services
from dueregard.plans.models import Action

from . import snapshot, url_table
from .asked import KINDS, PAGES, form_of
from .url_matrix import MATRIX

pytestmark = pytest.mark.django_db

CONTROLS = ("\x00", "\x07", "\x7f")
MARK = "<img/src=x>"
LOOKED_AT = sorted(name for name, line in MATRIX.items() if line.method == "get")
GROUPS = [LOOKED_AT[start : start + 20] for start in range(0, len(LOOKED_AT), 20)]


@pytest.fixture
def undone(small_world):
    """Whatever a test changes in the small world is taken back."""
    with transaction.atomic():
        yield small_world
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def at_first(small_world, django_db_blocker):
    """What the small world holds before any test; each gives it back as it was."""
    with django_db_blocker.unblock():
        return snapshot.digest()


@pytest.mark.parametrize("name", whole_on("postgresql", PAGES))
def test_every_text_field_takes_only_text_and_only_so_much(name, undone, at_first):
    asked = form_of(undone, name)
    if not (asked and asked.text_fields()):
        return
    faults = [fault for fields in asked.together() for fault in _taken(asked, fields)]
    assert faults == []
    assert snapshot.changed(at_first) == []


def _taken(asked, fields):
    """Of questions that are answered at once: what each should not have taken."""
    lines = [
        field
        for field in fields
        if not isinstance(asked.form.fields[field].widget, forms.Textarea)
    ]
    for control in CONTROLS:
        for field, said in _mistakes(asked, fields, f"Meet{control}schools"):
            if "control character" not in said:
                yield field, control
    for field, said in _mistakes(asked, fields, "word " * 12_000):
        if not said:
            yield field, "too long"
    for field, said in _mistakes(asked, lines, "Meet\r\nBcc: all@marlbrook.example"):
        if "Enter this on one line" not in said:
            yield field, "another line"


def _mistakes(asked, fields, text):
    """Each question, and what the page that is shown again says of it."""
    if not fields:
        return []
    answer = asked.post(**dict.fromkeys(fields, text))
    assert answer.status_code == 200, (fields, answer)
    errors = answer.context["form"].errors
    return [(field, " ".join(errors.get(field, []))) for field in fields]


def test_what_else_was_typed_is_still_there_after_a_refusal(undone):
    asked = form_of(undone, "plans:action_edit")
    response = asked.post(text="Meet\x07schools", owners_text="Head of schools & care")
    assert html.escape("Head of schools & care") in response.text
    assert Action.objects.get(pk=undone.args["draft action"][1]).text == (
        "Brief every head teacher on the referral pathway"
    )


def test_the_same_letter_is_kept_in_one_spelling_and_found_by_either(undone):
    asked = form_of(undone, "plans:action_edit")
    assert asked.post(text="Meet the Cafe\u0301 owners").status_code == 302
    action = Action.objects.get(pk=undone.args["draft action"][1])
    assert action.text == "Meet the Caf\u00e9 owners"
    for words in ("Cafe\u0301", "Caf\u00e9"):
        found = asked.client.get("/plans/search/", {"words": words})
        assert action.get_absolute_url() in found.text


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "' OR 1=1--",
        "{{ 7*7 }} {% include 'x' %} ${7*7} %s%n",
        '=HYPERLINK("http://evil.example")',
        "عربي اردو Łódź Ŵy 🙂 O'Brien",
        "\u202eslgnis\u200b",
    ],
)
def test_text_of_any_kind_is_stored_as_it_was_typed_and_shown_as_text(text, undone):
    asked = form_of(undone, "plans:action_edit")
    assert asked.post(text=text).status_code == 302
    action = Action.objects.get(pk=undone.args["draft action"][1])
    assert action.text == text
    shown = asked.client.get(action.get_absolute_url()).text
    assert escape(text) in shown
    exported = asked.client.get(f"/plans/{action.plan_id}/export/csv/")
    line = next(one for one in exported.getvalue().decode().splitlines() if "," in one)
    assert not line.startswith("=")


def test_no_page_shows_stored_text_as_markup(undone):
    world = undone
    action = Action.objects.get(pk=world.args["action"][1])
    plan_services.report_progress(
        action,
        by=world.coordinator,
        text=MARK,
        status=action.status,
        evidence_text=MARK,
        is_public=True,
    )
    plan_services.override_rating(
        action, by=world.coordinator, rating="amber", reason=MARK
    )
    upload = Upload.objects.get(pk=world.args["upload"][0])
    StagedRow.objects.create(
        upload=upload,
        ordinal=1,
        line=1,
        change="new",
        kind="action",
        text="",
        cells={"Action": MARK},
        problems=[MARK],
        differences=[[MARK, MARK, MARK]],
    )
    Upload.objects.update(counts={"new": 1}, labels=["Action"], summary=[[MARK, MARK]])
    _mark_everything()
    marked = set()
    for name in PAGES:
        line = MATRIX[name]
        for kind in KINDS:
            if line.expected(kind) == 200:
                address = reverse(name, args=world.args[line.about])
                response = world.clients[kind].get(address)
                if response["Content-Type"].startswith("text/html"):
                    assert MARK not in response.text, name
                    if escape(MARK) in response.text:
                        marked.add(name)
    assert {"plans:public", "plans:public_priority", "public:home"} <= marked
    assert {"plans:action", "exchange:detail", "accounts:person"} <= marked
    assert len(marked) > 50


def _mark_everything():
    """Put markup into every column of free text that there is."""
    for model in snapshot.domain_models():
        ours = model._meta.label.startswith(("accounts.", "plans.", "partners."))
        if not ours or model in guards.guarded():
            continue
        for field in model._meta.concrete_fields:
            plain = type(field) in (models.CharField, models.TextField)
            if not plain or field.choices or field.max_length in (40, 64, 128):
                continue
            for row in model._base_manager.only("pk"):
                rows = model._base_manager.filter(pk=row.pk)
                rows.update(**{field.name: f"{MARK}{row.pk}"})


MASS = {
    "id": 1,
    "pk": 1,
    "status": "approved",
    "authority": 1,
    "authority_id": 1,
    "drafted_by": 1,
    "is_public": "on",
    "published_at": "2026-01-01",
    "created_at": "2001-01-01",
    "is_active": "",
    "is_staff": "on",
    "is_rehearsal": "",
    "is_superuser": "on",
    "session_number": 9,
    "rag_override": "green",
    "closed_on": "2026-01-01",
    "succeeded_on": "2026-01-01",
}


@pytest.mark.parametrize(
    ("name", "about"),
    [
        ("plans:edit", "draft"),
        ("plans:group_edit", "draft group"),
        ("plans:section_edit", "draft section"),
        ("partners:change_post", "post"),
        ("accounts:organisation_edit", "organisation"),
        ("accounts:authority_edit", "authority"),
    ],
)
def test_answers_to_questions_that_were_not_asked_change_nothing(name, about, undone):
    asked = form_of(undone, name)
    extra = {key: value for key, value in MASS.items() if key not in asked.form.fields}
    before = _rows(asked)
    assert asked.post(**extra).status_code == 302, asked.form
    after = _rows(asked)
    assert after == before


def _rows(asked):
    """Columns of every row that a form should not reach."""
    return {
        model._meta.label: list(
            model._base_manager.order_by("pk").values_list(
                *[
                    field.attname
                    for field in model._meta.concrete_fields
                    if field.name in MASS and field.name not in asked.form.fields
                ]
                or ["pk"]
            )
        )
        for model in snapshot.domain_models()
        if model._meta.label.startswith(("accounts.", "plans.", "partners."))
    }


@pytest.mark.parametrize("some", GROUPS, ids=lambda some: some[0])
def test_looking_changes_nothing(some, undone, at_first):
    """The whole database is compared once for a group of addresses; when something
    changed, once for each of them."""
    for name in some:
        _look(undone, name)
    if snapshot.changed(at_first):
        pytest.fail(f"Looking changes: {list(_changing(some, undone))}", pytrace=False)


def _look(world, name) -> None:
    line = MATRIX[name]
    address = reverse(name, args=world.args[line.about])
    for kind in KINDS:
        world.clients[kind].get(address)
    for method in ("head", "options"):
        getattr(world.clients[KINDS[0]], method)(address)
    if name == "account_logout":
        world.clients.update(url_table.clients(world.people))


def _changing(some, world):
    """Each address by which something changes, and what."""
    for name in some:
        before = snapshot.digest()
        _look(world, name)
        if changed := snapshot.changed(before):
            yield name, changed
