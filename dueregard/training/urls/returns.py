from ..views import returns as views
from .routes import at

urlpatterns = [
    at("<slug:slug>/returns/", views.returns, name="returns"),
    at(
        "<slug:slug>/returns/file/<str:form>/",
        views.return_file,
        name="return_file",
    ),
    at("<slug:slug>/returns/missing/", views.returns_missing, name="returns_missing"),
    at("<slug:slug>/returns/chase/", views.chase, name="chase_returns"),
    at("<slug:slug>/returns/of/<int:pk>/", views.return_of, name="return_of"),
    at(
        "<slug:slug>/returns/of/<int:pk>/nothing/",
        views.nothing_to_tell,
        name="nothing_to_tell",
    ),
]
