import pytest

from dueregard.partners.names import LONGEST_KEY, normalise, person_key, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Prevent Coordinator", "Prevent Co-ordinator"),
        ("Prevent Coordinator", "prevent co ordinator."),
        ("Prevent Coordinator", "Prevent Co‑ordinators"),
        ("Cohesion & Equality Team", "Cohesion and Equality Teams"),
        ("All service-owners", "All service owners"),
        ("Community Safety Authorities", "Community Safety Authority"),
        ("Local Churches", "local church"),
        ("Children's Services", "Children’s services"),
        ("Chair of the Channel Panel", "Chair of Channel Panel"),
        ("C.T.U. Team", "CTU team"),
        ("Safeguarding\u200b Lead", "Safeguarding  Lead"),
        ("Home Office–funded providers", "Home Office funded provider:"),
    ],
)
def test_spellings_of_the_same_words_share_a_key(one, other):
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Prevent Coordinator", "Prevent Education Officer"),
        ("Police (Ashby Vale)", "Police (Netherbrook)"),
        ("Police", "Policy"),
        ("Head of Service", "Head of Services Team"),
    ],
)
def test_other_words_have_another_key(one, other):
    assert normalise(one) != normalise(other)


@pytest.mark.parametrize(
    "text",
    [
        "Business addresses",
        "Series of glasses",
        "Boss's buses",
        "Welsh authorities & co.",
    ],
)
def test_normalising_a_key_again_changes_nothing(text):
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize("text", ["", "  ", "…", "—", "( )", "the"])
def test_a_text_without_words_has_an_empty_key(text):
    assert normalise(text) == ""


def test_a_very_long_text_keeps_a_key_of_its_own():
    text = "Safeguarding lead " * 200
    assert len(normalise(text)) <= LONGEST_KEY
    assert normalise(text) != normalise(text + "Netherbrook")


def test_every_letter_of_a_persons_name_counts():
    assert person_key("Ann Peters") != person_key("Ann Peter")


@pytest.mark.parametrize("name", ["Dr Ada Lovell", "Cllr. Ada Lovell", "ADA LOVELL"])
def test_a_title_before_a_persons_name_does_not_count(name):
    assert person_key(name) == person_key("Ada Lovell")


@pytest.mark.parametrize("separator", ["/", " / ", "\n", ". ", "; ", " and ", " & "])
def test_separators_start_a_new_part(separator):
    words = words_of(f"Ada{separator}Ben")
    assert [word.starts_part for word in words if word.exact == "ben"] == [True]


@pytest.mark.parametrize("separator", [", ", " - ", " (", " "])
def test_commas_dashes_and_brackets_do_not(separator):
    assert not any(word.starts_part for word in words_of(f"Ada{separator}Ben"))
