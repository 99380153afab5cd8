from ..views import coverage as views
from .routes import at

urlpatterns = [
    at("in/<slug:slug>/coverage/", views.matrix, "coverage"),
    at(
        "in/<slug:slug>/coverage/of/<int:pk>/",
        views.organisation,
        "coverage_of_organisation",
    ),
    at("in/<slug:slug>/coverage/by-month/", views.trend, "coverage_trend"),
    at("in/<slug:slug>/coverage/next-to-lapse/", views.lapsing, "lapsing"),
    at("in/<slug:slug>/coverage/ever-trained/", views.trained, "ever_trained"),
    at("in/<slug:slug>/coverage/as-<slug:form>/", views.export, "export_coverage"),
]
