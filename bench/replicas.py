"""Several servers of ours on one database, behind one address that leads a viewer back to the same one."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.server import STOPPED_AT_MOST_S, Server, find_port, serve, wait_until_healthy

VIEWER_HEADER = "X-Bench-Viewer"

_CONF = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
worker_processes 1;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
    uwsgi_temp_path {folder}; scgi_temp_path {folder};
    upstream {upstream} {{ hash $http_x_bench_viewer consistent; {servers} }}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://{upstream};
            proxy_http_version 1.1;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection "upgrade";
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-For $remote_addr;
            proxy_read_timeout 3600s;
        }}
    }}
}}
"""


@dataclass(frozen=True, slots=True)
class Replicas:
    """Servers, and where viewers reach them.

    Attributes
    ----------
    servers : tuple of Server
    proxy : str
        Address of the proxy; empty where nginx is not installed: viewers are then dealt out by number.
    """

    servers: tuple[Server, ...]
    proxy: str

    def choose(self, number: int) -> str:
        """Return the address at which a viewer opens its pages."""
        return self.proxy or self.servers[number % len(self.servers)].address

    @property
    def spread(self) -> str:
        """Return who leads viewers to a server."""
        return "nginx, by viewer" if self.proxy else "by number, without a proxy"


@contextmanager
def serve_replicas(count: int) -> Iterator[Replicas]:
    """Start servers on one database, hosted, and a proxy before them where there are several and nginx is installed.

    Parameters
    ----------
    count : int
    """
    with ExitStack() as stack:
        data = stack.enter_context(tempfile.TemporaryDirectory())
        environment = {"ALPSAT_DATA_DIR": data, "ALPSAT_MODE": "hosted", "ALPSAT_TRUSTED_PROXIES": "1"}
        if count == 1:
            del environment["ALPSAT_TRUSTED_PROXIES"]
        servers = tuple(stack.enter_context(serve(environment=environment)) for _ in range(count))
        for server in servers:
            wait_until_healthy(server.address)
        nginx = shutil.which("nginx") if count > 1 else None
        yield Replicas(servers, stack.enter_context(_run_nginx(nginx, servers)) if nginx else "")


@contextmanager
def _run_nginx(program: str, servers: tuple[Server, ...]) -> Iterator[str]:
    port = find_port()
    listed = " ".join(f"server {server.address.removeprefix('http://')};" for server in servers)
    with tempfile.TemporaryDirectory() as folder:
        conf = Path(folder) / "nginx.conf"
        conf.write_text(_CONF.format(folder=folder, servers=listed, port=port, upstream="replicas"), encoding="utf-8")
        process = subprocess.Popen([program, "-e", f"{folder}/error.log", "-c", str(conf)])  # noqa: S603 - found by name
        try:
            _wait_for_port(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=STOPPED_AT_MOST_S)


def _wait_for_port(port: int) -> None:
    deadline = time.monotonic() + STOPPED_AT_MOST_S
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise TimeoutError(port)
