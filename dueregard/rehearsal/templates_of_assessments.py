"""An assessment template of the authority's own: published, not offered, and corrected
in a draft, so that assessments begin on the one that came with the service."""

from dueregard.access.roles import Role
from dueregard.referrals import services
from dueregard.referrals.assessment_templates import WORDS

TITLE = "Vulnerability assessment of a child"
AT_SCHOOL = "What helps them at school, or could?"
HINT = "Who there knows them best, and what has been tried."
LEARNING = "How do they learn and communicate, and who supports that?"


def build_templates(cast) -> None:
    by = cast[Role.COORDINATOR]
    made = services.begin_template(cast.authority, title=TITLE, based_on="vaf", by=by)
    _ask(made, AT_SCHOOL, HINT, by)
    [draft] = made.versions.drafts()
    services.publish_draft(made, version=draft.version, by=by)
    services.stop_offering_template(cast.authority, made.code, by=by)
    services.begin_version(made, by=by)
    _ask(made, LEARNING, "", by)


def _ask(template, label: str, hint: str, by) -> None:
    services.add_draft_question(
        template, "protective", label=label, hint=hint, kind=WORDS, by=by
    )
