import pytest
from django.core import mail as django_mail
from django.template import engines

from dueregard.audit import services as audit
from dueregard.outbox import mail
from dueregard.outbox import services as outbox
from dueregard.outbox.models import Job
from dueregard.outbox.worker import Worker

pytestmark = pytest.mark.django_db

TEMPLATES = {
    "sample/task.txt": "Hello {{ name }},\nthere is something to do at {{ link }}\n",
    "sample/invitation.txt": "Set up your sign-in: {{ link }}",
}


@pytest.fixture(autouse=True)
def templates(settings):
    """The two templates, in place of files."""
    [engine] = settings.TEMPLATES
    loaders = [("django.template.loaders.locmem.Loader", TEMPLATES)]
    options = engine["OPTIONS"] | {"loaders": loaders}
    settings.TEMPLATES = [engine | {"APP_DIRS": False, "OPTIONS": options}]
    assert engines["django"]


def send(template="sample/task", key="task-1", to="ada@marlbrook.example", **context):
    with audit.atomic():
        outbox.send_mail(to=to, template=template, context=context, key=key)


def work():
    while Worker().work_one():
        pass


def test_a_mail_goes_out_after_the_transaction():
    send(name="Ada", link="http://localhost/1/")
    assert django_mail.outbox == []
    work()
    [letter] = django_mail.outbox
    assert letter.to == ["ada@marlbrook.example"]
    assert "Hello Ada" in letter.body


def test_the_subject_never_says_what_it_is_about():
    send(name="Ada")
    send("sample/invitation", key="invitation-1")
    work()
    assert [letter.subject for letter in django_mail.outbox] == [
        "You have a task",
        "Your invitation",
    ]


def test_text_is_not_escaped_as_if_it_were_a_page():
    send(name="O'Brien & Sons")
    work()
    assert "O'Brien & Sons" in django_mail.outbox[0].body


def test_asking_twice_sends_once():
    send(name="Ada")
    send(name="Ada")
    work()
    send(name="Ada")
    work()
    assert len(django_mail.outbox) == 1


def test_what_somebody_waits_for_goes_before_what_was_asked_for_earlier():
    send(name="Ada")
    with audit.atomic():
        outbox.send_mail(
            to="ada@marlbrook.example",
            template="sample/invitation",
            context={},
            key="code",
            urgent=True,
        )
    work()
    assert [letter.subject for letter in django_mail.outbox] == [
        "Your invitation",
        "You have a task",
    ]


def test_a_repeat_after_a_crash_has_the_same_message_id():
    send(name="Ada")
    work()
    Job.objects.update(status=Job.Status.WAITING, sealed_payload=_sealed("task-1"))
    work()
    first, second = (m.message()["Message-ID"] for m in django_mail.outbox)
    assert first == second == mail.message_id("task-1")
    assert mail.message_id("task-2") != first
    assert "task" not in first


def _sealed(key):
    letter = mail.write("ada@marlbrook.example", "sample/task", {}, key, "en-gb")
    with audit.atomic():
        outbox.enqueue(mail.KIND, key="copy", payload=letter)
    copy = Job.objects.get(key="copy")
    sealed = copy.sealed_payload
    copy.delete()
    return sealed


def test_a_line_break_in_an_address_sends_nothing():
    send(to="ada@marlbrook.example\nBcc: all@marlbrook.example", name="Ada")
    work()
    assert django_mail.outbox == []
    assert Job.objects.get(kind=mail.KIND).error == "BadHeaderError"
