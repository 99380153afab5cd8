"""What is typed is kept, for its writer alone, newest first, and not for long."""

from datetime import timedelta

import pytest

from dueregard import clock
from dueregard.audit.models import Entry
from dueregard.drafts import services
from dueregard.drafts.models import Draft
from dueregard.vault import rooms, tenancy
from dueregard.vault.errors import RoomClosed
from dueregard.vault.models import DataKey

pytestmark = pytest.mark.django_db
SESSION = services.session_owner("a session's key")


@pytest.fixture
def save(marlbrook, coordinator):
    def save(content, number=1, tab="one", by=coordinator, **more):
        return services.save_draft(
            *["referral", content],
            **{"authority": marlbrook, "by": by, "tab": tab, "number": number, **more},
        )

    return save


@pytest.fixture
def kept(marlbrook, coordinator):
    """What somebody reads back, newest first."""

    def read(by=coordinator, authority=marlbrook):
        drafts = services.versions("referral", authority=authority, by=by)
        with rooms.own_words(authority, drafts):
            return [draft.content for draft in drafts]

    return read


def test_what_is_typed_comes_back(save, kept):
    save({"what": "He said ‘no’"})
    assert kept() == [{"what": "He said ‘no’"}]


def test_a_page_keeps_its_newest_only(save, kept):
    save({"what": "a"}, 1)
    save({"what": "ab"}, 2)
    assert kept() == [{"what": "ab"}]
    with tenancy.of(Draft.objects.model.authority.field.related_model.objects.get()):
        assert DataKey.objects.filter(kind=DataKey.Kind.DRAFT).count() == 1


def test_a_late_arrival_never_overwrites_what_is_newer(save, kept):
    save({"what": "abc"}, 3)
    save({"what": "ab"}, 2)
    assert kept() == [{"what": "abc"}, {"what": "ab"}]


def test_the_same_save_sent_twice_is_one(save, kept):
    for _ in range(2):
        save({"what": "abc"}, 3)
        save({"what": "ab"}, 2)
    assert kept() == [{"what": "abc"}, {"what": "ab"}]


def test_only_the_last_few_late_arrivals_are_kept(save, kept):
    save({"n": 100}, 100)
    for number in range(1, 20):
        save({"n": number}, number)
    assert len(kept()) == 1 + services.MOST_LATE


def test_two_open_pages_do_not_touch_each_other(save, kept):
    save({"what": "first page"}, 5, tab="one")
    clock.set_offset(timedelta(seconds=10))
    save({"what": "second page"}, 1, tab="two")
    assert kept() == [{"what": "second page"}, {"what": "first page"}]


def test_nobody_else_gets_them(save, kept, board_chair, marlbrook, ashby_vale):
    save({"what": "mine"})
    assert kept(board_chair) == kept(SESSION) == kept(authority=ashby_vale) == []
    with tenancy.of(marlbrook):
        assert not Draft.objects.visible_to(board_chair).exists()


def test_somebody_without_an_account_is_their_session(save, kept):
    save({"what": "theirs"}, by=SESSION)
    assert kept(SESSION) == [{"what": "theirs"}]
    assert kept(services.session_owner("another key")) == []
    assert "session's" not in SESSION


def test_saving_and_reading_back_is_not_recorded_as_a_look(save, kept):
    save({"what": "a"})
    kept()
    assert not Entry.objects.exists()


def test_a_draft_is_not_read_where_it_is_saved(save, marlbrook):
    draft = save({"what": "a"})
    with rooms.sealing(marlbrook), pytest.raises(RoomClosed):
        draft.content  # noqa: B018


def test_what_was_sent_is_destroyed(save, kept, marlbrook, coordinator):
    save({"what": "a"}, 2)
    save({"what": "b"}, 1)
    assert services.drop("referral", authority=marlbrook, by=coordinator) == 2
    assert kept() == []
    with tenancy.of(marlbrook):
        assert not DataKey.objects.filter(kind=DataKey.Kind.DRAFT).exists()
    assert Entry.objects.get(event="vault.shredded").facts["because"] == "sent"


def test_one_version_can_be_dropped(save, kept, coordinator):
    save({"what": "a"}, 2)
    late = save({"what": "b"}, 1)
    assert services.drop_one(late, by=coordinator) == 1
    assert kept() == [{"what": "a"}]


@pytest.mark.parametrize(
    ("public", "kept_for"), [(True, timedelta(hours=24)), (False, timedelta(days=30))]
)
def test_their_time_is_over(save, coordinator, public, kept_for, marlbrook):
    owner = SESSION if public else coordinator
    save({"what": "a"}, by=owner)
    clock.set_offset(kept_for - timedelta(minutes=1))
    assert services.sweep() == 0
    clock.set_offset(kept_for + timedelta(minutes=1))
    assert services.newest("referral", authority=marlbrook, by=owner) is None
    assert services.sweep() == 1
    assert services.sweep() == 0


def test_typing_on_keeps_a_draft_alive(save):
    save({"what": "a"}, 1)
    clock.set_offset(timedelta(days=29))
    save({"what": "ab"}, 2)
    clock.set_offset(timedelta(days=31))
    assert services.sweep() == 0


def test_many_that_expired_are_swept_in_batches(save, monkeypatch):
    monkeypatch.setattr(services, "BATCH", 2)
    for tab in "abcde":
        save({"what": tab}, tab=tab)
    clock.set_offset(timedelta(days=31))
    assert services.sweep() == 5
