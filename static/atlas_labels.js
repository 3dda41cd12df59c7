// Labels that never collide: the most populated commune is placed first, each tries a few sides.
window.alpsat.labels = (function () {
  "use strict";

  const GAP_PX = 6;
  const SMALL_ZOOM = 9.25;
  const SMALL_COUNT = 14;
  const TOOLTIP_PX = 60;
  const LEAD_PX = 5;
  // Names that are tried at once: on the map of a region most would find no room anyway.
  const TRIED_COUNT = 600;
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

  // The names of communes answer as their ground does: bind(marker, index of the commune) says how.
  function place(panel, atlas, isWinter, bind) {
    const map = panel.map;
    const group = map.alpsatLabels || (map.alpsatLabels = L.layerGroup().addTo(map));
    const placed = layOut(panel, atlas, isWinter);
    // A name that a finger or the keyboard is on must not be taken away for nothing.
    const layout = placed.map(({ label, box }) => [label.text, box.left, box.top, label.isClosed].join()).join("|");
    if (layout === panel.layout) return;
    panel.layout = layout;
    const focused = panel.names.find((name) => name.element === document.activeElement);
    group.clearLayers();
    panel.names = [];
    placed.forEach(({ label, box, point }) => {
      const marker = write(map, label, box).addTo(group);
      if (label.index === undefined) return;
      lead(map, box, point).forEach((line) => line.addTo(group));
      const element = marker.getElement();
      // Linked maps repeat the same names: the keyboard meets them once.
      if (panel.index > 0) element.tabIndex = -1;
      bind(marker, label.index);
      panel.names.push({ index: label.index, element, box });
    });
    const again = focused && panel.names.find((name) => name.index === focused.index);
    if (again) again.element.focus({ preventScroll: true });
  }

  // From north to south, the order in which the keyboard meets them.
  function layOut(panel, atlas, isWinter) {
    const map = panel.map;
    const origin = map.getPixelOrigin();
    const corner = map.containerPointToLayerPoint([0, 0]);
    const size = map.getSize();
    const frame = { left: corner.x, top: corner.y, right: corner.x + size.x, bottom: corner.y + size.y };
    const isSeen = (box) =>
      box.left < frame.right && box.right > frame.left && box.top < frame.bottom && box.bottom > frame.top;
    const taken = obstacles(map, atlas).filter(isSeen).concat(controls(map));
    const placed = [];
    let tried = candidates(panel, atlas, isWinter).map((label) => {
      return { label, point: map.project([label.lat, label.lon]).subtract(origin) };
    });
    if (tried.length > TRIED_COUNT) {
      tried = tried.filter(({ point: { x, y } }) => isSeen({ left: x, right: x, top: y, bottom: y }));
    }
    tried.slice(0, TRIED_COUNT).forEach(({ label, point }) => {
      const width = Math.ceil(measure(label));
      const around = spots(label, point, width, HEIGHTS[label.kind]).filter((box) => isInside(box, frame));
      // On small linked maps a town is named even over the dots of others, which stand too close to be told apart.
      const isForced = label.kind === "town" && !panel.isAlone;
      const box =
        around.find((one) => !taken.some((other) => overlaps(one, other))) ||
        (isForced && around.find((one) => !taken.some((other) => !other.isDot && overlaps(one, other))));
      if (!box) return;
      taken.push(box);
      placed.push({ label, box, point });
    });
    return placed.sort((a, b) => a.box.top - b.box.top);
  }

  function write(map, label, box) {
    const isName = label.index !== undefined;
    const height = box.bottom - box.top;
    const width = box.right - box.left;
    const isHigh = map.layerPointToContainerPoint([box.left, box.top]).y < TOOLTIP_PX;
    return L.marker(map.layerPointToLatLng([box.left, box.top]), {
      pane: "labels",
      interactive: isName,
      keyboard: isName,
      // A name is only shown where it is whole: the map need not move to show it.
      autoPanOnFocus: false,
      icon: L.divIcon({
        className: "alpsat-label alpsat-label-" + label.kind + (label.isClosed ? " alpsat-label-closed" : ""),
        iconSize: [width, height],
        iconAnchor: [0, 0],
        tooltipAnchor: [width / 2, isHigh ? height : 0],
        html: escape(label.text),
      }),
    });
  }

  // A name mostly lies over other communes than its own: a line leads it to its dot.
  function lead(map, box, point) {
    const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
    const end = L.point(clamp(point.x, box.left + 2, box.right - 2), clamp(point.y, box.top + 3, box.bottom - 2));
    if (end.distanceTo(point) < LEAD_PX) return [];
    const line = [point, end].map((place_) => map.layerPointToLatLng(place_));
    return ["alpsat-lead-halo", "alpsat-lead"].map((className) =>
      L.polyline(line, { pane: "limits", className, interactive: false, smoothFactor: 0 }),
    );
  }

  // The index of the commune whose name is the nearest to a point of the map's layers, null when none is within reach.
  function findName(panel, point, reach) {
    const distances = panel.names.map(({ box }) =>
      Math.hypot(
        Math.max(box.left - point.x, 0, point.x - box.right),
        Math.max(box.top - point.y, 0, point.y - box.bottom),
      ),
    );
    const nearest = Math.min(...distances);
    return nearest <= reach ? panel.names[distances.indexOf(nearest)].index : null;
  }

  function candidates(panel, atlas, isWinter) {
    const zoom = panel.map.getZoom();
    const shown = !panel.isAlone && zoom < SMALL_ZOOM ? SMALL_COUNT : Infinity;
    const found = [];
    atlas.communes.forEach((commune, index) => {
      if (!commune.is_centre && commune.rank >= shown) return;
      found.push({
        index,
        text: commune.name,
        lat: commune.lat,
        lon: commune.lon,
        kind: commune.is_centre ? "town" : "commune",
        order: commune.is_centre ? 0 : 1 + commune.rank / 100,
      });
    });
    atlas.exits.forEach((exit) => found.push({ ...exit, text: "→ " + exit.name, kind: "exit", order: 3 }));
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
    const around = (item, half, isDot = false) => {
      const point = map.project([item.lat, item.lon]).subtract(origin);
      return { left: point.x - half, top: point.y - half, right: point.x + half, bottom: point.y + half, isDot };
    };
    const opened = map.alpsatOpened ? map.alpsatOpened.communes : [];
    return atlas.communes
      .map((c) => around(c, 3, true))
      .concat(atlas.places.map((p) => around(p, 7)))
      .concat(opened.map((c) => around(c, 11)));
  }

  function spots(label, point, width, height) {
    const box = (left, top) => ({ left, top, right: left + width, bottom: top + height });
    const middle = point.y - height / 2;
    const centre = point.x - width / 2;
    if (label.kind === "road") return [box(centre, middle)];
    const gaps = label.kind === "town" ? [1, 2, 3, 4, 5] : [1, 2, 3];
    return gaps.map((count) => count * GAP_PX).flatMap((gap) => [
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

  return { place, findName };
})();
