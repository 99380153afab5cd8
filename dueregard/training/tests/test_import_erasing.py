"""People who were put in the register by mistake go, and nobody else does."""

import pytest

from dueregard import clock
from dueregard.accounts.tests.factories import PersonFactory
from dueregard.audit.models import Entry
from dueregard.documents.models import Document
from dueregard.exchange import services
from dueregard.exchange.models import StagedRow
from dueregard.training.models import (
    Completion,
    ImportRow,
    KnownApart,
    Learner,
    LearnerLink,
    LearnerMerge,
    LearnerRole,
    Nudge,
    NudgedLearner,
    SentCertificate,
)
from dueregard.training.services import complete
from dueregard.training.services.import_undoing import erasable

from .factories import (
    LearnerFactory,
    LearnerRoleFactory,
    PlaceFactory,
    RoleGroupFactory,
)

pytestmark = pytest.mark.django_db
HERE = "Marlbrook Council,Front line"
ROWS = (
    f"1001,Ann Lee,{HERE},WRAP,01/03/2025",
    f"1001,Ann Lee,{HERE},HO-R,01/04/2025",
    f"1002,Bo Marsh,{HERE},HO-A,02/03/2025",
    f"1003,Cy Dean,{HERE},,",
)


@pytest.fixture
def wrong_file(bring):
    return bring(*ROWS)


@pytest.fixture
def ann(wrong_file):
    return Learner.objects.get(number="1001")


def erase(upload, lead):
    services.undo(upload, by=lead, people="erase")


def numbers():
    return list(Learner.objects.order_by("number").values_list("number", flat=True))


def test_people_of_a_wrong_file_go_with_what_it_said_they_completed(wrong_file, lead):
    erase(wrong_file, lead)
    assert numbers() == []
    assert not Completion.objects.exists()
    assert not LearnerRole.objects.exists()
    assert not ImportRow.objects.exists()
    assert not StagedRow.objects.exists()


def test_without_erasing_people_with_completions_stay_to_be_seen(wrong_file, lead):
    services.undo(wrong_file, by=lead, people="keep")
    assert numbers() == ["1001", "1002"]
    assert Completion.objects.filter(ended_because="Import undone.").count() == 3


def test_people_who_were_there_before_stay(bring, lead, marlbrook, council):
    LearnerFactory(authority=marlbrook, organisation=council, number="1002", name="")
    upload = bring(*ROWS)
    erase(upload, lead)
    assert numbers() == ["1002"]
    kept = Completion.objects.get()
    assert (kept.learner.number, kept.ended_because) == ("1002", "Import undone.")


def completion_from_elsewhere(ann, lead, catalogue):
    complete(
        ann,
        catalogue.awareness,
        completed_on=clock.today(),
        source=Completion.Source.ENTERED,
        by=lead,
    )


def role_group_put_by_hand(ann, lead, catalogue):
    group = RoleGroupFactory(authority=ann.authority, code="OTHER", name="Other")
    LearnerRoleFactory(learner=ann, role_group=group)


def place_at_a_session(ann, lead, catalogue):
    PlaceFactory(learner=ann)


def certificate_sent_in(ann, lead, catalogue):
    file = Document.objects.create(authority=ann.authority, title="Certificate")
    SentCertificate.objects.create(
        learner=ann,
        course=catalogue.awareness,
        completed_on=clock.today(),
        document=file,
    )


def private_address(ann, lead, catalogue):
    LearnerLink.objects.create(
        learner=ann, token_sha256="0" * 64, expires_at=clock.now()
    )


def account_of_their_own(ann, lead, catalogue):
    Learner.objects.filter(pk=ann.pk).update(person=PersonFactory())


def nudge(ann, lead, catalogue):
    told = Nudge.objects.create(authority=ann.authority, by=lead)
    NudgedLearner.objects.create(nudge=told, learner=ann, way="mail")


def merge_that_was_taken_back(ann, lead, catalogue):
    other = LearnerFactory(authority=ann.authority, organisation=ann.organisation)
    LearnerMerge.objects.create(
        kept=other, other=ann, because="Same.", by=lead, undone_at=clock.now()
    )


@pytest.mark.parametrize(
    "names",
    [
        completion_from_elsewhere,
        role_group_put_by_hand,
        place_at_a_session,
        certificate_sent_in,
        private_address,
        account_of_their_own,
        nudge,
        merge_that_was_taken_back,
    ],
)
def test_whoever_something_else_names_since_stays(
    wrong_file, ann, lead, catalogue, names
):
    names(ann, lead, catalogue)
    assert erasable(wrong_file).staying == 1
    erase(wrong_file, lead)
    assert "1001" in numbers()
    assert "1002" not in numbers()
    ended = Completion.objects.filter(ended_because="Import undone.")
    assert set(ended.values_list("learner", flat=True)) == {ann.pk}


