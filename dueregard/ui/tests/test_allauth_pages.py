"""allauth's pages in our markup."""

from pathlib import Path

import allauth
import pytest
from django.template import Origin, RequestContext, Template
from django.template.loader import get_template
from django.test import RequestFactory

from dueregard.ui.gallery import QuestionsExample

from .upstream import elements, find, parse

UPSTREAM = Path(allauth.__file__).parent / "templates"
OURS = Path(__file__).resolve().parent.parent / "templates"
PARTS = sorted(
    path.relative_to(UPSTREAM)
    for folder in ("elements", "layouts")
    for path in (UPSTREAM / "allauth" / folder).glob("*.html")
)


def printed(source: str, **context) -> list:
    request = RequestFactory().get("/")
    source = "{% load allauth %}" + source
    template = Template(source, Origin("test", "test.html"), "test.html")
    return parse(template.render(RequestContext(request, context)))


@pytest.mark.parametrize("part", PARTS, ids=str)
def test_every_part_of_allauths_pages_is_ours(part):
    assert (OURS / part).exists()
    assert Path(get_template(str(part)).origin.name) == OURS / part


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("h1", "govuk-heading-l"),
        ("h2", "govuk-heading-m"),
        ("p", "govuk-body"),
        ("table", "govuk-table"),
        ("th", "govuk-table__header"),
        ("td", "govuk-table__cell"),
        ("badge", "govuk-tag"),
        ("button", "govuk-button"),
        ("button_group", "govuk-button-group"),
    ],
)
def test_an_element_carries_our_class_and_its_words(name, wanted):
    page = printed("{% element " + name + " %}words{% endelement %}")
    assert find(page, wanted)[2] == ["words"]


def test_a_dangerous_button_is_a_warning_and_a_second_one_is_quiet():
    danger = printed('{% element button tags="danger,delete" %}x{% endelement %}')
    quiet = printed('{% element button tags="outline,cancel" %}x{% endelement %}')
    plain = printed("{% element button %}x{% endelement %}")
    assert find(danger, "govuk-button--warning")
    assert find(quiet, "govuk-button--secondary")
    assert find(plain, "button")[1]["class"] == "govuk-button"
    assert find(plain, "button")[1]["type"] == "submit"


@pytest.mark.parametrize("kind", ["text", "textarea", "checkbox", "radio"])
def test_a_field_of_allauths_own_has_its_label(kind):
    page = printed(
        '{% element field id="one" type=kind name="one" %}'
        "{% slot label %}Your codes{% endslot %}"
        "{% slot help_text %}Keep them{% endslot %}{% endelement %}",
        kind=kind,
    )
    label = find(page, "label")
    assert label[1]["for"] == "one"
    assert label[2] == ["Your codes"]


def test_a_form_of_allauths_is_printed_by_our_renderer():
    page = printed(
        "{% element form form=form method='post' action='/x/' %}{% slot body %}"
        "{% element fields form=form %}{% endelement %}{% endslot %}"
        "{% slot actions %}{% element button %}Go{% endelement %}{% endslot %}"
        "{% endelement %}",
        form=QuestionsExample(),
    )
    form = find(page, "form")
    assert form[1]["action"] == "/x/"
    assert "novalidate" in form[1]
    assert find(form, "govuk-radios")
    assert find(find(form, "govuk-button-group"), "button")[2] == ["Go"]


@pytest.mark.parametrize("layout", ["base", "entrance", "manage"])
def test_a_layout_takes_its_title_from_allauth_and_marks_errors(show, layout):
    source = (
        f'{{% extends "allauth/layouts/{layout}.html" %}}'
        "{% block head_title %} Sign In {% endblock %}"
        "{% block content %}<h1>Sign in</h1>{% endblock %}"
    )
    assert "<title>Sign In – Due Regard</title>" in show(source)
    page = show(source, form=QuestionsExample({}))
    assert "<title>Error: Sign In – Due Regard</title>" in page
    assert "govuk-error-summary" in page
    assert [element[2] for element in elements(parse(page)) if element[0] == "h1"] == [
        ["Sign in"]
    ]


def test_a_passkey_page_asks_for_one_script(show):
    page = show('{% include "mfa/webauthn/snippets/scripts.html" %}')
    scripts = [element for element in elements(parse(page)) if element[0] == "script"]
    assert [script[1]["src"] for script in scripts] == ["/static/ui/passkeys.js"]
