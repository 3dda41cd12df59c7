"""Files that the browser fetches: what was published, wherever it stands, and scripts compressed once for all.

Streamlit sends its scripts as they are, since it would compress them again for each visitor.
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
    headers = {"Cache-Control": _FOR_EVER, "Vary": "Accept-Encoding"}
    media_type = MEDIA_TYPES[file.suffix]
    if wants_compressed(request):
        headers["Content-Encoding"] = "gzip"
        return Response(await run_in_threadpool(compress_file, file), headers=headers, media_type=media_type)
    return FileResponse(file, headers=headers, media_type=media_type) if path.startswith(PUBLISHED_PREFIX) else None


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
def compress_file(file: Path) -> bytes:
    """Compress a file once; its name says its content."""
    return gzip.compress(file.read_bytes(), mtime=0)
