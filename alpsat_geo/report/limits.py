"""What this tool does not say."""

from __future__ import annotations

import numpy as np

from alpsat_geo.project import Project
from alpsat_geo.report.figures import format_number
from alpsat_geo.report.language import _
from alpsat_geo.report.roads_in_use import say_times


def list_limits(project: Project) -> list[str]:
    """List what a reader could believe and should not."""
    table = project.table
    supposed = sum(row.grade == "D" for row in table.values())
    causal = sum(row.grade == "A" for row in table.values())
    uncertain = sum(space.status != "open" and not space.is_verified for space in project.territory.spaces)
    missing = int(np.isnan(project.territory.communes.population_count).sum())
    return [
        _("Ce qu'il faut décider. Il dit dès quel effort un scénario vaut son coût ; l'effort est le vôtre."),
        _("L'avenir. Un intervalle dit ce que l'on sait et ce que l'on suppose, pas une prévision."),
        _(
            "Une certitude. Sur {count} hypothèses, {supposed} sont des suppositions de l'équipe et {causal} viennent"
            " d'une étude avec groupe de comparaison : un effet est un ordre de grandeur."
        ).format(count=format_number(len(table)), supposed=format_number(supposed), causal=format_number(causal)),
        _("Le temps à la minute près : {times} ; moins de cinq minutes de différence ne veut rien dire.").format(
            times=say_times(project.territory.roads)
        ),
        _("La neige de ce matin. L'hiver est un hiver ordinaire ; seules les fermetures connues des cols y sont."),
        _("Ce qui ouvre aujourd'hui. Aucun espace de travail n'est connu ici : un appel aux mairies le dirait.")
        if not project.territory.spaces
        else _(
            "Ce qui ouvre aujourd'hui. {uncertain} espaces de travail sur {count} n'ont pas un statut vérifié : un"
            " appel vaut mieux que le modèle."
        ).format(uncertain=format_number(uncertain), count=format_number(len(project.territory.spaces))),
        _("La qualité d'un lieu : l'accueil, le bruit, la lumière, l'animateur. C'est pourtant ce qui fait revenir."),
        _("Le débit chez vous. La fibre est comptée par commune, pas par maison ; la couverture mobile n'y est pas."),
        _("Le prix des logements, ni s'ils sont à louer. Les logements vacants sont comptés, leur état ne l'est pas."),
        _("Les emplois ici, les écoles qui ferment, l'eau, les risques naturels : hors de l'étude."),
        _("Ce que pense une personne. Les données sont par commune ; en dessous de onze personnes, rien n'est montré."),
        _(
            "Ce qui manque. {missing} communes sont sans population ; ailleurs une donnée absente reste absente et se"
            " voit, jamais remplacée par zéro."
        ).format(missing=format_number(missing)),
    ]
