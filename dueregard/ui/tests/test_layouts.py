from types import SimpleNamespace

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.template import Context, engines
from django.template.loader import render_to_string
from django.test import RequestFactory

from dueregard.ui.context import page as context_of_page
from dueregard.ui.paging import Page

from .upstream import elements, find, parse

LAYOUTS = ["base", "form_page", "list_page", "detail_page", "public_page"]
ERROR_PAGES = ["400", "403", "403_csrf", "404", "409", "500", "503"]


class NoteForm(forms.Form):
    note = forms.CharField()


class FileForm(forms.Form):
    file = forms.FileField()


def headings(page: str) -> list:
    return [element for element in elements(parse(page)) if element[0] == "h1"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_has_one_main_part_and_one_heading(show, layout):
    page = show(
        f'{{% extends "ui/{layout}.html" %}}{{% block heading %}}Plans{{% endblock %}}',
        form=NoteForm(),
    )
    assert [heading[2] for heading in headings(page)] == [["Plans"]]
    tree = parse(page)
    assert find(tree, "main")[1]["id"] == "main-content"
    assert find(tree, "html")[1]["lang"] == "en"
    assert find(tree, "title")[2] == ["Plans – Due Regard"]


def test_a_page_without_a_heading_has_no_empty_one(show):
    page = show(
        '{% extends "ui/base.html" %}{% load ui %}'
        '{% block content %}{% panel "Done" %}{% endpanel %}{% endblock %}'
    )
    assert [heading[2] for heading in headings(page)] == [["Done"]]


def test_a_caption_stands_above_the_heading(show):
    page = show(
        '{% extends "ui/base.html" %}{% block caption %}Fernshire{% endblock %}'
        "{% block heading %}Plans{% endblock %}"
    )
    assert find(find(parse(page), "h1"), "govuk-caption-l")[2] == ["Fernshire"]


def test_a_form_page_carries_both_tokens_and_one_button(show):
    page = parse(show('{% extends "ui/form_page.html" %}', form=NoteForm()))
    form = find(find(page, "main"), "form")
    names = [element[1].get("name") for element in elements(form)]
    assert names.count("csrfmiddlewaretoken") == 1
    assert names.count("submission_key") == 1
    assert form[1]["method"] == "post"
    assert "enctype" not in form[1]
    assert find(form, "button")[2] == ["Save"]


def test_a_form_with_a_file_is_sent_in_parts(show):
    page = parse(show('{% extends "ui/form_page.html" %}', form=FileForm()))
    assert find(find(page, "main"), "form")[1]["enctype"] == "multipart/form-data"


def test_a_list_page_says_when_nothing_matches(show):
    page = Page([], "0 results", 0, False)
    shown = show(
        '{% extends "ui/list_page.html" %}{% block results %}TABLE{% endblock %}',
        page=page,
    )
    assert "Nothing matches" in shown
    assert "TABLE" not in shown


def test_a_list_page_shows_results_count_and_neighbours(show):
    page = Page([1], "1 to 25 of 40 results", 40, False, "", "?page=2")
    shown = show(
        '{% extends "ui/list_page.html" %}{% block results %}TABLE{% endblock %}',
        page=page,
    )
    assert "TABLE" in shown
    assert "1 to 25 of 40 results" in shown
    assert 'href="?page=2"' in shown


def test_a_page_names_the_person_and_lets_them_sign_out(base_page):
    header = find(parse(base_page), "header")
    account = find(header, "dr-account")
    assert "Imogen Hale" in str(account)
    form = find(account, "form")
    assert form[1]["method"] == "post"
    assert form[1]["action"] == "/accounts/logout/"


def test_a_stranger_is_offered_to_sign_in():
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    page = render_to_string("ui/base.html", {}, request)
    assert "Sign out" not in page
    assert 'href="/accounts/login/"' in page
    assert "govuk-service-navigation" not in page


def test_a_public_page_asks_nothing_about_who_reads_it():
    class Unread:
        def __getattr__(self, name):
            raise AssertionError(f"A public page read request.user.{name}.")

    request = RequestFactory().get("/")
    request.user = Unread()
    request.session = Unread()
    context = Context({"request": request, **context_of_page(request)})
    source = '{% extends "ui/public_page.html" %}'
    page = engines["django"].from_string(source).template.render(context)
    assert "govuk-template" in page
    assert "csrfmiddlewaretoken" not in page


def test_the_rehearsal_says_so_on_every_page(settings, show):
    settings.REHEARSAL = True
    assert "Rehearsal" in show('{% extends "ui/base.html" %}')
    settings.REHEARSAL = False
    assert "Rehearsal" not in show('{% extends "ui/base.html" %}')


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_an_error_page_needs_neither_request_nor_database(name):
    page = render_to_string(f"{name}.html", {"reference": "abc-1"})
    tree = parse(page)
    assert find(tree, "main")
    assert len(headings(page)) == 1
    if name not in {"409", "503"}:
        assert "abc-1" in page


def test_a_refusal_says_its_sentence(show):
    sentence = "You drafted this plan, so someone else must decide on it."
    page = show('{% include "ui/refusal.html" %}', sentence=sentence)
    assert sentence in page


@pytest.mark.parametrize(
    ("progress", "state", "words"),
    [
        ({"done": 5, "total": 20, "finished": False}, "running", "5 of 20 checked"),
        ({"done": 0, "total": None, "finished": False}, "running", "Working on it"),
        ({"done": 20, "total": 20, "finished": True}, "finished", "Finished."),
    ],
)
def test_progress_is_told_in_words_and_by_reloading(show, progress, state, words):
    progress = SimpleNamespace(label="Checking your file", **progress)
    page = show('{% include "ui/progress_page.html" %}', progress=progress)
    assert f'data-progress="{state}"' in page
    assert words in page
    assert ("Check again" in page) == (state == "running")


def test_messages_are_shown_once_and_under_different_ids(show):
    messages = [
        SimpleNamespace(level_tag="success", __str__=lambda self: "x"),
        SimpleNamespace(level_tag="warning"),
    ]
    page = show('{% extends "ui/base.html" %}', messages=messages)
    ids = [
        element[1]["id"]
        for element in elements(parse(page))
        if "govuk-notification-banner__title" in element[1].get("class", "")
    ]
    assert len(set(ids)) == 2
