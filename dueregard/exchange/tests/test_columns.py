import pytest

from dueregard.access.refusals import NotNow
from dueregard.exchange import mappings, services
from dueregard.exchange.importers import Column, Field
from dueregard.exchange.models import RememberedMapping, Upload

Status = Upload.Status
OTHER = b"Body,Known as,Problem\nNorth Lane School,NLS,none\nElm Housing,,none\n"
ANSWERS = {"Body": "name", "Known as": "short"}


@pytest.fixture
def unmatched(send):
    return send(OTHER)


def columns_url(upload):
    return f"/exchange/{upload.pk}/columns/"


@pytest.fixture
def match(coordinator, django_capture_on_commit_callbacks):
    def answer(upload, mapping=ANSWERS, version=None):
        with django_capture_on_commit_callbacks(execute=True):
            services.match_columns(
                upload,
                by=coordinator,
                mapping=mapping,
                version=version or upload.version,
            )
        upload.refresh_from_db()

    return answer


def test_unknown_columns_are_asked_about(unmatched):
    assert unmatched.status == Status.NEEDS_MAPPING
    assert unmatched.columns == [
        {"name": "Body", "samples": ["North Lane School", "Elm Housing"]},
        {"name": "Known as", "samples": ["NLS", ""]},
    ]


def test_the_page_shows_samples_and_what_the_names_told_us(page, unmatched):
    content = page(columns_url(unmatched)).content.decode()
    assert "For example “North Lane School”, “Elm Housing”" in content
    assert '<option value="short" selected>' in content
    assert "(optional)" not in content


def test_the_answer_is_used_and_the_file_read(page, unmatched):
    data = {"version": unmatched.version, "column_0": "name", "column_1": "short"}
    answer = page(columns_url(unmatched), data)
    assert answer.url == unmatched.get_absolute_url()
    unmatched.refresh_from_db()
    assert unmatched.status == Status.READY
    assert unmatched.mapping == ANSWERS
    assert unmatched.rows.first().text == "North Lane School"


def test_a_column_that_must_be_there_is_asked_for(page, unmatched):
    data = {"version": unmatched.version, "column_0": "", "column_1": "short"}
    content = page(columns_url(unmatched), data).content.decode()
    assert "Select the column that holds the organisation’s name" in content
    assert "Error: " in content


def test_one_field_is_taken_from_one_column(page, unmatched):
    data = {"version": unmatched.version, "column_0": "name", "column_1": "name"}
    content = page(columns_url(unmatched), data).content.decode()
    assert "Select “Name” for one column only. “Body” has it already" in content


def test_the_same_columns_need_no_second_answer(unmatched, match, send):
    match(unmatched)
    again = send(b"Known as,Body\nOak,Oak School\n")
    assert again.status == Status.READY
    assert again.rows.first().text == "Oak School"
    assert again.mapping == ANSWERS


def test_another_authority_answers_for_itself(unmatched, match, ashby_vale):
    match(unmatched)
    upload = Upload.objects.get()
    upload.authority = ashby_vale
    columns = mappings.from_json(upload.columns)
    assert mappings.remembered(upload, columns) is None


def test_a_later_answer_replaces_the_earlier(unmatched, match, coordinator):
    match(unmatched)
    services.map_again(unmatched, by=coordinator)
    unmatched.refresh_from_db()
    assert unmatched.status == Status.NEEDS_MAPPING
    match(unmatched, {"Body": "name", "Known as": ""})
    assert RememberedMapping.objects.get().mapping == {"Body": "name", "Known as": ""}
    assert unmatched.rows.first().payload["short"] == ""


def test_a_stale_answer_is_refused(unmatched, match, page, coordinator):
    version = unmatched.version
    match(unmatched)
    services.map_again(unmatched, by=coordinator)
    data = {"version": version, "column_0": "name", "column_1": ""}
    answer = page(columns_url(unmatched), data)
    assert answer.status_code == 409
    assert "has changed this import" in answer.content.decode()
    assert RememberedMapping.objects.get().mapping == ANSWERS


def test_columns_that_were_understood_are_not_asked_about(send, coordinator):
    upload = send()
    with pytest.raises(NotNow):
        services.map_again(upload, by=coordinator)


def test_a_remembered_answer_that_no_longer_fits_is_asked_anew(unmatched, match, send):
    match(unmatched)
    RememberedMapping.objects.update(mapping={"Body": "", "Known as": "short"})
    again = send(OTHER.replace(b"Elm", b"Oak"))
    assert again.status == Status.NEEDS_MAPPING
    assert again.mapping is None


def test_guesses_use_each_field_once():
    fields = [Field("name", "Name", synonyms=("Body",)), Field("x", "X", many=True)]
    columns = [Column(n) for n in ("NAME:", "Body", "x", " X ", "Other")]
    assert mappings.guesses(columns, fields) == {"NAME:": "name", "x": "x", " X ": "x"}
