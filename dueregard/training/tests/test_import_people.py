"""Who the people of a file are: the same, new, or for somebody to say."""

from datetime import date

import pytest

from dueregard.accounts.models import Organisation
from dueregard.accounts.tests.factories import OrganisationFactory
from dueregard.training.models import (
    Completion,
    Learner,
    LearnerRole,
    OrganisationReturn,
)

from .factories import LearnerFactory
from .importing import errors, messages

pytestmark = pytest.mark.django_db
HERE = "Marlbrook Council,Front line"


@pytest.fixture
def ann(marlbrook, council):
    return LearnerFactory(
        authority=marlbrook,
        organisation=council,
        number="1001",
        name="Ann Lee",
        joined_on=None,
    )


def test_the_same_number_in_the_organisation_is_the_same_person(bring, ann):
    bring(f"1001,Ann Lee,{HERE},WRAP,01/03/2025")
    assert Learner.objects.count() == 1
    assert ann.completions.count() == 1


def test_the_same_number_in_another_organisation_is_another_person(
    bring, ann, marlbrook
):
    OrganisationFactory(name="Fire Service", authorities=[marlbrook])
    bring("1001,Ann Lee,Fire Service,,WRAP,01/03/2025")
    assert Learner.objects.filter(number="1001").count() == 2


def test_without_a_number_the_same_name_in_the_organisation_is_the_same_person(
    bring, ann
):
    bring(f",LEE ANN,{HERE},WRAP,01/03/2025")
    assert Learner.objects.count() == 1
    assert ann.completions.count() == 1


def test_two_people_of_one_name_must_be_told_apart_by_number(
    send, ann, marlbrook, council
):
    LearnerFactory(authority=marlbrook, organisation=council, name="Ann Lee")
    upload = send(f",Ann Lee,{HERE},WRAP,01/03/2025")
    assert errors(upload) == [(2, "Name")]
    assert "More than one person" in messages(upload)[0]


def test_a_name_with_and_without_a_number_in_one_file_is_one_person(bring):
    bring(f"7,Bo Marsh,{HERE},WRAP,01/03/2025", f",Bo Marsh,{HERE},HO-A,01/03/2025")
    assert Learner.objects.get().completions.count() == 2


def test_two_people_with_one_number_in_a_file_are_not_one(bring):
    upload = bring(
        f"7,Bo Marsh,{HERE},WRAP,01/03/2025", f"7,Cy Dean,{HERE},WRAP,02/03/2025"
    )
    assert errors(upload) == [(3, "Staff number")]
    assert "Bo Marsh in row 2" in messages(upload)[0]
    assert Learner.objects.get().name == "Bo Marsh"


def test_a_near_spelling_is_proposed_and_not_merged(send, confirm, ann):
    upload = send(f",Anne Lee,{HERE},WRAP,01/03/2025")
    assert upload.counts == {"uncertain": 1}
    assert "Anne Lee may be Ann Lee (1001)" in messages(upload)[0]
    confirm(upload, near=True)
    assert Learner.objects.count() == 2
    assert not ann.completions.exists()


def test_near_spellings_within_a_file_are_proposed(send):
    upload = send(
        f",Jon Smith,{HERE},WRAP,01/03/2025", f",John Smith,{HERE},WRAP,01/03/2025"
    )
    assert upload.counts == {"new": 1, "uncertain": 1}
    assert "Jon Smith in row 2" in messages(upload)[0]


def test_two_people_with_numbers_of_their_own_may_be_called_alike(send, ann):
    upload = send(
        f"2001,Anne Lee,{HERE},WRAP,01/03/2025", f"2002,Ann Lee,{HERE},WRAP,01/03/2025"
    )
    assert upload.counts == {"new": 2}


def test_a_new_number_for_a_name_known_without_one_needs_a_look(
    send, marlbrook, council
):
    LearnerFactory(
        authority=marlbrook, organisation=council, number="", name="Bo Marsh"
    )
    upload = send(f"7,Bo Marsh,{HERE},WRAP,01/03/2025")
    assert upload.counts == {"uncertain": 1}


def test_another_name_under_a_known_number_is_shown_and_changes_when_chosen(
    send, confirm, ann
):
    upload = send(f"1001,Ann Brown,{HERE},WRAP,01/03/2025")
    assert upload.counts == {"uncertain": 1}
    assert upload.rows.get().differences == [["Name", "Ann Lee", "Ann Brown"]]
    confirm(upload, near=True)
    ann.refresh_from_db()
    assert (ann.name, ann.name_key) == ("Ann Brown", "ann brown")
    assert ann.completions.count() == 1


def test_rows_that_need_a_look_stay_out_unless_they_are_chosen(bring, ann):
    bring(f"1001,Ann Brown,{HERE},WRAP,01/03/2025", f"7,Bo Marsh,{HERE},WRAP,1/3/25")
    ann.refresh_from_db()
    assert ann.name == "Ann Lee"
    assert Completion.objects.count() == 1


