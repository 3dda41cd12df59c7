"""What asks the portals: politely, within bounds, and from where a broken download stopped."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import platformdirs
import tenacity

from alpsat_geo.domain.errors import AlpSatError
from alpsat_geo.sources.portals.addresses import read_addresses
from alpsat_geo.sources.whole_file import open_growing, write_whole

DOCUMENT_MOST_BYTES = 64 * 1024**2
"""Most that an answer read in memory may weigh."""

_AGENT = "AlpSat-Geo"
_PASSING = {408, 425, 429, 500, 502, 503, 504}
_NOT_MODIFIED, _PARTIAL, _RANGE_REFUSED = 304, 206, 416
_CHUNK_BYTES = 256 * 1024
_PAGE = re.compile(rb"\s*<(!doctype html|html)", re.IGNORECASE)
_FILE_NAME_LENGTH = 80
_DIGEST_LENGTH = 12
_DAY_S = 24 * 3600.0

KEPT_DAYS = 100
"""How long a download stays once nothing asks for it: a quarter's file has its successor by then."""


class PortalError(AlpSatError):
    """A portal that did not give what it should; the sentence says what it did."""


class _PassingError(PortalError):
    """What another attempt may mend; ``wait_s`` is what the portal asked to wait, if it did."""

    def __init__(self, sentence: str, wait_s: float | None = None) -> None:
        super().__init__(sentence)
        self.wait_s = wait_s


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how often a portal is asked.

    Attributes
    ----------
    connect_s, read_s : float
        Longest wait for a connection, and between two pieces of an answer.
    attempts : int
        For one request, the first included.
    first_wait_s, longest_wait_s : float
        Of the back-off between attempts; what a portal asks for is obeyed up to the longest.
    """

    connect_s: float = 10.0
    read_s: float = 60.0
    attempts: int = 5
    first_wait_s: float = 1.0
    longest_wait_s: float = 90.0


@dataclass(frozen=True, slots=True)
class Resource:
    """A file of a portal, as its catalogue describes it.

    Attributes
    ----------
    url : str
    version : str
        Changes with the content (a date, a hash); empty when the catalogue says nothing of it.
    length : int or None
        Bytes, when the catalogue says it.
    digest : tuple of (algorithm, hexadecimal) or None
        Such as ``("sha1", "…")``.
    """

    url: str
    version: str = ""
    length: int | None = None
    digest: tuple[str, str] | None = None


def say_on_stderr(sentence: str) -> None:
    """Tell a person who waits how far a download is."""
    sys.stderr.write(sentence + "\n")


def find_cache_folder() -> Path:
    """Return the folder of what is downloaded: ``downloads`` in ``ALPSAT_CACHE_DIR``, else in the user's cache."""
    chosen = os.environ.get("ALPSAT_CACHE_DIR", "").strip()
    folder = Path(chosen).expanduser() if chosen else platformdirs.user_cache_path("alpsat-geo", appauthor=False)
    return folder.absolute() / "downloads"


