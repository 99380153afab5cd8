"""The addresses of this room, by what they are about."""

from ..views.home import home
from . import (
    catalogue,
    coverage,
    headcounts,
    own,
    people,
    places,
    returns,
    sessions,
    surveys,
)
from .routes import at

app_name = "training"
urlpatterns = [
    at("", home, name="home"),
    *own.urlpatterns,
    *places.urlpatterns,
    *sessions.urlpatterns,
    *catalogue.urlpatterns,
    *people.urlpatterns,
    *headcounts.urlpatterns,
    *surveys.urlpatterns,
    *returns.urlpatterns,
    *coverage.urlpatterns,
]
