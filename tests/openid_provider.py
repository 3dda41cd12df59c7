"""A small provider of OpenID Connect on this machine: an ordinary one, or one that holds ProConnect's rules.

It speaks HTTP on a port of its own, logs in whoever comes, and can be told to misbehave in one way.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT_ID, CLIENT_SECRET = "alpsat-geo", "a secret of the client / with signs"
# What ProConnect publishes, and refuses anything beside.
PROCONNECT_PARAMETERS = {
    *("response_type", "client_id", "redirect_uri", "scope", "claims", "state", "nonce", "prompt", "idp_hint")
}
LEAST_LETTERS = 32


def _make_key(name: str) -> ECKey:
    return ECKey.generate_key("P-256", {"kid": name, "use": "sig", "alg": "ES256"})


@dataclass
class LocalProvider:
    """The state of a provider; `fault` names the one thing that it does wrong."""

    redirect_uris: list[str]
    is_proconnect: bool = False
    fault: str = ""
    claims: dict[str, Any] = field(default_factory=lambda: {"email": "agent@petr.example", "siret": "20006845000012"})
    issuer: str = ""
    ended: list[dict[str, str]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    key: ECKey = field(default_factory=lambda: _make_key("first"))
    published: list[ECKey] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    seen_parameters: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.published = [self.key]

    def rotate(self) -> None:
        """Sign with another key from now on."""
        self.key = _make_key(secrets.token_hex(4))
        self.published = [self.key]

    def list_routes(self) -> list[Route]:
        return [
            Route("/.well-known/openid-configuration", self.describe),
            Route("/authorize", self.authorize),
            Route("/token", self.exchange, methods=["POST"]),
            Route("/userinfo", self.tell),
            Route("/keys", self.publish),
            Route("/end", self.end),
        ]

    async def describe(self, _request: Request) -> Response:
        names = {"authorization": "authorize", "token": "token", "userinfo": "userinfo", "end_session": "end"}
        told: dict[str, Any] = {f"{name}_endpoint": f"{self.issuer}/{path}" for name, path in names.items()}
        told |= {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys"}
        told["code_challenge_methods_supported"] = ["S256"]
        told["token_endpoint_auth_methods_supported"] = [self._method]
        return JSONResponse(told)

    @property
    def _method(self) -> str:
        return "client_secret_post" if self.is_proconnect else "client_secret_basic"

    async def publish(self, _request: Request) -> Response:
        return JSONResponse(KeySet(list(self.published)).as_dict(private=False))

    def _refuse(self, why: str) -> Response:
        self.refused.append(why)
        return JSONResponse({"error": "invalid_request", "error_description": why}, 400)

    def _judge(self, asked: dict[str, str]) -> str:
        """Say what is wrong with what is asked; empty when nothing."""
        if asked.get("client_id") != CLIENT_ID or asked.get("redirect_uri") not in self.redirect_uris:
            return "unknown client or address of return"
        if asked.get("response_type") != "code" or "openid" not in asked.get("scope", "").split():
            return "not the code flow"
        if self.is_proconnect and set(asked) - PROCONNECT_PARAMETERS:
            return f"Y000400: {sorted(set(asked) - PROCONNECT_PARAMETERS)}"
        if self.is_proconnect and min(len(asked.get(name, "")) for name in ("state", "nonce")) < LEAST_LETTERS:
            return "state or nonce too short"
        is_proven = asked.get("code_challenge_method") == "S256"
        return "" if self.is_proconnect or is_proven else "no proof of the code"

    async def authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        self.seen_parameters = asked
        why = self._judge(asked)
        if why:
            return self._refuse(why)
        state = asked["state"]
        if self.fault == "refuses":
            return RedirectResponse(f"{asked['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': state})}")
        code = secrets.token_urlsafe()
        self.codes[code] = asked
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': state})}", 303)

    async def exchange(self, request: Request) -> Response:
        form = {name: str(value) for name, value in (await request.form()).items()}
        if self.is_proconnect:
            given = form.get("client_id"), form.get("client_secret")
        else:
            scheme, _space, value = request.headers.get("authorization", "").partition(" ")
            parts = base64.b64decode(value).decode().split(":") if scheme == "Basic" else ["", ""]
            given = unquote(parts[0]), unquote(parts[1])
        if given != (CLIENT_ID, CLIENT_SECRET):
            return JSONResponse({"error": "invalid_client"}, 401)
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None or form.get("redirect_uri") != asked["redirect_uri"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        if not self.is_proconnect:
            digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
            if base64.urlsafe_b64encode(digest).decode().rstrip("=") != asked["code_challenge"]:
                return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {
            "iss": "https://elsewhere.example" if self.fault == "issuer" else self.issuer,
            "aud": "another-site" if self.fault == "audience" else CLIENT_ID,
            "sub": "u1",
            "iat": now - 7200,
            "exp": now - 3600 if self.fault == "expired" else now + 60,
            "nonce": "x" * 64 if self.fault == "nonce" else asked["nonce"],
        }
        if not self.is_proconnect:
            claims |= self.claims
        tokens = {"access_token": secrets.token_urlsafe(), "token_type": "Bearer", "id_token": self._sign(claims)}
        return JSONResponse(tokens)

    def _sign(self, claims: dict[str, Any]) -> str:
        if self.fault == "unsigned":
            parts = (json.dumps(part).encode() for part in ({"alg": "none", "kid": self.key.kid}, claims))
            return ".".join([*(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts), ""])
        key = _make_key("stranger") if self.fault == "unknown key" else self.key
        if self.fault == "forged":
            key = ECKey.generate_key("P-256", {"kid": str(self.key.kid), "use": "sig", "alg": "ES256"})
        return jwt.encode({"alg": "ES256", "kid": key.kid}, claims, key)

    async def tell(self, request: Request) -> Response:
        assert request.headers["authorization"].startswith("Bearer ")
        claims = {"sub": "someone else" if self.fault == "other person" else "u1", **self.claims}
        if not self.is_proconnect or self.fault == "unsigned e-mail":
            return JSONResponse(claims)
        now = int(time.time())
        claims |= {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 60}
        return Response(
            jwt.encode({"alg": "ES256", "kid": self.key.kid}, claims, self.key), media_type="application/jwt"
        )

    async def end(self, request: Request) -> Response:
        asked = dict(request.query_params)
        self.ended.append(asked)
        needed = {"id_token_hint", "state", "post_logout_redirect_uri"}
        if set(asked) != needed or len(asked["state"]) < LEAST_LETTERS:
            return self._refuse("not the end of a session")
        claims = jwt.decode(asked["id_token_hint"], KeySet(list(self.published)), algorithms=["ES256"]).claims
        assert claims["aud"] == CLIENT_ID
        return RedirectResponse(f"{asked['post_logout_redirect_uri']}?{urlencode({'state': asked['state']})}", 303)


@contextmanager
def serve_provider(provider: LocalProvider) -> Iterator[LocalProvider]:
    """Serve a provider on a free port of this machine, and say its address in it."""
    config = uvicorn.Config(
        Starlette(routes=provider.list_routes()), host="127.0.0.1", port=0, log_level="error", lifespan="off"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 60
    while not server.started:
        assert time.monotonic() < deadline, "the provider did not start"
        time.sleep(0.01)
    provider.issuer = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield provider
    finally:
        server.should_exit = True
        thread.join(timeout=10)
