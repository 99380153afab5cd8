"""Who may bring in whose records; a trust uploads once (practice AC 6)."""

import pytest

from dueregard.access.refusals import NotAllowed
from dueregard.access.roles import Role
from dueregard.accounts.models import Organisation
from dueregard.accounts.tests.factories import MembershipFactory, OrganisationFactory
from dueregard.accounts.tests.factories import person_with as person_holding
from dueregard.audit.models import Entry
from dueregard.training.models import Completion, Learner

from .factories import CourseFactory, RoleGroupFactory
from .importing import errors, messages

pytestmark = pytest.mark.django_db


@pytest.fixture
def far_school(trust, fernshire):
    """A school of the same trust in the next county, whose lead is the same person."""
    school = OrganisationFactory(
        name="Ford Primary School",
        kind=Organisation.Kind.SCHOOL,
        sector=Organisation.Sector.EDUCATION,
        parent=trust.body,
        authorities=[fernshire],
    )
    trust.body.authorities.add(fernshire)
    MembershipFactory(
        role=Role.TRAINING_LEAD,
        authority=fernshire,
        organisation=trust.body,
        person=trust.lead,
    )
    CourseFactory(authority=fernshire, code="WRAP", title="Their WRAP")
    RoleGroupFactory(authority=fernshire, code="FRONT", name="Front line")
    return school


def test_a_trust_uploads_once_and_each_authority_sees_its_own_schools(
    bring, trust, far_school, marlbrook, fernshire
):
    upload = bring(
        "1,A B,Weir Primary School,Front line,WRAP,01/03/2025",
        "2,C D,Ford Primary School,Front line,WRAP,01/03/2025",
        by=trust.lead,
    )
    assert upload.status == "applied"
    near, far = Learner.objects.order_by("number")
    assert (near.authority, far.authority) == (marlbrook, fernshire)
    assert far.completions.get().course.title == "Their WRAP"
    entries = Entry.objects.filter(event="training.import_put_in")
    assert {e.authority_id: e.facts["completions"] for e in entries} == {
        marlbrook.pk: 1,
        fernshire.pk: 1,
    }


def test_a_trust_cannot_bring_in_others_people(send, trust):
    upload = send(
        "1,A B,Weir Primary School,Front line,WRAP,01/03/2025",
        "2,C D,Marlbrook Council,Front line,WRAP,01/03/2025",
        by=trust.lead,
    )
    assert errors(upload) == [(3, "Organisation")]
    assert "You cannot bring in records of Marlbrook Council" in messages(upload)[0]


def test_a_school_that_another_authority_works_with_is_unknown_here(
    send, far_school, lead
):
    upload = send("2,C D,Ford Primary School,Front line,WRAP,01/03/2025", by=lead)
    assert errors(upload) == [(2, "Organisation")]
    assert "There is no organisation called" in messages(upload)[0]
    assert "Ford" not in messages(upload)[0].replace("“Ford Primary School” here", "")


def test_the_education_officer_brings_in_schools_and_not_the_council(
    send, education_officer, trust
):
    upload = send(
        "1,A B,Weir Primary School,Front line,WRAP,01/03/2025",
        "2,C D,Marlbrook Council,Front line,WRAP,01/03/2025",
        by=education_officer,
    )
    assert errors(upload) == [(3, "Organisation")]


def test_somebody_who_only_reads_may_not_upload(send, marlbrook, auditor):
    with pytest.raises(NotAllowed):
        send("1,A B,Marlbrook Council,Front line,WRAP,01/03/2025", by=auditor)


def test_who_confirms_must_keep_the_people_too(send, confirm, trust, lead, marlbrook):
    upload = send("2,C D,Marlbrook Council,Front line,WRAP,01/03/2025", by=lead)
    confirm(upload, by=trust.lead)
    assert upload.status == "ready"
    assert "You cannot bring in records of Marlbrook Council" in upload.problem
    assert not Completion.objects.exists()


def test_another_authoritys_lead_finds_no_page(client, send, fernshire, lead):
    upload = send("2,C D,Marlbrook Council,Front line,WRAP,01/03/2025", by=lead)
    client.force_login(person_holding(Role.TRAINING_LEAD, fernshire))
    assert client.get(upload.get_absolute_url()).status_code == 404
