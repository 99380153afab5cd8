"""Assessments: one author's own words, finished once, never a number."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.audit.models import Entry
from dueregard.clock import services as clock_services
from dueregard.drafts.models import Draft
from dueregard.referrals import assessment_templates, services
from dueregard.referrals.assessment_templates import FACTOR, KINDS, Statement, newest
from dueregard.referrals.codes import Door
from dueregard.referrals.forms.assessing import PartForm, SummaryForm
from dueregard.referrals.models import Assessment
from dueregard.vault import tenancy

from . import ways
from .factories import make_referral, staff
from .pages import again, opens, says_why, signed_in

pytestmark = pytest.mark.django_db
CANARY = "Canaryword of the assessment"


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
def referral(marlbrook, people):
    return ways.gathering(marlbrook, people)


def page(name, row, *more):
    referral = row.referral
    return reverse(
        f"referrals:{name}", args=[referral.authority.slug, referral.pk, row.pk, *more]
    )


def begun_by(client, referral, author):
    """An assessment that was begun on its page, and the page that it led to."""
    says_why(client, referral)
    args = [referral.authority.slug, referral.pk]
    answer = client.post(reverse("referrals:start_assessment", args=args))
    assert answer.status_code == 302
    with tenancy.of(referral.authority):
        rows = Assessment.objects.select_related("referral__authority")
        return rows.get(written_by=author)


def test_the_template_holds_22_factors_in_three_parts_and_what_protects():
    form = newest()
    factors = {
        part.title: len([each for each in part.questions if each.kind == FACTOR])
        for part in form.parts
    }
    assert factors == {
        "Engagement": 13,
        "Intent": 6,
        "Capability": 3,
        "What protects the person": 0,
    }
    assert all(each.label and each.hint for each in form.questions)


def test_no_template_asks_for_a_number_and_no_answer_can_be_one():
    assert KINDS == ("factor", "words")
    assert list(Statement.values) == ["present", "not_present", "not_known"]
    for file in assessment_templates.FOLDER.glob("*.toml"):
        code, version = file.stem.rsplit("_", 1)
        form = assessment_templates.template(code, int(version))
        assert {each.kind for each in form.questions} <= set(KINDS)
        for part in form.parts:
            asked = PartForm(part=part, answers={}, version=1).fields
            kinds = {type(field).__name__ for name, field in asked.items()}
            assert kinds <= {"ChoiceField", "CharField", "IntegerField"}
            numbers = [n for n, f in asked.items() if hasattr(f, "max_value")]
            assert numbers == ["version"]  # of the row, not of anybody
    assert set(SummaryForm(version=1).fields) == {"version", "base", "summary"}


def test_no_column_of_an_assessment_can_hold_a_score():
    numbers = {
        field.name
        for field in Assessment._meta.get_fields()
        if "Integer" in type(field).__name__
        or "Float" in type(field).__name__
        or "Decimal" in type(field).__name__
    }
    assert numbers == {"template_version", "version"}


@pytest.mark.parametrize(
    "answers",
    [
        {"grievance": {"statement": 3}},
        {"grievance": {"statement": "high"}},
        {"grievance": {"score": "7"}},
        {"protects": {"statement": "present"}},
        {"grievance": {"words": ["a"]}},
    ],
)
def test_an_answer_that_is_no_word_of_the_template_is_never_kept(
    referral, coordinator, answers
):
    row = services.start_assessment(referral, by=coordinator)
    with pytest.raises(ValueError, match="words|statement"):
        services.save_answers(
            row, by=coordinator, version=1, answers=answers, part="engagement"
        )


def test_what_is_kept_and_shown_holds_no_total(referral, coordinator):
    row = ways.assessed(referral, coordinator)
    [answers] = ways.words_of(row, coordinator, "answers")
    assert not re.search(r":\s*-?\d", json.dumps(answers))
    text = shown(opens(signed_in(coordinator), referral, "assessment", row.pk))
    assert "Nothing here is added up" in text
    finished = re.sub(r"<[^>]*>", " ", text.split("Overall view")[1])
    assert not re.search(r"\d", finished.split("It stays as it is")[0])
    assert "govuk-tag" not in text


def shown(answer) -> str:
    """The main part of a page."""
    return answer.content.decode().split("<main")[1].split("</main>")[0]


def test_it_is_written_in_several_visits_and_finished_with_a_summary(
    referral, coordinator
):
    client = signed_in(coordinator)
    row = begun_by(client, referral, coordinator)
    for part in newest().parts:
        form = PartForm(part=part, answers=ways.answered(), version=row.version)
        data = {name: form.initial.get(name, "") for name in form.fields}
        answer = client.post(page("assess_part", row, part.code), data)
        assert answer.status_code == 302
        row = again_of(row)
    early = shown(client.get(page("finish_assessment", row)))
    assert "What is missing" not in early
    refused = client.post(
        page("finish_assessment", row), {"version": row.version, "summary": ""}
    )
    assert "Enter your overall view" in refused.content.decode()
    data = {"version": row.version, "summary": CANARY}
    assert client.post(page("finish_assessment", row), data).status_code == 302
    text = shown(client.get(page("assessment", row)))
    assert CANARY in text
    assert str(coordinator) in text
    assert "In our words." in text


def again_of(row):
    with tenancy.of(row.authority_id):
        rows = Assessment.objects.select_related("referral__authority")
        return rows.get(pk=row.pk)


def test_it_is_not_finished_while_a_question_is_open(referral, coordinator):
    row = services.start_assessment(referral, by=coordinator)
    answers = ways.answered()
    answers["threat"] = {"statement": "present"}
    with pytest.raises(NotNow, match="every question of “Engagement”"):
        services.finish_assessment(
            row, by=coordinator, version=1, answers=answers, summary="A view."
        )
    answers["threat"] = {"statement": "not_known"}
    services.finish_assessment(
        row, by=coordinator, version=1, answers=answers, summary="A view."
    )
    assert again_of(row).finished_at is not None


def test_the_page_that_finishes_says_what_is_missing(referral, coordinator):
    client = signed_in(coordinator)
    row = begun_by(client, referral, coordinator)
    text = shown(client.get(page("finish_assessment", row)))
    assert "What is missing" in text
    assert page("assess_part", row, "intent") in text
    assert "summary" not in text


def test_what_is_finished_is_never_changed_and_a_later_one_stands_beside_it(
    referral, coordinator
):
    first = ways.assessed(referral, coordinator)
    with pytest.raises(NotNow, match="stays as it is"):
        services.save_answers(
            first, by=coordinator, version=2, answers={}, part="intent"
        )
    client = signed_in(coordinator)
    assert opens(client, referral, "assess_part", first.pk, "intent").status_code == 409
    clock_services.shift(timedelta(days=30))
    second = ways.assessed(referral, coordinator)
    assert second.pk != first.pk
    text = shown(opens(signed_in(coordinator), referral, "assessments"))
    rows = [again_of(row) for row in (first, second)]
    at = [text.index(page("assessment", row)) for row in rows]
    assert at == sorted(at)
    kept = ways.words_of(again_of(first), coordinator, "summary")
    assert kept == ["A view."]


def test_who_began_one_goes_on_with_it_and_does_not_begin_another(
    referral, coordinator
):
    one = services.start_assessment(referral, by=coordinator)
    assert services.start_assessment(referral, by=coordinator).pk == one.pk


def test_what_is_not_finished_is_its_authors_alone(
    marlbrook, people, referral, coordinator
):
    row = services.start_assessment(referral, by=coordinator)
    colleague = person_with(Role.COORDINATOR, marlbrook)
    for person in (colleague, people[Role.PANEL_CHAIR], people[Role.GATEWAY_OFFICER]):
        client = signed_in(person)
        assert opens(client, referral, "assessment", row.pk).status_code == 404
        text = shown(opens(client, referral, "assessments"))
        assert "is writing one" in text
        assert page("assessment", row) not in text
    with pytest.raises(NotAllowed, match="Write your own beside it"):
        services.save_answers(row, by=colleague, version=1, answers={}, part="intent")


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.COORDINATOR, True),
        (Role.GATEWAY_OFFICER, False),
        (Role.PANEL_CHAIR, False),
        (Role.DEPUTY_CHAIR, False),
        (Role.CASE_OFFICER, False),  # until it is assigned to them
    ],
)
def test_whom_the_matrix_lets_write_the_account_writes_an_assessment(
    people, referral, role, may
):
    if may:
        services.start_assessment(referral, by=people[role])
        return
    with pytest.raises(NotAllowed, match="who holds this referral"):
        services.start_assessment(referral, by=people[role])


def test_the_case_officer_who_holds_it_writes_an_assessment(
    people, referral, coordinator
):
    officer = people[Role.CASE_OFFICER]
    services.assign(referral, officer, by=coordinator)
    assert services.start_assessment(again(referral), by=officer).written_by == officer


def test_whoever_sent_a_referral_reads_no_assessment_of_it(marlbrook, people):
    sender = people[Role.REGISTERED_REFERRER]
    referral = ways.gathering(marlbrook, people, door=Door.REGISTERED, by=sender)
    row = ways.assessed(referral, people[Role.COORDINATOR])
    client = signed_in(sender)
    assert opens(client, referral).status_code == 200
    assert opens(client, referral, "assessments").status_code == 404
    assert opens(client, referral, "assessment", row.pk).status_code == 404


def test_an_assessment_of_another_referral_is_nowhere(marlbrook, people, referral):
    coordinator = people[Role.COORDINATOR]
    row = ways.assessed(referral, coordinator)
    other = ways.gathering(
        marlbrook, people, subject={"forenames": "Maren", "surname": "Tolland"}
    )
    client = signed_in(coordinator)
    assert opens(client, other, "assessment", row.pk).status_code == 404


def test_it_is_not_written_before_information_is_gathered(
    marlbrook, people, coordinator
):
    referral = make_referral(marlbrook, subject=ways.ADULT)
    with pytest.raises(NotNow, match="while information is gathered"):
        services.start_assessment(referral, by=coordinator)


def test_two_windows_do_not_overwrite_each_other_and_both_texts_are_shown(
    referral, coordinator
):
    client = signed_in(coordinator)
    row = begun_by(client, referral, coordinator)
    asked = client.get(page("assess_part", row, "capability")).content.decode()
    base = re.search(r'name="base" value="([^"]*)"', asked)[1].replace("&quot;", '"')
    first = {"version": 1, "base": base, "skills__words": "From the first window."}
    second = {"version": 1, "base": base, "skills__words": "From the second window."}
    address = page("assess_part", row, "capability")
    assert client.post(address, first).status_code == 302
    stale = client.post(address, second)
    assert stale.status_code == 409
    text = stale.content.decode()
    assert "From the first window." in text
    assert "From the second window." in text
    assert "They have knowledge or skills that could be used for harm: What you" in text
    kept = ways.words_of(again_of(row), coordinator, "answers")
    assert kept == [{"skills": {"words": "From the first window."}}]


def test_what_is_typed_is_kept_by_itself_and_comes_back(referral, coordinator):
    client = signed_in(coordinator)
    row = begun_by(client, referral, coordinator)
    looks = Entry.objects.count()
    typed = {"autosave": "1", "tab": "0123456789abcdef", "number": 1}
    typed |= {"skills__words": CANARY, "version": 1}
    address = page("assess_part", row, "capability")
    assert client.post(address, typed).status_code == 204
    assert Entry.objects.count() == looks  # saving is no look
    kept = ways.words_of(again_of(row), coordinator, "answers")
    assert kept == [{}]
    text = client.get(address).content.decode()
    assert CANARY in text
    assert "did not save" in text
    assert "Typed, not saved" in shown(client.get(page("assessment", row)))
    finish = shown(client.get(page("finish_assessment", row)))
    assert "Save what you typed in “Capability”, or throw it away" in finish
    colleague = person_with(Role.COORDINATOR, referral.authority)
    assert signed_in(colleague).post(address, typed).status_code == 404
    saved = {"version": 1, "skills__words": CANARY}
    assert client.post(address, saved).status_code == 302
    with tenancy.of(referral.authority):
        assert not Draft.objects.exists()


def test_what_was_typed_before_somebody_saved_is_not_lost_to_what_was_saved(
    referral, coordinator
):
    client = signed_in(coordinator)
    row = begun_by(client, referral, coordinator)
    address = page("assess_part", row, "capability")
    typed = {"autosave": "1", "tab": "0123456789abcdef", "number": 1}
    client.post(address, typed | {"skills__words": CANARY})
    asked = client.get(address).content.decode()  # the draft stands in the boxes
    base = re.search(r'name="base" value="([^"]*)"', asked)[1].replace("&quot;", '"')
    services.save_answers(
        row,
        by=coordinator,
        version=1,
        answers={"skills": {"words": "From another window."}},
        part="intent",
    )
    data = {"version": 1, "base": base, "skills__words": CANARY}
    stale = client.post(address, data)
    assert stale.status_code == 409
    box = re.search(
        r"<textarea[^>]*skills__words[^>]*>([^<]*)<", stale.content.decode()
    )
    assert box[1].strip() == CANARY


def test_what_was_typed_can_be_thrown_away(referral, coordinator):
    client = signed_in(coordinator)
    row = begun_by(client, referral, coordinator)
    typed = {"autosave": "1", "tab": "0123456789abcdef", "number": 1}
    address = page("finish_assessment", row)
    client.post(address, typed | {"summary": CANARY})
    with tenancy.of(referral.authority):
        assert Draft.objects.count() == 1
    client.post(page("discard_typed", row, "summary"))
    with tenancy.of(referral.authority):
        assert not Draft.objects.exists()


def test_what_an_assessment_says_is_sealed_and_in_no_audit_entry(referral, coordinator):
    row = services.start_assessment(referral, by=coordinator)
    with tenancy.of(referral.authority):
        services.finish_assessment(
            row,
            by=coordinator,
            version=1,
            answers=ways.answered() | {"protects": {"words": CANARY}},
            summary=CANARY,
        )
        stored = Assessment.objects.values("answers", "summary").get()
    assert CANARY not in str(stored)
    facts = [str((entry.event, entry.facts)) for entry in Entry.objects.all()]
    assert CANARY not in " ".join(facts)
    assert any("assessments.finished" in fact for fact in facts)


def test_the_referrals_page_says_that_an_assessment_is_next(referral, coordinator):
    client = signed_in(coordinator)
    text = opens(client, referral).content.decode()
    assert "Write the assessment" in text
    ways.assessed(referral, coordinator)
    assert "Write the assessment" not in opens(client, referral).content.decode()


def test_gathering_ends_only_with_a_finished_assessment(referral, coordinator):
    services.start_assessment(referral, by=coordinator)
    with pytest.raises(NotNow, match="Finish an assessment first"):
        services.finish_gathering(referral, by=coordinator)
    ways.assessed(referral, coordinator)
    services.finish_gathering(referral, by=coordinator)
    assert again(referral).status == "decision"
