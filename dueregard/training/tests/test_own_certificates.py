"""Certificates that learners send in: kept, checked, and counted or sent back."""

from datetime import timedelta

import pytest

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import person_with
from dueregard.audit import services as audit
from dueregard.audit.models import Entry
from dueregard.documents.models import Document, FileVersion
from dueregard.documents.tests.files import pdf, upload
from dueregard.outbox.models import Job
from dueregard.outbox.services import payload_of
from dueregard.training import services
from dueregard.training.models import Completion, LearnerRole, SentCertificate
from dueregard.training.services import linking, standing
from dueregard.training.waiting import certificates_to_check

from .factories import CompletionFactory, LearnerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files")]
Status = SentCertificate.Status


@pytest.fixture
def ada(marlbrook, council, front_line, action_owner):
    learner = LearnerFactory(
        authority=marlbrook,
        organisation=council,
        name="Ada Marsh",
        email=action_owner.email,
        role_groups=[front_line],
    )
    standing.refresh([learner.pk])
    return learner


def send(learner, course, *, by=None, by_link=None, days=3, **more):
    return services.send_certificate(
        learner,
        course,
        completed_on=clock.today() - timedelta(days=days),
        file=upload("certificate.pdf", pdf()),
        by=by,
        by_link=by_link,
        **more,
    )


def clean(sent):
    FileVersion.objects.filter(document=sent.document).update(
        status=FileVersion.Status.CLEAN
    )
    return SentCertificate.objects.get(pk=sent.pk)


def accept(sent, by):
    return services.accept_certificate(
        sent, by=by, course=sent.course, completed_on=sent.completed_on
    )


def test_what_is_sent_in_waits_and_does_not_count(ada, action_owner, catalogue):
    sent = send(ada, catalogue.awareness, by=action_owner)
    assert sent.is_waiting
    assert sent.document.newest.is_waiting
    assert not Completion.objects.exists()
    assert LearnerRole.objects.get().done == 0


def test_what_is_accepted_counts_with_the_file_as_its_evidence(
    ada, action_owner, lead, catalogue
):
    sent = clean(send(ada, catalogue.awareness, by=action_owner, certificate="X 1"))
    completion = accept(sent, lead)
    assert completion.evidence == sent.document
    assert completion.source == Completion.Source.LEARNER
    assert completion.recorded_by == lead
    assert LearnerRole.objects.get().done == 1
    sent.refresh_from_db()
    assert (sent.status, sent.completion) == (Status.ACCEPTED, completion)


def test_the_keeper_counts_what_stands_on_the_certificate(
    ada, action_owner, lead, catalogue
):
    sent = clean(send(ada, catalogue.awareness, by=action_owner))
    right_day = clock.today() - timedelta(days=40)
    completion = services.accept_certificate(
        sent, by=lead, course=catalogue.wrap, completed_on=right_day
    )
    assert (completion.course, completion.completed_on) == (catalogue.wrap, right_day)


def test_a_file_that_the_virus_check_has_not_cleared_cannot_count(
    ada, action_owner, lead, catalogue
):
    sent = send(ada, catalogue.awareness, by=action_owner)
    with pytest.raises(NotNow, match="waiting for the virus check"):
        accept(sent, lead)
    assert SentCertificate.objects.get().is_waiting


def test_a_certificate_whose_prerequisite_is_missing_says_so_and_waits(
    ada, action_owner, lead, catalogue
):
    sent = clean(send(ada, catalogue.referrals, by=action_owner))
    with pytest.raises(NotNow, match="Awareness"):
        accept(sent, lead)
    assert SentCertificate.objects.get().is_waiting


def test_sending_back_keeps_the_reason_and_tells_the_learner_where_to_read_it(
    ada, action_owner, lead, catalogue
):
    sent = send(ada, catalogue.awareness, by=action_owner)
    services.return_certificate(sent, by=lead, because="It shows no date.")
    sent = SentCertificate.objects.get()
    assert (sent.status, sent.because) == (Status.RETURNED, "It shows no date.")
    [mail] = [payload_of(each) for each in Job.objects.filter(kind="outbox.mail")]
    assert mail["to"] == ada.email
    assert mail["subject"] == "You have a task"
    assert "/training/own/see/marlbrook/" in mail["body"]
    assert "date" not in mail["body"]


