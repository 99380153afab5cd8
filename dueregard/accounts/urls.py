from django.urls import path

from .views import (
    approvals,
    authorities,
    invitations,
    my_account,
    organisations,
    people,
    roles,
    staying,
)

app_name = "accounts"
urlpatterns = [
    path("authorities/", authorities.authorities, name="authorities"),
    path("authorities/<slug:slug>/", authorities.authority, name="authority"),
    path(
        "authorities/<slug:slug>/edit/",
        authorities.authority_edit,
        name="authority_edit",
    ),
    path("authorities/<slug:slug>/rooms/", authorities.rooms, name="rooms"),
    path(
        "authorities/<slug:slug>/rooms/<slug:room>/ask/",
        approvals.ask_for_room,
        name="ask_for_room",
    ),
    path("approvals/", approvals.approvals, name="approvals"),
    path("approvals/<uuid:pk>/", approvals.approval, name="approval"),
    path(
        "approvals/<uuid:pk>/refuse/",
        approvals.refuse_approval,
        name="refuse_approval",
    ),
    path(
        "approvals/<uuid:pk>/withdraw/",
        approvals.withdraw_approval,
        name="withdraw_approval",
    ),
    path("authorities/<slug:slug>/successor/", authorities.successor, name="successor"),
    path("authorities/<slug:slug>/people/", people.people, name="people"),
    path("authorities/<slug:slug>/people/invite/", people.invite, name="invite"),
    path(
        "authorities/<slug:slug>/people/confirm/",
        roles.confirm_roles,
        name="confirm_roles",
    ),
    path(
        "authorities/<slug:slug>/people/<int:pk>/give-role/",
        people.give_role,
        name="give_role",
    ),
    path(
        "authorities/<slug:slug>/people/<int:pk>/resend/",
        people.resend,
        name="resend",
    ),
    path(
        "authorities/<slug:slug>/people/<int:pk>/withdraw/",
        people.withdraw,
        name="withdraw",
    ),
    path(
        "authorities/<slug:slug>/people/<int:pk>/reset-sign-in/",
        people.reset_sign_in,
        name="reset_sign_in",
    ),
    path("people/<int:pk>/", people.person, name="person"),
    path("roles/<int:pk>/end/", roles.end_role, name="end_role"),
    path(
        "authorities/<slug:slug>/organisations/",
        organisations.organisations,
        name="organisations",
    ),
    path(
        "authorities/<slug:slug>/organisations/add/",
        organisations.organisation_add,
        name="organisation_add",
    ),
    path("organisations/<int:pk>/", organisations.organisation, name="organisation"),
    path(
        "organisations/<int:pk>/edit/",
        organisations.organisation_edit,
        name="organisation_edit",
    ),
    path(
        "organisations/<int:pk>/successor/",
        organisations.organisation_successor,
        name="organisation_successor",
    ),
    path("my-account/", my_account.my_account, name="my_account"),
    path("my-account/factor/", my_account.set_up_factor, name="set_up_factor"),
    path("my-account/mailed-code/", my_account.use_mailed_code, name="use_mailed_code"),
    path(
        "my-account/sign-out-everywhere/",
        my_account.sign_out_everywhere,
        name="sign_out_everywhere",
    ),
    path(
        "my-account/sessions/<int:pk>/end/",
        my_account.end_session,
        name="end_session",
    ),
    path("check-it-is-you/", my_account.step_up_page, name="step_up"),
    path("time-left/", staying.time_left, name="time_left"),
    path("stay/", staying.stay, name="stay"),
    path("kept-answers/", my_account.kept_answers, name="kept_answers"),
    path("join/<str:token>/", invitations.accept, name="accept"),
    path(
        "join/<str:token>/single-sign-on/",
        invitations.accept_single_sign_on,
        name="accept_single_sign_on",
    ),
    path("single-sign-on/", invitations.single_sign_on, name="single_sign_on"),
    path("wake/", invitations.wake_sent, name="wake_sent"),
    path("wake/<str:token>/", invitations.wake, name="wake"),
]
