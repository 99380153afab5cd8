"""What is sent twice is done once: through the pages, one by one and all at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections, transaction
from django.test import Client

from dueregard.accounts.models import Authority, Invitation, Organisation
from dueregard.exchange.models import Upload
from dueregard.outbox.models import Job
from dueregard.partners.models import Post
from dueregard.plans.models import Plan, PlanMove
from dueregard.referrals.models import AssessmentTemplateVersion
from dueregard.submissions import new_key

from . import url_table, world
from .asked import form_of

pytestmark = pytest.mark.django_db(transaction=True)
FILE = b"Ref,Action,Owner,Due date\n1,Brief every head teacher,Lead,31 March 2027\n"


@pytest.fixture
def built(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with transaction.atomic():  # written to the disk once
        made = world.build()
    made.clients = url_table.clients(made.people)
    return made


def eight_at_once(client, address, data):
    """The same post from eight tabs of one browser; the answers' codes and places."""
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}

    def send(_):
        try:
            tab = Client(raise_request_exception=False)
            tab.cookies.load(cookies)
            answer = tab.post(address, data)
            return answer.status_code, answer.headers.get("Location")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        return set(pool.map(send, range(8)))


def test_a_plan_started_eight_times_at_once_is_one_plan(built):
    before = Plan.objects.count()
    answers = eight_at_once(
        built.clients["coordinator"],
        "/plans/start/marlbrook/",
        {
            "title": "The plan after next",
            "starts_on_day": "1",
            "starts_on_month": "4",
            "starts_on_year": "2027",
            "ends_on_day": "31",
            "ends_on_month": "3",
            "ends_on_year": "2028",
            "submission_key": new_key(),
        },
    )
    assert len(answers) == 1
    assert next(iter(answers))[0] == 302
    assert Plan.objects.count() == before + 1


@pytest.mark.parametrize("with_key", [True, False], ids=["with a key", "without"])
def test_a_plan_approved_eight_times_at_once_is_approved_once(built, with_key):
    plan = Plan.objects.get(pk=built.args["sent plan"][0])
    key = {"submission_key": new_key()} if with_key else {}
    answers = eight_at_once(
        built.clients["board_chair"],
        f"/plans/{plan.pk}/approve/",
        {"note": "Agreed.", "publish": "no", **key},
    )
    assert {code for code, _ in answers} <= {302, 409}
    moves = PlanMove.objects.filter(plan=plan, to_status=Plan.Status.APPROVED)
    assert moves.count() == 1
    assert Plan.objects.filter(status=Plan.Status.APPROVED).count() == 1


def test_an_invitation_sent_eight_times_at_once_is_one_person_and_one_mail(built):
    organisation = Organisation.objects.filter(authorities__slug="marlbrook").first()
    before = Invitation.objects.count()
    mails = Job.objects.filter(kind="outbox.mail").count()
    answers = eight_at_once(
        built.clients["administrator"],
        "/authorities/marlbrook/people/invite/",
        {
            "name": "New colleague",
            "email": "new@marlbrook.example",
            "organisation": organisation.pk,
            "role": "action_owner",
            "ends_on_day": "31",
            "ends_on_month": "3",
            "ends_on_year": "2027",
            "submission_key": new_key(),
        },
    )
    assert len(answers) == 1
    assert next(iter(answers))[0] == 302
    assert Invitation.objects.count() == before + 1
    assert Job.objects.filter(kind="outbox.mail").count() == mails + 1


@pytest.mark.parametrize("with_key", [True, False], ids=["with a key", "without"])
def test_an_import_confirmed_eight_times_at_once_goes_in_once(built, with_key):
    client = built.clients["coordinator"]
    before = Plan.objects.count()
    file = SimpleUploadedFile("plan.csv", FILE)
    client.post("/exchange/marlbrook/plan/new/", {"file": file, "plan": "new"})
    upload = Upload.objects.latest("pk")
    assert upload.status == Upload.Status.READY
    key = {"submission_key": new_key()} if with_key else {}
    answers = eight_at_once(
        client,
        f"/exchange/{upload.pk}/confirm/",
        {"version": upload.version, **key},
    )
    assert {code for code, _ in answers} <= {302, 409}
    upload.refresh_from_db()
    assert upload.status == Upload.Status.APPLIED
    assert Plan.objects.count() == before + 1


def test_a_template_published_and_begun_anew_eight_times_at_once_is_so_once(built):
    versions = AssessmentTemplateVersion.objects
    draft = versions.drafts().get()
    where = f"/referrals/in/marlbrook/assessment-templates/{draft.template_id}"
    client = built.clients["coordinator"]
    data = {"version": draft.version}
    answers = eight_at_once(client, f"{where}/draft/publish/", data)
    assert {code for code, _ in answers} <= {302, 200, 409}
    assert versions.published().count() == 2
    answers = eight_at_once(client, f"{where}/new-version/", {})
    assert {code for code, _ in answers} <= {302, 409}
    assert [each.number for each in versions.drafts()] == [3]


STALE = {
    "organisation": ("accounts:organisation_edit", Organisation, "name"),
    "post": ("partners:change_post", Post, "title"),
    "authority": ("accounts:authority_edit", Authority, "name"),
}


@pytest.mark.parametrize("about", STALE)
def test_a_stale_edit_shows_both_texts_and_overwrites_neither(about, built):
    name, model, field = STALE[about]
    asked = form_of(built, name)
    assert asked.post(**{field: "What the first wrote"}).status_code == 302
    answer = asked.post(**{field: "What the second wrote"})
    assert answer.status_code == 409
    assert "What the first wrote" in answer.text
    assert "What the second wrote" in answer.text
    assert model.objects.filter(**{field: "What the first wrote"}).count() == 1
