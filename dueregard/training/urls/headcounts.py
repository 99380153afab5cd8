from ..views import headcounts as views
from .routes import at

urlpatterns = [
    at("in/<slug:slug>/headcounts/", views.headcounts, name="headcounts"),
    at(
        "in/<slug:slug>/headcounts/declare/",
        views.declare_headcount,
        name="declare_headcount",
    ),
    at("headcounts/<int:pk>/", views.headcount, name="headcount"),
    at("headcounts/<int:pk>/check/", views.check_headcount, name="check_headcount"),
]
