// The names of the communes on the map that stands alone: the most populated first, none over another.
function writeNames(map, communes) {
  const GAP = 7;
  map.createPane("names").style.zIndex = 640;
  const names = communes.map((commune) => {
    const text = document.createElement("span");
    text.textContent = commune.name;
    const icon = L.divIcon({ className: "dossier-name", html: text, iconSize: null });
    const marker = L.marker([commune.lat, commune.lon], { icon, pane: "names", keyboard: false }).addTo(map);
    // A name answers for its commune, whatever lies under its letters.
    marker.on("mouseover mousemove mouseout click", (event) => tell(commune.code, event));
    return { text, marker };
  });
  function tell(code, event) {
    const type = event.type === "click" ? "mouseover" : event.type;
    map.eachLayer((layer) => {
      if (!layer.feature || layer.feature.properties.code !== code) return;
      layer.fire(type, { latlng: event.latlng, originalEvent: event.originalEvent }, true);
    });
  }
  function place() {
    const size = map.getSize();
    const taken = [];
    names.forEach(({ text, marker }) => {
      const point = map.latLngToContainerPoint(marker.getLatLng());
      const width = text.offsetWidth;
      const height = text.offsetHeight;
      const corners = [[GAP, -height / 2], [-width - GAP, -height / 2], [-width / 2, -height - GAP], [-width / 2, GAP]];
      const free = corners.find(([x, y]) => {
        const box = [point.x + x, point.y + y, point.x + x + width, point.y + y + height];
        const isInside = box[0] >= 0 && box[1] >= 0 && box[2] <= size.x && box[3] <= size.y;
        const isFree = taken.every((one) => box[0] > one[2] || one[0] > box[2] || box[1] > one[3] || one[1] > box[3]);
        if (isInside && isFree) taken.push(box);
        return isInside && isFree;
      });
      text.style.visibility = free ? "visible" : "hidden";
      if (free) text.style.transform = "translate(" + free[0] + "px," + free[1] + "px)";
    });
  }
  map.on("zoomend moveend resize", place);
  place();
}
