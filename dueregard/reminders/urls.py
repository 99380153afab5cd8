from django.urls import path

from .views import feed, hearing, leaving, my_work, team

app_name = "reminders"
urlpatterns = [
    path("my-work/", my_work.my_work, name="my_work"),
    path("my-work/brought-to-you/", my_work.brought, name="brought"),
    path("team-work/", team.home, name="team_home"),
    path("team-work/<slug:slug>/", team.team, name="team"),
    path("team-work/<slug:slug>/tasks/", team.tasks, name="team_tasks"),
    path("team-work/<slug:slug>/posts/<int:pk>/", team.post_tasks, name="team_post"),
    path(
        "team-work/<slug:slug>/people/<int:pk>/",
        team.person_tasks,
        name="team_person",
    ),
    path("team-work/<slug:slug>/leaving-soon/", leaving.leaving, name="leaving"),
    path("team-work/<slug:slug>/ladder/", leaving.ladder, name="ladder"),
    path("leaving-soon/<int:pk>/hold/", leaving.hold, name="hold"),
    path("leaving-soon/<int:pk>/release/", leaving.release, name="release"),
    path("my-account/mail/", hearing.mail, name="mail"),
    path("my-account/calendar/", hearing.calendar, name="calendar"),
    path("my-account/calendar/make/", hearing.make_calendar, name="make_calendar"),
    path(
        "my-account/calendar/take-back/",
        hearing.revoke_calendar,
        name="revoke_calendar",
    ),
    path("calendar/<str:token>.ics", feed.feed, name="feed"),
]
