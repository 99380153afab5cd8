"""The pages of a concern, from the menu to the outcome, as people meet them."""

import pytest
from django.urls import reverse

from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import MembershipFactory, OrganisationFactory
from dueregard.audit.models import Entry
from dueregard.drafts.models import Draft
from dueregard.referrals import services
from dueregard.referrals.models import Concern
from dueregard.vault import tenancy

from .concerns import CANARY, a_concern, a_school, concluded, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return a_school()


@pytest.fixture
def tutor(school, client):
    client.force_login(school.tutor)
    return client


def at(name, *args):
    return reverse(f"referrals:{name}", args=["marlbrook", *args])


def typed(**more):
    return words() | more


def begin(client, danger="none"):
    return client.post(at("note_concern"), {"emergency": danger})


def noted():
    return Concern.objects.select_related("authority").get()


def drafts_kept(school):
    with tenancy.of(school.authority):
        return Draft.objects.count()


def concerns_kept(school):
    with tenancy.of(school.authority):
        return Concern.objects.count()


def test_it_is_one_step_from_the_menu(school, tutor):
    page = tutor.get(reverse("reminders:my_work"))
    assert reverse("referrals:concerns_home") in page.content.decode()
    assert tutor.get(reverse("referrals:concerns_home")).url == at("concerns")


def test_danger_is_asked_first_and_nothing_else_until_it_is_answered(school, tutor):
    first = tutor.get(at("note_concern")).content.decode()
    assert "999" in first
    assert "What did you see" not in first
    assert tutor.get(at("write_concern")).url == at("note_concern")
    assert tutor.post(at("write_concern"), typed()).url == at("note_concern")
    assert concerns_kept(school) == 0


def test_who_has_not_called_999_is_told_to_call_first(school, tutor):
    page = begin(tutor, "not_yet")
    assert "Call 999 now" in page.content.decode()
    assert begin(tutor, "999").url == at("write_concern")
    assert "999 was called" in tutor.get(at("write_concern")).content.decode()


def test_what_was_noticed_is_kept_and_its_draft_is_gone(school, tutor):
    begin(tutor)
    answer = tutor.post(at("write_concern"), typed())
    with tenancy.of(school.authority):
        concern = noted()
    assert answer.url == concern.get_absolute_url()
    assert drafts_kept(school) == 0
    page = tutor.get(answer.url).content.decode()
    assert "He drew the hall with arrows." in page


def test_what_was_seen_and_another_explanation_are_asked_for(school, tutor):
    begin(tutor)
    page = tutor.post(at("write_concern"), {"means": "Something"}).content.decode()
    assert "Enter what you saw or heard" in page
    assert "Enter what else could explain it" in page
    assert "Enter when and where it was" in page


def test_what_is_half_typed_is_there_again(school, tutor):
    begin(tutor)
    half = {"what_was_seen": "He drew", "later": "yes"}
    assert tutor.post(at("write_concern"), half).url == at("concerns")
    assert "You began to write" in tutor.get(at("concerns")).content.decode()
    assert "He drew" in tutor.get(at("write_concern")).content.decode()
    tutor.post(at("discard_concern"))
    assert drafts_kept(school) == 0


