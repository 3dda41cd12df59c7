"""A portal of open data on this machine, which behaves like the real ones, and misbehaves when a test asks."""

from __future__ import annotations

import hashlib
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from alpsat_geo.sources.portals.addresses import ADDRESSES

WFS_PAGE_MOST = 5000
MELODI_REQUESTS_A_MINUTE = 30


@dataclass
class Fault:
    """What goes wrong, for the next answers whose path holds a text."""

    path: str
    kind: str
    times: int = 1


@dataclass
class LocalPortal:
    """Every portal under one address: ``/<portal>/...``.

    ``files`` are answered as they are, with Range and ETag; ``layers`` are those of the WFS: features in EPSG:4326.
    """

    minute_s: float = 60.0
    port: int = 0
    files: dict[str, bytes] = field(default_factory=dict)
    datasets: dict[str, dict[str, Any]] = field(default_factory=dict)
    products: dict[str, list[str]] = field(default_factory=dict)
    listed: dict[str, dict[str, Any]] = field(default_factory=dict)
    layers: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    melodi_times: list[float] = field(default_factory=list)
    wfs_page_most: int = WFS_PAGE_MOST
    refused: int = 0
    forgets_order: bool = False

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def addresses(self) -> dict[str, str]:
        return {key: f"{self.base}/{key}" for key in ADDRESSES}

    @property
    def setting(self) -> str:
        return " ".join(f"{key}={address}" for key, address in self.addresses.items())

    def add_resource(self, dataset: str, title: str, name: str, content: bytes, day: str = "2026-09-01") -> None:
        """Publish a file in a data set of data.gouv.fr."""
        path = f"/static/{name}"
        self.files[path] = content
        document = self.datasets.setdefault(dataset, {"license": "lov2", "resources": []})
        document["resources"].append(
            {
                "title": title,
                "format": name.rsplit(".", 1)[-1],
                "url": self.base + path,
                "filesize": len(content),
                "checksum": {"type": "sha1", "value": hashlib.sha1(content, usedforsecurity=False).hexdigest()},
                "last_modified": f"{day}T08:00:00+00:00",
            }
        )

    def add_product(self, dataset: str, year: int, content: bytes) -> None:
        """Publish a product of Melodi."""
        name = f"{dataset}_{year}_CSV_FR"
        self.products.setdefault(dataset, []).append(name)
        self.files[f"/melodi/file/{dataset}/{name}"] = content

    def add_export(self, portal: str, dataset: str, content: bytes, day: str = "2025-10-20") -> None:
        """Publish a data set of an Opendatasoft portal."""
        self.listed[f"/{portal}/catalog/datasets/{dataset}"] = {"metas": {"default": {"modified": f"{day}T07:00:00Z"}}}
        self.files[f"/{portal}/catalog/datasets/{dataset}/exports/csv"] = content

    def count(self, text: str) -> int:
        """Count the requests whose path holds a text."""
        return sum(text in path for path, _headers in self.asked)

    def take_fault(self, path: str) -> str:
        for fault in self.faults:
            if fault.path in path and fault.times > 0:
                fault.times -= 1
                return fault.kind
        return ""


