"""The mistakes of every form on a page, for the error summary and the title."""

from django.forms import BaseForm, BaseFormSet

from dueregard.ui.forms.kinds import focus_id
from dueregard.ui.forms.sentences import sentences

# The names under which views, ours and allauth's, give forms to a page.
_NAMES = ("form", "forms", "formset", "filter_form", "verify_form", "change_form")


def forms_of(context) -> list:
    """The forms and formsets of the page, once each."""
    found: list = []
    for name in _NAMES:
        value = context.get(name)
        for form in value if isinstance(value, list | tuple) else [value]:
            known = any(form is other for other in found)
            if isinstance(form, BaseForm | BaseFormSet) and not known:
                found.append(form)
    return found


def has_errors(forms: list) -> bool:
    return any(mistakes(form) for form in forms)


def mistakes(form) -> list[dict]:
    """[{"text", "id"}] in the order of the fields; `id` is where a link leads."""
    if isinstance(form, BaseFormSet):
        return _mistakes_of_set(form)
    if not form.is_bound or not form.errors:
        return []
    visible = form.visible_fields()
    first = focus_id(visible[0]) if visible else ""
    found = [{"text": text, "id": first} for text in form.non_field_errors()]
    for field in form.hidden_fields():
        found += [{"text": text, "id": first} for text in sentences(field)]
    for field in visible:
        if field.errors:
            place = focus_id(field)
            found += [{"text": text, "id": place} for text in sentences(field)]
    return found


def _mistakes_of_set(formset) -> list[dict]:
    if not formset.is_bound:
        return []
    found = [{"text": text, "id": ""} for text in formset.non_form_errors()]
    for form in formset.forms:
        found += mistakes(form)
    return found
