from django.urls import URLPattern, path

from ..views import looks, read_questions

PLACE = "in/<slug:slug>/looks/"

urlpatterns: list[URLPattern] = [
    path(PLACE, looks.looks, name="looks"),
    path(f"{PLACE}find/", looks.find_looks, name="find_looks"),
    path(f"{PLACE}of/<uuid:pk>/", looks.looks_of_one, name="looks_of_one"),
    path(f"{PLACE}<int:person_pk>/", looks.looks_of_person, name="looks_of_person"),
    path(
        f"{PLACE}questions/<uuid:pk>/",
        read_questions.read_question,
        name="read_question",
    ),
]
