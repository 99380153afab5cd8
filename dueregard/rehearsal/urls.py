from django.urls import path

from . import views

app_name = "rehearsal"
urlpatterns = [
    path("rehearsal/", views.door, name="door"),
    path("rehearsal/<int:pk>/", views.enter, name="enter"),
]
