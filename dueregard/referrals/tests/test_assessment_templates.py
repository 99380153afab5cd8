"""An authority's own templates: published once, never changed, offered or not."""

import pytest
from django.db import IntegrityError, transaction

from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.audit.models import Entry
from dueregard.referrals import services
from dueregard.referrals.assessment_templates import FACTOR, newest
from dueregard.referrals.models import (
    AssessmentTemplate,
    AssessmentTemplateVersion,
    TemplateNotOffered,
)
from dueregard.referrals.rules_of_templates import (
    MOST_PARTS,
    NEEDS,
    Standing,
    must_stand,
    open_moves,
)
from dueregard.referrals.templates_offered import codes_offered, offered_at
from dueregard.submissions.versions import Stale

from . import templates
from .templates import begun, draft_of, publish, published

pytestmark = pytest.mark.django_db
QUESTION = {"label": "A question", "hint": "", "kind": FACTOR}
CANARY = "Canaryword of the template"


@pytest.fixture
def template(marlbrook, coordinator):
    return published(marlbrook, coordinator)


def part_of(version):
    return version.as_template().parts[0]


ACTS = {
    "begin": lambda t, by: services.begin_template(
        t.authority, title="Another", based_on="", by=by
    ),
    "begin version": lambda t, by: services.begin_version(t, by=by),
    "publish": lambda t, by: services.publish_draft(t, version=1, by=by),
    "throw away": lambda t, by: services.throw_away_draft(t, version=1, by=by),
    "offer": lambda t, by: services.offer_template(t.authority, t.code, by=by),
    "stop": lambda t, by: services.stop_offering_template(t.authority, "vaf", by=by),
    "words": lambda t, by: services.change_draft(
        t, title="A", lead="", version=1, by=by
    ),
    "add part": lambda t, by: services.add_draft_part(t, title="A", lead="", by=by),
    "change part": lambda t, by: services.change_draft_part(
        t, "p", title="A", lead="", version=1, by=by
    ),
    "move part": lambda t, by: services.move_draft_part(t, "p", "up", by=by),
    "remove part": lambda t, by: services.remove_draft_part(t, "p", version=1, by=by),
    "add": lambda t, by: services.add_draft_question(t, "p", **QUESTION, by=by),
    "change": lambda t, by: services.change_draft_question(
        t, "p", "q", **QUESTION, version=1, by=by
    ),
    "move": lambda t, by: services.move_draft_question(t, "p", "q", "up", by=by),
    "remove": lambda t, by: services.remove_draft_question(
        t, "p", "q", version=1, by=by
    ),
}
OF_DRAFTS = set(ACTS) - {"begin", "begin version", "offer", "stop"}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    "role", [Role.CASE_OFFICER, Role.GATEWAY_OFFICER, Role.PANEL_CHAIR, "elsewhere"]
)
def test_only_the_co_ordinator_there_writes_templates(act, role, marlbrook, template):
    if role == "elsewhere":
        person = person_with(Role.COORDINATOR, AuthorityFactory(name="Netherbrook"))
    else:
        person = person_with(role, marlbrook)
    with pytest.raises(NotAllowed, match="Only a Prevent co-ordinator can write"):
        ACTS[act](template, person)


@pytest.mark.parametrize("act", sorted(OF_DRAFTS))
def test_nothing_is_changed_once_it_is_published(act, template, coordinator):
    before = AssessmentTemplateVersion.objects.values().get()
    with pytest.raises(NotNow, match="There is no draft any more"):
        ACTS[act](template, coordinator)
    assert AssessmentTemplateVersion.objects.values().get() == before


@pytest.mark.parametrize("move", NEEDS)
def test_each_move_is_refused_with_its_sentence_where_it_does_not_stand(move):
    for at, (name, wanted, sentence) in enumerate(NEEDS[move]):
        earlier = {other: value for other, value, _ in NEEDS[move][:at]}
        standing = Standing(**(earlier | {name: not wanted}))
        assert move not in open_moves(standing)
        with pytest.raises(NotNow, match=sentence[:40]):
            must_stand(standing, move)
    standing = Standing(**{name: wanted for name, wanted, _ in NEEDS[move]})
    must_stand(standing, move)
    assert move in open_moves(standing)


def test_a_first_version_is_offered_once_it_is_published(marlbrook, coordinator):
    template = begun(marlbrook, coordinator)
    assert codes_offered(marlbrook.pk) == {"vaf"}
    done = publish(template, coordinator)
    assert done.published_by == coordinator
    assert codes_offered(marlbrook.pk) == {"vaf", template.code}
    forms = [str(offer.form) for offer in offered_at(marlbrook.pk)]
    assert forms == [
        "Vulnerability assessment, version 1",
        "Framework of Marlbrook, version 1",
    ]


def test_a_new_version_begins_as_a_copy_and_keeps_its_codes(template, coordinator):
    first = template.versions.get()
    draft = services.begin_version(template, by=coordinator)
    assert draft.number == 2
    assert draft.parts == first.parts
    with pytest.raises(NotNow, match="being written already"):
        services.begin_version(template, by=coordinator)
    services.add_draft_question(
        template, part_of(draft).code, **QUESTION, by=coordinator
    )
    publish(template, coordinator)
    second = template.versions.published().latest("number")
    assert templates.codes(second)[:2] == templates.codes(first)
    assert [offer.version for offer in offered_at(template.authority_id)][1:] == [
        second
    ]


def test_one_that_is_not_offered_stays_so_when_a_version_is_published(
    template, coordinator
):
    services.stop_offering_template(template.authority, template.code, by=coordinator)
    services.begin_version(template, by=coordinator)
    publish(template, coordinator)
    assert codes_offered(template.authority_id) == {"vaf"}


