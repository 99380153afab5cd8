import csv
import io

import pytest

from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Organisation
from dueregard.audit.models import Entry
from dueregard.exchange import services
from dueregard.exchange.importers import Decision

MIXED = (
    b"Name,Short name\nNorth Lane School,NLS\nElm Housing,Elm\nOak?,Oak\nAsh?,Ash\n"
    b",=1+1\n"
)


@pytest.fixture
def mixed(send, marlbrook):
    held = Organisation.objects.create(name="Elm Housing", short_name="Old")
    held.authorities.add(marlbrook)
    return send(MIXED)


def rows_of(upload, change):
    return list(upload.rows.filter(change=change))


def test_the_check_shows_first_what_needs_a_look(page, mixed):
    content = page(mixed.get_absolute_url()).content.decode()
    for words in ("Will be added (1)", "Will be changed (1)", "Needs a look (2)"):
        assert words in content
    assert "The name may be another’s." in content
    assert "North Lane School" not in content


@pytest.mark.parametrize(
    ("show", "words"),
    [
        ("new", "North Lane School"),
        ("changed", "now “Old”, in the file “Elm”"),
        ("problem", "Enter the organisation’s name."),
        ("note", "This title was left out."),
        ("nonsense", "The name may be another’s."),
    ],
)
def test_the_address_says_which_rows_are_shown(page, mixed, show, words):
    assert words in page(f"{mixed.get_absolute_url()}?show={show}").content.decode()


def test_long_files_are_shown_page_by_page(page, send):
    names = b"".join(b"Body %d,B\n" % n for n in range(60))
    upload = send(b"Name,Short name\n" + names)
    content = page(f"{upload.get_absolute_url()}?show=new&page=2").content.decode()
    assert "Body 25" in content
    assert "Body 24" not in content
    assert "show=new&amp;page=3" in content


def test_the_rows_with_problems_are_saved_as_they_were(page, mixed):
    answer = page(f"/exchange/{mixed.pk}/problems.csv")
    text = b"".join(answer.streaming_content).decode().removeprefix("\ufeff")
    assert list(csv.reader(io.StringIO(text))) == [
        ["Name", "Short name", "Line in the file", "Problem"],
        ["", "'=1+1", "6", "Enter the organisation’s name."],
    ]
    entry = Entry.objects.about(mixed).last()
    assert (entry.event, entry.facts) == ("upload.problems_exported", {"rows": 1})


def test_single_rows_are_put_in_or_left_out(page, mixed):
    oak, ash = rows_of(mixed, "uncertain")
    url = f"/exchange/{mixed.pk}/doubtful/"
    assert "Line 4: Oak?" in page(url).content.decode()
    answer = page(
        url,
        {
            "version": mixed.version,
            f"row_{oak.pk}": "keep",
            f"row_{ash.pk}": "skip",
        },
    )
    assert answer.url == mixed.get_absolute_url()
    assert [row.text for row in mixed.rows_to_apply()] == [
        "North Lane School",
        "Elm Housing",
        "Oak?",
    ]


def test_a_row_that_nobody_decided_on_goes_as_the_importer_says(mixed, toy):
    assert mixed.rows_to_apply().count() == 4
    toy.undecided = Decision.SKIP
    assert mixed.rows_to_apply().count() == 2


def test_the_rest_is_decided_at_once(page, mixed, coordinator):
    oak, ash = rows_of(mixed, "uncertain")
    services.decide(
        mixed, by=coordinator, decisions={oak.pk: Decision.KEEP}, version=mixed.version
    )
    mixed.refresh_from_db()
    url = f"/exchange/{mixed.pk}/doubtful/rest/"
    page(url, {"version": mixed.version, "decision": "skip"})
    ash.refresh_from_db()
    oak.refresh_from_db()
    assert (oak.decision, ash.decision) == ("keep", "skip")


def test_a_choice_made_on_an_old_page_is_refused(mixed, coordinator):
    oak, _ = rows_of(mixed, "uncertain")
    old = mixed.version
    choose = {"by": coordinator, "decisions": {oak.pk: Decision.KEEP}}
    services.decide(mixed, version=old, **choose)
    with pytest.raises(NotNow):
        services.decide(mixed, version=old, **choose)


def test_what_somebody_else_chose_meanwhile_is_not_put_in_unseen(mixed, coordinator):
    oak, _ = rows_of(mixed, "uncertain")
    seen = mixed.version
    keep = {oak.pk: Decision.KEEP}
    services.decide(mixed, by=coordinator, decisions=keep, version=seen)
    with pytest.raises(NotNow, match="has changed this import"):
        services.confirm(mixed, by=coordinator, version=seen)
    mixed.refresh_from_db()
    assert mixed.status == "ready"


def test_only_doubtful_rows_are_decided_on(mixed, coordinator):
    (new,) = rows_of(mixed, "new")
    services.decide(
        mixed, by=coordinator, decisions={new.pk: Decision.SKIP}, version=mixed.version
    )
    new.refresh_from_db()
    assert new.decision == ""


def test_a_file_that_changes_nothing_cannot_be_confirmed(
    page, send, confirm, marlbrook
):
    confirm(send())
    again = send()
    content = page(again.get_absolute_url()).content.decode()
    assert "This very file was put in before" in content
    assert "Nothing in this file would change what is held." in content
    assert "Put these rows in" not in content
    with pytest.raises(NotNow, match="Nothing in this file"):
        confirm(again)


def test_comparing_again_sees_what_has_changed(mixed, page, marlbrook):
    Organisation.objects.filter(name="Elm Housing").update(short_name="Elm")
    page(f"/exchange/{mixed.pk}/check-again/", {})
    mixed.refresh_from_db()
    assert mixed.counts["same"] == 1
    assert "changed" not in mixed.counts


def test_hostile_words_are_shown_as_words(page, send):
    upload = send(b"Name,Short name\n<script>alert(1)</script>,x\n")
    content = page(upload.get_absolute_url()).content.decode()
    assert "<script>alert" not in content
    assert "&lt;script&gt;alert(1)" in content
