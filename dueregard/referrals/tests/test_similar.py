"""The rule by which two people may be one: which signs together propose, and fairness.

The names are synthetic: lists of common words of names by origin, put together at
random. No list is of real people.
"""

import random
from datetime import date
from itertools import chain, combinations

import pytest

from dueregard.referrals.similar import (
    CARRIED_BY_MANY,
    RULES,
    Sign,
    look_for,
    rule_for,
    signs_between,
    tokens_of,
)
from dueregard.vault import blind

DAY = date(2010, 3, 14)
NEVER_ENOUGH = (
    {Sign.FAMILY},
    {Sign.SCHOOL},
    {Sign.ADDRESS},
    {Sign.GIVEN},
    {Sign.BORN},
    {Sign.FAMILY, Sign.SCHOOL, Sign.ADDRESS, Sign.NOT_KNOWN_BORN},
    {Sign.FAMILY, Sign.SCHOOL, Sign.ADDRESS, Sign.BORN},  # twins
    {Sign.GIVEN, Sign.SCHOOL, Sign.NOT_KNOWN_BORN},
    {Sign.GIVEN, Sign.FAMILY, Sign.SCHOOL},  # both births known, and they differ
)

# Given names and family names by origin; many families carry one of very few.
ORIGINS = {
    "English": (
        "Oliver George Harry Jack Noah Leo Oscar Freddie Alfie Arthur Amelia Isla Ava "
        "Grace Freya Poppy Ella Lily Evie Rosie Daniel Thomas James Lucy Hannah",
        "Smith Taylor Brown Wilson Walker Wright Green Hall Wood Harris Cooper Baker "
        "Turner Hill Ward Cook Parker Carter Mills Shaw Fletcher Palmer Webb Barker",
    ),
    "Pakistani": (
        "Mohammed.Ali Mohammed.Usman Muhammad.Bilal Mohammad.Hamza Ahmed Hassan Imran "
        "Zain Adnan Faisal Tariq Junaid Aisha Fatima Maryam Zara Sana Hira Iqra Noor "
        "Amina Saima Rabia Mohammed.Asif Muhammad.Kamran",
        "Khan Hussain Ahmed Ali Akhtar Malik Iqbal Mahmood Begum Bibi Shah Mirza Raja "
        "Butt Chaudhry Sheikh Qureshi Siddiqui Anwar Aslam Rashid Javed Saeed Nawaz",
    ),
    "Arabic": (
        "Omar Yusuf Khaled Mahmoud Tarek Sami Rami Nabil Hadi Karim Layla Huda Salma "
        "Rania Dalia Nour Yasmin Samira Abdul.Rahman Abd.Allah Walid Ziad Fadi Basil",
        "Al-Masri Haddad Nasser Saleh Mansour Khalil Aziz Farouk Hamdan Sabbagh Najjar "
        "Shami Qasim Taha Habib Rahman Suleiman Darwish Jaber Issa Bakri Zaki Fahmy",
    ),
    "Sikh": (
        "Gurpreet Harjit Manpreet Jaspal Balwinder Amandeep Rajinder Sukhdev Kuldip "
        "Paramjit Simran Navdeep Jasmeet Harleen Kiran Mandeep Satnam Ravinder Tejpal",
        "Singh Kaur Singh.Gill Singh.Sandhu Kaur.Dhillon Singh.Grewal Kaur.Sidhu",
    ),
    "Polish": (
        "Jakub Szymon Kacper Wojciech Krzysztof Łukasz Paweł Michał Mateusz Bartosz "
        "Zofia Julia Maja Zuzanna Agnieszka Katarzyna Małgorzata Ewa Dorota Halina",
        "Nowak Kowalski Wiśniewski Wójcik Kamiński Lewandowski Zieliński Szymański "
        "Woźniak Dąbrowski Kozłowski Jankowski Mazur Krawczyk Piotrowski Grabowski",
    ),
    "Welsh": (
        "Rhys Dylan Owain Gethin Ieuan Llywelyn Gruffudd Iestyn Emyr Tomos Cerys Seren "
        "Ffion Megan Carys Eleri Nia Lowri Angharad Bronwen Osian Macsen Gwilym Idris",
        "Jones Davies Williams Evans Thomas Roberts Lewis Hughes Morgan Griffiths "
        "Edwards Owen Rees Price Powell Llewellyn Lloyd Pritchard Bowen Vaughan",
    ),
    "Chinese": (
        "Wei Jun Li Ming Hao Lei Xin Yu Jing Mei Ling Fang Hui Xiao Yan Qing Ting Bo "
        "Chen Jie Rui Zhi Kai Long",
        "Wang Li Zhang Liu Chen Yang Zhao Huang Zhou Wu Xu Sun Hu Zhu Gao Lin He Guo "
        "Ma Luo Liang Song Zheng Xie",
    ),
    "Somali": (
        "Abdi Abdullahi Ayaan Hodan Ifrah Yasir Farah Liban Guled Warsame Sahra Hibo "
        "Nasra Ladan Zakaria Bashir Idil Muna Sagal Deeqa Kadar Mukhtar Jama Faduma",
        "Hassan Mohamed Ali Ahmed Farah Warsame Omar Jama Abdi Yusuf Osman Ismail Aden "
        "Duale Hersi Nur Guled Elmi Samatar Egal Barre Shire Mire Roble",
    ),
}
PAIRS = 3000


def words(forenames, surname, born_on=DAY, **more):
    return {"forenames": forenames, "surname": surname, "born_on": born_on} | more


def proposed(one, other):
    """The code of the rule that proposes these two, or ""."""
    has_birth = bool(other.get("born_on"))
    found = signs_between(look_for(one), tokens_of(other), has_birth=has_birth)
    rule = rule_for(found)
    return rule.code if rule else ""


