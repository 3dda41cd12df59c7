"""How a hosted dashboard knows its people, as its host set it in the environment."""

from __future__ import annotations

import hashlib
import hmac
import logging
import os
import re
from dataclasses import dataclass, field
from functools import cache
from typing import Final, TypeVar
from urllib.parse import urlsplit

import argon2
from argon2.exceptions import InvalidHashError

from alpsat_geo.app.core.login.places import BACK
from alpsat_geo.app.core.origins import PUBLIC_URL_VARIABLE, is_loopback
from alpsat_geo.domain.errors import AlpSatError, InputError
from alpsat_geo.sources.host_secrets import read_secret
from alpsat_geo.sources.legal_notice import read_legal_notice
from alpsat_geo.sources.openid import Client, is_safe_address
from alpsat_geo.store.actor import Role

ISSUER: Final = "ALPSAT_OIDC_ISSUER"
CLIENT_ID: Final = "ALPSAT_OIDC_CLIENT_ID"
CLIENT_SECRET: Final = "ALPSAT_OIDC_CLIENT_SECRET"
CLIENT_SECRET_FILE: Final = "ALPSAT_OIDC_CLIENT_SECRET_FILE"
KIND: Final = "ALPSAT_OIDC_KIND"
COOKIE_SECRET: Final = "ALPSAT_COOKIE_SECRET"
COOKIE_SECRET_FILE: Final = "ALPSAT_COOKIE_SECRET_FILE"
PASSWORD: Final = "ALPSAT_STAFF_PASSWORD"
PASSWORD_FILE: Final = "ALPSAT_STAFF_PASSWORD_FILE"
PASSWORD_HASH: Final = "ALPSAT_STAFF_PASSWORD_HASH"
PASSWORD_ROLE: Final = "ALPSAT_STAFF_ROLE"

LISTS: Final = {
    Role.ADMINISTRATOR: "ALPSAT_ADMINISTRATORS",
    Role.FACILITATOR: "ALPSAT_FACILITATORS",
    Role.AGENT: "ALPSAT_AGENTS",
}
"""By role, the highest first: who has it."""

ROLE_WORDS: Final = {"agent": Role.AGENT, "facilitator": Role.FACILITATOR, "administrator": Role.ADMINISTRATOR}
KIND_WORDS: Final = {"ordinary": False, "proconnect": True}

SECRET_LENGTH: Final = 32
PASSWORD_LENGTH: Final = 12

Word = TypeVar("Word")

_LOG = logging.getLogger(__name__)
_PROCONNECT_HOST = re.compile(r"(^|\.)(proconnect|agentconnect)\.gouv\.fr$")
_SIRET = re.compile(r"\d{14}")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+")
_DOMAIN = re.compile(r"@[^@\s]+\.[^@\s]+")
_APART = re.compile(r"[\s,;]+")


