"""Where the files of the project stand beside its code: in the repository, or in the package that was installed."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parents[1]
# An installed package keeps all of it under its own name.
_INSTALLED: Final = _PACKAGE / "home"

HOME: Final = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent
"""Holds data/, geo/, locale/, pages/, static/, serve.py and dashboard.py."""
