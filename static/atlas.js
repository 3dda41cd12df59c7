// The map: one to four linked Leaflet maps drawn once, then only restyled.
// Geometry is fetched once; a change of colours is one short call of alpsat.restyle().
window.alpsat = (function () {
  "use strict";

  const VIEW_DELAY_MS = 350;
  const HATCH = "url(#alpsat-hatch)";
  // Beyond, the ground is drawn on one canvas, where a hatch is a plain grey: a browser is slow with so many elements.
  const DRAWN_AS_ELEMENTS = 1000;
  const MISSING = "#bdb9b1";
  const PANES = { communes: 410, roads: 420, limits: 430, selection: 440, symbols: 450, labels: 460 };
  // A finger is less sure than a mouse: on the ground beside a name or a dot, it meant them.
  const FINGER_PX = { name: 6, dot: 12 };

  let config = null;
  let atlas = null;
  let panels = [];
  let payload = null;
  let isQuiet = true;
  // What the maps show, as the address or the person said: centre and zoom; null for the whole territory.
  let view = null;
  let isTouched = false;
  let viewTimer = null;
  let lastClick = null;
  let clickCount = 0;

  function mount(hostId, settings) {
    config = settings;
    // Leaflet then moves what it places in the plane: in space, the browser gives each dot and name a layer of its own.
    L.Browser.ie3d = true;
    const host = document.getElementById(hostId);
    host.classList.add("alpsat", "alpsat-panels-" + config.panels);
    for (let i = 0; i < config.panels; i += 1) panels.push(createPanel(host, i));
    place();
    panels.forEach(linkMoves);
    const observer = new ResizeObserver(onResize);
    panels.forEach((panel) => observer.observe(panel.map.getContainer()));
    Promise.all([fetchAtlas(), loadFont()])
      .then(([document_]) => {
        atlas = document_;
        config.bounds = atlas.bounds;
        if (!view) place();
        panels.forEach(drawAtlas);
        isQuiet = false;
        if (payload) paint();
      })
      .catch(() => {
        host.dataset.failed = "true";
        panels.forEach((panel) => {
          panel.title.textContent = config.texts.failed;
        });
      });
    return panels[0].map;
  }

  function fetchAtlas() {
    return fetch(config.geometry).then((response) => {
      if (!response.ok) throw new Error(String(response.status));
      return response.json();
    });
  }

  // The page's own font, so that map and page are printed alike; any other font will do if it is not there.
  function loadFont() {
    if (!config.font) return null;
    const font = new FontFace("Atlas", `url(${config.font})`, { weight: "200 900" });
    return font.load().then(
      () => document.fonts.add(font),
      () => null,
    );
  }

  function createPanel(host, index) {
    const section = document.createElement("section");
    section.className = "alpsat-panel";
    const title = document.createElement("h2");
    title.className = "alpsat-title";
    // Only maps side by side have titles. A line that came or went later would change the room of a map that is drawn.
    title.hidden = config.panels === 1;
    title.textContent = "\u00a0";
    const box = document.createElement("div");
    box.className = "alpsat-map";
    section.append(title, box);
    host.append(section);
    // Leaflet takes the focus when a button goes down; the page would scroll to the map, and the click fall elsewhere.
    box.focus = () => HTMLElement.prototype.focus.call(box, { preventScroll: true });
    const map = L.map(box, {
      attributionControl: false,
      zoomControl: false,
      zoomSnap: 0.25,
      zoomDelta: 0.5,
      wheelPxPerZoomLevel: 120,
      minZoom: 6.5,
      maxZoom: 15,
      // Leaflet would report its own answer to a new size as a move of the person.
      trackResize: false,
    });
    Object.entries(PANES).forEach(([name, order]) => {
      map.createPane(name).style.zIndex = String(order);
    });
    // In the last two, what answers a click says so itself.
    ["roads", "limits", "selection", "symbols", "labels"].forEach((name) => {
      map.getPane(name).style.pointerEvents = "none";
    });
    if (index === 0) {
      L.control
        .zoom({ position: "topright", zoomInTitle: config.texts.zoom_in, zoomOutTitle: config.texts.zoom_out })
        .addTo(map);
    }
    if (index === config.panels - 1) {
      L.control.scale({ imperial: false, maxWidth: 90 }).addTo(map);
    }
    const isAlone = config.panels === 1;
    return { index, isAlone, map, title, communes: [], names: [], classes: "", season: null, tiles: null };
  }

  // Until a person touches a map, no move of it is theirs; and its limits, which Leaflet holds by moving it, can wait.
  function onTouch() {
    if (isTouched) return;
    isTouched = true;
    panels.forEach((panel) => panel.map.setMaxBounds(L.latLngBounds(config.bounds).pad(0.6)));
  }

  function linkMoves(panel) {
    ["pointerdown", "wheel", "keydown"].forEach((kind) => {
      panel.map.getContainer().addEventListener(kind, onTouch, { capture: true, passive: true });
    });
    panel.map.on("move", () => {
      if (isQuiet && atlas) return;
      const wasQuiet = isQuiet;
      isQuiet = true;
      panels.forEach((other) => {
        if (other !== panel) other.map.setView(panel.map.getCenter(), panel.map.getZoom(), { animate: false });
      });
      isQuiet = wasQuiet;
    });
    panel.map.on("moveend", () => {
      if (isQuiet || !atlas || !isTouched) return;
      view = [panel.map.getCenter(), panel.map.getZoom()];
      clearTimeout(viewTimer);
      viewTimer = setTimeout(report, VIEW_DELAY_MS);
    });
  }

  // Leaflet would go from where a map is, by whole pixels: what it shows would depend on where it has been.
  function place() {
    const wasQuiet = isQuiet;
    isQuiet = true;
    const exactly = { animate: false, reset: true };
    panels.forEach(({ map }) => {
      map.invalidateSize({ animate: false, pan: false });
    });
    // Titles on more lines leave a map less room; all have one scale, which the last one says for them.
    const zoom = Math.min(...panels.map(({ map }) => map.getBoundsZoom(config.bounds, false, [8, 8])));
    panels.forEach(({ map }) => {
      if (view) map.setView(view[0], view[1], exactly);
      else map.fitBounds(config.bounds, { ...exactly, padding: [4, 4], maxZoom: zoom });
      // A reset leaves the shapes a part of a pixel beside their names; the end of a move puts them right.
      map.fire("moveend");
    });
    isQuiet = wasQuiet;
  }

  // A new size is not a choice of the person: nothing to report.
  function onResize() {
    const hasItsSize = ({ map }) => {
      const box = map.getContainer();
      return map.getSize().equals([box.clientWidth, box.clientHeight]);
    };
    if (!panels.every(hasItsSize)) place();
  }

  function drawAtlas(panel) {
    const map = panel.map;
    const renderer = isCanvas() ? L.canvas({ pane: "communes" }) : L.svg({ pane: "communes" });
    panel.communes = atlas.communes.map((commune, index) => {
      const shape = L.polygon(commune.rings, {
        pane: "communes",
        renderer,
        color: "#ffffff",
        weight: 0.9,
        opacity: 0.9,
        fillColor: "#ffffff",
        fillOpacity: 0,
        className: "alpsat-commune",
      }).addTo(map);
      bindTooltip(shape, panel, index);
      // A browser lets the keyboard stop at a drawing that tells something. It has no name: the names of the map do it.
      shape.getElement()?.setAttribute("tabindex", "-1");
      shape.on("click", (event) => {
        L.DomEvent.stopPropagation(event);
        const isFinger = event.originalEvent.pointerType === "touch";
        select(isFinger ? findUnderFinger(panel, event.layerPoint, index) : index, event.originalEvent);
      });
      return shape;
    });
    if (!isCanvas()) addHatch(map);
    L.polyline(atlas.limits, { pane: "limits", className: "alpsat-limit-halo", interactive: false }).addTo(map);
    L.polyline(atlas.limits, { pane: "limits", className: "alpsat-limit", interactive: false }).addTo(map);
    L.polyline(atlas.outline, { pane: "limits", className: "alpsat-outline", interactive: false }).addTo(map);
    panel.selection = L.polygon([], { pane: "selection", className: "alpsat-selection", interactive: false });
    panel.selection.addTo(map);
    panel.roads = alpsat.symbols.drawRoads(map, atlas);
    alpsat.symbols.drawPlaces(map, atlas, (marker, index) => bindDot(marker, panel, index));
    map.on("moveend", () => placeLabels(panel));
  }

  function isCanvas() {
    return atlas.communes.length > DRAWN_AS_ELEMENTS;
  }

  // What a commune answers to, beside its ground: its dot, the sign of a space to open there, its name.
  function bindDot(marker, panel, index) {
    bindTooltip(marker, panel, index);
    marker.on("dblclick", L.DomEvent.stopPropagation);
    marker.on("click", (event) => {
      L.DomEvent.stopPropagation(event);
      // Dots stand so close that the room around one may cover another.
      const point = panel.map.mouseEventToLayerPoint(event.originalEvent);
      select(alpsat.symbols.findNearest(panel.map, atlas, point, Infinity) ?? index, event.originalEvent);
    });
  }

  function bindName(marker, panel, index) {
    const isHigh = marker.options.icon.options.tooltipAnchor[1] > 0;
    bindTooltip(marker, panel, index, { sticky: false, direction: isHigh ? "bottom" : "top" });
    const choose = (event) => {
      L.DomEvent.stop(event.originalEvent);
      select(index, event.originalEvent);
    };
    marker.on("dblclick", L.DomEvent.stopPropagation);
    marker.on("click", choose);
    marker.on("keydown", (event) => {
      if (["Enter", " "].includes(event.originalEvent.key)) choose(event);
    });
  }

  // Leaflet puts it beside the finger or over the name: on the map of a phone, its end would be cut at the edge.
  const InnerTooltip = L.Tooltip.extend({
    _setPosition(point) {
      const box = this._container;
      const frame = this._map.getContainer().getBoundingClientRect();
      box.style.maxWidth = `${frame.width}px`;
      L.Tooltip.prototype._setPosition.call(this, point);
      const drawn = box.getBoundingClientRect();
      const shift = [
        Math.max(frame.left - drawn.left, Math.min(0, frame.right - drawn.right)),
        Math.max(frame.top - drawn.top, Math.min(0, frame.bottom - drawn.bottom)),
      ];
      L.DomUtil.setPosition(box, L.DomUtil.getPosition(box).add(shift));
    },
  });

  function bindTooltip(layer, panel, index, place) {
    const options = { sticky: true, direction: "auto", className: "alpsat-tooltip", opacity: 1, ...place };
    const told = () => tooltip(panel, atlas.communes[index], index);
    layer.bindTooltip(new InnerTooltip(options, layer).setContent(told));
  }

  function findUnderFinger(panel, point, index) {
    return (
      alpsat.labels.findName(panel, point, FINGER_PX.name) ??
      alpsat.symbols.findNearest(panel.map, atlas, point, FINGER_PX.dot) ??
      index
    );
  }

  function placeLabels(panel) {
    alpsat.labels.place(panel, atlas, panel.season !== "summer", (marker, index) => bindName(marker, panel, index));
    markChosen(panel);
  }

  function addHatch(map) {
    const svg = map.getPane("communes").querySelector("svg");
    const namespace = "http://www.w3.org/2000/svg";
    const definitions = document.createElementNS(namespace, "defs");
    definitions.innerHTML =
      '<pattern id="alpsat-hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">' +
      '<rect width="7" height="7" fill="#e4e1da"/><rect width="2.2" height="7" fill="#9a978f"/></pattern>';
    svg.insertBefore(definitions, svg.firstChild);
  }

  function tooltip(panel, commune, index) {
    const box = document.createElement("div");
    const name = document.createElement("strong");
    name.textContent = commune.name;
    const value = document.createElement("span");
    value.textContent = payload ? payload.panels[panel.index].values[index] : "";
    box.append(name, value);
    return box;
  }

  function restyle(next) {
    const isFirst = payload === null;
    payload = next;
    if (isFirst && payload.view) {
      const [lat, lon, zoom] = payload.view;
      view = [L.latLng(lat, lon), zoom];
      place();
    }
    if (atlas) paint();
  }

  function paint() {
    // Ready to be clicked: the shapes are drawn and the page has said what a click does.
    panels[0].map.getContainer().closest(".alpsat").dataset.ready = "true";
    panels.forEach((panel) => {
      const style = payload.panels[panel.index];
      panel.title.textContent = style.title;
      panel.title.hidden = !style.title;
      paintTiles(panel);
      const opacity = payload.tiles ? 0.55 : 1;
      const isRecoloured = panel.colours !== payload.colours.join() || panel.opacity !== opacity;
      for (let i = 0; i < panel.communes.length; i += 1) {
        const digit = style.classes[i];
        if (!isRecoloured && digit === panel.classes[i]) continue;
        const fill = digit === "-" ? (isCanvas() ? MISSING : HATCH) : payload.colours[Number(digit)];
        panel.communes[i].setStyle({ fillColor: fill, fillOpacity: opacity });
      }
      panel.communes.filter((shape) => shape.isTooltipOpen()).forEach((shape) => shape.getTooltip().update());
      panel.classes = style.classes;
      panel.colours = payload.colours.join();
      panel.opacity = opacity;
      paintSelection(panel);
      const isOtherSeason = panel.season !== payload.season;
      if (isOtherSeason) {
        panel.season = payload.season;
        alpsat.symbols.paintSeason(panel.roads, payload.season);
      }
      const bind = (marker, index) => bindDot(marker, panel, index);
      const areOtherOpened = alpsat.symbols.paintOpened(panel.map, atlas, style.opened, bind);
      if (isOtherSeason || areOtherOpened) placeLabels(panel);
      panel.map.getContainer().setAttribute("aria-label", style.title || payload.title);
    });
  }

  function listChosen() {
    return payload ? payload.chosen || [payload.selected] : [];
  }

  function paintSelection(panel) {
    const codes = listChosen();
    if (panel.selected === codes.join()) return;
    panel.selected = codes.join();
    const communes = atlas.communes.filter((candidate) => codes.includes(candidate.code));
    panel.selection.setLatLngs(communes.flatMap((commune) => commune.rings));
    markChosen(panel);
  }

  function markChosen(panel) {
    const codes = listChosen();
    panel.names.forEach(({ index, element }) => {
      element.setAttribute("aria-pressed", String(codes.includes(atlas.communes[index].code)));
    });
  }

  function paintTiles(panel) {
    if (payload.tiles && !panel.tiles) panel.tiles = L.tileLayer(config.tiles, { maxZoom: 18 }).addTo(panel.map);
    if (!payload.tiles && panel.tiles) {
      panel.tiles.remove();
      panel.tiles = null;
    }
  }

  function select(index, event) {
    if (!payload) return;
    const code = atlas.communes[index].code;
    // Who clicks twice out of habit must not take away at once what was put there.
    if (event.detail > 1 && code === lastClick) return;
    lastClick = code;
    clickCount += 1;
    if (!payload.chosen) payload.selected = code;
    panels.forEach(paintSelection);
    report();
  }

  function report() {
    // A move waiting to be reported travels with the click: a second message would take the place of the first.
    clearTimeout(viewTimer);
    const said = view && [Number(view[0].lat.toFixed(4)), Number(view[0].lng.toFixed(4)), Number(view[1].toFixed(2))];
    // A second click on the same commune is another event; the same event sent again is not another click, so that a
    // move reported before the server has heard the click does not make it forget it.
    const click = [Math.round(performance.timeOrigin), clickCount];
    window.Streamlit.setComponentValue({ commune: lastClick, view: said, click });
  }

  return { mount, restyle };
})();
