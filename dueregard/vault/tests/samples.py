"""Two sealed models that exist in tests alone, in a registry of their own."""

from django.apps.registry import Apps
from django.db import models

from dueregard.accounts.models import Authority
from dueregard.vault.fields import SealedDateField, SealedJSONField, SealedTextField
from dueregard.vault.models import DataKey, SealedModel

REGISTRY = Apps()
for _model in (Authority, DataKey):
    REGISTRY.all_models[_model._meta.app_label][_model._meta.model_name] = _model


class Note(SealedModel):
    """A record with one of each sealed field, and one that is not sealed."""

    words = SealedTextField(blank=True)
    reply = SealedTextField(null=True)
    answers = SealedJSONField(null=True)
    born_on = SealedDateField(null=True)
    stage = models.CharField(max_length=10, default="new")

    class Meta:
        app_label = "vault"
        apps = REGISTRY


class Letter(SealedModel):
    """Another table with a column of the same name."""

    words = SealedTextField()

    class Meta:
        app_label = "vault"
        apps = REGISTRY
