// What the map of learning spaces needs beyond frame.js: one mark for several that lie close together until a reader comes
// nearer. A shared mark bears no number: how many places of a city have a known point tells of the documents, not of the
// city. lcdash/html/space_map.py calls these by name.
const spaceMarks = {
  NEAR: 30, // marks nearer than this, in pixels, share one
  APART: 29, // at least this far they are pushed apart,
  SHADOW: 6, // and what stands behind a shared one
  HALF: 13, // of the width of a mark
  NAMES: 10, // from this zoom on a mark is called by its own name, before by that of its city
  TOWN: 13, // how near places of a town are shown,
  PROVINCE: 9.5, // and a place that stands alone: nearer, nothing would say where it is
  LINES: 11, // from this zoom on the provinces' lines, which are about a kilometre off, would mislead
  GAP: 4, // between a mark and its name

  marks: [],
  shared: L.layerGroup(),
  drawn: [], // what is seen of both at this zoom,
  spots: [], // and where
  words: {},
  entered: null, // the marks of a shared one that was just chosen by keyboard

  mark(feature, layer) {
    const { id, label, tooltip } = feature.properties;
    layer.bindTooltip(tooltip, { className: "told", offset: [10, 0] });
    mapChoice.sends(layer, id);
    spaceMarks.reach(layer, label);
    layer.on("add", () => layer.getElement().setAttribute("aria-pressed", String(mapChoice.isOpen("spaceMarks", layer))));
  },

  // A name a screen reader says, and the same by key as by a click.
  reach(layer, label, choose) {
    layer.on("add", () => layer.getElement().setAttribute("aria-label", label));
    mapChoice.byKey(layer, choose);
  },

  // `group` is a folium group of spaces, `bounds` what is shown of the map.
  follow(group, bounds, nearest, words) {
    let map;
    const label = () => this.label(map); // names keep inside the frame; marks stay as they are, and with them the focus
    group.on("add", () => {
      map = group._map;
      this.words = words;
      spaceScale.addTo(map);
      map.on("moveend", label);
      this.marks = marksOf(map, group, words);
      this.show(map, bounds, nearest);
    });
    group.on("remove", () => {
      this.shared.remove();
      this.drawn = [];
      spaceScale.remove();
      map.off("moveend", label);
    });
  },

  show(map, bounds, nearest) {
    const { marks, words } = this, first = marks[0]?.getLatLng();
    const alone = marks.every((one) => one.getLatLng().equals(first));
    const fitting = { paddingTopLeft: [46, 40], paddingBottomRight: [64, 40], maxZoom: alone ? this.PROVINCE : this.TOWN };
    const open = marks.find((one) => mapChoice.isOpen("spaceMarks", one));
    const chosen = open?.getLatLng() ?? this.middleOf(marks.filter((one) => one.feature.properties.home === mapChoice.city));
    mapView.show(map, { bounds, nearest, fitting, chosen, arrange: () => this.arrange(map) }, words);
    if (open && open.feature.properties.id !== mapChoice.last) this.comeTo(map, open);
    this.arrange(map);
    mapChoice.goOn(marks);
  },

  boundsOf: (marks) => L.latLngBounds(marks.map((one) => one.getLatLng())),
  middleOf: (marks) => (marks.length ? spaceMarks.boundsOf(marks).getCenter() : undefined),

  // A place chosen in the list is brought into sight where it is out of it or shares its mark with others.
  comeTo(map, layer) {
    const alone = (zoom) => this.groups(map, zoom).some((group) => group.length === 1 && group[0] === layer);
    if (alone(map.getZoom()) && map.getBounds().contains(layer.getLatLng())) return;
    let zoom = Math.max(map.getZoom(), this.TOWN);
    while (zoom < map.getMaxZoom() && !alone(zoom)) zoom += 0.5;
    mapView.move(map, layer.getLatLng(), zoom);
  },

  // Which marks lie together at a zoom: each joins the first of its city whose centre is near.
  groups(map, zoom) {
    const found = [], last = zoom >= map.getMaxZoom();
    const home = (layer) => layer.feature.properties.home, spot = (layer) => map.project(layer.getLatLng(), zoom);
    for (const layer of this.marks) {
      const near = !last && found.find(([first]) => home(first) === home(layer) && spot(first).distanceTo(spot(layer)) < this.NEAR);
      if (near) near.push(layer);
      else found.push([layer]);
    }
    return found;
  },

  arrange(map) {
    if (this.marks.some((layer) => !layer.getElement())) return;
    map.getContainer().classList.toggle("near", map.getZoom() >= this.LINES);
    const together = this.groups(map, map.getZoom());
    // Built anew only where other marks come together: what has the focus keeps it.
    if (!this.same(together, this.drawn.map((layer) => layer.held || [layer]))) this.gather(map, together);
    if (this.entered) {
      const first = this.drawn.find((layer) => (layer.held || [layer]).some((one) => this.entered.includes(one)));
      first?.getElement().focus({ preventScroll: true });
      this.entered = null;
    }
    this.pushApart(map);
    this.label(map);
  },

  // Those of two cities, or on one spot.
  pushApart(map) {
    const { drawn } = this, at = (layer) => map.latLngToLayerPoint(layer.getLatLng());
    const room = (first, second) => this.APART + (drawn[first].held || drawn[second].held ? this.SHADOW : 0);
    this.spots = mapBoxes.apart(drawn.map(at), room, 8);
    drawn.forEach((layer, index) => {
      const { x, y } = this.spots[index].subtract(at(layer));
      layer.getElement().style.translate = `${x}px ${y}px`;
    });
  },

  gather(map, together) {
    const focused = document.activeElement;
    this.shared.remove();
    this.shared = L.layerGroup();
    this.drawn = together.map((held) => {
      held.forEach((layer) => layer.getElement().classList.toggle("hidden", held.length > 1));
      return held.length > 1 ? this.share(map, held) : held[0];
    });
    this.shared.addTo(map);
    for (const layer of this.drawn) map.getPane("markerPane").append(layer.getElement()); // Tab goes in this order
    if (focused.isConnected && focused !== document.activeElement) focused.focus({ preventScroll: true });
  },

  same: (one, other) => one.length === other.length
    && one.every((held, index) => held.length === other[index].length && held.every((layer, place) => layer === other[index][place])),

  // One mark for all of these.
  share(map, held) {
    const { city } = held[0].feature.properties, { words } = this;
    const names = held.map((layer) => layer.feature.properties.name), title = `${city}: ${words.group}`;
    const every = (what) => held.every((layer) => layer.feature.properties[what]);
    const several = words[`several${every("editors") ? "_added" : ""}${every("exact") ? "" : "_near"}`];
    const html = `${several}<span class="label" aria-hidden="true"></span>`;
    const layer = L.marker(this.middleOf(held), { icon: L.divIcon({ className: "space", iconSize: [26, 26], html }) });
    Object.assign(layer, { held, city });
    const list = document.createElement("div");
    for (const text of [title, ...names]) list.appendChild(document.createElement("div")).textContent = text;
    layer.bindTooltip(list, { className: "told", offset: [10, 0] });
    layer.on("click", () => this.enter(map, held));
    this.reach(layer, `${title}: ${names.join(", ")}`, () => this.enter(map, held, true));
    this.shared.addLayer(layer);
    return layer;
  },

  // A shared mark opens its city, or comes nearer until its marks part.
  enter(map, held, byKey = false) {
    if (this.words.opens) return mapChoice.sendsOnce(held[0], `city.${held[0].feature.properties.home}`);
    this.entered = byKey ? held : null;
    const bounds = this.boundsOf(held), nearer = map.getBoundsZoom(bounds, false, L.point(70, 60));
    // Marks on one spot never part by zooming: then as near as it goes, where they are pushed apart.
    mapView.move(map, bounds.getCenter(), nearer <= map.getZoom() ? map.getMaxZoom() : nearer);
  },

  // Names stand beside their marks where there is room; where there is none, the tooltip has them.
  label(map) {
    const { drawn, spots, HALF } = this;
    if (drawn.some((layer) => !layer.getElement())) return;
    const taken = [...spots.map((spot) => mapBoxes.around(spot, 2 * HALF, 2 * HALF)), ...mapBoxes.ofControls(map)];
    const frame = mapBoxes.ofFrame(map);
    const written = new Set(); // from afar a city is named once
    const names = drawn.map((layer) => {
      const words = layer.getElement().querySelector(".label"), far = Boolean(layer.held) || map.getZoom() < this.NAMES;
      const text = far ? layer.city || layer.feature.properties.city : layer.feature.properties.name;
      if (words.textContent !== text) words.textContent = text;
      return { words, far, text };
    });
    // All are measured before one is moved: in turn, the browser would lay out the map anew for each of hundreds.
    const sizes = names.map(({ words }) => [words.offsetWidth, words.offsetHeight]);
    names.forEach(({ words, far, text }, index) => {
      const spot = spots[index], [width, height] = sizes[index], again = far && written.has(text);
      const free = !again && width && this.besides(spot, width, height)
        .find((place) => mapBoxes.isIn(place, frame) && !taken.some((other) => mapBoxes.overlap(place, other)));
      mapBoxes.put(words, free, spot.x - HALF, spot.y - HALF);
      if (!free) return;
      if (far) written.add(text);
      taken.push(free);
    });
    mapProvinces.name(map, taken, written);
  },

  // Where the name of a mark may stand, the best place first.
  besides({ x, y }, width, height) {
    const { HALF, GAP } = this;
    return [
      [x + HALF + GAP, y - height / 2], [x - HALF - GAP - width, y - height / 2], [x - width / 2, y + HALF], [x - width / 2, y - HALF - height],
      [x - HALF - width, y + 6], [x + HALF, y + 6], [x - HALF - width, y - 6 - height], [x + HALF, y - 6 - height],
    ].map(([left, top]) => mapBoxes.of(left, top, width, height));
  },
};

// Where no line shows how far apart places are, a scale does, in the reader's words.
const spaceScale = L.control.scale({ imperial: false });
spaceScale._updateScale = (line, text, ratio) => {
  const { km, m } = spaceMarks.words;
  line.style.width = `${Math.round(spaceScale.options.maxWidth * ratio)}px`;
  line.textContent = text.replace(" km", ` ${km || "km"}`).replace(/ m$/, ` ${m || "m"}`);
};
