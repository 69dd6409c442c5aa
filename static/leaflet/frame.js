// What every map of the dashboard needs beyond folium, a thing each: the page around it, boxes, provinces, layers, what is
// chosen, the view. The frame and its Leaflet map stay when a choice is made; only the group of marks is exchanged, so
// whatever has to outlive that is kept here. lcdash/html/folium_map.py calls these by name.

// The page around this frame: elements to read, and their events, for as long as the frame is there.
const mapPage = {
  document: window.parent.document,
  end: new AbortController(),
  on(event, then, options = {}) { this.document.addEventListener(event, then, { ...options, signal: this.end.signal }); },
};
window.addEventListener("pagehide", () => mapPage.end.abort());

// Where things stand, in pixels of the map's layers: names keep off each other.
const mapBoxes = {
  of: (left, top, width, height) => ({ left, top, right: left + width, bottom: top + height }),
  around: ({ x, y }, width, height) => mapBoxes.of(x - width / 2, y - height / 2, width, height),

  // What is seen of the map, as bounds of Leaflet.
  ofFrame(map) {
    const corner = map.containerPointToLayerPoint([0, 0]);
    return L.bounds(corner, corner.add(map.getSize()));
  },

  // The buttons and the scale that lie over the map: no name stands under them.
  ofControls(map) {
    const frame = map.getContainer().getBoundingClientRect();
    return [...map.getContainer().querySelectorAll(".leaflet-control")].map((one) => {
      const { left, top, width, height } = one.getBoundingClientRect();
      const corner = map.containerPointToLayerPoint([left - frame.left, top - frame.top]);
      return this.of(corner.x, corner.y, width, height);
    });
  },

  // `edge`: how much of two boxes may lie on each other.
  overlap: (one, other, edge = 0) =>
    one.left + edge < other.right && other.left + edge < one.right && one.top + edge < other.bottom && other.top + edge < one.bottom,

  isIn: ({ left, top, right, bottom }, bounds) => bounds.contains([left, top]) && bounds.contains([right, bottom]),

  // Whether a box lies within one of these rings: no line of it goes through the box, and its middle is inside.
  liesWithin(map, rings, { left, top, right, bottom }) {
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    return rings.some((ring) => {
      const points = ring.map((one) => map.latLngToLayerPoint(one));
      let inside = false;
      for (let one = 0, last = points.length - 1; one < points.length; last = one, one += 1) {
        const [a, b] = [points[last], points[one]];
        if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
        if (L.LineUtil.clipSegment(a, b, L.bounds([left, top], [right, bottom]))) return false;
      }
      return inside;
    });
  },

  // Neighbours nearer than `due` are moved apart, each by half, along the line between them.
  apart(spots, due, rounds) {
    for (let round = 0; round < rounds; round += 1) {
      spots.forEach((one, first) => spots.slice(first + 1).forEach((other, next) => {
        const distance = one.distanceTo(other);
        const lacking = due(first, first + 1 + next) - distance;
        if (lacking <= 0) return;
        const way = distance ? other.subtract(one).divideBy(distance) : L.point(0, 1);
        one._subtract(way.multiplyBy(lacking / 2));
        other._add(way.multiplyBy(lacking / 2));
      }));
    }
    return spots;
  },

  // Words stand in a box, measured from the corner of what holds them; where there is none they are hidden.
  put(words, box, left, top) {
    words.style.visibility = box ? "visible" : "hidden";
    if (!box) return;
    words.style.left = `${box.left - left}px`;
    words.style.top = `${box.top - top}px`;
  },
};

// The provinces, below all else. They are a payload of the page (shared_payload.js), which may still be on its way.
const mapProvinces = {
  areas: [], // each with its name and where that stands

  draw(map, name, style) {
    const payload = mapPage.document.getElementById(`payload-${name}`);
    if (!payload) return mapPage.on("payload", () => this.draw(map, name, style), { once: true });
    const layer = L.geoJSON(JSON.parse(payload.textContent), { style, interactive: false }).addTo(map).bringToBack();
    const pane = map.createPane("provinceNames");
    pane.classList.add("leaflet-zoom-hide"); // names do not grow with the shapes
    pane.setAttribute("aria-hidden", "true");
    layer.eachLayer((shape) => {
      const { name_th: th, name_en: en, at } = shape.feature.properties;
      const rings = this.outerRings(shape.getLatLngs()), words = pane.appendChild(document.createElement("span"));
      this.areas.push({ th, en, at: L.latLng(at), rings, words });
    });
    mapView.arrange(map);
  },

  // The outer ring of each part of a shape.
  outerRings(rings) {
    if (rings[0]?.lat !== undefined) return [rings];
    return rings[0]?.[0]?.lat !== undefined ? [rings[0]] : rings.map((part) => part[0]);
  },

  // The name of a province where it has room within its lines, beside all that is `taken`; none twice (`written`).
  name(map, taken, written) {
    const language = document.documentElement.lang === "th" ? "th" : "en";
    const near = map.getContainer().classList.contains("near"); // where the provinces' lines are hidden
    for (const { words, [language]: text } of this.areas) {
      words.style.visibility = "hidden";
      if (words.textContent !== text) words.textContent = text;
    }
    // All are measured before one is moved: in turn, the browser would lay out the map anew for each.
    const sizes = this.areas.map(({ words }) => [words.offsetWidth, words.offsetHeight]);
    for (const [index, area] of this.areas.entries()) {
      const { words } = area;
      if (near || written.has(area[language])) continue;
      const room = mapBoxes.around(map.latLngToLayerPoint(area.at), ...sizes[index]);
      if (taken.some((other) => mapBoxes.overlap(room, other, -2)) || !mapBoxes.liesWithin(map, area.rings, room)) continue;
      L.DomUtil.setPosition(words, L.point(room.left, room.top));
      words.style.visibility = "visible";
    }
  },
};