def test_whoever_another_file_names_that_is_in_stays(bring, wrong_file, lead):
    bring(
        f"1001,Ann Lee,{HERE},WRAP,01/03/2025",
        f"2001,Di Ray,{HERE},WRAP,01/03/2025",
    )
    erase(wrong_file, lead)
    assert numbers() == ["1001", "2001"]


def test_a_file_that_only_waits_holds_nobody(send, wrong_file, lead):
    waiting = send(f"1001,Ann Lee,{HERE},WRAP,01/06/2025")
    erase(wrong_file, lead)
    assert numbers() == []
    waiting.refresh_from_db()
    assert waiting.status == "ready"


def test_that_two_people_are_two_goes_with_them(wrong_file, ann, lead):
    bo = Learner.objects.get(number="1002")
    KnownApart.objects.create(first=ann, second=bo, by=lead)
    erase(wrong_file, lead)
    assert numbers() == []
    assert not KnownApart.objects.exists()


def test_only_role_groups_that_the_import_put_people_in_are_taken_back(
    bring, lead, marlbrook, council, front_line
):
    """A place made by hand while the import ran has an id between its own."""
    eve = LearnerFactory(authority=marlbrook, organisation=council, number="5")
    group = RoleGroupFactory(authority=marlbrook, code="OTHER", name="Other")
    upload = bring(f"5,,{HERE},,", f"6,F G,{HERE},,")
    between = LearnerRole.objects.get(learner__number="6")
    between.delete()
    by_hand = LearnerRoleFactory(pk=between.pk, learner=eve, role_group=group)
    services.undo(upload, by=lead)
    assert list(eve.roles.all()) == [by_hand]


def test_the_record_keeps_numbers_and_no_names(wrong_file, lead, marlbrook):
    erase(wrong_file, lead)
    entry = Entry.objects.get(event="training.import_undone")
    assert entry.facts == {
        "sha256": wrong_file.sha256,
        "people_erased": 3,
        "completions_erased": 3,
    }


def test_what_goes_is_counted_beforehand(wrong_file):
    taken = erasable(wrong_file)
    assert (taken.people, taken.completions, taken.staying) == (2, 3, 0)


def test_many_people_are_erased_some_at_a_time(bring, lead, monkeypatch):
    monkeypatch.setattr("dueregard.training.services.import_undoing.PEOPLE_AT_ONCE", 2)
    rows = (f"{number},P{number} Q,{HERE},WRAP,01/03/2025" for number in range(7))
    erase(bring(*rows), lead)
    assert numbers() == []


def test_what_was_erased_can_be_brought_in_again(bring, wrong_file, lead):
    erase(wrong_file, lead)
    bring(*ROWS)
    assert numbers() == ["1001", "1002", "1003"]
    assert Completion.objects.live().count() == 3


def test_nobody_else_can_delete_a_completion(wrong_file):
    with pytest.raises(TypeError):
        Completion.objects.all().delete()
    with pytest.raises(TypeError):
        Completion.objects.first().delete()


@pytest.fixture
def page(client, lead, wrong_file):
    client.force_login(lead)
    return f"/exchange/{wrong_file.pk}/undo/"


def test_the_page_asks_and_says_how_many(client, page, wrong_file):
    words = client.get(page).content.decode()
    assert "Erase 2 people and the 3 completions recorded for them" in words
    assert "Nobody can bring them back" in words
    assert "names them since" not in words


def test_nothing_is_undone_before_somebody_chose(client, page, wrong_file):
    answer = client.post(page, {})
    assert answer.status_code == 200
    assert b"Select whether the people that this import added are kept" in (
        answer.content
    )
    assert Completion.objects.live().count() == 3


@pytest.mark.parametrize(("choice", "left"), [("keep", 2), ("erase", 0)])
def test_the_page_does_what_was_chosen(client, page, choice, left):
    assert client.post(page, {"people": choice}).status_code == 302
    assert Learner.objects.count() == left


def test_nothing_is_asked_where_there_is_nobody_to_keep(client, bring, lead):
    upload = bring(f"1,A B,{HERE},,")
    client.force_login(lead)
    path = f"/exchange/{upload.pk}/undo/"
    assert b"What should happen to the people" not in client.get(path).content
    assert client.post(path, {}).status_code == 302
    assert not Learner.objects.exists()
