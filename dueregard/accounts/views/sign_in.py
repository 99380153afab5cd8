from allauth.account import views as account
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from ..step_up import step_up_required

# What the browser is told to forget. Cookies are not named: the session's is deleted,
# and the mark of a known browser is to stay.
FORGET = '"cache", "storage"'


@login_not_required
def sign_out(request):
    response = account.logout(request)
    if request.method == "POST":
        response.headers["Clear-Site-Data"] = FORGET
    return response


@step_up_required
def change_password(request):
    """For people who have a password; single sign-on opens no second door."""
    if not request.user.has_usable_password():
        raise Http404
    return account.password_change(request)


@require_safe
def factors(request):
    """Where allauth returns to after a factor was changed."""
    return redirect("accounts:my_account")
