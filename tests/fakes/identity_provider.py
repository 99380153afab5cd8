"""An organisation's sign-on whose habits, and whose lies, can be changed."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings

CLIENT, SUBJECT = "due-regard", "subject-1"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
ANOTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class IdentityProvider:
    """`lies` replace what it says of who it is; `alg` and `key` sign it; `nonce` is
    what the sign-in asked with. Habits as in `tests/fakes`."""

    def __init__(self, url: str) -> None:
        self.url, self.habit = url, "ok"
        self.nonce, self.alg, self.key = "", "RS256", KEY
        self.lies: dict[str, Any] = {}

    def settings(self) -> dict[str, object]:
        app = {
            "provider_id": settings.OIDC_PROVIDER_ID,
            "name": "Marlbrook",
            "client_id": CLIENT,
            "secret": "secret",
            "settings": {"server_url": self.url},
        }
        by = {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}
        return {"SOCIALACCOUNT_PROVIDERS": {"openid_connect": by}}

    def answer(self, path: str) -> dict[str, Any]:
        if "openid-configuration" in path:
            return {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "userinfo_endpoint": f"{self.url}/userinfo",
                "jwks_uri": f"{self.url}/keys",
            }
        if path == "/keys":
            public = jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True)
            return {"keys": [{**public, "kid": "1", "alg": "RS256"}]}
        if path == "/token":
            return {
                "access_token": "access",
                "token_type": "bearer",
                "id_token": self.id_token(),
            }
        return {"sub": self.lies.get("sub", SUBJECT)}

    def id_token(self) -> str:
        claims = {
            "iss": self.url,
            "aud": CLIENT,
            "sub": SUBJECT,
            "exp": int(time.time()) + 300,
            "nonce": self.nonce,
            "amr": ["mfa"],
        }
        keys = {"none": None, "HS256": "a secret that everybody knows, and long"}
        key: Any = keys.get(self.alg, self.key)
        headers = {"kid": "1"}
        return jwt.encode(claims | self.lies, key, algorithm=self.alg, headers=headers)


@contextmanager
def identity_provider() -> Iterator[IdentityProvider]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if provider.habit == "hang":
                ended.wait(30)
                return None
            if provider.habit == "refuse":
                return self.send_error(503)
            content = json.dumps(provider.answer(self.path)).encode()
            if provider.habit == "garble":
                content = b"\xff\xfe what?"
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
            return None

        do_POST = do_GET

        def log_message(self, *words: object) -> None:
            return None

    ended = threading.Event()
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        provider = IdentityProvider(f"http://127.0.0.1:{server.server_port}")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield provider
        finally:
            ended.set()
            server.shutdown()
