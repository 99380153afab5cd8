"""How every form of the service, allauth's included, is printed."""

from django.forms.renderers import TemplatesSetting


class GovukRenderer(TemplatesSetting):
    """Prints `{{ form }}`, `{{ field.as_field_group }}` and `{{ formset }}`."""

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"
