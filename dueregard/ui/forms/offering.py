"""Which rows a question offers, said when the form is made."""

from typing import cast

from django import forms
from django.db.models import QuerySet


def offer(form: forms.Form, name: str, rows: QuerySet) -> None:
    """Have the question `name` offer these rows and no others."""
    cast(forms.ModelChoiceField, form.fields[name]).queryset = rows