def test_one_template_is_always_offered(template, coordinator):
    place = template.authority
    services.stop_offering_template(place, "vaf", by=coordinator)
    assert codes_offered(place.pk) == {template.code}
    with pytest.raises(NotNow, match="Offer another template first"):
        services.stop_offering_template(place, template.code, by=coordinator)
    services.offer_template(place, "vaf", by=coordinator)
    services.stop_offering_template(place, template.code, by=coordinator)
    assert not TemplateNotOffered.objects.exists()
    with pytest.raises(NotNow, match="Offer another template first"):
        services.stop_offering_template(place, "vaf", by=coordinator)


def test_what_an_authority_offers_is_not_offered_elsewhere(template, coordinator):
    services.stop_offering_template(template.authority, "vaf", by=coordinator)
    elsewhere = AuthorityFactory(name="Netherbrook")
    assert codes_offered(elsewhere.pk) == {"vaf"}


@pytest.mark.parametrize(
    "code", ["own-0", "own-999", "own-", "paf", "nothing", "own-٣"]
)
def test_what_is_no_template_is_not_offered(code, marlbrook, coordinator):
    with pytest.raises(NotNow, match="no such template"):
        services.offer_template(marlbrook, code, by=coordinator)


def test_a_draft_in_which_something_is_missing_is_not_published(marlbrook, coordinator):
    template = begun(marlbrook, coordinator)
    services.add_draft_part(template, title="More", lead="", by=coordinator)
    with pytest.raises(NotNow, match="Part 2 has no question"):
        publish(template, coordinator)
    assert draft_of(template).number == 1
    assert codes_offered(marlbrook.pk) == {"vaf"}


def test_a_draft_grows_no_longer_than_pages_can_show(marlbrook, coordinator):
    template = begun(marlbrook, coordinator)
    with pytest.raises(NotNow, match="at most 20 parts"):
        for number in range(MOST_PARTS):
            services.add_draft_part(
                template, title=f"{number}", lead="", by=coordinator
            )
    assert len(draft_of(template).parts) == MOST_PARTS


def test_a_draft_that_was_never_published_goes_with_its_template(
    marlbrook, coordinator
):
    template = begun(marlbrook, coordinator)
    version = draft_of(template).version
    assert services.throw_away_draft(template, version=version, by=coordinator) is False
    assert not AssessmentTemplate.objects.exists()


def test_a_draft_of_a_later_version_goes_alone(template, coordinator):
    draft = services.begin_version(template, by=coordinator)
    assert services.throw_away_draft(template, version=1, by=coordinator) is True
    assert [each.number for each in template.versions.all()] == [draft.number - 1]


def test_two_published_templates_never_have_one_title(template, coordinator):
    for title in (" framework of  MARLBROOK", newest().title):
        other = begun(template.authority, coordinator, title=title)
        with pytest.raises(NotNow, match="Another template here has this title"):
            publish(other, coordinator)


def test_of_two_who_publish_at_once_one_is_told(marlbrook, coordinator):
    template = begun(marlbrook, coordinator)
    version = draft_of(template).version
    services.publish_draft(template, version=version, by=coordinator)
    with pytest.raises(NotNow, match="There is no draft any more"):
        services.publish_draft(template, version=version, by=coordinator)


def test_what_was_not_read_is_neither_published_nor_removed(marlbrook, coordinator):
    template = begun(marlbrook, coordinator)
    draft = draft_of(template)
    part = part_of(draft)
    services.add_draft_part(template, title="More", lead="", by=coordinator)
    read = {"version": draft.version, "by": coordinator}
    for act in (
        lambda: services.publish_draft(template, **read),
        lambda: services.throw_away_draft(template, **read),
        lambda: services.remove_draft_part(template, part.code, **read),
        lambda: services.remove_draft_question(
            template, part.code, part.questions[0].code, **read
        ),
    ):
        with pytest.raises(NotNow, match="Somebody changed this draft"):
            act()


def test_of_two_who_change_at_once_the_second_is_stale(marlbrook, coordinator):
    template = begun(marlbrook, coordinator)
    draft = draft_of(template)
    part = part_of(draft)
    read = {"version": draft.version, "by": coordinator}
    services.change_draft(template, title="A title", lead="", **read)
    assert templates.again(template).title == "A title"
    for act in (
        lambda: services.change_draft(template, title="Another", lead="", **read),
        lambda: services.change_draft_part(
            template, part.code, title="A", lead="", **read
        ),
        lambda: services.change_draft_question(
            template, part.code, part.questions[0].code, **QUESTION, **read
        ),
    ):
        with pytest.raises(Stale):
            act()


def test_the_database_keeps_one_draft_and_says_who_published(template, coordinator):
    services.begin_version(template, by=coordinator)
    rows = AssessmentTemplateVersion.objects
    for facts in ({"number": 3}, {"number": 2, "published_at": "2026-11-21T12:00Z"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.create(template=template, title="A", begun_by=coordinator, **facts)


def test_the_audit_holds_numbers_and_hashes_and_no_word(marlbrook, coordinator):
    template = begun(marlbrook, coordinator, title=CANARY)
    services.add_draft_part(template, title=CANARY, lead=CANARY, by=coordinator)
    version = draft_of(template).version
    services.throw_away_draft(template, version=version, by=coordinator)
    entries = Entry.objects.filter(event__startswith="assessment_templates.")
    found = [(each.event.split(".")[1], each.facts.get("what")) for each in entries]
    assert found == [
        ("begun", None),
        ("changed", "part_added"),
        ("changed", "question_added"),
        ("changed", "question_added"),
        ("changed", "part_added"),
        ("thrown_away", None),
    ]
    assert "Canaryword" not in str([each.facts for each in entries])