class _Handler(BaseHTTPRequestHandler):
    portal: LocalPortal
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_arguments: object) -> None:
        """Say nothing: tests read what was asked."""

    def do_GET(self) -> None:  # noqa: C901 - one line a portal
        portal, parts = self.portal, urlsplit(self.path)
        path, query = unquote(parts.path), dict(parse_qsl(parts.query))
        portal.asked.append((self.path, dict(self.headers.items())))
        fault = portal.take_fault(self.path)
        if fault == "500":
            self.reply(500, b"erreur")
        elif fault == "429":
            self.reply(429, b"", {"Retry-After": "0"})
        elif fault == "stall":
            # Until who asked has given up.
            self.rfile.read(1)
            self.close_connection = True
        elif path.startswith("/melodi/") and self.is_too_often():
            portal.refused += 1
            self.reply(429, b"", {"Retry-After": str(portal.minute_s)})
        elif path.startswith("/data_gouv/datasets/") and path not in portal.files:
            document = portal.datasets.get(path.removeprefix("/data_gouv/datasets/").strip("/"))
            self.reply_json(document)
        elif path.startswith("/melodi/catalog/"):
            self.reply_json(self.describe_product(path.rsplit("/", 1)[-1]))
        elif path.startswith("/arcep") and query.get("list-type") == "2":
            self.reply(200, self.list_keys(query), {"Content-Type": "application/xml"})
        elif path == "/geopf/wfs/ows":
            self.reply_features(query)
        elif path in portal.listed:
            self.reply_json(portal.listed[path])
        elif path in portal.files:
            self.reply_file(portal.files[path], fault)
        else:
            self.reply(404, b"introuvable")

    def is_too_often(self) -> bool:
        """Count requests, however slowly they come; who is refused and waits as told begins again."""
        now, times = time.monotonic(), self.portal.melodi_times
        if len(times) > MELODI_REQUESTS_A_MINUTE and now - times[-1] >= self.portal.minute_s:
            times.clear()
        is_refused = len(times) >= MELODI_REQUESTS_A_MINUTE
        if len(times) <= MELODI_REQUESTS_A_MINUTE:
            times.append(now)
        return is_refused

    def describe_product(self, dataset: str) -> dict[str, Any] | None:
        if dataset not in self.portal.products:
            return None
        products = [
            {
                "id": name,
                "accessURL": f"{self.portal.base}/melodi/file/{dataset}/{name}",
                "byteSize": len(self.portal.files[f"/melodi/file/{dataset}/{name}"]),
                "modified": f"2026-06-30T{len(name):02d}:00:00",
            }
            for name in self.portal.products[dataset]
        ]
        return {"identifier": dataset, "modified": "2026-06-30T12:00:00", "product": products}

    def list_keys(self, query: dict[str, str]) -> bytes:
        keys = sorted(
            path.removeprefix("/arcep/")
            for path in self.portal.files
            if path.startswith("/arcep/" + query.get("prefix", ""))
        )
        start = int(query.get("continuation-token", "0"))
        page = keys[start : start + 2]
        rows = "".join(
            f"<Contents><Key>{key}</Key><Size>{len(self.portal.files['/arcep/' + key])}</Size>"
            f'<ETag>"{hashlib.sha256(self.portal.files["/arcep/" + key]).hexdigest()[:16]}"</ETag></Contents>'
            for key in page
        )
        more = f"<NextContinuationToken>{start + 2}</NextContinuationToken>" if start + 2 < len(keys) else ""
        space = "http://s3.amazonaws.example/doc/2006-03-01/"
        return f'<ListBucketResult xmlns="{space}">{rows}{more}</ListBucketResult>'.encode()

    def reply_features(self, query: dict[str, str]) -> None:
        """Answer as the Géoplateforme does: errors are XML, a wrong order of the box finds nothing, and says 200."""
        names = {key.lower(): value for key, value in query.items()}
        layer = self.portal.layers.get(names.get("typenames", ""))
        if layer is None:
            report = b'<ows:ExceptionReport xmlns:ows="ows"><ows:Exception/></ows:ExceptionReport>'
            self.reply(400, report, {"Content-Type": "application/xml"})
            return
        found = list(layer)
        if "bbox" in names:
            west, south, east, north = (float(value) for value in names["bbox"].split(",")[:4])
            is_right = names["bbox"].endswith(",CRS:84")
            # EPSG:4326 without CRS:84 reads latitude first: longitudes of France find nothing there.
            box = (west, south, east, north) if is_right else (south, west, north, east)
            found = [one for one in found if box[0] <= _first(one)[0] <= box[2] and box[1] <= _first(one)[1] <= box[3]]
        count = min(int(names.get("count", "1000")), self.portal.wfs_page_most)
        start = int(names.get("startindex", "0"))
        if "sortby" in names and not self.portal.forgets_order:
            found.sort(key=lambda one: str(one["properties"][names["sortby"].split()[0]]))
        elif start:
            # Without an order, a page begins again in what was already given.
            start -= 10 * (start // count)
        page = found[start : start + count]
        self.reply_json(
            {
                "type": "FeatureCollection",
                "features": page,
                "numberMatched": len(found),
                "numberReturned": len(page),
            }
        )

    def reply_json(self, document: object) -> None:
        if document is None:
            self.reply(404, b"{}")
        else:
            self.reply(200, json.dumps(document).encode(), {"Content-Type": "application/json"})

    def reply_file(self, content: bytes, fault: str) -> None:
        tag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
        if fault == "html":
            self.reply(200, b"<!DOCTYPE html><html><body>Maintenance</body></html>", {"Content-Type": "text/html"})
        elif fault == "short":
            # A whole answer, of another length than the catalogue says.
            self.reply(200, content[: len(content) // 2])
        elif self.headers.get("If-None-Match") == tag:
            self.reply(304, b"", {"ETag": tag})
        else:
            start = self.find_start(tag, len(content))
            headers = {"ETag": tag}
            if start:
                headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
            piece = content[start:]
            self.reply(206 if start else 200, piece, headers, sent=len(piece) // 2 if fault == "cut" else None)

    def find_start(self, tag: str, length: int) -> int:
        asked = self.headers.get("Range", "")
        if not asked or self.headers.get("If-Range") != tag:
            return 0
        return min(int(asked.removeprefix("bytes=").rstrip("-")), length - 1)

    def reply(
        self, status: int, content: bytes, headers: dict[str, str] | None = None, sent: int | None = None
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content if sent is None else content[:sent])
        if sent is not None:
            self.wfile.flush()
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)


def _first(feature: dict[str, Any]) -> tuple[float, float]:
    value = feature["geometry"]["coordinates"]
    while isinstance(value[0], list | tuple):
        value = value[0]
    return float(value[0]), float(value[1])


@contextmanager
def run_portal(minute_s: float = 60.0) -> Iterator[LocalPortal]:
    """Serve a portal on a free port of this machine until the end of the block."""
    portal = LocalPortal(minute_s=minute_s)
    handler = type("Handler", (_Handler,), {"portal": portal})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    portal.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield portal
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
