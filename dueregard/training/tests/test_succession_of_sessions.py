"""Sessions pass to an authority's successor, with who gave them and who was there."""

import pytest

from dueregard.accounts.tests.factories import AuthorityFactory
from dueregard.training.services.succession import pass_people_now

from .factories import (
    CourseFactory,
    FacilitatorFactory,
    PlaceFactory,
    RoleGroupFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db


def test_sessions_go_along_and_stand_under_the_successors_own_courses(
    marlbrook, council, coordinator
):
    successor = AuthorityFactory(name="Greater Marlbrook")
    wrap = CourseFactory(authority=marlbrook, code="WRAP")
    trainer = CourseFactory(authority=marlbrook, code="WRAP-T", is_accreditation=True)
    twin = CourseFactory(authority=successor, code="wrap")
    session = SessionFactory(
        authority=marlbrook,
        course=wrap,
        facilitator=FacilitatorFactory(authority=marlbrook, accreditation=trainer),
    )
    place = PlaceFactory(session=session)
    group = RoleGroupFactory(authority=marlbrook, code="FRONT")
    theirs = RoleGroupFactory(authority=successor, code="FRONT")
    session.headcounts.create(role_group=group, people=3, by=coordinator)
    pass_people_now(marlbrook, successor, by=coordinator)
    session.refresh_from_db()
    assert (session.authority, session.course) == (successor, twin)
    assert session.facilitator.authority == successor
    assert session.facilitator.accreditation.authority == successor
    assert session.headcounts.get().role_group == theirs
    assert session.places.get() == place
