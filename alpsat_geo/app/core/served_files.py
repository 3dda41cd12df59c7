"""Files that the browser fetches: what was published, wherever it stands, and scripts, kept in memory as they are sent.

Streamlit opens each script again for each visitor, and compresses none, since it would do so for each visitor. What was
published is kept compressed only: a link with corrections publishes a file, and anybody makes links.
"""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from alpsat_geo.app.core.publication import PUBLISHED, find_published_folder
from alpsat_geo.app.core.streamlit_shell import SERVED_FOLDER

STREAMLIT_PREFIX: Final = "/static/"
PUBLISHED_PREFIX: Final = "/app/static/"
MEDIA_TYPES: Final = {".js": "text/javascript", ".css": "text/css", ".json": "application/json"}

_KEPT_FILES = 300
_FOR_EVER = "public, immutable, max-age=31536000"
_THIS_MACHINE = frozenset({"127.0.0.1", "::1", "::ffff:127.0.0.1"})


async def answer_file(request: Request, path: str) -> Response | None:
    """Answer with a file, or with nothing where Streamlit answers as well.

    Parameters
    ----------
    request : Request
    path : str
        Below the base path of the server.
    """
    file = find_file(path) if request.method in {"GET", "HEAD"} else None
    if file is None:
        return None
    is_compressed, media_type = wants_compressed(request), MEDIA_TYPES[file.suffix]
    headers = {"Cache-Control": _FOR_EVER, "Vary": "Accept-Encoding"}
    if is_compressed:
        headers["Content-Encoding"] = "gzip"
    elif path.startswith(PUBLISHED_PREFIX):
        return FileResponse(file, headers=headers, media_type=media_type)
    content = await run_in_threadpool(read_file, file, is_compressed=is_compressed)
    return Response(content, headers=headers, media_type=media_type)


def find_file(path: str) -> Path | None:
    """Find the file of an address, among Streamlit's scripts and styles and what we published."""
    if path.startswith(STREAMLIT_PREFIX):
        folder, place = SERVED_FOLDER / "static", path.removeprefix(STREAMLIT_PREFIX)
    elif path.startswith(tuple(f"{PUBLISHED_PREFIX}{name}/" for name in PUBLISHED)):
        folder, place = find_published_folder(), path.removeprefix(PUBLISHED_PREFIX)
    else:
        return None
    try:
        file = (folder / place).resolve()
        is_ours = file.suffix in MEDIA_TYPES and file.is_relative_to(folder.resolve()) and file.is_file()
    except (OSError, ValueError):
        return None
    return file if is_ours else None


def wants_compressed(request: Request) -> bool:
    """Tell whether a browser takes compressed files, and gains by them: on this machine it would only wait longer."""
    client = request.client.host if request.client else ""
    is_here = client in _THIS_MACHINE and "x-forwarded-for" not in request.headers
    return not is_here and "gzip" in request.headers.get("accept-encoding", "")


@lru_cache(maxsize=_KEPT_FILES)
def read_file(file: Path, *, is_compressed: bool) -> bytes:
    """Read a file once, as it is or compressed; its name says its content."""
    content = file.read_bytes()
    return gzip.compress(content, mtime=0) if is_compressed else content
