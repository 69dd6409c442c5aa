// What every map of the dashboard needs beyond folium: marks that a keyboard reaches, words in the reader's language, a
// view that fits its frame until the reader moves it. The frame and its Leaflet map stay when a choice is made; only the
// group of marks is exchanged, so whatever has to outlive that is kept here.
const mapFrame = (() => {
  let chosenHere = ""; // whose mark or area was chosen last in this frame, until the marks are built anew
  let turn = 0;

  // The provinces, below all else. The page around this frame was sent them once, under a name; they may be on their way.
  function provinces(map, name, style) {
    const shapes = window.parent.lcdashKept?.[name];
    if (shapes) L.geoJSON(shapes, { style, interactive: false }).addTo(map).bringToBack();
    else setTimeout(() => provinces(map, name, style), 30);
  }

  // What streamlit-folium sends when a layer is clicked. The turn makes two clicks on one mark differ, so that choosing it
  // again after a choice in the list counts.
  function sends(layer, id) {
    layer.toGeoJSON = () => ({ id, turn: (turn += 1) });
    layer.on("click", () => { chosenHere = id; });
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
  const chosenLast = () => chosenHere;

  // The element of the mark chosen last is new: who chose it by keyboard goes on from there.
  function goOn(marks) {
    const again = marks.find((layer) => id(layer) === chosenHere);
    chosenHere = "";
    if (again && document.hasFocus()) again.getElement().focus({ preventScroll: true });
  }

  // Calls `touched` when the reader takes the map in hand, `fit` when its frame or its looks change, `arrange` when the
  // letters come.
  function watch(map, { touched, fit, arrange }) {
    const container = map.getContainer();
    for (const what of ["pointerdown", "keydown"]) container.addEventListener(what, touched);
    new ResizeObserver(fit).observe(container); // the page sets the frame's height, and style sheets come after the script
    document.fonts.addEventListener("loadingdone", arrange);
    document.querySelectorAll('link[rel="stylesheet"]').forEach((sheet) => sheet.addEventListener("load", fit));
  }

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

  return { provinces, sends, byKey, marksOf, chosenLast, goOn, watch, steer, wayBack, box, overlap, apart };
})();