@pytest.mark.parametrize("signs", NEVER_ENOUGH, ids=lambda each: "+".join(sorted(each)))
def test_these_together_propose_nothing(signs):
    assert rule_for(signs) is None


def test_every_rule_needs_a_name_and_something_of_the_birth():
    births = {Sign.BORN, Sign.NEARLY_BORN, Sign.NOT_KNOWN_BORN}
    for rule in RULES:
        assert Sign.GIVEN in rule.needs
        assert rule.needs & births
        assert rule.says.endswith(".")


def test_no_rule_holds_a_number_and_none_compares_amounts():
    every = chain.from_iterable(combinations(Sign, n) for n in range(len(Sign) + 1))
    found = {rule_for(set(signs)) for signs in every}
    assert found == {None, *RULES}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (words("Sean", "O'Brien"), words("Seán", "OBRIEN")),
        (words("Corin", "Ashgrove"), words("Corrin", "Ashgrove")),
        (words("Mohammed Bilal", "Hussain"), words("Muhamad Bilaal", "Husain")),
        (words("محمد", "حسين"), words("Mohammed", "Hussein")),
        (words("Łukasz", "Wiśniewski"), words("Lukasz", "Wisniewski")),
        (words("Ffion", "Llewellyn"), words("Ffion", "Llewelyn")),
        (words("Zoe\u0308", "Hall"), words("Zo\u00eb", "Hall")),
        (words("Hassan", "Ali"), words("Ali", "Hassan")),
        (words("Mei Ling", "Wang"), words("Meiling Mei", "Wang")),
        (words("Robert", "Hall", aliases=["Bobby Hall"]), words("Bobby", "Hall")),
        (words("Gurpreet", "Singh"), words("Gurprit", "Singh")),
    ],
)
def test_the_same_person_spelled_in_another_way_is_proposed(one, other):
    assert proposed(one, other) == "birth_and_name"


def test_a_slip_in_the_date_of_birth_is_proposed():
    for slip in (date(2010, 3, 15), date(2009, 3, 14), date(2011, 3, 14)):
        one, other = words("Corin", "Ashgrove"), words("Corin", "Ashgrove", slip)
        assert proposed(one, other) == "near_birth_and_name"
    swapped = proposed(
        words("Corin", "Ashgrove", date(2010, 4, 3)),
        words("Corin", "Ashgrove", date(2010, 3, 4)),
    )
    assert swapped == "near_birth_and_name"


def test_other_dates_of_birth_propose_nothing_however_alike_the_names():
    one = words("Corin", "Ashgrove", school_or_work="Millrace Academy")
    assert proposed(one, one | {"born_on": date(2007, 9, 2)}) == ""


def test_who_changed_their_family_name_is_proposed_by_school_or_address():
    school = {"school_or_work": "Millrace Academy"}
    one, other = words("Hannah", "Ward", **school), words("Hannah", "Khan", **school)
    assert proposed(one, other) == "birth_first_name_and_school"
    home = {"addresses": ["4 Weir Street, Marlbrook ML1 4QX"]}
    again = {"addresses": ["4 Weir St., ml14qx"]}
    one, other = words("Hannah", "Ward", **home), words("Hannah", "Khan", **again)
    assert proposed(one, other) == "birth_first_name_and_address"


def test_twins_of_one_school_are_not_proposed_as_one():
    school = {"school_or_work": "Millrace Academy", "addresses": ["4 Weir Street"]}
    assert (
        proposed(words("Daniel", "Ward", **school), words("Lucy", "Ward", **school))
        == ""
    )


def test_a_name_that_many_carry_is_no_sign_beside_another():
    assert (
        proposed(words("Mohammed Ali", "Khan"), words("Mohammed Usman", "Khan")) == ""
    )
    assert proposed(words("Harjit", "Singh"), words("Kuldip", "Singh")) == ""


def test_without_a_date_of_birth_a_similar_whole_name_is_proposed():
    one, other = words("Corin", "Ashgrove", None), words("Corrin", "Ashgrove")
    assert proposed(one, other) == "name_and_no_birth"
    assert proposed(words("Corin", "Mills", None), words("Corin", "Ward")) == ""


def test_nobody_is_proposed_without_a_name():
    assert proposed(words("", ""), words("", "")) == ""
    assert proposed(words("", "Ward"), words("Lucy", "Ward")) == ""


def people_of(origin, draw):
    given, family = (part.split() for part in ORIGINS[origin])
    return draw.choice(given).replace(".", " "), draw.choice(family).replace(".", " ")


def rate_of(origin, *, birth):
    """How often two people of other names are proposed, who share a date of birth."""
    draw = random.Random(f"matches of {origin}")
    wrong = asked = 0
    while asked < PAIRS:
        one, other = people_of(origin, draw), people_of(origin, draw)
        if {*map(str.casefold, one)} == {*map(str.casefold, other)}:
            continue  # the same words: nobody could tell them apart by name
        asked += 1
        wrong += bool(proposed(words(*one, birth), words(*other, birth)))
    return wrong / PAIRS


def test_false_matches_are_as_rare_for_names_of_every_origin():
    rates = {origin: rate_of(origin, birth=DAY) for origin in ORIGINS}
    assert max(rates.values()) <= 0.02, rates
    assert max(rates.values()) - min(rates.values()) <= 0.015, rates


def test_without_a_date_of_birth_false_matches_stay_rare_for_every_origin():
    rates = {origin: rate_of(origin, birth=None) for origin in ORIGINS}
    assert max(rates.values()) <= 0.02, rates
    assert max(rates.values()) - min(rates.values()) <= 0.015, rates


def test_words_that_many_carry_are_folded_as_names_are():
    assert all(blind.words_of(word) == [word] for word in CARRIED_BY_MANY)