// Groups of marks by name, of which one is shown within `whole`: that which the switch of the page names in `data-map-layer`
// (layer_switch.js), at once when it is pressed. Where it names none of these, others are on their way, and the map stays.
const mapLayers = {
  whole: null,
  groups: {},

  oneOf(whole, groups) {
    Object.assign(this, { whole, groups });
    const chosen = mapPage.document.querySelector("[data-map-layer]")?.dataset.mapLayer;
    whole.on("add", () => this.turnTo(chosen in groups ? chosen : Object.keys(groups)[0]));
  },

  turnTo(name) {
    const { whole, groups } = this;
    if (!groups[name] || whole.hasLayer(groups[name])) return;
    whole.clearLayers().addLayer(groups[name]);
  },
};
mapPage.on("map-layer", ({ target }) => mapLayers.turnTo(target.dataset.mapLayer));

// Which mark is chosen, by mouse, finger or key, and which are open.
const mapChoice = {
  last: "", // whose mark or area was chosen last in this frame, until the marks are built anew
  turns: 0,
  instead: "", // what the click on a layer tells of that stands for something else
  opened: {}, // by the script that draws them: the mark whose details are open

  // What streamlit-folium sends when a layer is clicked. The turn makes two clicks on one mark differ, so that choosing it
  // again after a choice in the list counts.
  sends(layer, id) {
    layer.toGeoJSON = () => ({ id: this.instead || id, turn: (this.turns += 1) });
    layer.on("click", () => { this.last = id; });
  },

  sendsOnce(layer, id) {
    this.instead = id;
    layer.fire("click", { latlng: layer.getLatLng() }, true);
    this.instead = "";
  },

  // The same by Enter and Space as by a click.
  byKey(layer, choose = () => layer.fire("click", { latlng: layer.getLatLng() }, true)) {
    layer.on("keypress", ({ originalEvent }) => {
      if (originalEvent.key !== "Enter" && originalEvent.key !== " ") return;
      originalEvent.preventDefault(); // a space would scroll the page
      choose(originalEvent);
    });
  },

  // Called before the marks that are built anew: which of them are open.
  open(ids) { this.opened = ids; },
  isOpen(script, layer) { return this.opened[script] === layer.feature.properties.id; },
  get city() { return this.opened.cityMarks; },

  // The element of the mark chosen last is new: who chose it by keyboard goes on from there.
  goOn(marks) {
    const again = marks.find((layer) => layer.feature.properties.id === this.last);
    this.last = "";
    if (again && document.hasFocus()) again.getElement().focus({ preventScroll: true });
  },
};

