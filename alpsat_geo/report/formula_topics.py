"""The method, told twice: to a curious member, and to a statistician."""

from __future__ import annotations

from dataclasses import dataclass

from alpsat_geo.domain.text import N_


@dataclass(frozen=True, slots=True)
class Topic:
    """One part of the method: in everyday words, and exactly."""

    title: str
    plain: str
    exact: str


TOPICS: tuple[Topic, ...] = (
    Topic(
        N_("Le temps de trajet"),
        N_(
            "Les minutes viennent du réseau routier en service : la longueur et la vitesse de chaque"
            " tronçon. En hiver, les cols fermés disparaissent et l'on roule moins vite. Deux minutes"
            " s'ajoutent pour se garer et marcher."
        ),
        N_(
            "Plus court chemin de Dijkstra entre les nœuds des mairies, par saison ; temps terminal ajouté entre deux"
            " communes différentes, 0 à l'intérieur d'une commune. Un lieu hors d'atteinte vaut l'infini, compté à"
            " part."
        ),
    ),
    Topic(
        N_("Qui peut travailler à distance, et qui viendrait dans un espace"),
        N_(
            "On part des actifs de chaque commune, par métier. Une part du métier se prête au télétravail, une part"
            " plus petite télétravaille chaque semaine, et très peu viendraient dans un espace : en France, 98 %"
            " restent chez eux."
        ),
        N_(
            "Demande de la commune i : télétravailleurs \u00d7 part en espace de travail + indépendants \u00d7 leur"
            " part + résidences secondaires \u00d7 usagers de passage, le tout multiplié par la correction d'après un"
            " comptage (1 par défaut)."
        ),
    ),
    Topic(
        N_("Jusqu'où l'on fait le trajet"),
        N_(
            "Plus l'espace est loin, moins on y vient : à T minutes, la moitié viendrait encore, bien moins au-delà."
            " T est votre choix. Quand plusieurs espaces sont assez proches, les plus grands et les plus proches"
            " attirent plus."
        ),
        N_(
            "Décroissance logistique f(t) = 1 / (1 + exp((t \u2212 T) / b)), b = T / 5 ; part qui ferait le trajet :"
            " maximum sur les espaces ouverts. Partage selon Huff : attraction places^\u03b1 \u00d7 f(t), \u03b1 de"
            " fiabilité D. Usagers plafonnés à la capacité."
        ),
    ),
    Topic(
        N_("Les habitants supplémentaires"),
        N_(
            "Des programmes d'accueil ailleurs ont attiré quelques foyers par an. On en garde ceux qui ne seraient"
            " pas venus autrement, ceux qui restent, et pas plus que les logements vacants qu'on peut mobiliser."
        ),
        N_(
            "Somme sur cinq ans : arrivées \u00d7 intensité \u00d7 (1 \u2212 essoufflement)^(a \u2212 1) \u00d7 part"
            " due à l'action \u00d7 maintien^((5,5 \u2212 a) / 5), plafonnée commune par commune aux logements"
            " vacants mobilisables, puis \u00d7 personnes par foyer."
        ),
    ),
    Topic(
        N_("Le coût, et si un espace couvre ses frais"),
        N_(
            "Un investissement est étalé sur sa durée de vie, puis s'ajoute au fonctionnement. Un espace « couvre ses"
            " frais » si ses recettes atteignent son coût dans deux simulations sur trois au moins."
        ),
        N_(
            "Annuité C·r / (1 \u2212 (1 + r)^\u2212n), subvention déduite pour l'espace, comptée pour l'argent"
            " public. Chances qu'un espace couvre ses frais : part des simulations où recettes ≥ coût ; seuils 2/3 et"
            " 1/3."
        ),
    ),
    Topic(
        N_("L'incertitude"),
        N_(
            "Chaque hypothèse a un minimum, une valeur retenue et un maximum. Le calcul est refait deux mille fois,"
            " au hasard entre le minimum et le maximum : le chiffre montré est celui du milieu, et la fourchette"
            " laisse dehors les 5 % les plus bas et les 5 % les plus hauts."
        ),
        N_(
            "u uniforme par hypothèse, ou par famille : bas + (valeur \u2212 bas)·√(2u) si u < 0,5, sinon haut \u2212"
            " (haut \u2212 valeur)·√(2(1 \u2212 u)) ; la médiane des simulations est la valeur. Simulations communes"
            " à tous les scénarios, une graine, un flux par hypothèse. Affiché : médiane, 5e et 95e centiles ; le"
            " calcul aux valeurs retenues est à part."
        ),
    ),
    Topic(
        N_("La comparaison"),
        N_(
            "Un scénario coûte tant par an et apporte des habitants, des usagers. Il vaut son coût dès que l'effort"
            " accepté pour un résultat de plus est assez grand : ce seuil est donné pour chacun, et rien n'est pesé ni"
            " noté. Le coût et ce que deviennent les espaces sont toujours dits avec."
        ),
        N_(
            "Bénéfice net par simulation : somme des prix \u00d7 résultats, moins le coût public net, contre ne rien"
            " faire (Stinnett et Mullahy 1998). Linéaire dans les prix : carte des choix et prix d'entrée sont"
            " l'enveloppe supérieure exacte des moyennes, sans grille. Coût par résultat : rapport des moyennes, et"
            " prix dès lesquels 5, 50 et 95 % des simulations ont un bénéfice net positif. Presque à égalité : moins de"
            " deux erreurs types de la différence appariée."
        ),
    ),
    Topic(
        N_("Ce que valent savoir et s'arrêter"),
        N_(
            "Une chose que l'on ne sait pas vaut ce que l'on gagnerait à choisir après l'avoir sue. Un espace se ferme"
            " quand ses usagers paient moins que ce que fermer éviterait."
        ),
        N_(
            "Valeur de l'information (parfaite, partielle) aux prix donnés : moyenne du meilleur bénéfice net sachant,"
            " moins meilleur bénéfice net moyen, en euros par an ; nulle sous le bruit des simulations. Fermeture :"
            " usagers sous lesquels les recettes ne couvrent plus le fonctionnement et l'annuité de la revente perdue,"
            " à 6, 12 et 24 mois."
        ),
    ),
    Topic(
        N_("Composer un programme"),
        N_(
            "Chaque ensemble d'actions possibles est évalué par le modèle, sans additionner d'effets. Parmi ceux qui"
            " tiennent sous le budget, on montre celui qui apporte le plus d'habitants, celui qui apporte le plus"
            " d'usagers et, si des prix sont donnés, le meilleur à ces prix."
        ),
        N_(
            "Portefeuilles robustes (Liesiö, Mild, Salo 2007 ; 2008) : énumération exacte jusqu'à 100 000 ensembles,"
            " plafonds tenus dans la part des simulations choisie. Marches : frontière efficiente des coûts et des"
            " résultats moyens, dominance forte et étendue."
        ),
    ),
    Topic(
        N_("Où ouvrir"),
        N_(
            "Toutes les combinaisons de communes sont essayées quand c'est possible ; sinon un solveur cherche la"
            " meilleure et dit de combien il peut se tromper. Les plans presque aussi bons sont montrés : ils"
            " laissent le choix."
        ),
        N_(
            "Couverture maximale (douce ou à seuil), p-médiane ou p-centre ; énumération jusqu'à cinq millions de"
            " combinaisons, au-delà programme linéaire en nombres entiers (HiGHS) avec l'écart prouvé ; plans à 2 %"
            " près."
        ),
    ),
    Topic(
        N_("La consultation"),
        N_(
            "Chacun dit, dans son groupe et sans donner son nom, jusqu'à combien par an un résultat de plus vaut son"
            " coût, ou qu'il ne sait pas. La salle voit où se placent les groupes sur la carte des choix, et combien de"
            " réponses soutiennent chaque programme."
        ),
        N_(
            "Médiane par groupe de ceux qui répondent ; accord : part des réponses dans la région qui en compte le plus"
            " (la moitié ou moins : pas de consensus). Un groupe de moins de trois votes n'est pas montré à part."
        ),
    ),
)
