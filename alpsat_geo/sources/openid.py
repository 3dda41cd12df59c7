"""Who somebody is, asked of a provider of OpenID Connect by the authorization code flow.

Ordinary providers follow the standard. ProConnect, the provider of French public agents, takes no parameter outside
its own list, tells the e-mail in a signed answer only, and asks for a state at the end of a session too.
"""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

import httpx
from joserfc import jwt
from joserfc.errors import ExpiredTokenError, InvalidClaimError, InvalidKeyIdError, JoseError, MissingClaimError
from joserfc.jwk import KeySet

from alpsat_geo.domain.errors import AlpSatError
from alpsat_geo.domain.text import N_, clean_line

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""How a provider may sign: with a key that it alone holds. No token without a signature, none signed by a password."""

ERROR_CODE: Final = re.compile("[a-z_]{1,40}")
"""How the standard writes the code of an error; nothing else of an answer goes to the log."""

DISCOVERY: Final = "/.well-known/openid-configuration"
SCOPES: Final = "openid email profile"
PROCONNECT_SCOPES: Final = "openid given_name usual_name email siret"
"""What ProConnect is asked: who it is, for whom they work, and nothing else."""

ANSWER_MOST_BYTES: Final = 512 * 1024
_WAIT_S: Final = 10.0
_LEEWAY_S: Final = 60
_KEPT_S: Final = 3600.0
_NAME_LENGTH: Final = 80
_EMAIL_LENGTH: Final = 254
_SECRET_BYTES: Final = 48
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
_ENDPOINTS: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_OTHER_ENDPOINTS: Final = ("userinfo_endpoint", "end_session_endpoint")

_UNREACHABLE = N_("Le fournisseur d'identité ne répond pas : réessayez dans un instant.")
_UNREADABLE = N_("La réponse du fournisseur d'identité ne se lit pas : prévenez qui héberge ce site.")
_UNSIGNED = N_("La signature du fournisseur d'identité n'est pas la sienne : la connexion est refusée.")
_EXPIRED = N_("La réponse du fournisseur d'identité a expiré : recommencez.")
_NOT_OURS = N_("La réponse du fournisseur d'identité était destinée à un autre site : la connexion est refusée.")
_NOT_ASKED = N_("La réponse du fournisseur d'identité n'est pas celle de votre demande : recommencez.")
_CODE_REFUSED = N_("Le fournisseur d'identité a refusé le code de cette connexion, déjà utilisé ou trop ancien.")
_CLIENT_REFUSED = N_("Le fournisseur d'identité ne reconnaît pas ce site : prévenez qui l'héberge.")
_NO_EMAIL = N_("Le fournisseur d'identité n'a pas donné votre adresse e-mail : la connexion est refusée.")
_EMAIL_UNSIGNED = N_(
    "Le fournisseur d'identité a donné votre adresse e-mail sans la signer : la connexion est refusée."
)
_EMAIL_UNVERIFIED = N_("Le fournisseur d'identité n'a pas vérifié votre adresse e-mail : la connexion est refusée.")
_OTHER_PERSON = N_("Le fournisseur d'identité a répondu au sujet de quelqu'un d'autre : la connexion est refusée.")

_LOG = logging.getLogger(__name__)

# By claim that is not as it must be.
_CLAIM_SENTENCES: Final = {"iss": _UNSIGNED, "aud": _NOT_OURS, "azp": _NOT_OURS, "nonce": _NOT_ASKED}


class IdentityError(AlpSatError):
    """Nobody is logged in; the sentence, to translate, says why."""


class OutageError(IdentityError):
    """The provider does not answer."""


@dataclass(frozen=True, slots=True)
class Client:
    """A site, as its provider knows it.

    Attributes
    ----------
    issuer : str
        Address of the provider, as its tokens name it.
    client_id, client_secret : str
    redirect_uri : str
        Where the provider sends back, as it was declared there.
    is_proconnect : bool
        Whether the provider is ProConnect, with its own rules.
    """

    issuer: str
    client_id: str
    client_secret: str
    redirect_uri: str
    is_proconnect: bool = False


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a login must bring back: random, and known to the browser that began it alone."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def make(cls) -> Attempt:
        """Make three texts of 64 letters, that nobody can guess."""
        return cls(*(secrets.token_urlsafe(_SECRET_BYTES) for _ in range(3)))


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the provider says that somebody is.

    Attributes
    ----------
    email : str
        In lower case.
    name : str
        Empty when the provider does not say.
    siret : str
        Of the employer; empty when the provider does not say.
    id_token : str
        What ends the session at the provider.
    """

    email: str
    name: str
    siret: str
    id_token: str


