"""The page that asks where the figures come from."""

from __future__ import annotations

from alpsat_geo.app.pages.method.view import show_method
from alpsat_geo.app.parts.shell import show_page
from alpsat_geo.report.language import _

show_page(
    _("D'où viennent les chiffres ?"),
    _("Sources, hypothèses et formules : tout se lit, se discute et se télécharge."),
    show_method,
    has_commune=False,
)
