"""People of the register: put in, changed, leaving, coming back."""

from datetime import timedelta

import pytest

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.accounts import services as accounts
from dueregard.accounts.tests.factories import OrganisationFactory, person_with
from dueregard.audit.models import Entry
from dueregard.partners import services as partners
from dueregard.submissions.versions import Stale
from dueregard.training import services
from dueregard.training.models import Learner

from .factories import LearnerFactory, RoleGroupFactory

pytestmark = pytest.mark.django_db


def test_somebody_is_known_by_a_number_a_name_or_both(marlbrook, council, lead):
    for facts in (
        {"number": "17"},
        {"name": "Ann Poole"},
        {"number": "18", "name": "B"},
    ):
        learner = services.add_learner(marlbrook, council, **facts, by=lead)
        assert str(learner) in facts.values()
    with pytest.raises(NotNow, match="Enter a staff number or a name"):
        services.add_learner(marlbrook, council, number=" ", by=lead)


def test_who_is_added_is_folded_for_finding_and_put_in_their_role_groups(
    marlbrook, council, lead, front_line
):
    learner = services.add_learner(
        marlbrook,
        council,
        name=" Zoë O'Brien ",
        email="Zoe@Marlbrook.example",
        role_groups=[front_line],
        by=lead,
    )
    assert (learner.name, learner.name_key) == ("Zoë O'Brien", "obrien zoe")
    assert learner.email == "zoe@marlbrook.example"
    place = learner.roles.get()
    assert (place.role_group, place.required, place.done) == (front_line, 1, 0)
    assert Entry.objects.filter(event="training.learner_added").count() == 1


def test_a_number_is_one_persons_at_an_organisation(marlbrook, council, lead):
    services.add_learner(marlbrook, council, number="17", name="Ann Poole", by=lead)
    with pytest.raises(NotNow, match="17 is used by Ann Poole at Marlbrook Council"):
        services.add_learner(marlbrook, council, number=" 17", by=lead)
    other = OrganisationFactory(authorities=[marlbrook])
    assert services.add_learner(marlbrook, other, number="17", by=lead)


def test_an_organisation_of_elsewhere_or_merged_away_takes_nobody(
    marlbrook, council, lead
):
    elsewhere = OrganisationFactory(name="Elsewhere")
    with pytest.raises(NotNow, match="Elsewhere does not work with Marlbrook"):
        services.add_learner(marlbrook, elsewhere, number="1", by=lead)
    old = OrganisationFactory(name="Old Leisure", authorities=[marlbrook])
    old.successor, old.succeeded_on = council, clock.today()
    old.save()
    with pytest.raises(NotNow, match="part of Marlbrook Council now"):
        services.add_learner(marlbrook, old, number="1", by=lead)


def test_a_closed_or_foreign_role_group_takes_nobody(
    marlbrook, council, lead, ashby_vale
):
    closed = RoleGroupFactory(authority=marlbrook, closed_on=clock.today())
    foreign = RoleGroupFactory(authority=ashby_vale)
    for group in (closed, foreign):
        with pytest.raises(NotNow):
            services.add_learner(
                marlbrook, council, number="1", role_groups=[group], by=lead
            )
    assert not Learner.objects.exists()


def test_only_keepers_of_the_organisation_put_people_in(
    marlbrook, council, trust, board_chair
):
    assert services.add_learner(marlbrook, trust.school, number="1", by=trust.lead)
    for person, body in ((trust.lead, council), (board_chair, council)):
        with pytest.raises(NotAllowed):
            services.add_learner(marlbrook, body, number="1", by=person)


def test_somebody_is_changed_and_the_names_are_folded_anew(marlbrook, council, lead):
    learner = LearnerFactory(authority=marlbrook, organisation=council)
    services.change_learner(learner, version=1, name="Łucja Nowak", by=lead)
    learner.refresh_from_db()
    assert (learner.name_key, learner.version) == ("lucja nowak", 2)
    with pytest.raises(Stale):
        services.change_learner(learner, version=1, name="Other", by=lead)


def test_nobody_moves_a_person_where_they_keep_no_records(marlbrook, council, trust):
    learner = LearnerFactory(authority=marlbrook, organisation=trust.school)
    with pytest.raises(NotAllowed):
        services.change_learner(learner, version=1, organisation=council, by=trust.lead)
    learner.refresh_from_db()
    assert learner.organisation == trust.school


