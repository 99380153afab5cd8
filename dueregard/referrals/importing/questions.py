"""Which of our questions a question of another form is: words that they are asked with.

The first line whose words are all in the question wins, so the narrower stand first.
Our own form's labels (`wording`) are among them: what we give out comes back.
"""

import re
import unicodedata

# words that a question holds, all of them · the step and the question here
WORDS: tuple[tuple[str, str, str], ...] = (
    ("parent* told", "done", "parents_told"),
    ("parent* aware", "done", "parents_told"),
    ("individual* aware referral", "done", "told"),
    ("person told", "done", "told"),
    ("direct action", "done", "action_taken"),
    ("action taken", "done", "action_taken"),
    ("discussed safeguarding lead", "done", "lead_told"),
    ("discussed agenc*", "done", "agencies"),
    ("other agenc*", "done", "agencies"),
    ("who else works", "done", "agencies"),
    ("other explanation*", "means", "other_explanations"),
    ("what else could be", "means", "other_explanations"),
    ("writer thinks means", "means", "means"),
    ("what think means", "means", "means"),
    ("when where came light", "seen", "when_and_where"),
    ("concern* came light", "seen", "when_and_where"),
    ("how came light", "seen", "when_and_where"),
    ("when where", "seen", "when_and_where"),
    ("describe concern*", "seen", "did_or_said"),
    ("did or said", "seen", "did_or_said"),
    ("detail* concern*", "seen", "did_or_said"),
    ("age date not known", "person", "approximate_age"),
    ("approx* age", "person", "approximate_age"),
    ("date birth", "person", "born_on"),
    ("dob", "person", "born_on"),
    ("referr* name", "reach", "writer_name"),
    ("referr* email", "reach", "email"),
    ("referr* telephone", "reach", "telephone"),
    ("referr* contact number*", "reach", "telephone"),
    ("referr* role", "you", "work"),
    ("referr* organisation", "you", "work"),
    ("referred by", "reach", "referred_by"),
    ("forename*", "person", "forenames"),
    ("first name*", "person", "forenames"),
    ("surname", "person", "surname"),
    ("family name", "person", "surname"),
    ("last name", "person", "surname"),
    ("alias*", "person", "aliases"),
    ("other name*", "person", "aliases"),
    ("gender", "person", "gender"),
    ("nationality", "background", "nationality_value"),
    ("citizenship", "background", "nationality_value"),
    ("immigration", "background", "immigration_status_value"),
    ("asylum", "background", "immigration_status_value"),
    ("ethnicity", "background", "ethnicity_value"),
    ("religion", "background", "religion_value"),
    ("faith", "background", "religion_value"),
    ("disabilit*", "background", "health_value"),
    ("mental health", "background", "health_value"),
    ("complex need*", "background", "needs"),
    ("what they need", "background", "needs"),
    ("vulnerabilit*", "background", "needs"),
    ("interpreter", "place", "interpreter"),
    ("language", "place", "language"),
    ("address*", "place", "address"),
    ("contact number*", "place", "contacts"),
    ("how reach them", "place", "contacts"),
    ("online username*", "place", "contacts"),
    ("email", "place", "contacts"),
    ("household", "place", "household"),
    ("family detail*", "place", "household"),
    ("who lives with", "place", "household"),
    ("school", "place", "school_or_work"),
    ("college", "place", "school_or_work"),
    ("employer", "place", "school_or_work"),
    ("occupation", "place", "school_or_work"),
)


def question_for(label: str) -> tuple[str, str] | None:
    """(step, question) of ours that `label` asks, or None: it is not one of ours."""
    words = _folded(label)
    for wanted, step, question in WORDS:
        if all(_is_in(each, words) for each in wanted.split()):
            return step, question
    return None


def _folded(label: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", label).casefold()
    return re.findall(r"[a-z0-9]+", plain.replace("e-mail", "email"))


def _is_in(wanted: str, words: list[str]) -> bool:
    if wanted.endswith("*"):
        return any(word.startswith(wanted[:-1]) for word in words)
    return wanted in words