def test_a_certificate_is_answered_once(ada, action_owner, lead, catalogue):
    sent = clean(send(ada, catalogue.awareness, by=action_owner))
    accept(sent, lead)
    for again in (
        lambda: accept(sent, lead),
        lambda: services.return_certificate(sent, by=lead, because="No."),
        lambda: services.withdraw_certificate(sent, by=action_owner),
    ):
        with pytest.raises(NotNow, match="answered already"):
            again()
    assert Completion.objects.count() == 1


def test_the_same_is_not_sent_twice_nor_what_counts_already(
    ada, action_owner, catalogue
):
    send(ada, catalogue.awareness, by=action_owner)
    with pytest.raises(NotNow, match="sent this one in already"):
        send(ada, catalogue.awareness, by=action_owner)
    CompletionFactory(learner=ada, course=catalogue.wrap, days=3)
    with pytest.raises(NotNow, match="counts already"):
        send(ada, catalogue.wrap, by=action_owner)
    assert Document.objects.count() == 1


def test_a_day_to_come_and_a_course_of_another_authority_are_refused(
    ada, action_owner, catalogue, ashby_vale
):
    with pytest.raises(NotNow, match="today or in the past"):
        send(ada, catalogue.awareness, by=action_owner, days=-1)
    foreign = CompletionFactory(learner__authority=ashby_vale).course
    with pytest.raises(NotNow, match="Choose a course"):
        send(ada, foreign, by=action_owner)


def test_ten_may_wait_and_no_more(ada, action_owner, catalogue):
    for days in range(1, 11):
        send(ada, catalogue.awareness, by=action_owner, days=days)
    with pytest.raises(NotNow, match="waiting to be checked"):
        send(ada, catalogue.awareness, by=action_owner, days=11)


def test_nobody_sends_in_or_takes_back_for_somebody_else(
    ada, action_owner, board_member, catalogue, marlbrook
):
    with pytest.raises(NotAllowed):
        send(ada, catalogue.awareness, by=board_member)
    sent = send(ada, catalogue.awareness, by=action_owner)
    with pytest.raises(NotAllowed):
        services.withdraw_certificate(sent, by=board_member)
    other = LearnerFactory(authority=marlbrook)
    with audit.atomic():
        linking.make_link(other, lasts=timedelta(hours=1))
    with pytest.raises(NotAllowed):
        send(ada, catalogue.awareness, by_link=other.links.get())
    with pytest.raises(NotAllowed):
        send(ada, catalogue.awareness)


def test_only_who_keeps_the_organisations_records_may_answer(
    ada, action_owner, catalogue, trust, auditor, marlbrook
):
    sent = clean(send(ada, catalogue.awareness, by=action_owner))
    officer = person_with(Role.EDUCATION_OFFICER, marlbrook)
    for person in (trust.lead, auditor, officer, action_owner):
        with pytest.raises(NotAllowed):
            accept(sent, person)
        with pytest.raises(NotAllowed):
            services.return_certificate(sent, by=person, because="No.")


def test_the_record_says_what_happened_and_none_of_the_words(
    ada, action_owner, lead, catalogue
):
    sent = send(ada, catalogue.awareness, by=action_owner)
    services.return_certificate(sent, by=lead, because="It shows no date.")
    entries = Entry.objects.filter(subject_type="training.sentcertificate")
    assert list(entries.order_by("pk").values_list("event", flat=True)) == [
        "training.certificate_sent",
        "training.certificate_returned",
    ]
    assert "shows no date" not in str(list(entries.values_list("facts")))


def post_certificate(client, address, course, **more):
    day = clock.today() - timedelta(days=3)
    return client.post(
        address,
        {
            "course": course.pk,
            "completed_on_day": day.day,
            "completed_on_month": day.month,
            "completed_on_year": day.year,
            "file": upload("certificate.pdf", pdf()),
            **more,
        },
    )


