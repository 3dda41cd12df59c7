"""What the server writes in its log: one JSON document a line where its host asks for it, without what is private.

``ALPSAT_LOG=json`` does it; without it the log is Streamlit's own, for a person who reads it on a terminal.
"""

from __future__ import annotations

import logging
import os
import re
from typing import Any, Final

from streamlit import config
from streamlit import logger as streamlit_logger

LOG_VARIABLE: Final = "ALPSAT_LOG"

# Whatever else a library adds to a record is left out.
_FIELDS: Final = ("time", "level", "name", "message", "trace")

# What stands in an address after its question mark: weights, seats, tokens.
_QUERY: Final = re.compile(r"(?<=[\w/])\?[^\s\"'<>]+")
# The user and the password of an address.
_CREDENTIALS: Final = re.compile(r"(?<=://)[^/\s@]+(?=@)")
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# A token has letters of both sizes and no word; the names of classes and constants in a trace are left alone.
_TOKEN: Final = re.compile(
    r"(?<![\w-])(?=[\w-]*[A-Z])(?=[\w-]*[a-z])(?!_*(?:[A-Z]{1,3}[a-z]{3,})+(?![\w-]))[A-Za-z0-9_-]{22,}(?![\w-])"
)


def mask_private(text: str) -> str:
    """Mask what a log must not hold: query strings, passwords, e-mail addresses, tokens."""
    text = _QUERY.sub("?…", text)
    text = _CREDENTIALS.sub("…", text)
    text = _EMAIL.sub("…@…", text)
    return _TOKEN.sub("…", text)


def write_logs() -> None:
    """Write the log of every library as the host asked; nothing changes where it asked for nothing.

    Called when the door is made, and again when the server opens: uvicorn and Streamlit set theirs up in between.
    """
    if os.environ.get(LOG_VARIABLE, "").strip().lower() != "json":
        return
    handler = _make_handler()
    logging.captureWarnings(capture=True)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    for name in tuple(logging.root.manager.loggerDict):
        known = logging.getLogger(name)
        known.handlers.clear()
        known.propagate = True
    # A trace in colours goes around the log.
    config.set_option("logger.enableRich", value=False)
    # Streamlit gives each of its loggers a handler of its own, when it is first asked for.
    streamlit_logger.setup_formatter = _share_handler


def _share_handler(logger: logging.Logger) -> None:
    logger.propagate = True


def _make_handler() -> logging.Handler:
    from pythonjsonlogger.json import JsonFormatter  # noqa: PLC0415 - who writes no JSON does not wait for it

    class PrivateFormatter(JsonFormatter):
        """Writes a record as JSON, what is private masked in each of its texts."""

        def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
            return {name: mask_private(str(log_data[name])) for name in _FIELDS if log_data.get(name)}

    handler = logging.StreamHandler()
    renamed = {"levelname": "level", "exc_info": "trace"}
    names = ["levelname", "name", "message"]
    handler.setFormatter(PrivateFormatter(names, timestamp="time", rename_fields=renamed, json_ensure_ascii=False))
    return handler