@dataclass(frozen=True, slots=True)
class Settings:
    """How a hosted dashboard knows its people.

    Attributes
    ----------
    public_url : str
        Its address, without the last slash.
    secret : str
        Seals the cookies; the same on every replica.
    client : Client or None
        This site as its provider knows it; None: a password is asked.
    password_hash : str
        Argon2 hash of the password of the staff; empty where there is a provider.
    password_role : Role
        Of whoever gives it.
    lists : dict
        By role: e-mails, domains behind their sign, and SIRET numbers that have it.
    """

    public_url: str
    secret: str = field(repr=False)
    client: Client | None = field(default=None, repr=False)
    password_hash: str = field(default="", repr=False)
    password_role: Role = Role.FACILITATOR
    lists: dict[Role, frozenset[str]] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Path of the site, without the last slash: empty, or ``/alpsat``."""
        return urlsplit(self.public_url).path

    @property
    def is_secure(self) -> bool:
        """Whether its pages travel by TLS."""
        return self.public_url.startswith("https:")

    @property
    def way(self) -> str:
        """What a session was opened by; one that another provider or password opened is over."""
        what = f"{self.client.issuer} {self.client.client_id}" if self.client else self.password_hash
        return hmac.digest(self.secret.encode(), what.encode(), hashlib.sha256).hex()[:16]

    def find_role(self, email: str, siret: str) -> Role:
        """Return the highest role whose list names somebody; who is on none reads only."""
        names = {email.casefold(), f"@{email.casefold().rpartition('@')[2]}", *([siret] if siret else [])}
        return next((role for role, listed in self.lists.items() if names & listed), Role.READER)


@cache
def read_settings() -> Settings | None:
    """Return the settings of the environment; None where nobody can log in.

    Raises
    ------
    InputError
        If the host set them wrongly; says what to do, in one sentence.
    """
    client_parts = {name: os.environ.get(name, "").strip() for name in (ISSUER, CLIENT_ID)}
    client_secret = read_secret(CLIENT_SECRET, CLIENT_SECRET_FILE)
    password = read_secret(PASSWORD, PASSWORD_FILE)
    password_hash = os.environ.get(PASSWORD_HASH, "").strip()
    has_provider = any((*client_parts.values(), client_secret))
    if not has_provider and not password and not password_hash:
        return None
    if has_provider and (password or password_hash):
        raise InputError(
            f"{ISSUER} et un mot de passe de l'équipe sont réglés tous les deux : gardez le fournisseur d'identité, ou "
            "le mot de passe."
        )
    public_url = _read_public_url()
    secret = read_secret(COOKIE_SECRET, COOKIE_SECRET_FILE)
    if len(secret) < SECRET_LENGTH:
        raise InputError(
            f"{COOKIE_SECRET} compte {len(secret)} caractères, il en faut {SECRET_LENGTH} au moins, au hasard et les "
            "mêmes sur chaque instance : donnez par exemple ce qu'écrit « openssl rand -base64 48 »."
        )
    if has_provider:
        client = _read_client(client_parts, client_secret, public_url)
        return Settings(public_url, secret, client=client, lists=_read_lists(is_proconnect=client.is_proconnect))
    return Settings(
        public_url,
        secret,
        password_hash=_read_password_hash(password, password_hash, secret),
        password_role=_choose(PASSWORD_ROLE, ROLE_WORDS, "facilitator"),
    )


def find_fault() -> str:
    """Return what the host of a hosted dashboard set wrongly, empty when nothing; warn when nobody can log in."""
    try:
        read_legal_notice()
        settings = read_settings()
    except AlpSatError as error:
        return str(error)
    if settings is None:
        _LOG.warning(
            "ALPSAT_MODE=hosted sans fournisseur d'identité (%s) ni mot de passe de l'équipe (%s) : ce tableau de bord "
            "se lit, et l'on y vote ; personne n'y enregistre rien.",
            ISSUER,
            PASSWORD,
        )
    return ""


def _read_public_url() -> str:
    url = os.environ.get(PUBLIC_URL_VARIABLE, "").strip().rstrip("/")
    parts = urlsplit(url)
    is_near = parts.scheme == "http" and is_loopback(parts.hostname or "")
    if not (is_near or (parts.scheme == "https" and parts.hostname)) or set("?#") & set(url):
        raise InputError(
            f"{PUBLIC_URL_VARIABLE} {f'vaut « {url} »' if url else 'manque'} : pour que l'on se connecte, donnez "
            "l'adresse publique du tableau de bord, en https, chemin compris."
        )
    return url


def _read_client(parts: dict[str, str], secret: str, public_url: str) -> Client:
    missing = [name for name, value in {**parts, CLIENT_SECRET: secret}.items() if not value]
    if missing:
        raise InputError(
            f"Il manque {' et '.join(missing)} : le fournisseur d'identité donne l'adresse, l'identifiant et le secret "
            "du client quand on lui déclare ce site."
        )
    issuer = parts[ISSUER]
    if not is_safe_address(issuer):
        raise InputError(f"{ISSUER} vaut « {issuer} » : donnez l'adresse du fournisseur d'identité, en https.")
    is_known = _PROCONNECT_HOST.search(urlsplit(issuer).hostname or "") is not None
    is_proconnect = _choose(KIND, KIND_WORDS, "proconnect" if is_known else "ordinary")
    return Client(issuer, parts[CLIENT_ID], secret, f"{public_url}/{BACK}", is_proconnect=is_proconnect)


def _choose(variable: str, words: dict[str, Word], default: str) -> Word:
    stated = os.environ.get(variable, "").strip().lower() or default
    if stated not in words:
        raise InputError(f"{variable} vaut « {stated} » : écrivez {' ou '.join(words)}.")
    return words[stated]


def _read_password_hash(password: str, password_hash: str, secret: str) -> str:
    if password and password_hash:
        raise InputError(f"{PASSWORD} et {PASSWORD_HASH} sont réglées toutes les deux : n'en gardez qu'une.")
    if password_hash:
        try:
            argon2.extract_parameters(password_hash)
        except InvalidHashError:
            raise InputError(
                f"{PASSWORD_HASH} n'est pas une empreinte argon2 ($argon2id$…) : refaites-la, entre apostrophes si un "
                "shell la lit."
            ) from None
        return password_hash
    if len(password) < PASSWORD_LENGTH:
        raise InputError(
            f"{PASSWORD} compte {len(password)} caractères : il en faut {PASSWORD_LENGTH} au moins, par exemple quatre "
            "mots au hasard."
        )
    # The same on every replica: a session is known by the hash of the password that opened it.
    salt = hmac.digest(secret.encode(), b"staff password", hashlib.sha256)[:16]
    return argon2.PasswordHasher().hash(password, salt=salt)


def _read_lists(*, is_proconnect: bool) -> dict[Role, frozenset[str]]:
    lists = {role: _read_list(variable, is_proconnect=is_proconnect) for role, variable in LISTS.items()}
    if not any(lists.values()):
        _LOG.warning("%s ne nomme personne : qui se connecte lit, et n'enregistre rien.", " / ".join(LISTS.values()))
    return lists


def _read_list(variable: str, *, is_proconnect: bool) -> frozenset[str]:
    entries = [entry.casefold() for entry in _APART.split(os.environ.get(variable, "")) if entry]
    for entry in entries:
        is_siret = _SIRET.fullmatch(entry) is not None
        if is_siret and not is_proconnect:
            raise InputError(f"{variable} nomme le SIRET « {entry} », que seul ProConnect donne : écrivez des e-mails.")
        if not (is_siret or _MAIL.fullmatch(entry) or _DOMAIN.fullmatch(entry)):
            raise InputError(
                f"{variable} nomme « {entry} » : écrivez des e-mails, des domaines (@commune.example) ou, avec "
                "ProConnect, des SIRET de 14 chiffres, séparés par des espaces."
            )
    return frozenset(entries)
