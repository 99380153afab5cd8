"""Pages of assessment templates: written without script, nothing typed is lost."""

import html
import re

import pytest
from django.urls import reverse

from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory
from dueregard.referrals import services
from dueregard.referrals.models import AssessmentTemplate

from . import ways
from .factories import staff
from .pages import opens, page_of, sends, signed_in
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
QUESTION = {"label": "What else is known?", "hint": "", "kind": "words"}


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


def test_the_police_s_questions_are_typed_in_published_and_chosen(
    writer, marlbrook, people
):
    new = reverse("referrals:begin_template", args=[marlbrook.slug])
    answer = writer.post(new, {"title": "Framework", "based_on": "paf"})
    template = AssessmentTemplate.objects.get()
    assert answer.headers["Location"] == page("template_draft", template)
    assert "Part 1 has no question" in text_of(writer.get(answer.headers["Location"]))
    add = page("add_draft_question", template, part_of(template).code)
    again_there = writer.post(add, QUESTION | {"another": "yes"})
    assert again_there.headers["Location"] == add
    writer.post(add, QUESTION | {"label": "What helps?"})
    publishing = page("publish_draft", template)
    data = {"version": draft_of(template).version}
    assert writer.post(publishing, data).headers["Location"] == page(
        "assessment_template", template
    )
    referral = ways.gathering(marlbrook, people)
    asked = text_of(opens(writer, referral, "start_assessment"))
    assert "Vulnerability assessment, version 1" in asked
    assert "Framework, version 1" in asked
    missing = sends(writer, referral, "start_assessment", {})
    assert "Select which template to begin on" in text_of(missing)
    code = again(template).code
    begun_on = sends(writer, referral, "start_assessment", {"template": code})
    shown = text_of(writer.get(begun_on.headers["Location"]))
    assert "Framework, version 1" in shown
    assert "Nothing here is added up" in shown


def test_with_one_template_offered_nothing_is_asked(writer, marlbrook, people):
    referral = ways.gathering(marlbrook, people)
    asked = text_of(opens(writer, referral, "start_assessment"))
    assert "Which template" not in asked
    assert "Vulnerability assessment, version 1. It has these parts" in asked
    sent = sends(writer, referral, "start_assessment", {})
    assert page_of(referral, "assessments") in sent.headers["Location"]


def test_an_empty_list_says_what_to_do(writer, marlbrook, people):
    address = reverse("referrals:assessment_templates", args=[marlbrook.slug])
    text = text_of(writer.get(address))
    assert "Write one when the police gave you the questions" in text
    assert "Vulnerability assessment" in text
    other = text_of(signed_in(people[Role.CASE_OFFICER]).get(address))
    assert "A Prevent co-ordinator writes them" in other
    assert "Write a template" not in other


@pytest.mark.parametrize("way", ["up", "down"])
def test_a_button_moves_a_question_and_the_page_returns_to_it(way, writer, template):
    part = part_of(template)
    first, second = [question.code for question in part.questions]
    moved = second if way == "up" else first
    answer = writer.post(page("move_draft_question", template, part.code), {way: moved})
    there = page("draft_part", template, part.code)
    assert answer.headers["Location"] == f"{there}#at-{moved}"
    assert f'id="at-{moved}"' in writer.get(there).content.decode()
    assert codes(draft_of(template)) == [second, first]


def test_a_button_moves_a_part_and_the_page_returns_to_it(
    writer, template, coordinator
):
    first = part_of(template).code
    services.add_draft_part(template, title="More", lead="", by=coordinator)
    answer = writer.post(page("move_draft_part", template), {"down": first})
    assert answer.headers["Location"].endswith(f"/draft/#at-{first}")
    parts = [part.code for part in draft_of(template).as_template().parts]
    assert parts[1] == first


def test_a_button_says_which_of_many_it_moves(writer, template):
    text = text_of(writer.get(page("draft_part", template, part_of(template).code)))
    hidden = f'<span class="govuk-visually-hidden"> {LABEL}</span></button>'
    assert f"Move down{hidden}" in text


def test_what_is_removed_is_asked_about_first(writer, template):
    part = part_of(template)
    address = page("remove_draft_question", template, part.code, part.questions[0].code)
    asked = writer.get(address).content.decode()
    assert "govuk-button--warning" in asked
    version = re.search(r'name="version" value="(\d+)"', asked)[1]
    assert writer.post(address, {"version": version}).status_code == 302
    assert codes(draft_of(template)) == [part.questions[1].code]
    address = page("remove_draft_part", template, part.code)
    writer.post(address, {"version": draft_of(template).version})
    assert draft_of(template).parts == []


def test_throwing_the_only_draft_away_leads_back_to_the_list(writer, template):
    address = page("throw_away_draft", template)
    answer = writer.post(address, {"version": draft_of(template).version})
    assert answer.headers["Location"].endswith("/assessment-templates/")
    assert writer.get(address).status_code == 404


def test_what_was_typed_is_not_lost_to_whoever_published_meanwhile(
    writer, template, coordinator
):
    part = part_of(template)
    publish(template, coordinator)
    for address in (
        page("add_draft_question", template, part.code),
        page("change_draft_question", template, part.code, part.questions[0].code),
    ):
        answer = writer.post(address, QUESTION | {"version": 1})
        assert answer.status_code == 200
        text = text_of(answer)
        assert "There is no draft any more" in text
        assert QUESTION["label"] in text
        assert writer.get(address).status_code == 409


def test_what_was_typed_is_not_lost_to_whoever_removed_the_part(
    writer, template, coordinator
):
    part = part_of(template)
    version = draft_of(template).version
    services.remove_draft_part(template, part.code, version=version, by=coordinator)
    for address in (
        page("add_draft_question", template, part.code),
        page("change_draft_question", template, part.code, part.questions[0].code),
    ):
        answer = writer.post(address, QUESTION | {"version": 1})
        assert answer.status_code == 200
        assert "Somebody removed this part" in text_of(answer)
        assert QUESTION["label"] in text_of(answer)
        assert writer.get(address).status_code == 404


def test_of_two_windows_the_second_sees_both_texts(writer, template):
    part = part_of(template)
    address = page("change_draft_question", template, part.code, part.questions[0].code)
    asked = writer.get(address).content.decode()
    base = html.unescape(re.search(r'name="base" value="([^"]*)"', asked)[1])
    version = re.search(r'name="version" value="(\d+)"', asked)[1]
    read = {"version": version, "base": base, "hint": "", "kind": "factor"}
    assert writer.post(address, read | {"label": "From the first"}).status_code == 302
    stale = writer.post(address, read | {"label": "From the second"})
    assert stale.status_code == 409
    assert "From the first" in text_of(stale)
    assert "From the second" in text_of(stale)
