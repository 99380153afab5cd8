"""What was seen and said, apart from what the writer makes of it (domain §13.2)."""

from django.utils.translation import gettext_lazy as _

from .asking import NARRATIVE, NO, YES, StepForm, long_text, radios

UNSURE = "unsure"


class SeenForm(StepForm):
    """The one block that must be there: what they did or said."""

    did_or_said = long_text(
        _("What did they do or say?"),
        help_text=_(
            "In your own words: what you saw, heard or read, as exactly as you can. "
            "Leave what you think it means for the next page."
        ),
        most=NARRATIVE,
        rows=12,
        error_messages={"required": _("Enter what they did or said")},
    )
    when_and_where = long_text(
        _("When and where was it?"),
        help_text=_("For example: on Tuesday in a lesson; online, over some weeks."),
        most=4_000,
        rows=4,
        error_messages={
            "required": _("Enter when and where it was, as far as you know")
        },
    )
    who_else = long_text(
        _("Who else saw or heard it?"),
        help_text=_("Name other people only if we need to talk with them."),
        rows=3,
        required=False,
    )
    of_oneself = {
        "did_or_said": _("What do you want to tell us?"),
        "when_and_where": _("When and where is this?"),
        "who_else": _("Who else knows?"),
    }


class MeansForm(StepForm):
    """What the writer thinks, kept apart from the facts."""

    means = long_text(
        _("What do you think it means, and what worries you?"),
        most=NARRATIVE,
        rows=6,
        required=False,
    )
    other_explanations = long_text(
        _("What else could explain it?"),
        help_text=_(
            "For example: a game, a joke, homework, an illness, a quarrel, a faith or "
            "an opinion that harms nobody."
        ),
        most=4_000,
        rows=4,
        required=False,
    )


class FairForm(StepForm):
    """The fairness questions. The writer answers them; no words are ever scored."""

    same_for_anyone = radios(
        _("Would you tell us the same about a person of another faith or background?"),
        [(YES, _("Yes")), (NO, _("No")), (UNSURE, _("I am not sure"))],
        _("Select whether you would tell us the same about anybody"),
        help_text=_("Your answer does not stop what you send. It helps who reads it."),
    )
    only_beliefs = radios(
        _("Is what you wrote only about what somebody is, believes or thinks?"),
        [
            (NO, _("No, it also says what they did or said that could lead to harm")),
            (YES, _("Yes, it is only about that")),
        ],
        _("Select whether it is only about what somebody is, believes or thinks"),
        help_text=_(
            "For example a faith, praying, clothes, a language, a view on politics or "
            "wars, or a lawful protest. None of these is a reason to refer."
        ),
    )


class BehaviourForm(StepForm):
    """Asked of who ticked that nothing else is in it. It may stay empty: never drop."""

    behaviour = long_text(
        _("What did they do or say that could lead to harm?"),
        help_text=_("If there is nothing to add, go on: we still read what you send."),
        most=NARRATIVE,
        rows=8,
        required=False,
    )
