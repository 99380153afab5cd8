"""The pages of people and completions, as a training lead works with them."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.urls import reverse

from dueregard import clock
from dueregard.accounts.tests.factories import OrganisationFactory
from dueregard.documents.models import Document
from dueregard.training import services
from dueregard.training.forms import people as people_form
from dueregard.training.models import Completion, Learner, LearnerMerge

from .factories import CompletionFactory, LearnerFactory, RoleGroupFactory

pytestmark = pytest.mark.django_db
CERTIFICATE = b"Ann Poole did Awareness."


@pytest.fixture
def signed_in(client, lead):
    client.force_login(lead)
    return client


@pytest.fixture
def ann(marlbrook, council, front_line):
    return LearnerFactory(
        authority=marlbrook,
        organisation=council,
        number="17",
        name="Ann Poole",
        role_groups=[front_line],
    )


def url(name, *args):
    return reverse(f"training:{name}", args=args)


def day_of(name, day):
    return {
        f"{name}_day": day.day,
        f"{name}_month": day.month,
        f"{name}_year": day.year,
    }


def listed(client, **asked):
    page = client.get(url("learners", "marlbrook"), asked).context["page"]
    return [learner.name for learner in page]


def test_people_are_found_by_name_in_any_order_and_by_number(
    signed_in, ann, marlbrook, council
):
    LearnerFactory(
        authority=marlbrook, organisation=council, number="99", name="Zoë O’Hara"
    )
    assert listed(signed_in, words="poole ann") == ["Ann Poole"]
    assert listed(signed_in, words="O'HARA") == ["Zoë O’Hara"]
    assert listed(signed_in, words="17") == ["Ann Poole"]
    assert listed(signed_in, words="100%_") == []


def test_people_are_filtered_by_what_they_are_and_how_they_stand(
    signed_in, ann, marlbrook, council, lead, catalogue, front_line
):
    other = OrganisationFactory(name="Other body", authorities=[marlbrook])
    bo = LearnerFactory(
        authority=marlbrook, organisation=other, name="Bo Reed", audience="volunteer"
    )
    CompletionFactory(learner=ann, course=catalogue.wrap)
    services.standing.refresh(authority=marlbrook)
    assert listed(signed_in, organisation=other.pk) == ["Bo Reed"]
    assert listed(signed_in, audience="volunteer") == ["Bo Reed"]
    assert listed(signed_in, role_group=front_line.pk) == ["Ann Poole"]
    assert listed(signed_in, state="in_date") == ["Ann Poole"]
    assert listed(signed_in, state="lapsed") == []
    assert listed(signed_in, state="none") == ["Bo Reed"]
    services.leave(bo, left_on=clock.today(), by=lead)
    assert listed(signed_in) == ["Ann Poole"]
    assert listed(signed_in, here="left") == ["Bo Reed"]
    assert len(listed(signed_in, here="all")) == 2
    assert len(listed(signed_in, organisation="nonsense", state="x")) == 1


def test_a_role_group_and_a_state_are_asked_of_one_place(
    signed_in, ann, marlbrook, catalogue
):
    """In date at the front line and unjudged elsewhere is not in date elsewhere."""
    group = RoleGroupFactory(authority=marlbrook)
    CompletionFactory(learner=ann, course=catalogue.wrap)
    services.standing.refresh(authority=marlbrook)
    assert listed(signed_in, role_group=group.pk, state="in_date") == []


def test_an_empty_register_says_what_to_do(signed_in, council):
    text = signed_in.get(url("learners", "marlbrook")).content.decode()
    assert "Nobody is in the register yet. Bring a spreadsheet" in text
    text = signed_in.get(url("learners", "marlbrook"), {"words": "x"}).content.decode()
    assert "Nobody matches" in text


def test_somebody_new_is_added_and_shown(signed_in, council, front_line):
    answers = {
        "organisation": council.pk,
        "name": "Bo Reed",
        "audience": "staff",
        "role_groups": [front_line.pk],
        **day_of("joined_on", clock.today()),
    }
    answer = signed_in.post(url("add_learner", "marlbrook"), answers, follow=True)
    assert "Bo Reed is in the register." in answer.content.decode()
    assert Learner.objects.get().roles.get().role_group == front_line


def test_who_may_be_on_record_already_is_shown_before_they_are_added(
    signed_in, ann, council
):
    answers = {"organisation": council.pk, "name": "Anne Poole", "audience": "staff"}
    text = signed_in.post(url("add_learner", "marlbrook"), answers).content.decode()
    assert "Is it one of these?" in text
    assert ann.get_absolute_url() in text
    assert Learner.objects.count() == 1
    signed_in.post(url("add_learner", "marlbrook"), {**answers, "is_another": "on"})
    assert Learner.objects.count() == 2


def test_mistakes_are_said_beside_the_question(signed_in, ann, council):
    blank = {"organisation": council.pk, "audience": "staff"}
    text = signed_in.post(url("add_learner", "marlbrook"), blank).content.decode()
    assert "Enter a staff number or a name" in text
    taken = {**blank, "number": "17", "is_another": "on"}
    text = signed_in.post(url("add_learner", "marlbrook"), taken).content.decode()
    assert "Staff number 17 is used by Ann Poole" in text


def test_two_people_who_change_one_record_see_both_texts(signed_in, ann, lead):
    address = url("change_learner", ann.pk)
    shown = signed_in.get(address).context["form"].initial
    services.change_learner(ann, version=1, name="Ann Poole-Reed", by=lead)
    answers = {
        "organisation": ann.organisation_id,
        "name": "Ann Pool",
        "number": "17",
        "audience": "staff",
        "version": shown["version"],
        "base": shown["base"],
    }
    answer = signed_in.post(address, answers)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Ann Poole-Reed" in text
    assert "Ann Pool" in text


def test_the_steps_of_somebodys_time_go_through_their_pages(signed_in, ann, marlbrook):
    group = RoleGroupFactory(authority=marlbrook, name="Governors")
    today = clock.today()
    signed_in.post(url("put_in_group", ann.pk), {"role_group": group.pk})
    assert ann.roles.count() == 2
    place = ann.roles.get(role_group=group)
    signed_in.post(url("take_out_of_group", place.pk))
    assert ann.roles.count() == 1
    signed_in.post(url("learner_on_leave", ann.pk), day_of("leave_from", today))
    signed_in.post(url("learner_leaves", ann.pk), day_of("left_on", today))
    ann.refresh_from_db()
    assert (ann.leave_from, ann.left_on) == (today, today)
    text = signed_in.get(ann.get_absolute_url()).content.decode()
    assert "Have them re-join" in text
    signed_in.post(url("learner_rejoins", ann.pk), day_of("joined_on", today))
    ann.refresh_from_db()
    assert (ann.joined_on, ann.left_on) == (today, None)


def test_a_record_says_how_somebody_stands_and_why(signed_in, ann, catalogue, lead):
    services.standing.refresh([ann.pk])
    text = signed_in.get(ann.get_absolute_url()).content.decode()
    assert "Awareness" in text
    assert "0 of 1" in text
    assert f"?course={catalogue.awareness.pk}" in text
    services.complete(
        ann, catalogue.wrap, completed_on=clock.today(), source="entered", by=lead
    )
    text = signed_in.get(ann.get_absolute_url()).content.decode()
    assert "1 of 1" in text
    assert "by another course that counts" in text


def test_a_completion_is_added_with_its_certificate(signed_in, ann, catalogue, files):
    answers = {
        "course": catalogue.awareness.pk,
        "mode": "e_learning",
        "trainer": "Home Office",
        "evidence_file": SimpleUploadedFile("mine.txt", CERTIFICATE),
        **day_of("completed_on", clock.today()),
    }
    signed_in.post(url("add_completion", ann.pk), answers)
    done = ann.completions.get()
    assert (done.source, done.trainer) == ("entered", "Home Office")
    assert done.evidence.title == "Certificate: Awareness"
    assert (
        "Certificate: Awareness"
        in signed_in.get(done.get_absolute_url()).content.decode()
    )


def test_a_refusal_is_said_and_keeps_neither_file_nor_completion(
    signed_in, ann, catalogue, files
):
    answers = {
        "course": catalogue.referrals.pk,
        "evidence_file": SimpleUploadedFile("mine.txt", CERTIFICATE),
        **day_of("completed_on", clock.today()),
    }
    text = signed_in.post(url("add_completion", ann.pk), answers).content.decode()
    assert "needs “Awareness” on or before its day" in text
    assert not Completion.objects.exists()
    assert not Document.objects.exists()


def test_a_day_to_come_is_said_beside_the_day(signed_in, ann, catalogue):
    answers = {
        "course": catalogue.awareness.pk,
        **day_of("completed_on", clock.today() + timedelta(days=1)),
    }
    text = signed_in.post(url("add_completion", ann.pk), answers).content.decode()
    assert "The day they completed it must be today or in the past" in text


def test_a_correction_and_a_taking_back_stay_on_the_page(
    signed_in, ann, catalogue, files
):
    done = CompletionFactory(learner=ann, course=catalogue.awareness)
    answers = {
        "course": catalogue.awareness.pk,
        "because": "The day was mistyped.",
        **day_of("completed_on", clock.today()),
    }
    signed_in.post(url("supersede_completion", done.pk), answers)
    new = ann.completions.live().get()
    signed_in.post(url("take_back_completion", new.pk), {"because": "A colleague's."})
    text = signed_in.get(ann.get_absolute_url()).content.decode()
    for words in ("Corrected", "The day was mistyped.", "Taken back", "A colleague"):
        assert words in text
    text = signed_in.get(done.get_absolute_url()).content.decode()
    assert new.get_absolute_url() in text
    assert signed_in.get(new.get_absolute_url()).status_code == 200
    assert ann.completions.count() == 2


def test_records_that_may_be_one_person_are_listed_compared_and_merged(
    signed_in, ann, marlbrook, council
):
    other = LearnerFactory(
        authority=marlbrook, organisation=council, number="", name="Anne Poole"
    )
    text = signed_in.get(url("duplicates", "marlbrook")).content.decode()
    assert "Names that are alike" in text
    address = url("merge", ann.pk, other.pk)
    assert "Anne Poole" in signed_in.get(address).content.decode()
    text = signed_in.post(address, {"kept": ann.pk}).content.decode()
    assert "Enter how you know that they are one person" in text
    answer = signed_in.post(
        address, {"kept": ann.pk, "because": "She told us."}, follow=True
    )
    assert "She told us." in answer.content.decode()
    assert (
        "merged into another"
        in signed_in.get(other.get_absolute_url()).content.decode()
    )
    signed_in.post(url("unmerge", LearnerMerge.objects.get().pk))
    other.refresh_from_db()
    assert other.merged_into is None


def test_two_people_are_not_proposed_again(signed_in, ann, marlbrook, council):
    other = LearnerFactory(
        authority=marlbrook, organisation=council, number="", name="Anne Poole"
    )
    signed_in.post(url("keep_apart", ann.pk, other.pk))
    text = signed_in.get(url("duplicates", "marlbrook")).content.decode()
    assert "No two records look like one person" in text


def test_who_reads_and_does_not_keep_is_offered_nothing_to_change(
    client, ann, catalogue, auditor
):
    done = CompletionFactory(learner=ann, course=catalogue.awareness)
    client.force_login(auditor)
    for address in (
        url("learners", "marlbrook"),
        ann.get_absolute_url(),
        done.get_absolute_url(),
    ):
        text = client.get(address).content.decode()
        for words in ("Add a", "Correct it", "Take out", "Change name"):
            assert words not in text


def test_somebody_with_many_places_is_counted_once(lead, marlbrook, monkeypatch):
    groups = RoleGroupFactory.create_batch(4, authority=marlbrook)
    learners = LearnerFactory.create_batch(3, authority=marlbrook, role_groups=groups)
    monkeypatch.setattr(people_form, "MOST", 2)
    monkeypatch.setattr(people_form, "PLACES_READ", 6)
    form = people_form.LearnerFilterForm(
        QueryDict("state=nothing_asked"), authority=marlbrook, user=lead
    )
    ours = Learner.objects.visible_to(lead)
    found = form.first(ours)
    assert sorted(found) == sorted(learner.pk for learner in learners)
    monkeypatch.setattr(people_form, "MOST", 1)
    assert len(form.first(ours)) == 2
