import pytest

from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.accounts.tests.factories import OrganisationFactory
from dueregard.audit.models import Entry
from dueregard.partners import registry, services, worklist
from dueregard.partners.models import OwnerName, OwnerTarget, Post
from dueregard.partners.resolution import Kind, resolve

from .factories import PostFactory


def meaning(partnership, text):
    return resolve([text], authority=partnership.authority)[0]


@pytest.fixture
def told(monkeypatch):
    """What a room that follows changes is told."""
    calls = []
    monkeypatch.setattr(
        registry, "_followers", {"test": lambda *told: calls.append(told)}
    )
    return calls


def test_a_decision_holds_for_the_same_words_next_time(partnership, coordinator):
    services.decide(
        partnership.authority,
        text="Ada & the council",
        posts=[partnership.coordinator_post],
        organisations=[partnership.council],
        by=coordinator,
    )
    resolution = meaning(partnership, "ADA and the Council.")
    assert resolution.kind is Kind.SEVERAL
    assert len(resolution.targets) == 2


def test_the_audit_holds_a_hash_of_the_words_and_never_the_words(
    partnership, coordinator
):
    services.leave_as_text(partnership.authority, text="Jo Nobody", by=coordinator)
    entry = Entry.objects.get()
    assert set(entry.facts) == {"text_hash"}
    assert "Nobody" not in str(entry.facts)


def test_a_later_decision_takes_the_place_of_an_earlier_one(partnership, coordinator):
    authority = partnership.authority
    services.decide(authority, text="Comms", everyone="all", by=coordinator)
    services.decide(
        authority, text="comms.", posts=[partnership.police_post], by=coordinator
    )
    assert OwnerName.objects.count() == 1
    assert meaning(partnership, "Comms").kind is Kind.POST
    services.leave_as_text(authority, text="Comms", by=coordinator)
    assert meaning(partnership, "Comms").kind is Kind.TEXT
    assert not OwnerTarget.objects.exists()


def test_an_undone_decision_is_to_be_settled_again(partnership, coordinator):
    decision = services.leave_as_text(
        partnership.authority, text="Comms", by=coordinator
    )
    services.undo_decision(decision, by=coordinator)
    assert meaning(partnership, "Comms").kind is Kind.UNRESOLVED
    assert Entry.objects.last().event == "partners.owner_name_undone"


def test_a_post_can_be_made_from_the_words(partnership, coordinator):
    services.make_post_for(
        partnership.authority,
        text="Comms Teams (both)",
        organisation=partnership.council,
        title="Communications team",
        by=coordinator,
    )
    post = Post.objects.get(title="Communications team")
    for words in ("Comms teams (both)", "Communications Team"):
        assert meaning(partnership, words).targets[0].post_id == post.pk


@pytest.mark.parametrize("person", ["administrator", "board_chair", "outsider"])
def test_only_the_coordinator_decides(person, partnership, request):
    by = request.getfixturevalue(person)
    authority = partnership.authority
    with pytest.raises(NotAllowed):
        services.decide(authority, text="Comms", everyone="all", by=by)
    with pytest.raises(NotAllowed):
        services.leave_as_text(authority, text="Comms", by=by)
    assert not OwnerName.objects.exists()


def test_things_of_another_authority_cannot_be_chosen(
    partnership, coordinator, ashby_vale
):
    organisation = OrganisationFactory(authorities=[ashby_vale])
    for chosen in (
        {"posts": [PostFactory(authority=ashby_vale)]},
        {"organisations": [organisation]},
        {},
    ):
        with pytest.raises(NotNow):
            services.decide(
                partnership.authority, text="Comms", **chosen, by=coordinator
            )


def test_empty_words_cannot_be_decided_on(partnership, coordinator):
    with pytest.raises(NotNow):
        services.leave_as_text(partnership.authority, text=" … ", by=coordinator)


def test_followers_are_told_which_words_were_decided(partnership, coordinator, told):
    decision = services.leave_as_text(
        partnership.authority, text="Comms Teams.", by=coordinator
    )
    services.undo_decision(decision, by=coordinator)
    assert told == [(partnership.authority, "comm team")] * 2


def test_followers_are_told_that_any_words_may_resolve_anew(
    partnership, coordinator, told
):
    services.add_other_name(partnership.police_post, name="PPT", by=coordinator)
    assert told == [(partnership.authority, None)]


def test_spellings_of_the_same_words_are_counted_together(partnership, monkeypatch):
    uses = {"Comms Team": 2, "comms teams.": 3, "…": 1, "All partners": 4}
    monkeypatch.setattr(registry, "_uses", {"test": lambda authority: uses})
    first, second = worklist.used_names(partnership.authority)
    assert (first.text, first.count, first.state) == ("Comms Team", 5, "open")
    assert (second.text, second.count, second.state) == (
        "All partners",
        4,
        "recognised",
    )
    found = worklist.find(partnership.authority, first.code)
    assert found.text == "Comms Team"
    assert "comm" not in first.code


def test_closing_a_post_tells_which_words_meant_it(
    partnership, coordinator, told, monkeypatch
):
    uses = {"Prevent Education Officers": 2, "Schools": 1, "Police": 1}
    monkeypatch.setattr(registry, "_uses", {"test": lambda authority: uses})
    post = partnership.education_post
    services.decide(partnership.authority, text="Schools", posts=[post], by=coordinator)
    told.clear()
    services.close_post(post, by=coordinator)
    assert told == [
        (partnership.authority, "prevent education officer"),
        (partnership.authority, "school"),
    ]
