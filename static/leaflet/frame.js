// What every map of the dashboard needs beyond folium: marks that a keyboard reaches, words in the reader's language, a
// view that fits its frame until the reader moves it. The frame and its Leaflet map stay when a choice is made; only the
// group of marks is exchanged, so whatever has to outlive that is kept here.
const mapFrame = (() => {
  const INSIDE = 4; // how far from the frame's edge what a mark tells keeps, in pixels
  let chosenHere = ""; // whose mark or area was chosen last in this frame, until the marks are built anew
  let turn = 0;
  let view = null; // what the marks that are shown ask for: { bounds, fitting, nearest, arrange, chosen: where what is open stands }
  let touched = false; // whether the reader has taken the map in hand
  let opened = {}; // by the script that draws them: the mark whose details are open
  const areas = []; // the provinces, each with its name and where that stands

  // The page around this frame: elements to read, and their events, for as long as the frame is there.
  const page = window.parent.document;
  const gone = new AbortController();
  const inPage = (event, then, options = {}) => page.addEventListener(event, then, { ...options, signal: gone.signal });
  window.addEventListener("pagehide", () => gone.abort());

  // The provinces, below all else. They are a payload of the page (shared_payload.js), which may still be on its way.
  function provinces(map, name, style) {
    const payload = page.getElementById(`payload-${name}`);
    if (!payload) return void inPage("payload", () => provinces(map, name, style), { once: true });
    const layer = L.geoJSON(JSON.parse(payload.textContent), { style, interactive: false }).addTo(map).bringToBack();
    const pane = map.createPane("provinceNames");
    pane.classList.add("leaflet-zoom-hide"); // names do not grow with the shapes
    pane.setAttribute("aria-hidden", "true");
    layer.eachLayer((shape) => {
      const { name_th: th, name_en: en, at } = shape.feature.properties;
      areas.push({ th, en, at: L.latLng(at), rings: outer(shape.getLatLngs()), words: pane.appendChild(document.createElement("span")) });
    });
    view?.arrange(map);
  }

  // The outer ring of each part of a shape.
  const outer = (held) => (held[0]?.lat !== undefined ? [held] : held[0]?.[0]?.lat !== undefined ? [held[0]] : held.map((part) => part[0]));

  // The name of a province where it has room within its lines, beside all that is `taken`; none twice (`said`).
  function nameProvinces(map, taken, said) {
    const language = document.documentElement.lang === "th" ? "th" : "en";
    const near = map.getContainer().classList.contains("near"); // where the provinces' lines are hidden
    for (const area of areas) {
      const { words } = area;
      const text = area[language];
      words.style.visibility = "hidden";
      if (near || said.has(text)) continue;
      if (words.textContent !== text) words.textContent = text;
      const [width, height] = [words.offsetWidth, words.offsetHeight];
      const { x, y } = map.latLngToLayerPoint(area.at);
      const room = box(x - width / 2, y - height / 2, width, height);
      if (taken.some((other) => overlap(room, other, -2)) || !within(map, area.rings, room)) continue;
      L.DomUtil.setPosition(words, L.point(room.left, room.top));
      words.style.visibility = "visible";
    }
  }

  // Whether a box lies within one of these rings: no line of it goes through the box, and its middle is inside.
  function within(map, rings, room) {
    const [x, y] = [(room.left + room.right) / 2, (room.top + room.bottom) / 2];
    return rings.some((ring) => {
      const points = ring.map((one) => map.latLngToLayerPoint(one));
      let inside = false;
      for (let one = 0, last = points.length - 1; one < points.length; last = one, one += 1) {
        const [a, b] = [points[last], points[one]];
        if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
        if (L.LineUtil.clipSegment(a, b, L.bounds([room.left, room.top], [room.right, room.bottom]))) return false;
      }
      return inside;
    });
  }

  // Groups of marks by name, of which one is shown within `whole`: that which the switch of the page names in `data-map-layer`
  // (layer_switch.js), at once when it is pressed. Where it names none of these, others are on their way, and the map stays.
  let layers = null;

  function oneOf(whole, groups) {
    layers = { whole, groups };
    const chosen = page.querySelector("[data-map-layer]")?.dataset.mapLayer;
    whole.on("add", () => turnTo(chosen in groups ? chosen : Object.keys(groups)[0]));
  }

  function turnTo(name) {
    const { whole, groups } = layers ?? {};
    if (!groups?.[name] || whole.hasLayer(groups[name])) return;
    whole.clearLayers().addLayer(groups[name]);
  }

  inPage("map-layer", ({ target }) => turnTo(target.dataset.mapLayer));

  // What streamlit-folium sends when a layer is clicked. The turn makes two clicks on one mark differ, so that choosing it
  // again after a choice in the list counts.
  function sends(layer, id) {
    layer.toGeoJSON = () => ({ id: instead || id, turn: (turn += 1) });
    layer.on("click", () => { chosenHere = id; });
  }

  // A click on a layer that tells of something else.
  let instead = "";
  function sendsOnce(layer, id) {
    instead = id;
    layer.fire("click", { latlng: layer.getLatLng() }, true);
    instead = "";
  }

  // The same by Enter and Space as by a click.
  function byKey(layer, choose = () => layer.fire("click", { latlng: layer.getLatLng() }, true)) {
    layer.on("keypress", ({ originalEvent }) => {
      if (originalEvent.key !== "Enter" && originalEvent.key !== " ") return;
      originalEvent.preventDefault(); // a space would scroll the page
      choose(originalEvent);
    });
  }

  // The marks of a group that was just made; `map` and its buttons are named in its words.
  function marksOf(map, group, words) {
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

  function name(element, words) {
    if (!element) return;
    element.setAttribute("aria-label", words);
    if (element.tagName === "A") element.title = words;
  }

  const id = (layer) => layer.feature.properties.id;

  // Told before the marks that are built anew: which of them are open.
  const open = (told) => { opened = told; };
  const isOpen = (script, layer) => opened[script] === id(layer);
  const openCity = () => opened.cityMarks;

  const chosenLast = () => chosenHere;

  // The element of the mark chosen last is new: who chose it by keyboard goes on from there.
  function goOn(marks) {
    const again = marks.find((layer) => id(layer) === chosenHere);
    chosenHere = "";
    if (again && document.hasFocus()) again.getElement().focus({ preventScroll: true });
  }

  // What a mark tells stands above the buttons, so outside the pane of the map that lies under them, and inside the frame.
  function tellAbove(map) {
    const pane = map.createPane("told", map.getContainer());
    map.on("move zoom viewreset", () => L.DomUtil.setPosition(pane, L.DomUtil.getPosition(map.getPane("mapPane"))));
    const place = L.Tooltip.prototype._setPosition;
    L.Tooltip.mergeOptions({ pane: "told" });
    L.Tooltip.include({
      _setPosition(...given) {
        const told = this.getElement();
        told.style.translate = "";
        place.apply(this, given);
        const [frame, own] = [map.getContainer(), told].map((one) => one.getBoundingClientRect());
        const into = (first, last, start, end) => Math.max(start + INSIDE - first, Math.min(0, end - INSIDE - last));
        told.style.translate = `${into(own.left, own.right, frame.left, frame.right)}px ${into(own.top, own.bottom, frame.top, frame.bottom)}px`;
      },
    });
  }

  // Once for every map: what is shown fits its frame until the reader moves it, and is arranged anew at every zoom.
  function start(map) {
    const container = map.getContainer();
    tellAbove(map);
    for (const what of ["pointerdown", "keydown"]) container.addEventListener(what, () => { touched = true; });
    map.on("zoomend", () => { steer(map); view?.arrange(map); });
    const fitted = () => { fit(map); view?.arrange(map); };
    new ResizeObserver(fitted).observe(container); // the page sets the frame's height, and style sheets come after the script
    document.fonts.addEventListener("loadingdone", () => view?.arrange(map));
    document.querySelectorAll('link[rel="stylesheet"]').forEach((sheet) => sheet.addEventListener("load", fitted));
  }

  // `here`: what is open was chosen in this frame a moment ago.
  function fit(map, here = false) {
    if (!map.getContainer().clientHeight) return;
    const inSight = here || (view?.chosen && map.getBounds().contains(view.chosen));
    map.invalidateSize({ animate: false });
    if (!view) return void steer(map);
    if (!touched) map.fitBounds(view.bounds, { ...view.fitting, animate: false });
    // What is open stays in sight of a frame that grew lower; one that is chosen in a list moves no map.
    else if (inSight && view.chosen) map.panInside(view.chosen, { paddingTopLeft: [40, 50], paddingBottomRight: [60, 60], animate: false });
    steer(map);
  }

  // The marks of a group that was just made are shown as `next` says. Where it asks for other bounds it is another view:
  // what the reader did with the last one is over.
  function show(map, next, words) {
    if (view && JSON.stringify(next.bounds) !== JSON.stringify(view.bounds)) touched = false;
    view = next;
    map.setMaxZoom(next.nearest);
    map.getContainer().classList.remove("near");
    wayBack(map, words.whole, () => { touched = false; fit(map); view.arrange(map); });
    fit(map, Boolean(chosenHere));
  }

  // The reader was brought somewhere: there the map stays.
  const moved = () => { touched = true; };

  // One finger scrolls the page, whatever the map shows; two move the map and zoom it. A mouse drags.
  function steer(map) {
    map.dragging[window.matchMedia("(pointer: coarse)").matches ? "disable" : "enable"]();
  }

  // A button that leads back to what the map showed first.
  function wayBack(map, words, back) {
    map.wayBack?.remove();
    map.wayBack = L.control({ position: "bottomright" });
    map.wayBack.onAdd = () => {
      const bar = L.DomUtil.create("div", "leaflet-bar whole");
      const button = L.DomUtil.create("button", "", bar);
      button.type = "button";
      button.textContent = words;
      L.DomEvent.disableClickPropagation(bar);
      button.addEventListener("click", back);
      return bar;
    };
    map.wayBack.addTo(map);
  }

  // The boxes of the buttons and the scale that lie over the map: no name stands under them.
  function controls(map) {
    const frame = map.getContainer().getBoundingClientRect();
    return [...map.getContainer().querySelectorAll(".leaflet-control")].map((one) => {
      const { left, top, width, height } = one.getBoundingClientRect();
      const corner = map.containerPointToLayerPoint([left - frame.left, top - frame.top]);
      return box(corner.x, corner.y, width, height);
    });
  }

  const box = (left, top, width, height) => ({ left, top, right: left + width, bottom: top + height });
  // `edge`: how much of two boxes may lie on each other
  const overlap = (one, other, edge = 0) =>
    one.left + edge < other.right && other.left + edge < one.right && one.top + edge < other.bottom && other.top + edge < one.bottom;

  // Neighbours nearer than `due` are moved apart, each by half, along the line between them.
  function apart(spots, due, rounds) {
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
  }

  return { provinces, nameProvinces, start, oneOf, open, isOpen, openCity, show, moved, sends, sendsOnce, byKey, marksOf, chosenLast, goOn, box, overlap, controls, apart };
})();
