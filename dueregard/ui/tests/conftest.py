"""A person and a page that need no database."""

from types import SimpleNamespace

import pytest
from django.template import engines
from django.test import RequestFactory

from dueregard.ui import navigation


class SignedIn(SimpleNamespace):
    is_authenticated = True

    def __str__(self) -> str:
        return "Imogen Hale"


@pytest.fixture
def signed_in(monkeypatch):
    """Somebody without roles, whom the other rooms' navigation entries do not ask."""
    monkeypatch.setattr(navigation, "_entries", {})
    return SignedIn()


@pytest.fixture
def show(signed_in):
    """Prints a template as a view would, for somebody who is signed in."""

    def shown(source: str, path: str = "/", **context) -> str:
        request = RequestFactory().get(path)
        request.user = signed_in
        return engines["django"].from_string(source).render(context, request)

    return shown


@pytest.fixture
def base_page(show):
    return show(
        '{% extends "ui/base.html" %}{% block heading %}Plans & more{% endblock %}'
    )
