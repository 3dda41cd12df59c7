"""From outcomes to words, maps, addresses and the dossier."""
