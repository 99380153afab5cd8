"""Our markup beside GOV.UK Frontend's own examples of the same components."""

import json

import pytest
from django.template import engines
from django.test import RequestFactory

from dueregard.ui.navigation import Link

from .upstream import FIXTURES, find, normal, parse, upstream

EXAMPLES = {
    ("back-link", "default"): '{% back_link "#" %}',
    (
        "breadcrumbs",
        "with last breadcrumb as current page",
    ): '{% breadcrumbs %}{% crumb "Home" "/" %}'
    '{% crumb "Passports, travel and living abroad" "/browse/abroad" %}'
    '{% crumb "Travel abroad" %}{% endbreadcrumbs %}',
    ("button", "default"): '{% button "Save and continue" once=False %}',
    (
        "button",
        "secondary",
    ): '{% button "Secondary button" "secondary" name="secondary" once=False %}',
    (
        "button",
        "warning",
    ): '{% button "Warning button" "warning" name="Warning" once=False %}',
    ("button", "explicit link"): '{% link_button "Continue" "/" %}',
    ("button", "name"): '{% button "Submit" name="start-now" once=False %}',
    ("button", "prevent double click"): '{% button "Submit" %}',
    ("details", "default"): '{% details "Help with nationality" %}We need to know your '
    "nationality so we can work out which elections you’re entitled to vote in. If you "
    "can’t provide your nationality, you’ll have to send copies of identity documents "
    "through the post.{% enddetails %}",
    ("inset-text", "default"): "{% inset_text %}It can take up to 8 weeks to register "
    "a lasting power of attorney if there are no mistakes in the application."
    "{% endinset_text %}",
    (
        "notification-banner",
        "default",
    ): '{% notification_banner %}<p class="govuk-notification-banner__heading">This '
    "publication was withdrawn on 7 March 2014.</p>{% endnotification_banner %}",
    (
        "notification-banner",
        "with type as success",
    ): '{% notification_banner "Success" success=True %}<p class="govuk-notification-'
    'banner__heading">Email sent to example@email.com</p>{% endnotification_banner %}',
    ("pagination", "with prev and next only"): "{% pagination both %}",
    ("pagination", "with previous only"): "{% pagination previous %}",
    ("pagination", "with next only"): "{% pagination next %}",
    ("panel", "default"): '{% panel "Application complete" %}Your reference number<br>'
    "<strong>HDJ2123F</strong>{% endpanel %}",
    ("summary-list", "default"): "{% summary_list %}"
    '{% summary_row "Name" %}Firstname Lastname{% endsummary_row %}'
    '{% summary_row "Date of birth" %}13/08/1980{% endsummary_row %}'
    '{% summary_row "Contact information" %}<p class="govuk-body">email@email.com</p>'
    '<p class="govuk-body">Address line 1<br>Address line 2<br>Address line 3<br>'
    "Address line 4<br>Address line 5</p>{% endsummary_row %}{% endsummary_list %}",
    (
        "summary-list",
        "as a summary card with a text header",
    ): '{% summary_list card="Undergraduate teaching assistant" %}'
    '{% summary_row "Name" %}Firstname Lastname{% endsummary_row %}'
    '{% summary_row "Date of birth" %}13/08/1980{% endsummary_row %}'
    "{% endsummary_list %}",
    ("table", "with head and caption"): '{% table "Caption 1: Months and rates" %}'
    '{% columns %}{% column "Month you apply" %}'
    '{% column "Rate for bicycles" numeric=True %}'
    '{% column "Rate for vehicles" numeric=True %}{% endcolumns %}'
    "{% for a, b, c in rates %}{% row %}{% cell header=True %}{{ a }}{% endcell %}"
    "{% cell %}{{ b }}{% endcell %}{% cell %}{{ c }}{% endcell %}{% endrow %}"
    "{% endfor %}{% endtable %}",
    ("tag", "default"): '{% tag "Alpha" %}',
    ("tag", "grey"): '{% tag "Grey" "grey" %}',
    ("tag", "red"): '{% tag "Red" "red" %}',
    ("task-list", "with hint text and additional states"): "{% task_list %}"
    '{% task "Company Directors" "#" status="Completed" %}'
    '{% task "Registered company details" "#" status="Not started" colour="teal" %}'
    '{% task "Business plan" "#" status="Review" colour="magenta" hint="Ensure '
    "the plan covers objectives, strategies, sales, "
    'marketing and financial forecasts." %}'
    '{% task "Documentation" "#" status="In progress" colour="blue" %}'
    '{% task "Charitable status" "#" status="Error" colour="red" %}'
    '{% task "Payment" status="Cannot start yet" hint="It will cost between £15 '
    'and £75" %}{% endtask_list %}',
    ("warning-text", "default"): "{% warning_text %}You can be fined up to £5,000 if "
    "you don’t register.{% endwarning_text %}",
}
# Shown with parts that upstream's example does not have, and so compared by part.
PARTS = {
    ("generic-header", "default"): "govuk-generic-header__logo",
    ("phase-banner", "default"): "govuk-phase-banner__content__tag",
    ("skip-link", "default"): "govuk-skip-link",
    ("table", "with firstCellIsHeader true"): "govuk-table__row",
}
ELSEWHERE = {  # in test_fields_match_upstream.py and below
    "character-count",
    "checkboxes",
    "date-input",
    "error-summary",
    "file-upload",
    "input",
    "password-input",
    "radios",
    "select",
    "service-navigation",
    "textarea",
}
RATES = [
    ("January", "£85", "£95"),
    ("February", "£75", "£55"),
    ("March", "£165", "£125"),
]