class Client:
    """Asks portals; everything that it says of a failure is one French sentence.

    Parameters
    ----------
    addresses : mapping of str to str, optional
        Base addresses by portal; those of the table and of ``ALPSAT_PORTALS`` otherwise.
    cache : pathlib.Path, optional
        Folder of the downloads.
    limits : Limits
    say : function of a sentence
        Called with the progress of long downloads.
    """

    def __init__(
        self,
        addresses: Mapping[str, str] | None = None,
        cache: Path | None = None,
        limits: Limits | None = None,
        say: Callable[[str], None] = say_on_stderr,
    ) -> None:
        self.addresses = dict(read_addresses() if addresses is None else addresses)
        self.cache = cache or find_cache_folder()
        self.limits = limits or Limits()
        self._say = say
        # A catalogue may name any address: plain HTTP is for the servers that the table names so.
        self._plain_hosts = {urlsplit(url).netloc for url in self.addresses.values() if url.startswith("http://")}
        self._http = httpx.Client(
            timeout=httpx.Timeout(self.limits.read_s, connect=self.limits.connect_s),
            follow_redirects=True,
            max_redirects=5,
            headers={"User-Agent": _AGENT},
            event_hooks={"request": [self._check_address]},
        )

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def locate(self, portal: str, path: str) -> str:
        """Return the address of a path of a portal."""
        return f"{self.addresses[portal]}/{path.lstrip('/')}"

    def read_bytes(self, url: str, params: Mapping[str, str] | None = None) -> bytes:
        """Return a short answer.

        Raises
        ------
        PortalError
            If the portal refuses, stays silent, or gives more than `DOCUMENT_MOST_BYTES`.
        """

        def ask() -> bytes:
            with self._stream(url, {}, params) as answer:
                _refuse_status(answer, url)
                return _read_within(answer, url)

        content: bytes = self._persist(ask)
        return content

    def read_json(self, url: str, params: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 - any document
        """Return the JSON document of an address; see `read_bytes`."""
        content = self.read_bytes(url, params)
        try:
            return json.loads(content)
        except ValueError:
            what = "une page web" if _PAGE.match(content) else "autre chose"
            raise PortalError(
                f"{_name(url)} a répondu par {what} au lieu d'un document JSON : réessayez plus tard."
            ) from None

    def download(self, resource: Resource, *, most_bytes: int, is_text: bool = False) -> Path:
        """Return a file of a portal, from the cache when it is the same, else downloaded, resumed where it stopped.

        Parameters
        ----------
        resource : Resource
        most_bytes : int
            More than that is refused.
        is_text : bool
            Whether a web page in its place is a refusal.

        Raises
        ------
        PortalError
            With what the portal did; what was downloaded of it stays for the next attempt.
        WriteError
            If the disk refuses.
        """
        target = self.cache / _file_name(resource.url)
        known = _read_note(target)
        if known:
            # What is asked for is not old, whenever it came; a file that is only read stays as it is.
            with suppress(OSError):
                os.utime(target)
        if known and resource.version and known.get("version") == resource.version:
            return target
        content = target.with_suffix(target.suffix + ".part")
        note: dict[str, str] | None = self._persist(lambda: self._fetch(resource, target, known, most_bytes))
        if note is None:
            return target
        try:
            self._check_content(resource, content, is_text=is_text)
        except PortalError:
            # A file that is not the right one is no start of the right one.
            content.unlink(missing_ok=True)
            raise
        content.replace(target)
        _write_note(target, note)
        _place_note(content).unlink(missing_ok=True)
        return target

    def forget_old(self) -> None:
        """Delete the downloads that nothing has asked for in `KEPT_DAYS`, whole or not; what cannot go stays."""
        oldest = time.time() - KEPT_DAYS * _DAY_S
        # A person may keep other files there: only names that `_file_name` gives are touched.
        for path in self.cache.glob(f"{'[0-9a-f]' * _DIGEST_LENGTH}-*"):
            note = _place_note(path)
            with suppress(OSError):
                # A note goes with its file.
                if note.exists() and path.stat().st_mtime < oldest:
                    path.unlink()
                    note.unlink()

    def _fetch(
        self, resource: Resource, target: Path, known: Mapping[str, str], most_bytes: int
    ) -> dict[str, str] | None:
        """Download what is missing of a file; None when the portal says that what is held is still the same."""
        partial = target.with_suffix(target.suffix + ".part")
        held = partial.stat().st_size if partial.exists() else 0
        tag = _read_note(partial).get("etag", "") if held else ""
        headers = {"Accept-Encoding": "identity"}
        if held and tag:
            headers |= {"Range": f"bytes={held}-", "If-Range": tag}
        elif known and target.exists() and not resource.version:
            headers |= {
                name: known[note]
                for name, note in (("If-None-Match", "etag"), ("If-Modified-Since", "modified"))
                if known.get(note)
            }
        with self._stream(resource.url, headers) as answer:
            if answer.status_code == _NOT_MODIFIED:
                return None
            if answer.status_code == _RANGE_REFUSED:
                partial.unlink(missing_ok=True)
                raise _PassingError(_tell(resource.url, "a refusé de reprendre le téléchargement"))
            _refuse_status(answer, resource.url)
            if answer.status_code != _PARTIAL:
                held = 0
            total = held + int(answer.headers.get("content-length", 0) or 0)
            if total > most_bytes or (resource.length or 0) > most_bytes:
                raise PortalError(_tell_size(resource.url, max(total, resource.length or 0), most_bytes))
            note = {
                "url": resource.url,
                "version": resource.version,
                "etag": answer.headers.get("etag", ""),
                "modified": answer.headers.get("last-modified", ""),
            }
            _write_note(partial, note)
            self._receive(answer, partial, held, total, most_bytes)
        return note

    def _receive(self, answer: httpx.Response, partial: Path, held: int, total: int, most_bytes: int) -> None:
        said = time.monotonic()
        with open_growing(partial, keeps=held > 0) as file:
            for piece in answer.iter_raw():
                held += len(piece)
                if held > most_bytes:
                    raise PortalError(_tell_size(str(answer.url), held, most_bytes))
                file.write(piece)
                if time.monotonic() - said > 2:  # noqa: PLR2004 - seconds between two words to who waits
                    said = time.monotonic()
                    share = f" sur {total / 1e6:.0f}" if total else ""
                    self._say(f"{_name(str(answer.url))} : {held / 1e6:.0f}{share} Mo")
        if total and held != total:
            raise _PassingError(_tell(str(answer.url), f"a coupé la réponse à {held} octets sur {total}"))

    def _check_content(self, resource: Resource, content: Path, *, is_text: bool) -> None:
        found = content.stat().st_size
        if resource.length is not None and found != resource.length:
            what = f"a donné {found} octets, son catalogue en annonce {resource.length}"
            raise PortalError(_tell(resource.url, what))
        if resource.digest is not None:
            algorithm, expected = resource.digest
            with content.open("rb") as file:
                digest = hashlib.file_digest(file, algorithm).hexdigest()
            if digest != expected.lower():
                what = f"a donné un fichier dont l'empreinte {algorithm} n'est pas celle de son catalogue"
                raise PortalError(_tell(resource.url, what))
        with content.open("rb") as file:
            start = file.read(256)
        if not start.strip():
            raise PortalError(_tell(resource.url, "a donné un fichier vide"))
        if is_text and _PAGE.match(start):
            raise PortalError(_tell(resource.url, "a donné une page web à la place du fichier"))

    @contextmanager
    def _stream(
        self, url: str, headers: Mapping[str, str], params: Mapping[str, str] | None = None
    ) -> Iterator[httpx.Response]:
        try:
            with self._http.stream("GET", url, headers=dict(headers), params=params) as answer:
                if answer.status_code in _PASSING:
                    wait_s = _read_wait(answer.headers.get("retry-after", ""))
                    raise _PassingError(_tell(url, f"a répondu {answer.status_code}"), wait_s)
                yield answer
        except httpx.TooManyRedirects:
            raise PortalError(_tell(url, "renvoie sans fin d'une adresse à l'autre")) from None
        except httpx.TimeoutException:
            raise _PassingError(_tell(url, f"n'a rien dit pendant {self.limits.read_s:g} s")) from None
        except httpx.ConnectError:
            raise _PassingError(_tell(url, "ne répond pas : vérifiez le réseau, ou réessayez plus tard")) from None
        except (httpx.TransportError, httpx.InvalidURL):
            raise _PassingError(_tell(url, "a coupé la réponse")) from None

    def _persist(self, ask: Callable[[], Any]) -> Any:  # noqa: ANN401 - what it asks for
        back_off = tenacity.wait_random_exponential(multiplier=self.limits.first_wait_s, max=self.limits.longest_wait_s)

        def wait(state: tenacity.RetryCallState) -> float:
            error = state.outcome.exception() if state.outcome else None
            asked = error.wait_s if isinstance(error, _PassingError) else None
            return min(asked, self.limits.longest_wait_s) if asked is not None else back_off(state)

        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(_PassingError),
            stop=tenacity.stop_after_attempt(self.limits.attempts),
            wait=wait,
            reraise=True,
        )
        return retrying(ask)

    def _check_address(self, request: httpx.Request) -> None:
        is_allowed = request.url.scheme == "https" or request.url.netloc.decode() in self._plain_hosts
        if not is_allowed:
            raise PortalError(
                f"L'adresse « {str(request.url)[:120]} » n'est pas chiffrée (https) : elle n'est pas demandée."
            )


