"""The page that asks where to begin, for somebody who would live and work here."""

from __future__ import annotations

from alpsat_geo.app.pages.settle.view import show_settling
from alpsat_geo.app.parts.shell import show_page
from alpsat_geo.report.language import _

show_page(
    _("Vivre et travailler ici : par où commencer ?"),
    _("Dites ce qu'il vous faut : les communes qui conviennent suivent, avec leurs raisons. Sans compte ni trace."),
    show_settling,
)
