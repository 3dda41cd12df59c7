// Roads, passes and places as legible symbols on the embedded background.
window.alpsat.symbols = (function () {
  "use strict";

  function drawRoads(map, atlas) {
    const lines = { casing: [], national: [], main: [], local: [] };
    const closing = [];
    atlas.roads.forEach((road) => {
      if (road.is_closed) {
        closing.push(road.line);
        return;
      }
      lines.casing.push(road.line);
      lines[road.level].push(road.line);
    });
    const line = (coordinates, className) =>
      L.polyline(coordinates, { pane: "roads", className, interactive: false, smoothFactor: 0 }).addTo(map);
    const casing = line(closing, "alpsat-road-casing");
    line(lines.casing, "alpsat-road-casing");
    ["local", "main", "national"].forEach((level) => line(lines[level], "alpsat-road alpsat-road-" + level));
    const closed = line(closing, "alpsat-road alpsat-road-main");
    return { closed, casing };
  }

  function paintSeason(roads, season) {
    const isShut = season !== "summer";
    const path = roads.closed.getElement();
    path.classList.toggle("alpsat-road-closed", isShut);
    path.classList.toggle("alpsat-road-main", !isShut);
  }

  function icon(kind, title) {
    return L.divIcon({ className: "alpsat-symbol alpsat-symbol-" + kind, iconSize: null, html: "", title });
  }

  function drawPlaces(map, atlas) {
    atlas.communes.forEach((commune) => {
      L.marker([commune.lat, commune.lon], options("hall", commune.name)).addTo(map);
    });
    atlas.places.forEach((place) => {
      L.marker([place.lat, place.lon], options(place.kind, place.name)).addTo(map);
    });
  }

  // Spaces that a plan would open: they change with what is shown, the rest of the background does not.
  function paintOpened(map, atlas, codes) {
    if (map.alpsatOpened && map.alpsatOpened.codes === codes.join()) return false;
    if (map.alpsatOpened) map.alpsatOpened.group.remove();
    const communes = atlas.communes.filter((commune) => codes.includes(commune.code));
    const group = L.layerGroup(
      communes.map((commune) =>
        L.marker([commune.lat, commune.lon], { ...options("opened", commune.name), zIndexOffset: 1000 }),
      ),
    ).addTo(map);
    const isFirst = !map.alpsatOpened;
    map.alpsatOpened = { codes: codes.join(), communes, group };
    return !isFirst || communes.length > 0;
  }

  function options(kind, name) {
    return { icon: icon(kind, name), pane: "symbols", interactive: false, keyboard: false, alt: name };
  }

  return { drawRoads, drawPlaces, paintSeason, paintOpened };
})();