@dataclass(frozen=True, slots=True)
class _Metadata:
    issuer: str
    endpoints: Mapping[str, str]
    takes_challenge: bool
    takes_secret_in_form: bool
    read_at: float


class Provider:
    """A provider; what it says of itself and its keys are kept for an hour.

    Parameters
    ----------
    client : Client
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self._metadata: _Metadata | None = None
        self._keys: tuple[float, KeySet] | None = None

    async def write_start(self, attempt: Attempt) -> str:
        """Return the address at the provider where a login begins.

        Raises
        ------
        IdentityError
            If the provider cannot be asked.
        """
        metadata = await self._read_metadata()
        client = self._client
        query = {
            "response_type": "code",
            "client_id": client.client_id,
            "redirect_uri": client.redirect_uri,
            "scope": PROCONNECT_SCOPES if client.is_proconnect else SCOPES,
            "state": attempt.state,
            "nonce": attempt.nonce,
        }
        if metadata.takes_challenge:
            digest = hashlib.sha256(attempt.verifier.encode()).digest()
            query["code_challenge"] = base64.urlsafe_b64encode(digest).decode().rstrip("=")
            query["code_challenge_method"] = "S256"
        return _add_query(metadata.endpoints["authorization_endpoint"], query)

    async def write_end(self, id_token: str, state: str, return_uri: str) -> str:
        """Return the address at the provider where its session ends; empty where it has none.

        Parameters
        ----------
        id_token : str
            Empty: it was too long to be kept.
        state : str
            That it gives back.
        return_uri : str
            Where it sends back afterwards, as it was declared there.

        Raises
        ------
        IdentityError
            If the provider cannot be asked.
        """
        endpoint = (await self._read_metadata()).endpoints.get("end_session_endpoint", "")
        if not endpoint:
            return ""
        who = {"id_token_hint": id_token} if id_token else {"client_id": self._client.client_id}
        return _add_query(endpoint, {**who, "state": state, "post_logout_redirect_uri": return_uri})

    async def identify(self, code: str, attempt: Attempt) -> Identity:
        """Ask who came back with a code.

        Parameters
        ----------
        code : str
            That the provider gave to the browser; it answers to it once.
        attempt : Attempt
            With which the login began.

        Raises
        ------
        IdentityError
            If anything is not as it must be.
        """
        metadata = await self._read_metadata()
        id_token, access_token = await self._exchange(code, attempt, metadata)
        claims = await self._read_token(id_token, {"nonce": attempt.nonce}, needs=("exp", "iat", "sub"))
        if not self._client.is_proconnect and claims.get("email"):
            return _make_identity(claims, id_token)
        told = await self._ask_userinfo(access_token, metadata)
        if told.get("sub") != claims["sub"]:
            raise IdentityError(_OTHER_PERSON)
        return _make_identity(told, id_token)

    async def _exchange(self, code: str, attempt: Attempt, metadata: _Metadata) -> tuple[str, str]:
        client = self._client
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": client.redirect_uri}
        if metadata.takes_challenge:
            form["code_verifier"] = attempt.verifier
        authentication = None
        if metadata.takes_secret_in_form or client.is_proconnect:
            form |= {"client_id": client.client_id, "client_secret": client.client_secret}
        else:
            authentication = httpx.BasicAuth(quote(client.client_id, safe=""), quote(client.client_secret, safe=""))
        address = metadata.endpoints["token_endpoint"]
        status, _kind, body = await _ask("POST", address, data=form, auth=authentication)
        if httpx.codes.is_client_error(status):
            error = _read_error(body)
            _LOG.warning("%s : %s (%d)", address, error, status)
            is_known = status != httpx.codes.UNAUTHORIZED and error not in {"invalid_client", "unauthorized_client"}
            raise IdentityError(_CODE_REFUSED if is_known else _CLIENT_REFUSED)
        answer = _read_json(status, body)
        tokens = answer.get("id_token"), answer.get("access_token")
        if not all(isinstance(token, str) and token for token in tokens):
            raise IdentityError(_UNREADABLE)
        return str(tokens[0]), str(tokens[1])

    async def _ask_userinfo(self, access_token: str, metadata: _Metadata) -> Mapping[str, Any]:
        address = metadata.endpoints.get("userinfo_endpoint")
        if not address:
            raise IdentityError(_NO_EMAIL)
        status, kind, body = await _ask("GET", address, headers={"Authorization": f"Bearer {access_token}"})
        if kind == "application/jwt" and status == httpx.codes.OK:
            return await self._read_token(body.decode("ascii", errors="replace").strip(), {}, needs=("sub",))
        if self._client.is_proconnect:
            raise IdentityError(_EMAIL_UNSIGNED)
        return _read_json(status, body)

    async def _read_token(self, token: str, values: Mapping[str, str], *, needs: tuple[str, ...]) -> Mapping[str, Any]:
        """Read a token that the provider signed for this site; a key that is not known yet is asked for, once."""
        keys, is_fresh = await self._read_keys(is_anew=False)
        try:
            try:
                read = jwt.decode(token, keys, algorithms=ALGORITHMS)
            except InvalidKeyIdError:
                if is_fresh:
                    raise
                keys, _is_fresh = await self._read_keys(is_anew=True)
                read = jwt.decode(token, keys, algorithms=ALGORITHMS)
        except (JoseError, ValueError) as error:
            raise IdentityError(_UNSIGNED) from error
        expected = {"iss": (await self._read_metadata()).issuer, "aud": self._client.client_id, **values}
        if isinstance(read.claims.get("aud"), list) and len(read.claims["aud"]) > 1:
            expected["azp"] = self._client.client_id
        options: dict[str, jwt.ClaimsOption] = {name: {"essential": True} for name in needs}
        options |= {name: {"essential": True, "value": value} for name, value in expected.items()}
        registry = jwt.JWTClaimsRegistry(now=None, leeway=_LEEWAY_S, **options)
        try:
            registry.validate(read.claims)
        except ExpiredTokenError as error:
            raise IdentityError(_EXPIRED) from error
        except (InvalidClaimError, MissingClaimError) as error:
            raise IdentityError(_CLAIM_SENTENCES.get(str(error.claim), _UNREADABLE)) from error
        return read.claims

    async def _read_metadata(self) -> _Metadata:
        kept = self._metadata
        if kept is None or time.monotonic() - kept.read_at >= _KEPT_S:
            status, _kind, body = await _ask("GET", self._client.issuer.rstrip("/") + DISCOVERY)
            kept = self._metadata = self._check_metadata(_read_json(status, body))
        return kept

    def _check_metadata(self, told: Mapping[str, Any]) -> _Metadata:
        endpoints = {name: told.get(name) for name in (*_ENDPOINTS, *_OTHER_ENDPOINTS) if told.get(name)}
        issuer = str(told.get("issuer"))
        # A host forgets the last slash, or adds one; its tokens name the provider as it names itself.
        is_itself = issuer.rstrip("/") == self._client.issuer.rstrip("/")
        is_sound = is_itself and all(name in endpoints for name in _ENDPOINTS)
        if not (is_sound and all(is_safe_address(address) for address in endpoints.values())):
            raise IdentityError(_UNREADABLE)
        # ProConnect publishes neither parameter, and refuses what it does not publish.
        takes_challenge = not self._client.is_proconnect and "S256" in _list(told, "code_challenge_methods_supported")
        takes_secret_in_form = "client_secret_post" in _list(told, "token_endpoint_auth_methods_supported")
        return _Metadata(
            issuer,
            {name: str(address) for name, address in endpoints.items()},
            takes_challenge,
            takes_secret_in_form,
            time.monotonic(),
        )

    async def _read_keys(self, *, is_anew: bool) -> tuple[KeySet, bool]:
        """Return the keys of the provider, and whether they were asked for just now."""
        kept = self._keys
        if kept is not None and not is_anew and time.monotonic() - kept[0] < _KEPT_S:
            return kept[1], False
        address = (await self._read_metadata()).endpoints["jwks_uri"]
        status, _kind, body = await _ask("GET", address)
        try:
            keys = KeySet.import_key_set({"keys": _list(_read_json(status, body), "keys")})
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise IdentityError(_UNREADABLE) from error
        self._keys = time.monotonic(), keys
        return keys, True


def is_safe_address(address: object) -> bool:
    """Tell whether what is said to an address stays between this server and that one: TLS, or this very machine."""
    try:
        parts = urlsplit(str(address))
    except ValueError:
        return False
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    )


async def _ask(method: str, address: str, **asked: Any) -> tuple[int, str, bytes]:  # noqa: ANN401 - as httpx takes it
    """Ask an address; return the status, the kind of the answer and its body, which is bounded."""
    body = bytearray()
    try:
        async with (
            httpx.AsyncClient(timeout=_WAIT_S, follow_redirects=False) as line,
            line.stream(method, address, **asked) as answer,
        ):
            async for chunk in answer.aiter_bytes():
                body += chunk
                if len(body) > ANSWER_MOST_BYTES:
                    raise IdentityError(_UNREADABLE)
            kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
            return answer.status_code, kind, bytes(body)
    except httpx.HTTPError as error:
        raise OutageError(_UNREACHABLE) from error


def _read_json(status: int, body: bytes) -> Mapping[str, Any]:
    if status >= httpx.codes.INTERNAL_SERVER_ERROR:
        raise OutageError(_UNREACHABLE)
    try:
        answer = json.loads(body)
    except ValueError as error:
        raise IdentityError(_UNREADABLE) from error
    if status != httpx.codes.OK or not isinstance(answer, dict):
        raise IdentityError(_UNREADABLE)
    return answer


def _read_error(body: bytes) -> str:
    """Return the error code of a refusal, if it is one: it goes to the log."""
    try:
        code = str(json.loads(body)["error"])
    except (ValueError, KeyError, TypeError):
        return "?"
    return code if ERROR_CODE.fullmatch(code) else "?"


def _list(told: Mapping[str, Any], name: str) -> list[Any]:
    found = told.get(name)
    return found if isinstance(found, list) else []


def _make_identity(claims: Mapping[str, Any], id_token: str) -> Identity:
    email = claims.get("email")
    if not isinstance(email, str) or "@" not in email[1:-1] or len(email) > _EMAIL_LENGTH or clean_line(email) != email:
        raise IdentityError(_NO_EMAIL)
    # Many providers do not say; one that says no must be believed.
    if str(claims.get("email_verified", True)).casefold() != "true":
        raise IdentityError(_EMAIL_UNVERIFIED)
    names = (claims.get("given_name"), claims.get("usual_name") or claims.get("family_name"))
    name = " ".join(part for part in names if isinstance(part, str)) or str(claims.get("name") or "")
    siret = claims.get("siret")
    return Identity(
        email.casefold(), clean_line(name)[:_NAME_LENGTH], siret if isinstance(siret, str) else "", id_token
    )


def _add_query(address: str, query: Mapping[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(query, quote_via=quote)}"
