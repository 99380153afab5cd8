"""Whose numbers may be read: every organisation's, one's own, or totals alone
(`coverage.sight`, security reference I14)."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import OrganisationFactory, person_with
from dueregard.training.models import OrganisationReturn
from dueregard.training.tests.factories import (
    HeadcountFactory,
    LearnerFactory,
    SurveyAnswerFactory,
    SurveyFactory,
)

pytestmark = pytest.mark.django_db

PAGES = ("returns", "returns_missing", "headcounts", "surveys")


@pytest.fixture
def councillor(marlbrook):
    return person_with(Role.ELECTED_MEMBER, marlbrook)


@pytest.fixture
def told(marlbrook, trust, front_line):
    """What the trust's school and the police told: a headcount each, a return each,
    and an answer each to one survey."""
    police = OrganisationFactory(name="Fernshire Police", authorities=[marlbrook])
    found = SimpleNamespace(
        police=police,
        survey=SurveyFactory(authority=marlbrook),
        counts={},
        answers={},
    )
    for body in (trust.school, police):
        found.counts[body] = HeadcountFactory(
            authority=marlbrook, organisation=body, role_group=front_line
        )
        OrganisationReturn.objects.create(
            authority=marlbrook, organisation=body, kind="headcount"
        )
        found.answers[body] = SurveyAnswerFactory(
            survey=found.survey, organisation=body
        )
    return found


@pytest.mark.parametrize("name", PAGES)
def test_an_elected_member_reads_no_numbers_of_organisations(
    name, councillor, marlbrook, told, client
):
    client.force_login(councillor)
    url = reverse(f"training:{name}", args=[marlbrook.slug])
    assert client.get(url).status_code == 404
    coverage = client.get(reverse("training:coverage", args=[marlbrook.slug]))
    assert url not in coverage.content.decode()


def test_nor_those_of_one_organisation_or_their_files(
    councillor, marlbrook, told, client
):
    client.force_login(councillor)
    police = told.police
    slug = marlbrook.slug
    for url in (
        told.counts[police].get_absolute_url(),
        told.survey.get_absolute_url(),
        reverse("training:survey_file", args=[told.survey.pk, "csv"]),
        reverse("training:return_of", args=[slug, police.pk]),
        reverse("training:return_file", args=[slug, "csv"]),
    ):
        assert client.get(url).status_code == 404, url


def test_an_elected_member_reads_no_count_of_a_few_people(
    councillor, marlbrook, council, front_line, client
):
    for _ in range(9):
        LearnerFactory(
            authority=marlbrook, organisation=council, role_groups=[front_line]
        )
    client.force_login(councillor)
    every = reverse("training:role_groups", args=[marlbrook.slug])
    for url in (every, front_line.get_absolute_url()):
        assert "Fewer than 10" in client.get(url).content.decode()
    LearnerFactory(authority=marlbrook, organisation=council, role_groups=[front_line])
    for url in (every, front_line.get_absolute_url()):
        assert "Fewer than 10" not in client.get(url).content.decode()


def test_a_partners_training_lead_reads_only_what_their_own_told(
    trust, marlbrook, told, client
):
    client.force_login(trust.lead)
    slug, school, police = marlbrook.slug, trust.school, told.police
    page = client.get(reverse("training:headcounts", args=[slug])).content.decode()
    assert told.counts[school].get_absolute_url() in page
    assert told.counts[police].get_absolute_url() not in page
    for body, answer in ((school, 200), (police, 404)):
        turn = [told.survey.pk, told.answers[body].pk]
        for url in (
            told.counts[body].get_absolute_url(),
            reverse("training:return_of", args=[slug, body.pk]),
            reverse("training:survey_answer", args=turn),
        ):
            assert client.get(url).status_code == answer, url


def test_a_partners_training_lead_reads_of_a_survey_what_their_own_said(
    trust, told, client
):
    client.force_login(trust.lead)
    page = client.get(told.survey.get_absolute_url()).content.decode()
    file = client.get(reverse("training:survey_file", args=[told.survey.pk, "csv"]))
    for text in (page, b"".join(file).decode()):
        assert trust.school.name in text
        assert told.police.name not in text


def test_a_partners_training_lead_sees_no_survey_that_did_not_ask_them(
    trust, marlbrook, client
):
    survey = SurveyFactory(authority=marlbrook)
    SurveyAnswerFactory(survey=survey, organisation__authorities=[marlbrook])
    client.force_login(trust.lead)
    assert client.get(survey.get_absolute_url()).status_code == 404


def test_a_partners_training_lead_is_told_only_of_own_that_sent_nothing(
    trust, marlbrook, told, client
):
    OrganisationReturn.objects.all().delete()
    client.force_login(trust.lead)
    url = reverse("training:returns_missing", args=[marlbrook.slug])
    page = client.get(url).content.decode()
    assert trust.school.name in page
    assert told.police.name not in page
