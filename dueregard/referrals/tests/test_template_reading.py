"""Reading assessment templates: as text, by whoever may, with what changed."""

import re

import pytest
from django.urls import reverse

from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.referrals import services

from . import ways
from .factories import staff
from .pages import opens, sends, signed_in
from .templates import (
    LABEL,
    again,
    begun,
    codes,
    draft_of,
    page,
    part_of,
    publish,
    text_of,
)

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script> {{ 7*7 }} {% include 'x' %}"


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook")


@pytest.fixture
def people(marlbrook):
    return staff(marlbrook)


@pytest.fixture
def coordinator(people):
    return people[Role.COORDINATOR]


@pytest.fixture
def writer(coordinator):
    return signed_in(coordinator)


@pytest.fixture
def template(marlbrook, coordinator):
    return begun(marlbrook, coordinator)


def test_what_somebody_typed_is_shown_as_text_everywhere(
    writer, marlbrook, people, coordinator
):
    template = begun(marlbrook, coordinator, title=HOSTILE)
    first = part_of(template).code
    part = services.add_draft_part(
        template, title=HOSTILE, lead=HOSTILE, by=coordinator
    )
    services.add_draft_question(
        template, part, label=HOSTILE, hint=HOSTILE, kind="factor", by=coordinator
    )
    publish(template, coordinator)
    referral = ways.gathering(marlbrook, people)
    code = again(template).code
    start = opens(writer, referral, "start_assessment")
    row = sends(writer, referral, "start_assessment", {"template": code})
    services.begin_version(template, by=coordinator)
    services.move_draft_part(template, first, "down", by=coordinator)
    pages = [
        start,
        writer.get(row.headers["Location"]),
        writer.get(f"{row.headers['Location']}part/{part}/"),
        writer.get(reverse("referrals:assessment_templates", args=[marlbrook.slug])),
        writer.get(page("assessment_template", template)),
        writer.get(page("template_version", template, 2)),
        writer.get(page("template_part", template, 2, part)),
        writer.get(page("template_draft", template)),
        writer.get(page("draft_part", template, part)),
    ]
    for answer in pages:
        text = answer.content.decode()
        assert answer.status_code == 200
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }}" in text


def test_a_draft_is_read_by_whoever_writes_it_and_nobody_else(writer, template, people):
    part = part_of(template).code
    officer = signed_in(people[Role.CASE_OFFICER])
    for address in (
        page("template_version", template, 1),
        page("template_part", template, 1, part),
    ):
        assert writer.get(address).status_code == 200
        assert officer.get(address).status_code == 404


def test_another_authority_cannot_tell_that_a_template_exists(template):
    elsewhere = AuthorityFactory(name="Netherbrook")
    client = signed_in(person_with(Role.COORDINATOR, elsewhere))
    part = part_of(template)
    for name, *more in (
        ("assessment_template",),
        ("template_version", 1),
        ("template_draft",),
        ("publish_draft",),
        ("add_draft_question", part.code),
    ):
        for slug in (template.authority.slug, elsewhere.slug):
            address = reverse(f"referrals:{name}", args=[slug, template.pk, *more])
            assert client.get(address).status_code == 404
    own = reverse(
        "referrals:offer_template", args=[elsewhere.slug, again(template).code]
    )
    assert client.post(own).status_code == 404


def test_a_version_says_what_changed_and_prints_with_its_marking(
    writer, template, coordinator
):
    publish(template, coordinator)
    first = text_of(writer.get(page("template_version", template, 1)))
    assert "What changed" not in first
    draft = services.begin_version(template, by=coordinator)
    part = part_of(template)
    services.change_draft_question(
        template,
        part.code,
        part.questions[0].code,
        label=f"{LABEL} for others",
        hint="Who says so.",
        kind="factor",
        version=draft.version,
        by=coordinator,
    )
    second = text_of(writer.get(page("template_version", template, 2)))
    assert "What changed since version 1" in second
    assert re.search(r"<ins[^>]*><span[^>]*>in:</span> for others</ins>", second)
    assert "dr-print--sensitive" in second
    assert "Official-sensitive. Printed by" in second


def test_the_assessor_s_boxes_can_be_tried_and_not_sent(writer, template):
    part = part_of(template)
    text = text_of(writer.get(page("template_part", template, 1, part.code)))
    assert "Nothing that you type here is kept" in text
    assert f"{part.questions[0].code}__statement" in text
    assert "<form" not in text


def test_the_last_that_is_offered_cannot_be_taken_back(writer, marlbrook):
    where = [marlbrook.slug, "vaf"]
    shown = text_of(writer.get(reverse("referrals:shipped_template", args=where)))
    assert "It is the only one that is offered" in shown
    assert "No longer offer" not in shown
    refused = writer.post(reverse("referrals:stop_offering_template", args=where))
    assert refused.status_code == 409
    assert "Offer another template first" in refused.content.decode()


@pytest.mark.parametrize(
    ("based_on", "version", "questions"),
    [("vaf", 1, 27), ("paf", None, 0), ("", None, 0)],
)
def test_it_begins_from_what_came_with_the_service_or_from_nothing(
    based_on, version, questions, marlbrook, coordinator
):
    made = services.begin_template(
        marlbrook, title="Ours", based_on=based_on, by=coordinator
    )
    draft = draft_of(made)
    assert (draft.title, draft.number) == ("Ours", 1)
    assert (draft.based_on, draft.based_on_version) == (based_on, version)
    assert len(codes(draft)) == questions


def test_a_copy_of_what_came_with_the_service_says_what_is_other(
    writer, marlbrook, coordinator
):
    made = services.begin_template(
        marlbrook, title="Of a child", based_on="vaf", by=coordinator
    )
    version = draft_of(made).version
    services.remove_draft_part(made, "capability", version=version, by=coordinator)
    text = text_of(writer.get(page("template_version", made, 1)))
    assert "What changed since Vulnerability assessment, version 1" in text
    assert text.split("What changed since")[1].count("Removed") == 5
