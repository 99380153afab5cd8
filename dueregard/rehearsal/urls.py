from django.urls import path

app_name = "rehearsal"
urlpatterns: list[path] = []
