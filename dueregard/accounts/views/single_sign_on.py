"""Signing in through the organisation, stricter than the package that we build on.

It leaves the signature of what the provider says unread, since that comes over TLS, and
ties nothing of it to the sign-in that was begun. Here it must be signed by a key that
the provider publishes, and repeat the number that this sign-in asked with (security
C-ID1). A provider that is away is said to be, and nobody gets in by another way.
"""

from urllib.parse import parse_qs, urlsplit

import jwt
from allauth.core.internal.httpkit import add_query_params
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import (
    OAuth2CallbackView,
    OAuth2LoginView,
    OAuth2View,
)
from allauth.socialaccount.providers.openid_connect.views import (
    OpenIDConnectOAuth2Adapter,
)
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac
from requests import RequestException

# Signatures with a public key: a client's secret signs nothing that we believe.
SIGNED_WITH = frozenset({"RS256", "RS384", "RS512", "PS256", "ES256", "ES384"})
NOT_BELIEVED = "What the provider said cannot be believed."


class CheckedAdapter(OpenIDConnectOAuth2Adapter):
    """Believes what is signed, meant for us, in time, and asked for just now."""

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict:
        if _signed_with(id_token) not in SIGNED_WITH:
            raise OAuth2Error(NOT_BELIEVED)
        claims: dict = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        asked_with = nonce_of(self.request.GET.get("state", ""))
        if not constant_time_compare(str(claims.get("nonce", "")), asked_with):
            raise OAuth2Error(NOT_BELIEVED)
        return claims


@login_not_required
def begin(request, provider_id: str) -> HttpResponse:
    """Send the browser to the provider, with a number that its answer must repeat."""
    response = _answer(request, provider_id, OAuth2LoginView)
    state = parse_qs(urlsplit(response.headers.get("Location", "")).query).get("state")
    if state:
        asked = {"nonce": nonce_of(state[0])}
        response.headers["Location"] = add_query_params(
            response.headers["Location"], asked
        )
    return response


@login_not_required
def come_back(request, provider_id: str) -> HttpResponse:
    """What the provider says of who it is."""
    return _answer(request, provider_id, OAuth2CallbackView)


def nonce_of(state: str) -> str:
    """The number that goes with `state`, which is of one browser and used once."""
    return salted_hmac("accounts.single_sign_on", state, algorithm="sha256").hexdigest()


def _answer(request, provider_id: str, view: type[OAuth2View]) -> HttpResponse:
    """Of one of the package's views; a provider that is away is a refused sign-in."""
    adapter = CheckedAdapter(request, provider_id)
    try:
        provider = adapter.get_provider()
    except SocialApp.DoesNotExist:
        raise Http404 from None
    try:
        return view.adapter_view(adapter)(request)
    except (RequestException, ValueError) as error:  # no answer, or none that is JSON
        return render_authentication_error(request, provider, exception=error)


def _signed_with(id_token: str) -> str:
    try:
        return str(jwt.get_unverified_header(id_token).get("alg"))
    except jwt.PyJWTError:
        return ""
