from django import forms
from django.core.exceptions import ValidationError


class CertificateCodeForm(forms.Form):
    """The code on a certificate, however it is typed; asked in the address."""

    code = forms.CharField(
        label="Certificate code",
        help_text="It stands at the foot of the certificate, such as ABCDE-FGHJK.",
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"width": 20}),
    )
    mark_optional = False

    def clean_code(self) -> str:
        """The code without what stands between its letters; "" before one is asked."""
        typed = self.cleaned_data["code"]
        plain = "".join(each for each in typed if each.isalnum())
        if "code" in self.data and not plain:
            raise ValidationError("Enter the certificate code")
        return plain.upper()
