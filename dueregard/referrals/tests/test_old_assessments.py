"""An assessment stays on the version that it was begun on, whatever is done later."""

import pytest
from django.db.models import ProtectedError

from dueregard.access.refusals import NotNow
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory
from dueregard.referrals import services
from dueregard.referrals.assessment_templates import newest
from dueregard.referrals.models import Assessment, AssessmentTemplateVersion
from dueregard.referrals.services.assessing import template_of
from dueregard.vault import tenancy

from . import ways
from .factories import staff
from .pages import opens, signed_in
from .templates import LABEL, answered, draft_of, publish, published

pytestmark = pytest.mark.django_db


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


@pytest.fixture
def template(marlbrook, coordinator):
    return published(marlbrook, coordinator)


def again_of(row):
    with tenancy.of(row.authority_id):
        rows = Assessment.objects.select_related("referral__authority", "own_version")
        return rows.get(pk=row.pk)


def begin(referral, template, by):
    return services.start_assessment(referral, by=by, template=template.code)


def reword(template, by):
    """A second version in which the first question says something else, and the other
    is gone."""
    draft = services.begin_version(template, by=by)
    [part] = draft.as_template().parts
    first, second = part.questions
    services.change_draft_question(
        template,
        part.code,
        first.code,
        label="Reworded",
        hint="",
        kind="words",
        version=draft.version,
        by=by,
    )
    version = draft_of(template).version
    services.remove_draft_question(
        template, part.code, second.code, version=version, by=by
    )
    publish(template, by)


def test_with_one_template_offered_it_begins_on_that_as_before(referral, coordinator):
    row = services.start_assessment(referral, by=coordinator)
    assert (row.template_code, row.template_version) == ("vaf", 1)
    assert row.own_version is None
    assert template_of(row) == newest()


def test_with_several_offered_somebody_has_to_choose(referral, template, coordinator):
    with pytest.raises(NotNow, match="Select which template"):
        services.start_assessment(referral, by=coordinator)
    row = begin(referral, template, coordinator)
    assert row.own_version == template.versions.get()
    assert (row.template_code, row.template_version) == (template.code, 1)


def test_nothing_begins_on_what_is_not_offered(referral, template, coordinator):
    place = referral.authority
    services.stop_offering_template(place, template.code, by=coordinator)
    with pytest.raises(NotNow, match="not offered any more"):
        begin(referral, template, coordinator)


def test_nothing_begins_on_a_template_of_another_authority(referral, coordinator):
    elsewhere = AuthorityFactory(name="Netherbrook")
    theirs = published(elsewhere, staff(elsewhere)[Role.COORDINATOR])
    with pytest.raises(NotNow, match="not offered any more"):
        begin(referral, theirs, coordinator)


def test_who_began_one_goes_on_with_it_and_may_begin_another_on_another_template(
    referral, template, coordinator
):
    row = begin(referral, template, coordinator)
    assert begin(referral, template, coordinator).pk == row.pk
    beside = services.start_assessment(referral, by=coordinator, template="vaf")
    assert beside.pk != row.pk
    page = opens(signed_in(coordinator), referral, "assessments").content.decode()
    assert "</a>: Framework of Marlbrook, version 1</li>" in page
    assert f"</a>: {newest()}</li>" in page


def test_one_that_is_begun_goes_on_on_its_version(referral, template, coordinator):
    row = begin(referral, template, coordinator)
    first = template.versions.get()
    reword(template, coordinator)
    services.stop_offering_template(referral.authority, template.code, by=coordinator)
    assert template_of(again_of(row)) == first.as_template()
    with tenancy.of(referral.authority):
        services.finish_assessment(
            row, by=coordinator, version=1, answers=answered(first), summary="A view."
        )
    text = opens(
        signed_in(coordinator), referral, "assessment", row.pk
    ).content.decode()
    assert "Framework of Marlbrook, version 1" in text
    assert LABEL in text
    assert text.index(LABEL) < text.index("What helps them")
    assert "Reworded" not in text


def test_a_new_one_begins_on_the_new_version(referral, template, coordinator):
    reword(template, coordinator)
    row = begin(referral, template, coordinator)
    assert row.template_version == 2
    assert [each.label for each in template_of(row).questions] == ["Reworded"]


def test_a_finished_one_reads_the_same_after_everything_else(
    referral, template, coordinator
):
    row = begin(referral, template, coordinator)
    with tenancy.of(referral.authority):
        services.finish_assessment(
            row,
            by=coordinator,
            version=1,
            answers=answered(row.own_version),
            summary="A view.",
        )
    client = signed_in(coordinator)
    before = main_of(opens(client, referral, "assessment", row.pk))
    reword(template, coordinator)
    services.begin_version(template, by=coordinator)
    services.throw_away_draft(template, version=1, by=coordinator)
    assert main_of(opens(client, referral, "assessment", row.pk)) == before


def main_of(answer) -> str:
    return answer.content.decode().split("<main")[1].split("</main>")[0]


def test_a_version_that_was_begun_on_cannot_be_deleted(referral, template, coordinator):
    begin(referral, template, coordinator)
    with tenancy.of(referral.authority), pytest.raises(ProtectedError):
        AssessmentTemplateVersion.objects.get().delete()


def test_an_answer_to_a_question_of_another_version_is_never_kept(
    referral, template, coordinator
):
    row = begin(referral, template, coordinator)
    with pytest.raises(KeyError):
        services.save_answers(
            row,
            by=coordinator,
            version=1,
            answers={"grievance": {"words": "Not asked here."}},
            part=row.own_version.as_template().parts[0].code,
        )