class Neighbours:
    def __init__(self, previous_url: str = "", next_url: str = ""):
        self.previous_url, self.next_url = previous_url, next_url


def printed(source: str, **context) -> list:
    template = engines["django"].from_string("{% load ui %}" + source)
    request = RequestFactory().get("/")
    context |= {
        "rates": RATES,
        "both": Neighbours("/previous", "/next"),
        "previous": Neighbours("/previous"),
        "next": Neighbours(next_url="/next"),
    }
    context["request"] = request
    return parse(template.render(context))


def first(tree: list) -> list:
    return next(child for child in tree[2] if isinstance(child, list))


@pytest.mark.parametrize(("component", "name"), EXAMPLES)
def test_a_component_is_marked_up_as_upstream_does(component, name):
    theirs = first(upstream(component, name))
    ours = printed(EXAMPLES[component, name])
    ours = find(ours, "table") if component == "table" else first(ours)
    assert normal(ours) == normal(theirs)


def test_every_upstream_example_that_we_keep_is_compared():
    kept = json.loads(FIXTURES.read_text())
    compared = set(EXAMPLES) | set(PARTS)
    left = {
        (component, name)
        for component, names in kept.items()
        for name in names
        if component not in ELSEWHERE
    }
    assert left == compared


def test_a_row_that_starts_with_a_heading_is_marked_up_as_upstream_does():
    theirs = find(upstream("table", "with firstCellIsHeader true"), "govuk-table__row")
    ours = printed(
        "{% row %}{% cell header=True %}January{% endcell %}"
        "{% cell numeric=True %}£85{% endcell %}{% cell numeric=True %}£95{% endcell %}"
        "{% endrow %}"
    )
    assert normal(first(ours)) == normal(theirs)


def test_the_page_has_upstreams_skip_link_and_header(base_page):
    page = parse(base_page)
    skip = find(upstream("skip-link", "default"), "govuk-skip-link")
    skip[1]["href"] = "#main-content"
    assert normal(find(page, "govuk-skip-link")) == normal(skip)
    logo = find(upstream("generic-header", "default"), "govuk-generic-header__logo")
    find(logo, "a")[2] = ["Due Regard"]
    assert normal(find(page, "govuk-generic-header__logo")) == normal(logo)


def test_the_rehearsal_banner_is_upstreams_phase_banner(base_page):
    tag = "govuk-phase-banner__content__tag"
    theirs = find(upstream("phase-banner", "default"), tag)
    theirs[2] = ["Rehearsal"]
    assert normal(find(parse(base_page), tag)) == normal(theirs)


def test_the_service_navigation_is_marked_up_as_upstream_does():
    theirs = first(
        upstream("service-navigation", "with navigation with a current item")
    )
    links = [
        Link(f"Navigation item {number}", f"#/{number}", number == 2, number == 2)
        for number in range(1, 5)
    ]
    ours = printed('{% include "ui/navigation.html" %}', navigation=links)
    assert normal(first(ours)) == normal(theirs)