def _read_within(answer: httpx.Response, url: str) -> bytes:
    content = bytearray()
    for piece in answer.iter_bytes(_CHUNK_BYTES):
        content += piece
        if len(content) > DOCUMENT_MOST_BYTES:
            raise PortalError(_tell_size(url, len(content), DOCUMENT_MOST_BYTES))
    return bytes(content)


def _refuse_status(answer: httpx.Response, url: str) -> None:
    if not answer.is_success:
        raise PortalError(_tell(url, f"a répondu {answer.status_code}"))


def _read_wait(value: str) -> float | None:
    """Return the seconds that a Retry-After header asks for: a number, or a date."""
    try:
        return max(float(value), 0.0)
    except ValueError:
        pass
    try:
        return max((parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds(), 0.0)
    except (TypeError, ValueError):
        return None


def _file_name(url: str) -> str:
    stem = re.sub(r"[^A-Za-z0-9._-]+", "-", urlsplit(url).path.rsplit("/", 1)[-1])[-_FILE_NAME_LENGTH:].lstrip(".-")
    return f"{hashlib.sha256(url.encode()).hexdigest()[:_DIGEST_LENGTH]}-{stem or 'file'}"


def _place_note(target: Path) -> Path:
    return target.with_name(target.name + ".json")


def _read_note(target: Path) -> dict[str, str]:
    """Return what was noted beside a file of the cache; nothing when the file is not there."""
    if not target.exists():
        return {}
    try:
        note = json.loads(_place_note(target).read_bytes())
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in note.items()} if isinstance(note, dict) else {}


def _write_note(target: Path, note: Mapping[str, str]) -> None:
    content = json.dumps(dict(note), ensure_ascii=False).encode()
    write_whole(_place_note(target), content, makes_folder=True)


def _name(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}"[:120]


def _tell(url: str, what: str) -> str:
    return f"{_name(url)} {what}."


def _tell_size(url: str, found: int, most: int) -> str:
    return _tell(url, f"pèse plus de {most / 1e6:.0f} Mo ({found / 1e6:.0f} Mo) : il n'est pas téléchargé")
