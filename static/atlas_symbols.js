// Roads, passes and places as legible symbols on the embedded background.
window.alpsat.symbols = (function () {
  "use strict";

  const DOTTED_AT_MOST = 1000;
  // Beyond, dots are circles of one drawing: the browser lays out each mark of its own at every frame.
  const MARKED_AT_MOST = 200;

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

  function icon(kind) {
    return L.divIcon({ className: "alpsat-symbol alpsat-symbol-" + kind, iconSize: null, html: "" });
  }

  function drawPlaces(map, atlas, bind) {
    atlas.communes.forEach((commune, index) => {
      // So many dots would hide the ground, and a browser is slow with them.
      if (atlas.communes.length > DOTTED_AT_MOST && !commune.is_centre) return;
      const isOfMany = atlas.communes.length > MARKED_AT_MOST;
      bind((isOfMany ? dot(commune) : mark(commune, "hall")).addTo(map), index);
    });
    atlas.places.forEach((place) => {
      mark(place, place.kind, { interactive: false }).addTo(map);
    });
  }

  // Spaces that a plan would open: they change with what is shown, the rest of the background does not.
  function paintOpened(map, atlas, codes, bind) {
    if (map.alpsatOpened && map.alpsatOpened.codes === codes.join()) return false;
    if (map.alpsatOpened) map.alpsatOpened.group.remove();
    const group = L.layerGroup().addTo(map);
    const communes = [];
    atlas.communes.forEach((commune, index) => {
      if (!codes.includes(commune.code)) return;
      communes.push(commune);
      bind(mark(commune, "opened", { zIndexOffset: 1000 }).addTo(group), index);
    });
    const isFirst = !map.alpsatOpened;
    map.alpsatOpened = { codes: codes.join(), communes, group };
    return !isFirst || communes.length > 0;
  }

  // The index of the commune whose dot is the nearest to a point of the map's layers, null when none is within reach.
  function findNearest(map, atlas, point, reach) {
    const distances = atlas.communes.map((commune) => map.latLngToLayerPoint(commune).distanceTo(point));
    const nearest = Math.min(...distances);
    return nearest <= reach ? distances.indexOf(nearest) : null;
  }

  function dot(item) {
    return L.circleMarker([item.lat, item.lon], { pane: "symbols", className: "alpsat-dot", radius: 1.8 });
  }

  function mark(item, kind, options) {
    return L.marker([item.lat, item.lon], {
      icon: icon(kind),
      pane: "symbols",
      keyboard: false,
      alt: item.name,
      ...options,
    });
  }

  return { drawRoads, drawPlaces, paintSeason, paintOpened, findNearest };
})();
