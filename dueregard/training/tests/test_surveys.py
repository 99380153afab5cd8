"""Surveys of schools, governors and the voluntary sector (issue 4, point 7)."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts.models import Organisation, RoomSwitch
from dueregard.accounts.tests.factories import MembershipFactory, OrganisationFactory
from dueregard.audit.models import Entry
from dueregard.outbox.models import Job
from dueregard.outbox.services import payload_of
from dueregard.partners.tests.factories import PostFactory, PostHoldingFactory
from dueregard.submissions.versions import Stale
from dueregard.training.models import Survey
from dueregard.training.services import surveys as services

pytestmark = pytest.mark.django_db

KEY = "k" * 32
SAID = {"staff": "yes", "staff_by": "The council", "governors": "no"}
FORM = {**SAID, "answered_as": "Head teacher", "submission_key": KEY}
LINK = re.compile(r"/training/survey/([\w-]+)/")


@pytest.fixture(autouse=True)
def no_tries_counted():
    cache.clear()


@pytest.fixture
def school(marlbrook):
    """Its lead post is held by somebody who reads mail."""
    school = OrganisationFactory(
        name="Marl Hill School", kind=Organisation.Kind.SCHOOL, authorities=[marlbrook]
    )
    post = PostFactory(authority=marlbrook, organisation=school, is_lead=True)
    PostHoldingFactory(post=post, person__email="head@marlhill.example")
    return school


@pytest.fixture
def silent_school(marlbrook):
    """Nobody there is known."""
    return OrganisationFactory(
        name="Quiet Lane School", kind=Organisation.Kind.SCHOOL, authorities=[marlbrook]
    )


@pytest.fixture
def opened(marlbrook, coordinator, school, silent_school):
    return services.open_survey(
        marlbrook,
        kind=Survey.Kind.AVAILABILITY,
        title="Training in schools",
        message="We want to know where nobody can have training.",
        due_on=clock.today() + timedelta(days=14),
        organisations=[school, silent_school],
        by=coordinator,
    )


def letters():
    return [payload_of(job) for job in Job.objects.filter(kind="outbox.mail")]


def newest_token():
    jobs = Job.objects.filter(kind="outbox.mail").order_by("pk")
    return LINK.search(payload_of(jobs.last())["body"]).group(1)


def later(days):
    clock.set_offset(timedelta(days=days))


def test_each_organisation_that_is_known_gets_one_mail_with_its_own_link(opened):
    [letter] = letters()
    assert letter["to"] == "head@marlhill.example"
    assert LINK.search(letter["body"])


def test_the_mail_tells_nothing_of_what_is_asked(opened):
    [letter] = letters()
    said = letter["subject"] + letter["body"]
    assert "Prevent" not in said
    assert "Training" not in said


def test_only_the_hash_of_the_link_is_kept(opened, school):
    token = newest_token()
    answer = opened.answers.get(organisation=school)
    assert token not in str(answer.__dict__.values())
    assert len(answer.token_sha256) == 64


def test_where_nobody_holds_the_lead_post_its_training_lead_is_asked(
    marlbrook, silent_school
):
    lead = MembershipFactory(
        authority=marlbrook, organisation=silent_school, role=Role.TRAINING_LEAD
    ).person
    found = services.addresses_of(marlbrook, [silent_school])
    assert found == {silent_school.pk: lead.email}


def test_opening_the_link_changes_nothing(client, opened, school):
    page = client.get(reverse("training:answer_survey", args=[newest_token()]))
    assert page.status_code == 200
    assert opened.message in page.content.decode()
    answer = opened.answers.get(organisation=school)
    assert (answer.answered_at, answer.answers) == (None, {})


def test_an_organisation_answers_by_its_link_and_may_change_it(client, opened, school):
    url = reverse("training:answer_survey", args=[newest_token()])
    page = client.post(url, FORM, follow=True)
    assert "Thank you" in page.content.decode()
    client.post(url, {**FORM, "staff": "no", "submission_key": "n" * 32})
    answer = opened.answers.get(organisation=school)
    assert answer.answers["staff"] == "no"
    assert answer.entered_by is None
    assert 'value="Head teacher"' in client.get(url).content.decode()


def test_what_was_answered_is_recorded_as_a_hash(client, opened, school):
    client.post(reverse("training:answer_survey", args=[newest_token()]), FORM)
    entry = Entry.objects.get(event="training.survey_answered")
    assert entry.facts["organisation_id"] == school.pk
    assert entry.facts["by_link"] is True
    assert "Head teacher" not in str(entry.facts)


def test_a_link_that_was_never_given_out_gets_the_same_words_whoever_asks(
    client, opened
):
    url = reverse("training:answer_survey", args=["x" * 43])
    page = client.get(url)
    assert page.status_code == 404
    assert "This link does not work" in page.content.decode()


def test_whoever_guesses_links_is_stopped_for_an_hour(client, opened):
    url = reverse("training:answer_survey", args=["x" * 43])
    answers = [client.get(url).status_code for _ in range(21)]
    assert (answers[0], answers[-1]) == (404, 429)
    mine = client.get(reverse("training:answer_survey", args=[newest_token()]))
    assert mine.status_code == 429


def test_no_link_works_where_the_room_is_switched_off(client, opened, marlbrook):
    RoomSwitch.objects.filter(authority=marlbrook, room="training").delete()
    url = reverse("training:answer_survey", args=[newest_token()])
    assert client.get(url).status_code == 404


def test_a_link_says_that_the_survey_is_closed(client, opened, coordinator, school):
    token = newest_token()
    services.close_survey(opened, version=1, summary="Enough.", by=coordinator)
    url = reverse("training:answer_survey", args=[token])
    assert client.post(url, FORM).status_code == 410
    assert not opened.answers.exclude(answered_at=None).exists()


def test_answers_told_by_telephone_are_entered_and_marked(
    client, opened, coordinator, silent_school
):
    answer = opened.answers.get(organisation=silent_school)
    client.force_login(coordinator)
    url = reverse("training:enter_survey_answer", args=[opened.pk, answer.pk])
    client.post(url, FORM)
    answer.refresh_from_db()
    assert answer.entered_by == coordinator
    page = client.get(reverse("training:survey", args=[opened.pk]))
    assert "Told to us on" in page.content.decode()


def test_chasing_sends_a_new_link_and_the_one_before_stops_working(
    client, opened, coordinator, school
):
    old = newest_token()
    later(days=2)
    assert services.chase_survey(opened, by=coordinator) == 1
    today = clock.today()
    assert newest_token() != old
    url = reverse("training:answer_survey", args=[old])
    assert client.get(url).status_code == 404
    answer = opened.answers.get(organisation=school)
    assert (answer.times_chased, answer.last_chased_on) == (1, today)


def test_nobody_is_chased_twice_a_day_or_on_the_day_they_were_asked(
    opened, coordinator
):
    assert services.chase_survey(opened, by=coordinator) == 0
    later(days=2)
    assert services.chase_survey(opened, by=coordinator) == 1
    assert services.chase_survey(opened, by=coordinator) == 0


def test_whoever_has_answered_is_not_chased(opened, coordinator, school):
    services.answer_survey(opened.answers.get(organisation=school), answers=SAID)
    later(days=2)
    assert services.chase_survey(opened, by=coordinator) == 0


def test_late_answers_are_chased_once_a_week_and_four_times_at_most(opened, school):
    chased = []
    for day in range(14, 60):
        later(days=day)
        if services.chase_late_answers():
            chased.append(day)
    assert chased == [15, 22, 29, 36]


def test_a_closed_survey_is_not_chased(opened, coordinator):
    services.close_survey(opened, version=1, summary="Enough.", by=coordinator)
    later(days=30)
    assert services.chase_late_answers() == 0
    with pytest.raises(NotNow, match="closed"):
        services.chase_survey(opened, by=coordinator)


def test_the_link_can_be_sent_to_another_address(opened, coordinator, silent_school):
    answer = opened.answers.get(organisation=silent_school)
    services.send_to(answer, email="office@quietlane.example", by=coordinator)
    assert "office@quietlane.example" in [letter["to"] for letter in letters()]


def test_two_who_close_it_at_once_do_not_overwrite_each_other(opened, coordinator):
    with pytest.raises(Stale):
        services.close_survey(opened, version=7, summary="Enough.", by=coordinator)


def test_a_partners_training_lead_opens_and_closes_no_survey(marlbrook, opened, school):
    lead = MembershipFactory(
        authority=marlbrook, organisation=school, role=Role.TRAINING_LEAD
    ).person
    with pytest.raises(NotAllowed):
        services.close_survey(opened, version=1, summary="", by=lead)
    with pytest.raises(NotAllowed):
        services.open_survey(
            marlbrook,
            kind="needs",
            title="T",
            message="",
            due_on=clock.today(),
            organisations=[school],
            by=lead,
        )


def test_organisations_of_elsewhere_are_not_asked(marlbrook, fernshire, coordinator):
    stranger = OrganisationFactory(authorities=[fernshire])
    with pytest.raises(NotNow, match="work with this authority"):
        services.open_survey(
            marlbrook,
            kind="needs",
            title="T",
            message="",
            due_on=clock.today(),
            organisations=[stranger],
            by=coordinator,
        )
    assert not Survey.objects.exists()


def posted_survey(**changes):
    day = clock.today() + timedelta(days=14)
    return {
        "kind": "availability",
        "title": "Training in schools",
        "kinds": ["school"],
        "due_on_day": day.day,
        "due_on_month": day.month,
        "due_on_year": day.year,
        "message": "Why we ask.",
        "step": "check",
        "submission_key": KEY,
        **changes,
    }


def test_what_would_be_asked_is_shown_before_anything_leaves(
    client, coordinator, school, silent_school
):
    client.force_login(coordinator)
    url = reverse("training:open_survey", args=["marlbrook"])
    page = client.post(url, posted_survey()).content.decode()
    assert "head@marlhill.example" in page
    assert "Quiet Lane School" in page
    assert not letters()
    assert not Survey.objects.exists()
    client.post(url, posted_survey(step="open"))
    assert Survey.objects.get().answers.count() == 2
    assert len(letters()) == 1


def test_the_results_count_organisations_by_what_they_said(
    client, opened, coordinator, school
):
    services.answer_survey(opened.answers.get(organisation=school), answers=SAID)
    client.force_login(coordinator)
    page = client.get(reverse("training:survey", args=[opened.pk])).content.decode()
    assert "1 of 2 (50%)" in page
    assert "Is Prevent training available to your staff?" in page


def test_addresses_are_shown_only_to_those_who_send_surveys(
    client, opened, board_member
):
    client.force_login(board_member)
    page = client.get(reverse("training:survey", args=[opened.pk])).content.decode()
    assert "Marl Hill School" in page
    assert "head@marlhill.example" not in page


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_answers_are_taken_as_a_file_and_that_is_recorded(
    client, opened, coordinator, school, form
):
    services.answer_survey(opened.answers.get(organisation=school), answers=SAID)
    client.force_login(coordinator)
    answer = client.get(reverse("training:survey_file", args=[opened.pk, form]))
    body = b"".join(answer.streaming_content)
    if form == "csv":
        assert "Marl Hill School,School," in body.decode()
        assert "The council" in body.decode()
        assert "Quiet Lane School,School,,Not answered,0" in body.decode()
    entry = Entry.objects.get(event="training.survey_exported")
    assert entry.facts["format"] == form


def test_needs_are_answered_with_several_ticks(client, marlbrook, coordinator, school):
    services.open_survey(
        marlbrook,
        kind=Survey.Kind.NEEDS,
        title="What do you need?",
        message="",
        due_on=clock.today(),
        organisations=[school],
        by=coordinator,
    )
    url = reverse("training:answer_survey", args=[newest_token()])
    said = {
        "needed": ["awareness", "online"],
        "for_whom": ["volunteers"],
        "people": "12",
        "answered_as": "Chair",
        "submission_key": KEY,
    }
    client.post(url, said)
    answers = Survey.objects.get().answers.get().answers
    assert answers["needed"] == ["awareness", "online"]
    assert answers["people"] == 12
    both = {"needed": ["nothing", "online"], "submission_key": "n" * 32}
    refused = client.post(url, {**said, **both})
    assert "not both" in refused.content.decode()


def test_another_authority_cannot_tell_that_the_survey_exists(client, opened, outsider):
    client.force_login(outsider)
    assert client.get(reverse("training:survey", args=[opened.pk])).status_code == 404
