from django.urls import path

from ..views import answering

app_name = "answer"
urlpatterns = [
    path("sent/", answering.sent, name="sent"),
    path("<str:token>/", answering.link, name="link"),
    path("<str:token>/open/", answering.open_request, name="open"),
    path("<str:token>/send/", answering.send, name="send"),
]
