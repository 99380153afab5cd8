from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser

from dueregard.ui import navigation
from dueregard.ui.navigation import Entry, links_for, register


@pytest.fixture(autouse=True)
def empty(monkeypatch):
    monkeypatch.setattr(navigation, "_entries", {})


def person(**kwargs):
    return SimpleNamespace(is_authenticated=True, **kwargs)


def everybody(user) -> bool:
    return True


def test_entries_are_shown_in_their_order():
    register(Entry("Second", "account_logout", everybody, order=20))
    register(Entry("First", "account_login", everybody, order=10))
    assert [link.label for link in links_for(person(), "/")] == ["First", "Second"]


def test_an_entry_that_a_person_cannot_use_is_not_shown():
    register(Entry("Plan", "account_login", lambda user: False))
    assert links_for(person(), "/") == []


def test_a_room_that_is_switched_off_has_no_entry():
    register(Entry("Plan", "account_login", everybody, room="plan"))
    assert links_for(person(rooms=lambda: {"plan"}), "/")
    assert links_for(person(rooms=lambda: set()), "/") == []


def test_a_stranger_has_no_entries():
    register(Entry("Plan", "account_login", everybody))
    assert links_for(AnonymousUser(), "/") == []


def test_the_entry_that_holds_the_page_is_marked():
    register(Entry("Plan", "account_login", everybody))
    here = links_for(person(), "/accounts/login/")[0]
    below = links_for(person(), "/accounts/login/code/")[0]
    away = links_for(person(), "/risk/")[0]
    assert (here.is_here, here.is_this_page) == (True, True)
    assert (below.is_here, below.is_this_page) == (True, False)
    assert (away.is_here, away.is_this_page) == (False, False)


def test_registering_twice_shows_one_entry():
    register(Entry("Plan", "account_login", everybody))
    register(Entry("Plans", "account_login", everybody))
    assert [link.label for link in links_for(person(), "/")] == ["Plans"]


def test_what_is_about_the_person_alone_stands_by_their_name_and_not_in_the_menu():
    register(Entry("Plan", "account_login", everybody))
    register(Entry("My training", "account_logout", everybody, by_name=True))
    own = links_for(person(), "/", by_name=True)
    assert [link.label for link in own] == ["My training"]
    assert [link.label for link in links_for(person(), "/")] == ["Plan"]


def test_the_menu_does_not_mark_what_only_holds_a_page_of_ones_own():
    register(Entry("Accounts", "account_login", everybody))
    register(Entry("My code", "account_confirm_login_code", everybody, by_name=True))
    path = "/accounts/login/code/confirm/"
    assert not links_for(person(), path)[0].is_here
    assert links_for(person(), path, by_name=True)[0].is_here
