// Labels that never collide: the most populated commune is placed first, each tries a few sides.
window.alpsat.labels = (function () {
  "use strict";

  const GAP_PX = 6;
  const SMALL_ZOOM = 9.25;
  const SMALL_COUNT = 14;
  const ruler = document.createElement("canvas").getContext("2d");
  const FONTS = {
    commune: "600 12.5px Atlas, 'Helvetica Neue', Arial, sans-serif",
    town: "700 14.5px Atlas, 'Helvetica Neue', Arial, sans-serif",
    exit: "italic 600 12px Atlas, 'Helvetica Neue', Arial, sans-serif",
    pass: "italic 600 11.5px Atlas, 'Helvetica Neue', Arial, sans-serif",
    road: "700 10px Atlas, 'Helvetica Neue', Arial, sans-serif",
    space: "600 12px Atlas, 'Helvetica Neue', Arial, sans-serif",
  };
  const HEIGHTS = { commune: 15, town: 17, exit: 15, pass: 14, road: 14, space: 15 };

  function place(map, atlas, isWinter) {
    const group = map.alpsatLabels || (map.alpsatLabels = L.layerGroup().addTo(map));
    group.clearLayers();
    const taken = obstacles(map, atlas).concat(controls(map));
    const origin = map.getPixelOrigin();
    const corner = map.containerPointToLayerPoint([0, 0]);
    const size = map.getSize();
    const frame = { left: corner.x, top: corner.y, right: corner.x + size.x, bottom: corner.y + size.y };
    candidates(atlas, map.getZoom(), isWinter).forEach((label) => {
      const point = map.project([label.lat, label.lon]).subtract(origin);
      const width = measure(label);
      const height = HEIGHTS[label.kind];
      const isFree = (box) =>
        isInside(box, frame) &&
        !taken.some((other) => (label.kind !== "town" || !other.isDot) && overlaps(box, other));
      const spot = spots(label, point, width, height).find(isFree);
      if (!spot) return;
      taken.push(spot);
      L.marker(map.layerPointToLatLng([spot.left, spot.top]), {
        pane: "labels",
        interactive: false,
        keyboard: false,
        icon: L.divIcon({
          className: "alpsat-label alpsat-label-" + label.kind + (label.isClosed ? " alpsat-label-closed" : ""),
          iconSize: [Math.ceil(width), height],
          iconAnchor: [0, 0],
          html: escape(label.text),
        }),
      }).addTo(group);
    });
  }

  function candidates(atlas, zoom, isWinter) {
    const shown = zoom < SMALL_ZOOM ? SMALL_COUNT : Infinity;
    const found = atlas.communes.filter((commune) => commune.is_centre || commune.rank < shown).map((commune) => ({
      text: commune.name,
      lat: commune.lat,
      lon: commune.lon,
      kind: commune.is_centre ? "town" : "commune",
      order: commune.is_centre ? 0 : 3 + commune.rank / 100,
    }));
    atlas.exits.forEach((exit) => found.push({ ...exit, text: "→ " + exit.name, kind: "exit", order: 1 }));
    atlas.passes.forEach((pass) => {
      const isClosed = isWinter && pass.is_closed;
      const text = isClosed ? pass.name + " ✕" : pass.name;
      found.push({ ...pass, text, kind: "pass", isClosed, order: isClosed ? 2 : 4 });
    });
    atlas.shields.forEach((shield) => found.push({ ...shield, text: shield.ref, kind: "road", order: 5 }));
    if (zoom >= 11.5) {
      atlas.places
        .filter((place_) => place_.kind !== "station")
        .forEach((space) => found.push({ ...space, text: space.name, kind: "space", order: 2.5 }));
    }
    return found.sort((a, b) => a.order - b.order);
  }

  function measure(label) {
    ruler.font = FONTS[label.kind];
    return ruler.measureText(label.text).width + (label.kind === "road" ? 8 : 4);
  }

  function obstacles(map, atlas) {
    const origin = map.getPixelOrigin();
    const around = (item, half, isDot) => {
      const point = map.project([item.lat, item.lon]).subtract(origin);
      return { left: point.x - half, top: point.y - half, right: point.x + half, bottom: point.y + half, isDot };
    };
    const opened = map.alpsatOpened ? map.alpsatOpened.communes : [];
    return atlas.communes
      .map((c) => around(c, 3, true))
      .concat(atlas.places.map((p) => around(p, 7, false)))
      .concat(opened.map((c) => around(c, 11, false)));
  }

  function spots(label, point, width, height) {
    const box = (left, top) => ({ left, top, right: left + width, bottom: top + height });
    const middle = point.y - height / 2;
    const centre = point.x - width / 2;
    if (label.kind === "road") return [box(centre, middle)];
    return [GAP_PX, 2 * GAP_PX, 3 * GAP_PX].flatMap((gap) => [
      box(point.x + gap, middle),
      box(point.x - gap - width, middle),
      box(centre, point.y - gap - height),
      box(centre, point.y + gap),
      box(point.x + gap, point.y - height - gap / 3),
      box(point.x - gap - width, point.y - height - gap / 3),
      box(point.x + gap, point.y + gap / 3),
      box(point.x - gap - width, point.y + gap / 3),
    ]);
  }

  function isInside(box, frame) {
    return box.left > frame.left && box.right < frame.right && box.top > frame.top && box.bottom < frame.bottom;
  }

  // What stands over the map: scale, attribution, zoom buttons.
  function controls(map) {
    const frame = map.getContainer().getBoundingClientRect();
    return [...map.getContainer().querySelectorAll(".leaflet-control")].map((control) => {
      const box = control.getBoundingClientRect();
      const start = map.containerPointToLayerPoint([box.left - frame.left, box.top - frame.top]);
      return { left: start.x, top: start.y, right: start.x + box.width, bottom: start.y + box.height };
    });
  }

  function overlaps(a, b) {
    return a.left < b.right + 2 && b.left < a.right + 2 && a.top < b.bottom + 1 && b.top < a.bottom + 1;
  }

  function escape(text) {
    const span = document.createElement("span");
    span.textContent = text;
    return span.innerHTML;
  }

  return { place };
})();
