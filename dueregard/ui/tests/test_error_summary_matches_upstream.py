"""Our error summary beside GOV.UK Frontend's own examples."""

from django import forms
from django.template import engines

from .upstream import find, normal, parse, upstream


def test_the_error_summary_is_marked_up_as_upstream_does():
    form = forms.Form({})
    form.fields["one"] = forms.CharField(required=False)
    form.fields["two"] = forms.CharField(required=False)
    for name, own_id, error in (
        (
            "one",
            "example-error-1",
            "The date your passport was issued must be in the past",
        ),
        ("two", "example-error-2", "Enter a postcode, like AA1 1AA"),
    ):
        form.fields[name].widget.attrs["id"] = own_id
        form.add_error(name, error)
    template = engines["django"].from_string("{% load ui %}{% error_summary form %}")
    ours = parse(template.render({"form": form}))
    assert normal(ours) == normal(upstream("error-summary", "default"))


def test_a_mistake_with_no_field_to_lead_to_is_marked_up_as_upstream_does():
    form = forms.Form({})
    form.add_error(None, "Invalid username or password")
    template = engines["django"].from_string("{% load ui %}{% error_summary form %}")
    ours = find(parse(template.render({"form": form})), "li")
    theirs = upstream("error-summary", "mixed with and without links")
    assert normal(ours) == normal(find(theirs, "li"))
