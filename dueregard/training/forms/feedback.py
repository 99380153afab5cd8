from django import forms
from django.utils.translation import gettext_lazy as _

MARKS = [(5, _("5: very much")), (4, "4"), (3, "3"), (2, "2"), (1, _("1: not at all"))]


def mark_field(label: str, missing: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=MARKS,
        coerce=int,
        widget=forms.RadioSelect(attrs={"small": True}),
        error_messages={"required": missing, "invalid_choice": missing},
    )


class FeedbackForm(forms.Form):
    """Three marks and, for who likes, a word."""

    knows_more = mark_field(
        _("Do you know more now about what to look out for?"),
        _("Select how much more you know now, from 1 to 5"),
    )
    would_act = mark_field(
        _("Would you know what to do if you were worried?"),
        _("Select how well you would know what to do, from 1 to 5"),
    )
    well_run = mark_field(
        _("Was the session well run?"),
        _("Select how well the session was run, from 1 to 5"),
    )
    comment = forms.CharField(
        label=_("Is there anything else to say?"),
        help_text=_("Leave out names, yours too: the organisers read this."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
