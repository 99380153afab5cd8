from ..views import returns as views
from .routes import at

urlpatterns = [
    at("in/<slug:slug>/returns/", views.returns, name="returns"),
    at(
        "in/<slug:slug>/returns/file/<str:form>/",
        views.return_file,
        name="return_file",
    ),
    at(
        "in/<slug:slug>/returns/missing/", views.returns_missing, name="returns_missing"
    ),
    at("in/<slug:slug>/returns/chase/", views.chase, name="chase_returns"),
    at("in/<slug:slug>/returns/of/<int:pk>/", views.return_of, name="return_of"),
    at(
        "in/<slug:slug>/returns/of/<int:pk>/nothing/",
        views.nothing_to_tell,
        name="nothing_to_tell",
    ),
]