// What is shown fits its frame until the reader moves it, and is arranged anew at every zoom.
const mapView = {
  INSIDE: 4, // how far from the frame's edge what a mark tells keeps, in pixels
  shown: null, // what the marks that are shown ask for: { bounds, fitting, nearest, arrange, chosen: where what is open stands }
  wasInSight: false, // whether what is open was, before the frame's size changed: Leaflet knows the new one before `fit`
  touched: false, // whether the reader has taken the map in hand

  arrange(map) { this.shown?.arrange(map); },

  // Once for every map.
  start(map) {
    const container = map.getContainer();
    this.tellAbove(map);
    for (const what of ["pointerdown", "keydown"]) container.addEventListener(what, () => { this.touched = true; });
    map.on("zoomend", () => { this.steer(map); this.arrange(map); });
    // What brings a map back within its bounds does so at once: on its way, it would undo what another size of the frame asks.
    map.off("moveend", map._panInsideMaxBounds);
    map.on("moveend", () => { if (!map._enforcingBounds) map.panInsideBounds(map.options.maxBounds, { animate: false }); });
    window.addEventListener("resize", () => { this.wasInSight ||= this.sees(map); });
    const fit = () => { this.fit(map); this.arrange(map); };
    new ResizeObserver(fit).observe(container); // the page sets the frame's height, and style sheets come after the script
    document.fonts.addEventListener("loadingdone", () => this.arrange(map));
    document.querySelectorAll('link[rel="stylesheet"]').forEach((sheet) => sheet.addEventListener("load", fit));
  },

  // What a mark tells stands above the buttons, so outside the pane of the map that lies under them, and inside the frame.
  tellAbove(map) {
    const pane = map.createPane("told", map.getContainer());
    map.on("move zoom viewreset", () => L.DomUtil.setPosition(pane, L.DomUtil.getPosition(map.getPane("mapPane"))));
    const place = L.Tooltip.prototype._setPosition, { INSIDE } = this;
    L.Tooltip.mergeOptions({ pane: "told" });
    L.Tooltip.include({
      _setPosition(...given) {
        const tooltip = this.getElement();
        tooltip.style.translate = "";
        place.apply(this, given);
        const [frame, own] = [map.getContainer(), tooltip].map((one) => one.getBoundingClientRect());
        const into = (first, last, start, end) => Math.max(start + INSIDE - first, Math.min(0, end - INSIDE - last));
        tooltip.style.translate = `${into(own.left, own.right, frame.left, frame.right)}px ${into(own.top, own.bottom, frame.top, frame.bottom)}px`;
      },
    });
  },

  sees(map) { return Boolean(this.shown?.chosen && map.getBounds().contains(this.shown.chosen)); },

  // `here`: what is open was chosen in this frame a moment ago.
  fit(map, here = false) {
    const { shown } = this, inSight = here || this.wasInSight || this.sees(map);
    map.invalidateSize({ animate: false });
    if (!shown || !map.getContainer().clientHeight) return this.steer(map);
    this.wasInSight = false;
    if (!this.touched) map.fitBounds(shown.bounds, { ...shown.fitting, animate: false });
    // What is open stays in sight of a frame that grew lower; one that is chosen in a list moves no map.
    else if (inSight && shown.chosen) map.panInside(shown.chosen, { paddingTopLeft: [40, 50], paddingBottomRight: [60, 60], animate: false });
    this.steer(map);
  },

  // The marks of a group that was just made are shown as `next` says. Where it asks for other bounds it is another view:
  // what the reader did with the last one is over.
  show(map, next, words) {
    if (this.shown && JSON.stringify(next.bounds) !== JSON.stringify(this.shown.bounds)) this.touched = false;
    // Whether what is open was in sight says nothing of what is opened now.
    if (JSON.stringify(next.chosen) !== JSON.stringify(this.shown?.chosen)) this.wasInSight = false;
    this.shown = next;
    map.setMaxZoom(next.nearest);
    map.getContainer().classList.remove("near");
    this.wayBack(map, words.whole);
    this.fit(map, Boolean(mapChoice.last));
  },

  // The reader was brought somewhere: there the map stays.
  move(map, at, zoom) {
    this.touched = true;
    map.setView(at, Math.min(zoom, map.getMaxZoom()), { animate: false });
  },

  // One finger scrolls the page, whatever the map shows; two move the map and zoom it. A mouse drags.
  steer(map) {
    map.dragging[window.matchMedia("(pointer: coarse)").matches ? "disable" : "enable"]();
  },

  // A button that leads back to what the map showed first.
  wayBack(map, words) {
    map.wayBack?.remove();
    map.wayBack = L.control({ position: "bottomright" });
    map.wayBack.onAdd = () => {
      const bar = L.DomUtil.create("div", "leaflet-bar whole");
      const button = L.DomUtil.create("button", "", bar);
      button.type = "button";
      button.textContent = words;
      L.DomEvent.disableClickPropagation(bar);
      button.addEventListener("click", () => {
        this.touched = false;
        this.fit(map);
        this.arrange(map);
      });
      return bar;
    };
    map.wayBack.addTo(map);
  },
};

// The map and its buttons bear their names in the reader's language; the marks of a group that was just made.
function marksOf(map, group, words) {
  const name = (element, text) => {
    element?.setAttribute("aria-label", text);
    if (element?.tagName === "A") element.title = text;
  };
  document.documentElement.lang = words.language;
  document.title = words.title;
  if (window.frameElement) window.frameElement.title = words.title;
  name(map.getContainer(), words.title);
  map.getContainer().setAttribute("role", "region");
  name(document.querySelector(".leaflet-control-zoom-in"), words.zoom_in);
  name(document.querySelector(".leaflet-control-zoom-out"), words.zoom_out);
  const marks = [];
  group.eachLayer((layers) => layers.eachLayer?.((layer) => { if (layer.feature && layer.getLatLng) marks.push(layer); }));
  return marks;
}