PEOPLE = "Staff number,Name,Organisation,Role group,Joined,Left,E-mail\n"


def test_a_leaver_who_rejoins_is_the_same_person_again(bring, ann):
    Learner.objects.update(joined_on=date(2019, 1, 1), left_on=date(2021, 1, 1))
    upload = bring(
        data=f"{PEOPLE}1001,Ann Lee,{HERE},01/09/2024,,\n".encode(),
    )
    ann.refresh_from_db()
    assert (ann.joined_on, ann.left_on) == (date(2024, 9, 1), None)
    assert upload.counts == {"changed": 1, "applied": 1}


def test_a_leaver_who_rejoins_in_the_role_group_of_before_is_noticed(bring, ann):
    bring(data=f"{PEOPLE}1001,Ann Lee,{HERE},,,\n".encode())
    Learner.objects.update(joined_on=date(2019, 1, 1), left_on=date(2021, 1, 1))
    bring(data=f"{PEOPLE}1001,Ann Lee,{HERE},01/09/2024,,\n".encode())
    ann.refresh_from_db()
    assert (ann.joined_on, ann.left_on) == (date(2024, 9, 1), None)


def test_last_years_list_does_not_take_a_rejoining_back(bring, send, ann):
    Learner.objects.update(joined_on=date(2024, 9, 1))
    LearnerRole.objects.all().delete()
    upload = send(
        data=f"{PEOPLE}1001,Ann Lee,Marlbrook Council,,1/1/2019,1/1/2021,\n".encode()
    )
    assert upload.counts == {"same": 1}


def test_what_a_list_says_of_people_is_put_in_once(bring, send):
    data = (
        f"{PEOPLE}1,Bo Marsh,{HERE},01/01/2019,01/01/2021,b@x.example\n"
        f"1,Bo Marsh,{HERE},01/09/2024,,bo@x.example\n"
        f"2,Cy Dean,{HERE},01/09/2024,01/10/2025,\n"
    ).encode()
    bring(data=data)
    bo, cy = Learner.objects.order_by("number")
    assert (bo.joined_on, bo.left_on) == (date(2024, 9, 1), None)
    assert (cy.joined_on, cy.left_on) == (date(2024, 9, 1), date(2025, 10, 1))
    assert send(data=data).counts == {"same": 3}


def test_a_blank_cell_changes_nothing(bring, ann):
    Learner.objects.update(email="ann@x.example", joined_on=date(2019, 1, 1))
    bring(data=f"{PEOPLE}1001,,{HERE},,,\n".encode())
    ann.refresh_from_db()
    assert (ann.name, ann.email) == ("Ann Lee", "ann@x.example")
    assert ann.roles.count() == 1


def test_the_name_of_an_organisation_that_was_merged_leads_to_its_successor(
    bring, marlbrook, council
):
    old = OrganisationFactory(name="Old Borough", authorities=[marlbrook])
    Organisation.objects.filter(pk=old.pk).update(
        successor=council, succeeded_on=date(2025, 4, 1)
    )
    bring("7,Bo Marsh,Old Borough,Front line,WRAP,01/03/2025")
    assert Learner.objects.get().organisation == council


def test_a_name_of_long_ago_leads_to_what_became_of_its_successor(
    bring, marlbrook, council
):
    new, old = (
        OrganisationFactory(name=name, authorities=[marlbrook])
        for name in ("New Borough", "Old Borough")
    )
    for pk, successor in ((old.pk, new), (new.pk, council)):
        Organisation.objects.filter(pk=pk).update(
            successor=successor, succeeded_on=date(2025, 4, 1)
        )
    bring("7,Bo Marsh,Old Borough,Front line,WRAP,01/03/2025")
    assert Learner.objects.get().organisation == council


def test_several_role_groups_stand_in_one_cell(bring, marlbrook):
    marlbrook.role_groups.create(code="GOV", name="School governors")
    bring("7,Bo Marsh,Marlbrook Council,Front line; GOV,WRAP,01/03/2025")
    assert LearnerRole.objects.count() == 2


def test_an_organisation_in_a_file_has_told_us(bring, council, marlbrook):
    upload = bring(f"7,Bo Marsh,{HERE},WRAP,01/03/2025")
    told = OrganisationReturn.objects.get(organisation=council)
    assert (told.upload, told.kind) == (upload, "people")


def test_everybody_is_judged_by_what_the_file_brought(bring):
    bring(f"7,Bo Marsh,{HERE},WRAP,01/03/2026", f"8,Cy Dean,{HERE},,")
    bo, cy = LearnerRole.objects.order_by("learner__number")
    assert (bo.required, bo.done) == (1, 1)
    assert (cy.required, cy.done) == (1, 0)