def test_a_leaver_stays_on_record_and_may_rejoin_with_all_they_did(
    marlbrook, council, lead, front_line, catalogue
):
    day = clock.today() - timedelta(days=100)
    learner = LearnerFactory(
        authority=marlbrook, organisation=council, role_groups=[front_line]
    )
    services.complete(
        learner, catalogue.awareness, completed_on=day, source="entered", by=lead
    )
    services.leave(learner, left_on=day + timedelta(days=10), by=lead)
    assert learner.roles.get().left_on == day + timedelta(days=10)
    with pytest.raises(NotNow, match="left already"):
        services.leave(learner, left_on=clock.today(), by=lead)
    with pytest.raises(NotNow, match="after they left"):
        services.rejoin(learner, joined_on=day, by=lead)
    services.rejoin(learner, joined_on=clock.today(), by=lead)
    place = learner.roles.get()
    assert (place.left_on, place.done) == (None, 1)
    assert learner.completions.count() == 1


def test_who_did_not_leave_cannot_rejoin(marlbrook, council, lead):
    learner = LearnerFactory(authority=marlbrook, organisation=council)
    with pytest.raises(NotNow, match="have not left"):
        services.rejoin(learner, joined_on=clock.today(), by=lead)


def test_nobody_leaves_before_they_joined(marlbrook, council, lead):
    learner = LearnerFactory(authority=marlbrook, organisation=council)
    with pytest.raises(NotNow, match="on or after the day they joined"):
        services.leave(learner, left_on=learner.joined_on - timedelta(days=1), by=lead)


def test_leave_has_a_first_day_and_may_have_no_last(
    marlbrook, council, lead, front_line
):
    learner = LearnerFactory(
        authority=marlbrook, organisation=council, role_groups=[front_line]
    )
    today = clock.today()
    services.set_leave(learner, leave_from=today, by=lead)
    assert learner.roles.get().leave_from == today
    with pytest.raises(NotNow, match="last day of leave"):
        services.set_leave(
            learner,
            leave_from=today,
            leave_until=today - timedelta(days=1),
            by=lead,
        )
    services.set_leave(learner, leave_from=None, by=lead)
    assert learner.roles.get().leave_from is None


def test_somebody_goes_in_and_out_of_role_groups_and_completions_stay(
    marlbrook, council, lead, front_line, catalogue
):
    learner = LearnerFactory(authority=marlbrook, organisation=council)
    services.complete(
        learner,
        catalogue.wrap,
        completed_on=clock.today(),
        source="entered",
        by=lead,
    )
    place = services.put_in_group(learner, front_line, by=lead)
    place.refresh_from_db()
    assert (place.required, place.done) == (1, 1)
    with pytest.raises(NotNow, match="already"):
        services.put_in_group(learner, front_line, by=lead)
    services.take_out_of_group(place, by=lead)
    assert not learner.roles.exists()
    assert learner.completions.count() == 1


def test_many_are_added_as_one_by_one_would_be(marlbrook, council, lead, front_line):
    people = [
        {"number": str(n), "name": f"Ann Poole {n}", "role_groups": [front_line]}
        for n in range(3)
    ]
    services.add_learners(marlbrook, council, people, by=lead)
    one = services.add_learner(
        marlbrook,
        council,
        number="3",
        name="Ann Poole 3",
        role_groups=[front_line],
        by=lead,
    )
    rows = Learner.objects.filter(organisation=council).order_by("number")
    assert [row.name_key for row in rows] == [f"{n} ann poole" for n in range(4)]
    places = {
        (place.required, place.done, place.organisation_id)
        for row in rows
        for place in row.roles.all()
    }
    assert places == {(1, 0, one.organisation_id)}
    many = Entry.objects.get(event="training.learners_added")
    assert many.facts["people"] == 3


def test_leaving_the_service_is_not_leaving_the_register(
    marlbrook, council, lead, administrator, coordinator
):
    """Whoever leaves hands posts over (practice YR 6) and loses their roles; their
    training stays as it is until somebody says that they left."""
    user = person_with("action_owner", marlbrook)
    LearnerFactory(authority=marlbrook, organisation=council, person=user)
    before = Learner.objects.values().get()
    today = clock.today()
    partners.leave(
        user, authority=marlbrook, on=today, posts={}, others={}, by=coordinator
    )
    role = user.memberships.get()
    accounts.end_role(role, ends_on=today, reason="Left.", by=administrator)
    assert Learner.objects.values().get() == before
