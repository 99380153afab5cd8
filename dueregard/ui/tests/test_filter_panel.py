"""A filter panel is kept for the questions and answers that it was printed from."""

from django import forms
from django.http import QueryDict
from django.template import engines


def panel(address: str, choices, request_factory) -> str:
    class Filter(forms.Form):
        owner = forms.ChoiceField(label="Owner", choices=choices, required=False)

    form = Filter(QueryDict(address))
    page = engines["django"].from_string("{% load ui %}{% filter_panel form %}")
    return page.render({"form": form}, request_factory.get(f"/list/?{address}"))


def test_other_choices_are_another_panel(rf):
    ours = panel("", [("1", "Training manager")], rf)
    theirs = panel("", [("1", "Somebody else's post")], rf)
    assert "Training manager" in ours
    assert "Training manager" not in theirs
    assert panel("", [("1", "Training manager")], rf) == ours


def test_another_answer_is_another_panel(rf):
    choices = [("1", "Training manager"), ("2", "Head of service")]
    assert "Owner: Head of service" not in panel("owner=1", choices, rf)
    assert "Owner: Head of service" in panel("owner=2", choices, rf)
