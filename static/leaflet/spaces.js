// What the map of learning spaces needs beyond frame.js: one mark for several that lie close together until a reader comes
// nearer. A shared mark bears no number: how many places of a city have a known point tells of the documents, not of the
// city. lcdash/html/space_map.py calls these by name.
const spaceMarks = (() => {
  const NEAR = 30; // marks nearer than this, in pixels, share one
  const APART = 29; // at least this far they are pushed apart,
  const SHADOW = 6; // and what stands behind a shared one
  const NAMES = 10; // from this zoom on a mark is called by its own name, before by that of its city
  const TOWN = 13; // how near places of a town are shown,
  const PROVINCE = 9.5; // and a place that stands alone: nearer, nothing would say where it is
  const LINES = 11; // from this zoom on the provinces' lines, which are about a kilometre off, would mislead
  const GAP = 4; // between a mark and its name

  let marks = [];
  let shared = L.layerGroup();
  let drawn = []; // what is seen of both at this zoom,
  let spots = []; // and where
  let told = {};
  let entered = null; // the marks of a shared one that was just chosen by keyboard

  const isOpen = (layer) => mapFrame.isOpen("spaceMarks", layer);
  const home = (layer) => layer.feature.properties.home;

  function mark(feature, layer) {
    const { id, label, tooltip } = feature.properties;
    layer.bindTooltip(tooltip, { className: "told", offset: [10, 0] });
    mapFrame.sends(layer, id);
    reachable(layer, label);
    layer.on("add", () => layer.getElement().setAttribute("aria-pressed", String(isOpen(layer))));
  }

  // A name a screen reader says, and the same by key as by a click.
  function reachable(layer, label, choose) {
    layer.on("add", () => layer.getElement().setAttribute("aria-label", label));
    mapFrame.byKey(layer, choose);
  }

  // Where no line shows how far apart places are, a scale does, in the reader's words.
  const scale = L.control.scale({ imperial: false });
  scale._updateScale = (line, text, ratio) => {
    line.style.width = `${Math.round(scale.options.maxWidth * ratio)}px`;
    line.textContent = text.replace(" km", ` ${told.km || "km"}`).replace(/ m$/, ` ${told.m || "m"}`);
  };

  // `group` is a folium group of spaces, `bounds` what is shown of the map.
  function follow(group, bounds, nearest, words) {
    let map;
    group.on("add", () => {
      map = group._map;
      told = words;
      scale.addTo(map);
      map.on("moveend", label, map); // names keep inside the frame; marks stay as they are, and with them the focus
      marks = mapFrame.marksOf(map, group, words);
      const alone = marks.every((one) => one.getLatLng().equals(marks[0].getLatLng()));
      const fitting = { paddingTopLeft: [46, 40], paddingBottomRight: [64, 40], maxZoom: alone ? PROVINCE : TOWN };
      const open = marks.find(isOpen);
      mapFrame.show(map, { bounds, nearest, arrange, fitting, chosen: open?.getLatLng() ?? ofOpenCity() }, words);
      if (open && open.feature.properties.id !== mapFrame.chosenLast()) comeTo(map, open);
      arrange(map);
      mapFrame.goOn(marks);
    });
    group.on("remove", () => {
      shared.remove();
      drawn = [];
      scale.remove();
      map.off("moveend", label, map);
    });
  }

  // The middle of what the city that is open has on the map.
  function ofOpenCity() {
    const own = marks.filter((one) => home(one) === mapFrame.openCity());
    return own.length ? L.latLngBounds(own.map((one) => one.getLatLng())).getCenter() : undefined;
  }

  // A place chosen in the list is brought into sight where it is out of it or shares its mark with others.
  function comeTo(map, layer) {
    const alone = (zoom) => groups(map, zoom).some((held) => held.length === 1 && held[0] === layer);
    if (alone(map.getZoom()) && map.getBounds().contains(layer.getLatLng())) return;
    let zoom = Math.max(map.getZoom(), TOWN);
    while (zoom < map.getMaxZoom() && !alone(zoom)) zoom += 0.5;
    mapFrame.moved();
    map.setView(layer.getLatLng(), Math.min(zoom, map.getMaxZoom()), { animate: false });
  }

  const at = (map, layer) => map.latLngToLayerPoint(layer.getLatLng());

  // Which marks lie together at a zoom: each joins the first of its city whose centre is near.
  function groups(map, zoom) {
    const found = [];
    const last = zoom >= map.getMaxZoom();
    const spot = (layer) => map.project(layer.getLatLng(), zoom);
    for (const layer of marks) {
      const near = !last && found.find(([first]) => home(first) === home(layer) && spot(first).distanceTo(spot(layer)) < NEAR);
      if (near) near.push(layer);
      else found.push([layer]);
    }
    return found;
  }

  function arrange(map) {
    if (marks.some((layer) => !layer.getElement())) return;
    map.getContainer().classList.toggle("near", map.getZoom() >= LINES);
    const together = groups(map, map.getZoom());
    // Built anew only where other marks come together: what has the focus keeps it.
    if (!same(together, drawn.map((layer) => layer.held || [layer]))) gather(map, together);
    if (entered) {
      const first = drawn.find((layer) => (layer.held || [layer]).some((one) => entered.includes(one)));
      first?.getElement().focus({ preventScroll: true });
      entered = null;
    }
    const room = (first, second) => APART + (drawn[first].held || drawn[second].held ? SHADOW : 0);
    spots = mapFrame.apart(drawn.map((layer) => at(map, layer)), room, 8); // those of two cities, or on one spot
    drawn.forEach((layer, index) => {
      const { x, y } = spots[index].subtract(at(map, layer));
      layer.getElement().style.translate = `${x}px ${y}px`;
    });
    label.call(map);
  }

  function gather(map, together) {
    const focused = document.activeElement;
    shared.remove();
    shared = L.layerGroup();
    drawn = together.map((held) => {
      held.forEach((layer) => layer.getElement().classList.toggle("hidden", held.length > 1));
      return held.length > 1 ? sharedMark(map, held) : held[0];
    });
    shared.addTo(map);
    for (const layer of drawn) map.getPane("markerPane").append(layer.getElement()); // Tab goes in this order
    if (focused.isConnected && focused !== document.activeElement) focused.focus({ preventScroll: true });
  }

  const same = (one, other) => one.length === other.length
    && one.every((held, index) => held.length === other[index].length && held.every((layer, place) => layer === other[index][place]));

  function sharedMark(map, held) {
    const { city } = held[0].feature.properties;
    const names = held.map((layer) => layer.feature.properties.name);
    const every = (what) => held.every((layer) => layer.feature.properties[what]);
    const several = told[`several${every("editors") ? "_added" : ""}${every("exact") ? "" : "_near"}`];
    const layer = L.marker(L.latLngBounds(held.map((one) => one.getLatLng())).getCenter(), {
      icon: L.divIcon({ className: "space", iconSize: [26, 26], html: `${several}<span class="label" aria-hidden="true"></span>` }),
    });
    layer.held = held;
    layer.city = city;
    const list = document.createElement("div");
    for (const words of [`${city}: ${told.group}`, ...names]) list.appendChild(document.createElement("div")).textContent = words;
    layer.bindTooltip(list, { className: "told", offset: [10, 0] });
    const enter = (event) => {
      if (told.opens) return void mapFrame.sendsOnce(held[0], `city.${home(held[0])}`);
      mapFrame.moved();
      entered = event?.key ? held : null;
      const box = L.latLngBounds(held.map((one) => one.getLatLng()));
      const nearer = map.getBoundsZoom(box, false, L.point(70, 60));
      // Marks on one spot never part by zooming: then as near as it goes, where they are pushed apart.
      map.setView(box.getCenter(), nearer <= map.getZoom() ? map.getMaxZoom() : Math.min(nearer, map.getMaxZoom()), { animate: false });
    };
    layer.on("click", () => enter(null));
    reachable(layer, `${city}: ${told.group}: ${names.join(", ")}`, enter);
    shared.addLayer(layer);
    return layer;
  }

  // Names stand beside their marks where there is room; where there is none, the tooltip has them.
  function label() {
    const map = this;
    if (drawn.some((layer) => !layer.getElement())) return;
    const corner = map.containerPointToLayerPoint([0, 0]);
    const { x: wide, y: high } = map.getSize();
    const inside = (place) => place.left > corner.x && place.right < corner.x + wide && place.top > corner.y && place.bottom < corner.y + high;
    const taken = [...spots.map(({ x, y }) => mapFrame.box(x - 13, y - 13, 26, 26)), ...mapFrame.controls(map)];
    const written = new Set(); // from afar a city is named once
    drawn.forEach((layer, index) => {
      const words = layer.getElement().querySelector(".label");
      const far = layer.held || map.getZoom() < NAMES;
      const text = far ? layer.city || layer.feature.properties.city : layer.feature.properties.name;
      words.textContent = far && written.has(text) ? "" : text;
      const [width, height] = [words.offsetWidth, words.offsetHeight];
      const { x, y } = spots[index];
      const free = [
        [x + 13 + GAP, y - height / 2], [x - 13 - GAP - width, y - height / 2], [x - width / 2, y + 13], [x - width / 2, y - 13 - height],
      ].map(([left, top]) => mapFrame.box(left, top, width, height))
        .find((place) => inside(place) && !taken.some((other) => mapFrame.overlap(place, other)));
      words.style.visibility = free && width ? "visible" : "hidden";
      if (!free || !width) return;
      if (far) written.add(text);
      taken.push(free);
      words.style.left = `${free.left - x + 13}px`;
      words.style.top = `${free.top - y + 13}px`;
    });
    mapFrame.nameProvinces(map, taken, written);
  }

  return { mark, follow };
})();
