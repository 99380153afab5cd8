from django.urls import path

from . import views

app_name = "operations"
urlpatterns = [
    path("healthz", views.health, name="health"),
    path("outbox/", views.job_list, name="jobs"),
    path("outbox/retry/", views.job_retry_all, name="retry_all"),
    path("outbox/<int:pk>/retry/", views.job_retry, name="retry"),
]
