"""Whose names in the register each role reads, at every door (practice AC 6, TR 2)."""

import pytest
from django.apps import apps
from django.urls import reverse

from dueregard.access.roles import Role
from dueregard.access.rooms import Room
from dueregard.accounts.models import RoomSwitch
from dueregard.accounts.tests.factories import MembershipFactory, person_with
from dueregard.documents.models import Document
from dueregard.training.models import Completion, Learner, LearnerRole

from .factories import CompletionFactory, LearnerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(marlbrook, council, trust, front_line, catalogue, ashby_vale):
    """One person of the council, of the trust, of its school, and of elsewhere; each in
    a role group, with a completion and its certificate."""
    found = {}
    for key, authority, body in (
        ("council", marlbrook, council),
        ("trust", marlbrook, trust.body),
        ("school", marlbrook, trust.school),
    ):
        learner = LearnerFactory(
            authority=authority,
            organisation=body,
            name=f"Somebody {key}",
            role_groups=[front_line],
        )
        file = Document.objects.create(
            authority=authority,
            title=f"Certificate {key}",
            given_by=person_with(Role.COORDINATOR, authority),
        )
        CompletionFactory(learner=learner, course=catalogue.awareness, evidence=file)
        found[key] = learner
    found["elsewhere"] = LearnerFactory(authority=ashby_vale, name="Somebody elsewhere")
    return found


ALL = {"council", "trust", "school"}
EDUCATION = {"trust", "school"}
READS = {
    Role.COORDINATOR: ALL,
    Role.TRAINING_LEAD: ALL,
    Role.DATA_PROTECTION_OFFICER: ALL,
    Role.AUDITOR: ALL,
    Role.EDUCATION_OFFICER: EDUCATION,
}


def keys_of(people, rows):
    names = {learner.pk: key for key, learner in people.items()}
    return {names[pk] for pk in rows}


@pytest.mark.parametrize("role", Role.values)
def test_each_role_reads_these_names_and_no_others(role, people, marlbrook, council):
    user = person_with(role, marlbrook)
    expected = READS.get(Role(role), set())
    for rows in (
        Learner.objects.visible_to(user).values_list("pk", flat=True),
        Completion.objects.visible_to(user).values_list("learner", flat=True),
        LearnerRole.objects.visible_to(user).values_list("learner", flat=True),
    ):
        assert keys_of(people, rows) == expected


def test_a_trusts_training_lead_reads_the_trust_and_its_schools(people, trust):
    rows = Learner.objects.visible_to(trust.lead).values_list("pk", flat=True)
    assert keys_of(people, rows) == EDUCATION


def test_a_schools_training_lead_reads_the_school_alone(people, trust, marlbrook):
    user = MembershipFactory(
        role=Role.TRAINING_LEAD, authority=marlbrook, organisation=trust.school
    ).person
    rows = Learner.objects.visible_to(user).values_list("pk", flat=True)
    assert keys_of(people, rows) == {"school"}


def test_a_trust_in_two_authorities_is_read_where_the_lead_serves(
    people, trust, ashby_vale
):
    trust.school.authorities.add(ashby_vale)
    elsewhere = LearnerFactory(authority=ashby_vale, organisation=trust.school)
    assert elsewhere not in Learner.objects.visible_to(trust.lead)
    MembershipFactory(
        person=trust.lead,
        role=Role.TRAINING_LEAD,
        authority=ashby_vale,
        organisation=trust.body,
    )
    del trust.lead.training_reach
    del trust.lead._served
    assert elsewhere in Learner.objects.visible_to(trust.lead)


def test_a_switched_off_room_shows_nobody(people, marlbrook, lead):
    RoomSwitch.objects.filter(authority=marlbrook, room=Room.TRAINING).delete()
    assert not Learner.objects.visible_to(lead).exists()


def test_no_door_lets_a_trusts_lead_see_the_councils_people(people, trust, client):
    """The list, its search and count, the record, the file, and every step."""
    client.force_login(trust.lead)
    listed = client.get(reverse("training:learners", args=["marlbrook"]))
    assert listed.context["page"].total == 2
    text = listed.content.decode()
    assert "Somebody school" in text
    assert "Somebody council" not in text
    searched = client.get(
        reverse("training:learners", args=["marlbrook"]), {"words": "council"}
    )
    assert searched.context["page"].total == 0
    hidden, done = people["council"], people["council"].completions.get()
    for name, args in (
        ("learner", [hidden.pk]),
        ("change_learner", [hidden.pk]),
        ("put_in_group", [hidden.pk]),
        ("learner_leaves", [hidden.pk]),
        ("learner_rejoins", [hidden.pk]),
        ("learner_on_leave", [hidden.pk]),
        ("add_completion", [hidden.pk]),
        ("completion", [done.pk]),
        ("supersede_completion", [done.pk]),
        ("take_back_completion", [done.pk]),
        ("merge", [people["school"].pk, hidden.pk]),
        ("merge", [hidden.pk, people["school"].pk]),
    ):
        assert client.get(reverse(f"training:{name}", args=args)).status_code == 404
    for name, args in (
        ("take_out_of_group", [hidden.roles.get().pk]),
        ("keep_apart", [people["school"].pk, hidden.pk]),
    ):
        assert client.post(reverse(f"training:{name}", args=args)).status_code == 404
    assert client.get(done.evidence.get_absolute_url()).status_code == 404
    own = people["school"].completions.get()
    assert client.get(own.evidence.get_absolute_url()).status_code == 200


def test_who_is_offered_as_filter_and_organisation_stays_within_reach(
    people, trust, client
):
    client.force_login(trust.lead)
    for name in ("learners", "add_learner", "duplicates"):
        page = client.get(reverse(f"training:{name}", args=["marlbrook"]))
        assert "Marlbrook Council" not in page.content.decode()


def test_a_certificate_is_read_by_whoever_reads_the_record(people, marlbrook):
    officer = person_with(Role.EDUCATION_OFFICER, marlbrook)
    member = person_with(Role.BOARD_MEMBER, marlbrook)
    titles = Document.objects.visible_to(officer).values_list("title", flat=True)
    assert set(titles) == {"Certificate trust", "Certificate school"}
    assert not Document.objects.visible_to(member).exists()


def test_nothing_in_this_room_leads_to_a_case_room():
    """Training and referral are separate records, never joined (practice TR 2)."""
    rooms = {"accounts", "contenttypes", "documents", "exchange", "training"}
    for model in apps.get_app_config("training").get_models():
        for field in model._meta.get_fields():
            if field.is_relation and field.related_model is not None:
                label = field.related_model._meta.app_label
                assert label in rooms, f"{model.__name__}.{field.name} leads to {label}"