def test_signed_in_a_certificate_goes_in_from_my_training(
    client, ada, action_owner, catalogue
):
    client.force_login(action_owner)
    form = client.get(f"/training/own/{ada.pk}/send/")
    assert "forgets who did it about 30 minutes" in form.text
    answer = post_certificate(
        client, f"/training/own/{ada.pk}/send/", catalogue.awareness
    )
    assert answer.status_code == 302
    page = client.get("/training/own/")
    assert "To be checked" in page.text
    assert "Waiting for the virus check" in page.text
    sent = SentCertificate.objects.get()
    assert client.get(f"/training/own/files/{sent.document_id}/").status_code == 409
    clean(sent)
    file = client.get(f"/training/own/files/{sent.document_id}/")
    assert file.headers["Content-Type"] == "application/pdf"
    assert "attachment" in file.headers["Content-Disposition"]
    client.post(f"/training/own/sent/{sent.pk}/take-back/")
    assert SentCertificate.objects.get().status == Status.WITHDRAWN


def test_by_a_link_a_certificate_goes_in_without_an_account(client, ada, catalogue):
    with audit.atomic():
        address = linking.make_link(ada, lasts=timedelta(hours=24))
    address = address[address.index("/training/") :]
    answer = post_certificate(client, f"{address}send/", catalogue.awareness)
    assert answer.headers["Location"] == f"{address}?just=sent"
    page = client.get(f"{address}?just=sent")
    assert "Your certificate is kept" in page.text
    sent = clean(SentCertificate.objects.get())
    assert (sent.sent_by, sent.document.given_by) == (None, None)
    assert client.get(f"{address}files/{sent.document_id}/").status_code == 200
    client.post(f"{address}sent/{sent.pk}/take-back/")
    assert SentCertificate.objects.get().status == Status.WITHDRAWN


def test_a_mistake_in_the_form_keeps_what_was_typed(client, ada, action_owner):
    client.force_login(action_owner)
    page = client.post(f"/training/own/{ada.pk}/send/", {"certificate": "X 77"})
    assert "Select the course" in page.text
    assert "Enter the day you finished it" in page.text
    assert "Select a file" in page.text
    assert "X 77" in page.text


def test_the_training_lead_finds_looks_and_answers(
    client, ada, action_owner, lead, catalogue
):
    sent = clean(send(ada, catalogue.awareness, by=action_owner))
    [line] = certificates_to_check(lead)
    assert line.text == "Check 1 certificate that people sent in"
    client.force_login(lead)
    queue = client.get(line.url)
    assert sent.get_absolute_url() in queue.text
    page = client.get(sent.get_absolute_url())
    assert f"/documents/{sent.document_id}/files/1/" in page.text
    assert client.get(f"/documents/{sent.document_id}/files/1/").status_code == 200
    shown = client.get(f"{sent.get_absolute_url()}accept/").context["form"].initial
    day = sent.completed_on
    answer = client.post(
        f"{sent.get_absolute_url()}accept/",
        {
            "course": shown["course"].pk,
            "completed_on_day": day.day,
            "completed_on_month": day.month,
            "completed_on_year": day.year,
        },
    )
    assert answer.status_code == 302
    assert Completion.objects.get().source == Completion.Source.LEARNER
    assert list(certificates_to_check(lead)) == []
    assert "Accepted" in client.get(f"{line.url}?answered=1").text


def test_a_refusal_stands_on_the_form_of_the_lead(
    client, ada, action_owner, lead, catalogue
):
    sent = send(ada, catalogue.awareness, by=action_owner)
    client.force_login(lead)
    day = sent.completed_on
    page = client.post(
        f"{sent.get_absolute_url()}accept/",
        {
            "course": sent.course_id,
            "completed_on_day": day.day,
            "completed_on_month": day.month,
            "completed_on_year": day.year,
        },
    )
    assert "waiting for the virus check" in page.text


def test_a_trusts_lead_sees_only_certificates_of_their_schools(
    client, ada, action_owner, trust, catalogue, marlbrook
):
    foreign = clean(send(ada, catalogue.awareness, by=action_owner))
    teacher = LearnerFactory(
        authority=marlbrook, organisation=trust.school, person=action_owner
    )
    own = clean(send(teacher, catalogue.awareness, by=action_owner))
    client.force_login(trust.lead)
    queue = client.get("/training/in/marlbrook/to-check/")
    assert own.get_absolute_url() in queue.text
    assert foreign.get_absolute_url() not in queue.text
    for suffix in ("", "accept/", "send-back/"):
        assert client.get(f"{foreign.get_absolute_url()}{suffix}").status_code == 404
    assert client.get(f"/documents/{foreign.document_id}/").status_code == 404
    assert client.get(f"/documents/{own.document_id}/").status_code == 200