def test_the_page_saves_by_itself_without_an_answer(school, tutor):
    begin(tutor)
    saved = {"autosave": "1", "tab": "0123456789abcdef", "number": "2"}
    answer = tutor.post(at("write_concern"), saved | {"what_was_seen": "He dre"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert "He dre" in tutor.get(at("write_concern")).content.decode()
    assert concerns_kept(school) == 0


def test_sent_twice_it_is_kept_once(school, tutor):
    begin(tutor)
    sent = typed(submission_key="abcdefghijklmnopqrst")
    first = tutor.post(at("write_concern"), sent)
    again = tutor.post(at("write_concern"), sent)
    assert again.headers["Location"] == first.headers["Location"]
    assert concerns_kept(school) == 1


def test_who_works_for_two_organisations_says_for_which(school, tutor):
    college = OrganisationFactory(name="Weir College", authorities=[school.authority])
    MembershipFactory(
        person=school.tutor,
        role=Role.ACTION_OWNER,
        authority=school.authority,
        organisation=college,
    )
    begin(tutor)
    assert "Select the organisation" in (
        tutor.post(at("write_concern"), typed()).content.decode()
    )
    tutor.post(at("write_concern"), typed(organisation=college.pk))
    with tenancy.of(school.authority):
        assert noted().organisation == college


def test_the_lead_is_offered_first_and_strangers_never(school, tutor):
    a_school(school.authority, name="Weir College")
    concern = a_concern(school)
    page = tutor.get(at("ask_for_check", concern.pk)).content.decode()
    lead, colleague = page.index("Imogen Tarn"), page.index("Bram Ashe")
    assert lead < colleague
    assert page.count("Imogen Tarn") == 1
    assert "Wren Hollis</option>" not in page


def test_the_checker_comes_to_it_from_my_work_and_says_what_comes_of_it(
    school, tutor, client
):
    concern = a_concern(school)
    tutor.post(at("ask_for_check", concern.pk), {"checker": school.lead.pk})
    client.force_login(school.lead)
    page = client.get(reverse("reminders:my_work")).content.decode()
    assert "Something a colleague asks you to check" in page
    assert concern.get_absolute_url() in page
    assert "arrows" not in page
    assert "arrows" in client.get(concern.get_absolute_url()).content.decode()
    answer = client.post(
        at("concern_outcome", concern.pk),
        {"outcome": "other_support", "other_support": "early_help", "rationale": "Why"},
    )
    assert answer.url == at("concerns")
    assert client.get(concern.get_absolute_url()).status_code == 404
    page = client.get(reverse("reminders:my_work")).content.decode()
    assert "Something a colleague" not in page
    client.force_login(school.tutor)
    page = client.get(reverse("reminders:my_work")).content.decode()
    assert "A colleague answered about your note" in page
    client.post(at("read_answer", concern.pk))
    page = client.get(reverse("reminders:my_work")).content.decode()
    assert "A colleague answered" not in page


def test_who_decides_to_refer_goes_on_in_the_form_with_the_words(school, client):
    concern = a_concern(school)
    services.ask_for_check(concern, checker=school.lead, by=school.tutor)
    client.force_login(school.lead)
    answer = client.post(
        at("concern_outcome", concern.pk),
        {"outcome": "refer", "lead_knows": "yes", "rationale": "Why"},
    )
    assert answer.url == reverse("refer:check")
    seen = client.get(reverse("refer:step", args=["seen"])).content.decode()
    assert "He drew the hall with arrows." in seen


def test_an_outcome_needs_its_reason_and_its_answer(school, client):
    concern = a_concern(school)
    services.ask_for_check(concern, checker=school.lead, by=school.tutor)
    client.force_login(school.lead)
    for outcome, sentence in (
        ("", "Select what is to come of it"),
        ("refer", "Select whether the safeguarding lead knows of it"),
        ("other_support", "Select which support"),
        ("no_further", "Enter why"),
    ):
        page = client.post(at("concern_outcome", concern.pk), {"outcome": outcome})
        assert sentence in page.content.decode()


def test_the_noticer_names_whom_they_talked_to(school, tutor):
    concern = a_concern(school)
    url = at("concern_talked", concern.pk)
    answers = {"outcome": "no_further", "rationale": "A game."}
    assert "Enter whom you talked to" in tutor.post(url, answers).content.decode()
    day = {"checked_on_day": "2", "checked_on_month": "3", "checked_on_year": "2026"}
    answer = tutor.post(url, answers | day | {"checked_with": "The head of year"})
    assert answer.url == concern.get_absolute_url()
    page = tutor.get(answer.url).content.decode()
    assert "The head of year" in page
    assert "Nothing further" in page


def test_two_windows_do_not_overwrite_each_other(school, tutor):
    concern = a_concern(school)
    url = at("change_concern", concern.pk)
    services.change_concern(
        concern, version=1, by=school.tutor, **words("From the other window.")
    )
    page = tutor.post(url, typed(version=1, what_was_seen="From this window."))
    assert page.status_code == 409
    text = page.content.decode()
    assert "From the other window." in text
    assert "From this window." in text


def test_the_printed_note_has_all_of_it_and_its_marking(school, tutor):
    concern = a_concern(school)
    services.conclude(
        concern, conclusion=concluded(checked_with="The head"), by=school.tutor
    )
    page = tutor.get(at("concern_note", concern.pk)).content.decode()
    for part in ("arrows", "form time", "hurt people", "from a game", "The head"):
        assert part in page
    assert "OFFICIAL-SENSITIVE" in page


def test_each_look_is_recorded_with_its_purpose_and_a_list_is_none(school, tutor):
    concern = a_concern(school)
    tutor.get(at("concerns"))
    assert not Entry.objects.filter(event="vault.looked").exists()
    tutor.get(concern.get_absolute_url())
    look = Entry.objects.get(event="vault.looked")
    assert look.facts["purpose"] == "triage"
    assert look.subject_id == str(concern.pk)


def test_titles_and_addresses_say_nothing(school, tutor):
    concern = a_concern(school)
    for url in (at("concerns"), concern.get_absolute_url()):
        page = tutor.get(url).content.decode()
        title = page[page.index("<title") : page.index("</title>")]
        assert CANARY not in title + url
