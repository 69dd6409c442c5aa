// What a map of cities needs beyond folium: marks that a keyboard reaches, names that do not run into each other, words in
// the reader's language. lcdash/maps.py calls these by name. The frame and its Leaflet map stay when a choice is made; only
// the group of cities is exchanged, so whatever has to outlive that is kept here.
const cityMarks = (() => {
  const GAP = 4; // between a mark and its name, in pixels
  const EDGE = 3; // how much of two boxes may lie on each other: letters do not fill theirs
  let marks = [];
  let chosenHere = ""; // whose mark or area was chosen last in this frame, until the marks are built anew
  let turn = 0;

  // What streamlit-folium sends when a layer is clicked. The turn makes two clicks on one city differ, so that choosing it
  // again after a choice in the list counts.
  function sends(layer, id) {
    layer.toGeoJSON = () => ({ id, turn: (turn += 1) });
    layer.on("click", () => { chosenHere = id; });
  }

  function mark(feature, layer) {
    const { id, label, tooltip, chosen } = feature.properties;
    layer.cityId = id;
    layer.options.autoPanOnFocus = false; // Leaflet's own leaves a mark in the corner, and moves the map at a mouse click too
    layer.bindTooltip(tooltip, { className: "told" });
    sends(layer, id);
    layer.on("keypress", ({ originalEvent }) => {
      if (originalEvent.key !== "Enter" && originalEvent.key !== " ") return;
      originalEvent.preventDefault(); // a space would scroll the page
      layer.fire("click", { latlng: layer.getLatLng() }, true);
    });
    layer.on("add", () => {
      const element = layer.getElement();
      element.dataset.city = id;
      element.setAttribute("aria-label", label);
      element.setAttribute("aria-pressed", String(chosen));
      element.addEventListener("focus", () => {
        if (element.matches(":focus-visible")) layer._map.panInside(layer.getLatLng(), { padding: [90, 50] });
      });
    });
  }

  function area(feature, layer) {
    layer.bindTooltip(feature.properties.tooltip, { className: "told", sticky: true });
    sends(layer, feature.properties.id);
    if (feature.properties.hatch) hatch(feature.properties.hatch);
    // Its mark is how a keyboard reaches it; Chromium makes a stop of every path that shows a tooltip.
    layer.on("add", () => layer.getElement().setAttribute("tabindex", "-1"));
  }

  // Stripes of a colour, for a fill of `url(#stripes-2A6F6B)`.
  function hatch(colour) {
    const id = `stripes-${colour.slice(1)}`;
    if (document.getElementById(id)) return;
    document.body.insertAdjacentHTML("beforeend",
      `<svg width="0" height="0" style="position:absolute" aria-hidden="true"><pattern id="${id}" width="7" height="7"
      patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="7" height="7" style="fill:var(--paper)"/>
      <rect width="3.4" height="7" fill="${colour}"/></pattern></svg>`);
  }

  function start(map, bounds) {
    const container = map.getContainer();
    let touched = false;
    for (const what of ["pointerdown", "keydown"]) container.addEventListener(what, () => { touched = true; });
    const fingers = window.matchMedia("(pointer: coarse)").matches;
    // One finger scrolls the page past a map that shows the whole country, and moves one that was zoomed into.
    const steer = () => map.dragging[fingers && map.getZoom() <= map.wholeCountry ? "disable" : "enable"]();
    const fit = () => {
      map.invalidateSize({ animate: false });
      if (!touched && container.clientHeight) {
        map.fitBounds(bounds, { animate: false });
        map.wholeCountry = map.getZoom();
      }
      steer();
      arrange(map);
    };
    map.on("zoomend", () => { steer(); arrange(map); });
    new ResizeObserver(fit).observe(container); // the page sets the frame's height, and style sheets come after the script
    document.fonts.addEventListener("loadingdone", () => arrange(map));
    document.querySelectorAll('link[rel="stylesheet"]').forEach((sheet) => sheet.addEventListener("load", fit));
  }

  // Words first, then marks: `group` is the folium group that was just made of the cities.
  function follow(map, group, words) {
    group.on("add", () => {
      document.documentElement.lang = words.language;
      document.title = words.title;
      if (window.frameElement) window.frameElement.title = words.title;
      name(map.getContainer(), words.title);
      map.getContainer().setAttribute("role", "region");
      name(document.querySelector(".leaflet-control-zoom-in"), words.zoom_in);
      name(document.querySelector(".leaflet-control-zoom-out"), words.zoom_out);
      marks = [];
      group.eachLayer((layers) => layers.eachLayer?.((layer) => { if (layer.cityId) marks.push(layer); }));
      arrange(map);
      const again = marks.find((layer) => layer.cityId === chosenHere);
      chosenHere = "";
      // Its element is new: who chose it by keyboard goes on from there.
      if (again && document.hasFocus()) again.getElement().focus({ preventScroll: true });
    });
  }

  function name(element, words) {
    if (!element) return;
    element.setAttribute("aria-label", words);
    if (element.tagName === "A") element.title = words;
  }

  function arrange(map) {
    const pins = marks.map((layer) => layer.getElement()?.querySelector(".place"));
    if (pins.some((pin) => !pin)) return;
    const spots = apart(map, pins);
    const sizes = pins.map((pin) => [pin.offsetWidth, pin.offsetHeight]);
    const taken = spots.map(({ x, y }, index) => box(x - sizes[index][0] / 2, y - sizes[index][1] / 2, ...sizes[index]));
    spots.forEach(({ x, y }, index) => {
      const home = map.latLngToLayerPoint(marks[index].getLatLng());
      pins[index].style.translate = `${x - home.x}px ${y - home.y}px`;
      const words = pins[index].querySelector(".name");
      const note = words.querySelector("small");
      let free;
      for (const shown of note ? ["block", "none"] : [""]) {
        if (note) note.style.display = shown; // where there is no room for both the name stands alone
        free = besides(taken[index], words.offsetWidth, words.offsetHeight)
          .find((place) => !taken.some((other) => overlap(place, other)));
        if (free) break;
      }
      words.style.visibility = free ? "visible" : "hidden";
      if (!free) return;
      taken.push(free);
      words.style.left = `${free.left - taken[index].left}px`;
      words.style.top = `${free.top - taken[index].top}px`;
    });
  }

  // Where the name of a mark may stand, the best place first.
  function besides(mark, width, height) {
    const [x, y] = [(mark.left + mark.right) / 2, (mark.top + mark.bottom) / 2];
    const [before, after] = [mark.left - GAP - width, mark.right + GAP];
    return [
      [after, y - height / 2], [before, y - height / 2], [x - width / 2, mark.bottom], [x - width / 2, mark.top - height],
      [after - 4, mark.top - height + 6], [after - 4, mark.bottom - 6], [before + 4, mark.top - height + 6], [before + 4, mark.bottom - 6],
    ].map(([left, top]) => box(left, top, width, height));
  }

  // Neighbours that would lie on each other are moved apart, each by half, along the line between them.
  // The ring of the chosen one has no part in it: choosing moves no mark.
  function apart(map, pins) {
    const spots = marks.map((layer) => map.latLngToLayerPoint(layer.getLatLng()));
    const widths = pins.map((pin) => pin.firstElementChild.offsetWidth + (pin.querySelector(".disputed") ? 8 : 0));
    for (let round = 0; round < 6; round += 1) {
      for (let first = 0; first < spots.length; first += 1) {
        for (let second = first + 1; second < spots.length; second += 1) {
          const [one, other] = [spots[first], spots[second]];
          const lacking = (widths[first] + widths[second]) / 2 - one.distanceTo(other);
          if (lacking <= 0) continue;
          const between = other.subtract(one);
          const way = between.x || between.y ? between.divideBy(one.distanceTo(other)) : L.point(0, 1);
          one._subtract(way.multiplyBy(lacking / 2));
          other._add(way.multiplyBy(lacking / 2));
        }
      }
    }
    return spots;
  }

  const box = (left, top, width, height) => ({ left, top, right: left + width, bottom: top + height });
  const overlap = (one, other) =>
    one.left + EDGE < other.right && other.left + EDGE < one.right && one.top + EDGE < other.bottom && other.top + EDGE < one.bottom;

  return { mark, area, start, follow };
})();
