"""Assessment templates as their pages show them: where each stands, and what changed
between two versions, in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from dueregard.plans.differences import Piece, word_diff

from .assessment_templates import FACTOR, Part, Question, Template, template
from .models import AssessmentTemplate, AssessmentTemplateVersion

ASKED = {True: "As a factor", False: "In words alone"}
REORDERED = "Some stand in another order."


@dataclass(frozen=True)
class Line:
    """An own template in the list: its newest published version, and its draft."""

    template: AssessmentTemplate
    newest: AssessmentTemplateVersion | None
    draft: AssessmentTemplateVersion | None


@dataclass(frozen=True)
class Change:
    """One thing that differs: what it is of, what was done, and the words of it."""

    what: str
    of: str
    words: str = ""
    pieces: list[list[Piece]] = field(default_factory=list)


def line_of(
    template: AssessmentTemplate, versions: Iterable[AssessmentTemplateVersion]
) -> Line:
    """`versions` are those of the template, the newest first."""
    rows = list(versions)
    published = (each for each in rows if not each.is_draft)
    drafts = (each for each in rows if each.is_draft)
    return Line(template, next(published, None), next(drafts, None))


def before_it(version: AssessmentTemplateVersion) -> Template | None:
    """What a version began as a copy of; None for what began with no questions."""
    if version.number > 1:
        rows = AssessmentTemplateVersion.objects.filter(template=version.template_id)
        return rows.get(number=version.number - 1).as_template()
    if version.based_on_version is not None:
        return template(version.based_on, version.based_on_version)
    return None


def changes_between(before: Template, after: Template) -> list[Change]:
    """What was added, removed, reworded, asked in another way or moved."""
    found = [
        *_reworded("Title", before.title, after.title),
        *_reworded("Before the parts", before.lead, after.lead),
        *_of_parts(before, after),
        *_of_questions(before, after),
    ]
    if _is_reordered(before, after):
        found.append(Change("Moved", "Order", REORDERED))
    return found


def _of_parts(before: Template, after: Template) -> Iterator[Change]:
    for part in after.parts:
        was = before.part(part.code)
        if was is None:
            yield Change("Added", "Part", part.title)
            continue
        said = _said((was.title, part.title), (was.lead, part.lead))
        if said:
            yield Change("Reworded", "Part", pieces=said)
    for part in before.parts:
        if after.part(part.code) is None:
            yield Change("Removed", "Part", part.title)


def _of_questions(before: Template, after: Template) -> Iterator[Change]:
    were, are = _places(before), _places(after)
    for code, (part, question) in are.items():
        if code not in were:
            yield Change("Added", f"Question of “{part.title}”", question.label)
            continue
        yield from _of_question(were[code], part, question)
    for code, (part, question) in were.items():
        if code not in are:
            yield Change("Removed", f"Question of “{part.title}”", question.label)


def _of_question(
    was: tuple[Part, Question], part: Part, question: Question
) -> Iterator[Change]:
    old_part, old = was
    of = f"Question of “{part.title}”"
    texts = (old.label, question.label), (old.hint, question.hint)
    if said := _said(*texts):
        yield Change("Reworded", of, pieces=said)
    if old.kind != question.kind:
        asked = ASKED[question.kind == FACTOR]
        yield Change("Asked in another way", of, f"{question.label}: {asked.lower()}")
    if old_part.code != part.code:
        yield Change("Moved", of, question.label)


def _reworded(of: str, before: str, after: str) -> list[Change]:
    said = _said((before, after))
    return [Change("Reworded", of, pieces=said)] if said else []


def _said(*texts: tuple[str, str]) -> list[list[Piece]]:
    """The first text as it was and is, and the others that differ; nothing, if none
    does."""
    if all(before == after for before, after in texts):
        return []
    first, *others = texts
    shown = [first, *(pair for pair in others if pair[0] != pair[1])]
    return [word_diff(*pair) for pair in shown if any(pair)]


def _places(form: Template) -> dict[str, tuple[Part, Question]]:
    return {each.code: (part, each) for part in form.parts for each in part.questions}


def _is_reordered(before: Template, after: Template) -> bool:
    """Whether what is in both stands in another order, part by part."""
    pairs = [(_codes(before.parts), _codes(after.parts))]
    pairs += [
        (_codes(was.questions), _codes(part.questions))
        for part in after.parts
        if (was := before.part(part.code)) is not None
    ]
    return any(_common(*pair) != _common(*reversed(pair)) for pair in pairs)


def _codes(row: Iterable[Part | Question]) -> list[str]:
    return [each.code for each in row]


def _common(one: list[str], other: list[str]) -> list[str]:
    """Those of `one`, in its order, that `other` has too."""
    return [code for code in one if code in other]
