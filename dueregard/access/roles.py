"""Roles as data: what each is for, in a paragraph that people read on the page.

A role says what somebody does for an authority (`accounts.Membership` gives it, with
dates). Which acts a role opens stands in each room's `rules.py`; which parts
of a record about a person it opens stands in `need_to_know.py`.
"""

from dataclasses import dataclass

from django.db import models


class Role(models.TextChoices):
    """What a person does for an authority."""

    COORDINATOR = "coordinator", "Prevent co-ordinator"
    EDUCATION_OFFICER = "education_officer", "Prevent education officer"
    ACTION_OWNER = "action_owner", "Action owner"
    BOARD_MEMBER = "board_member", "Board member"
    BOARD_CHAIR = "board_chair", "Board chair"
    TRAINING_LEAD = "training_lead", "Training lead"
    ELECTED_MEMBER = "elected_member", "Elected member"
    COMMUNICATIONS_OFFICER = "communications_officer", "Communications officer"
    DATA_PROTECTION_OFFICER = "data_protection_officer", "Data protection officer"
    AUDITOR = "auditor", "Auditor"
    ADMINISTRATOR = "administrator", "Administrator"
    REGISTERED_REFERRER = "registered_referrer", "Registered referrer"
    SAFEGUARDING_LEAD = "safeguarding_lead", "Designated safeguarding lead"
    GATEWAY_OFFICER = "gateway_officer", "Police gateway officer"
    CASE_OFFICER = "case_officer", "Channel case officer"
    PANEL_CHAIR = "panel_chair", "Channel panel chair"
    DEPUTY_CHAIR = "deputy_chair", "Channel deputy chair"


# Roles that open records about people; nobody else's account does.
CASE_ROLES = frozenset(
    {
        Role.REGISTERED_REFERRER,
        Role.SAFEGUARDING_LEAD,
        Role.GATEWAY_OFFICER,
        Role.CASE_OFFICER,
        Role.PANEL_CHAIR,
        Role.DEPUTY_CHAIR,
    }
)


@dataclass(frozen=True)
class RoleDescription:
    """`duties` is shown where a role is given; `must_not` where it is explained."""

    duties: str
    must_not: str


DESCRIPTIONS: dict[str, RoleDescription] = {
    Role.COORDINATOR: RoleDescription(
        "Writes the delivery plan with partners, keeps it up to date, asks action "
        "owners for progress, and prepares what the board decides on.",
        "Cannot approve a plan: the board's chair does that.",
    ),
    Role.EDUCATION_OFFICER: RoleDescription(
        "Leads the plan's work with schools, colleges and parents, and keeps the "
        "progress of the actions that fall to education.",
        "Cannot change the plan's shape or send it for approval.",
    ),
    Role.ACTION_OWNER: RoleDescription(
        "Answers for one or more actions, for the council or for a partner, and "
        "says how they are going.",
        "Cannot change what an action says, or see a draft plan.",
    ),
    Role.BOARD_MEMBER: RoleDescription(
        "Sits on the board that the plan answers to; reads drafts and progress, and "
        "asks about what is late.",
        "Cannot change the plan.",
    ),
    Role.BOARD_CHAIR: RoleDescription(
        "Decides on the plan for the board: approves it, returns it, or closes it, "
        "and agrees what the public sees.",
        "Cannot decide on a plan that they drafted themselves.",
    ),
    Role.TRAINING_LEAD: RoleDescription(
        "Keeps the record of who needs training and who has had it, and shows the "
        "true percentage: for the council all of it, for a partner organisation that "
        "of its own people and of the organisations below it.",
        "Never sees a referral or a case, and cannot join training to either.",
    ),
    Role.ELECTED_MEMBER: RoleDescription(
        "Reads the approved plan and its progress in plain words, and asks better "
        "questions of it.",
        "Sees approved plans and safe totals only: never a draft, a name or a case.",
    ),
    Role.COMMUNICATIONS_OFFICER: RoleDescription(
        "Prepares what the public reads about the plan and its actions.",
        "Cannot publish alone: the board's chair agrees to what is published.",
    ),
    Role.DATA_PROTECTION_OFFICER: RoleDescription(
        "Checks how personal data is used, answers requests for it, and reviews who "
        "looked at what.",
        "Cannot change the plan or give roles.",
    ),
    Role.AUDITOR: RoleDescription(
        "Examines, for a set time, whether the duty is met and the records are true.",
        "Changes nothing.",
    ),
    Role.ADMINISTRATOR: RoleDescription(
        "Invites people, gives and ends roles, and switches rooms on and off.",
        "Sees no plan and no case by this role alone.",
    ),
    Role.REGISTERED_REFERRER: RoleDescription(
        "Refers on behalf of an organisation, with the form filled in as far as it is "
        "known, and sees whether what they sent was received and passed on.",
        "Sees what they sent themselves for 90 days, and never what was decided.",
    ),
    Role.SAFEGUARDING_LEAD: RoleDescription(
        "Checks the concerns that colleagues of their organisation notice, and refers.",
        "Sees a concern only while asked to check it, and no referral but their own.",
    ),
    Role.GATEWAY_OFFICER: RoleDescription(
        "Receives referrals for the police, says whether others may go ahead, and "
        "decides which are a matter for Prevent.",
        "Sees referrals that are with the police, not panel papers.",
    ),
    Role.CASE_OFFICER: RoleDescription(
        "Gathers what partners know about an assigned referral and prepares the "
        "decision under section 36.",
        "Sees only referrals and cases that are assigned to them.",
    ),
    Role.PANEL_CHAIR: RoleDescription(
        "Chairs the Channel panel for the council and decides for it under section 36.",
        "Sees who referred a person only when they ask for it with a reason.",
    ),
    Role.DEPUTY_CHAIR: RoleDescription(
        "Acts for the panel's chair, with the same rights, while the role runs.",
        "Sees who referred a person only when they ask for it with a reason.",
    ),
}
