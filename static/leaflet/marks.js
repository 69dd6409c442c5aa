// What the map of cities needs beyond frame.js: names that do not run into each other, areas with stripes, marks that are
// moved apart. lcdash/html/city_map.py calls these by name.
const cityMarks = (() => {
  const GAP = 4; // between a mark and its name, in pixels
  const NEAREST = 14; // how near a name may come to another city's mark: nearer, it would be read as that city's
  const EDGE = 3; // how much of two boxes may lie on each other: letters do not fill theirs
  const FARTHER = 8; // how far off its own mark a name may stand where there is no room beside it
  const RING = 6; // how far the dashed ring of a disputed mark stands out
  const BETWEEN = 7; // two marks: there the ring of the chosen one has room, and the corners of squares
  let marks = [];

  function mark(feature, layer) {
    const { id, label, tooltip } = feature.properties;
    layer.options.autoPanOnFocus = false; // Leaflet's own leaves a mark in the corner, and moves the map at a mouse click too
    layer.bindTooltip(tooltip, { className: "told" });
    mapFrame.sends(layer, id);
    mapFrame.byKey(layer);
    layer.on("add", () => {
      const element = layer.getElement();
      element.dataset.city = id;
      element.setAttribute("aria-label", label);
      element.setAttribute("aria-pressed", String(mapFrame.isOpen("cityMarks", layer)));
      element.addEventListener("focus", () => {
        if (element.matches(":focus-visible")) layer._map.panInside(layer.getLatLng(), { padding: [90, 50] });
      });
    });
  }

  function area(feature, layer) {
    layer.bindTooltip(feature.properties.tooltip, { className: "told", sticky: true });
    mapFrame.sends(layer, feature.properties.id);
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

  // Words first, then marks: `group` is the folium group that was just made of the cities.
  function follow(group, bounds, nearest, words) {
    group.on("add", () => {
      const map = group._map;
      marks = mapFrame.marksOf(map, group, words);
      // The northernmost name stands above its mark.
      const chosen = marks.find((one) => mapFrame.isOpen("cityMarks", one))?.getLatLng();
      mapFrame.show(map, { bounds, nearest, arrange, chosen, fitting: { paddingTopLeft: [0, 18] } }, words);
      arrange(map);
      mapFrame.goOn(marks);
    });
  }

  function arrange(map) {
    const pins = marks.map((layer) => layer.getElement()?.querySelector(".place"));
    if (pins.some((pin) => !pin)) return;
    const spots = apart(map, pins);
    const sizes = pins.map((pin) => [pin.offsetWidth, pin.offsetHeight]);
    const taken = spots.map(({ x, y }, index) => mapFrame.box(x - sizes[index][0] / 2, y - sizes[index][1] / 2, ...sizes[index]));
    taken.push(...mapFrame.controls(map));
    const corner = map.containerPointToLayerPoint([0, 0]);
    const seen = L.bounds(corner, corner.add(map.getSize())); // the frame cuts no name of a mark that is in it
    const whole = ({ left, top, right, bottom }) => seen.contains([left, top]) && seen.contains([right, bottom]);
    spots.forEach(({ x, y }, index) => {
      const home = map.latLngToLayerPoint(marks[index].getLatLng());
      pins[index].style.translate = `${x - home.x}px ${y - home.y}px`;
      const words = pins[index].querySelector(".name");
      const note = words.querySelector("small");
      let free;
      for (const shown of note ? ["block", "none"] : [""]) {
        if (note) note.style.display = shown; // where there is no room for both the name stands alone
        const places = besides(taken[index], words.offsetWidth, words.offsetHeight);
        free = [...places.filter(whole), ...(seen.contains(spots[index]) ? [] : places)]
          .find((place) => !taken.some((other, mark) => mapFrame.overlap(place, other, mark < spots.length && mark !== index ? -NEAREST : EDGE)));
        if (free) break;
      }
      words.style.visibility = free ? "visible" : "hidden";
      if (!free) return;
      taken.push(free);
      words.style.left = `${free.left - taken[index].left}px`;
      words.style.top = `${free.top - taken[index].top}px`;
    });
    mapFrame.nameProvinces(map, taken, new Set(pins.map((pin) => pin.querySelector(".name").firstChild.textContent)));
  }

  // Where the name of a mark may stand, the best place first.
  function besides(mark, width, height) {
    const [x, y] = [(mark.left + mark.right) / 2, (mark.top + mark.bottom) / 2];
    const [before, after] = [mark.left - GAP - width, mark.right + GAP];
    return [
      [after, y - height / 2], [before, y - height / 2], [x - width / 2, mark.bottom], [x - width / 2, mark.top - height],
      [after - 4, mark.top - height + 6], [after - 4, mark.bottom - 6], [before + 4, mark.top - height + 6], [before + 4, mark.bottom - 6],
      [after - 6, mark.top - height], [before + 6, mark.top - height], [after - 6, mark.bottom], [before + 6, mark.bottom],
      // a little farther off, where marks crowd: still nearer to its own than to any other
      [after + FARTHER, y - height / 2], [before - FARTHER, y - height / 2],
      [x - width / 2, mark.top - height - FARTHER], [after - 6, mark.top - height - FARTHER], [before + 6, mark.top - height - FARTHER],
      [x - width / 2, mark.bottom + FARTHER], [after - 6, mark.bottom + FARTHER], [before + 6, mark.bottom + FARTHER],
    ].map(([left, top]) => mapFrame.box(left, top, width, height));
  }

  // Neighbours that would lie on each other are moved apart.
  // The ring of the chosen one has no part in it: choosing moves no mark.
  function apart(map, pins) {
    const widths = pins.map((pin) => pin.firstElementChild.offsetWidth + (pin.querySelector(".disputed") ? 2 * RING : 0));
    const spots = marks.map((layer) => map.latLngToLayerPoint(layer.getLatLng()));
    return mapFrame.apart(spots, (first, second) => (widths[first] + widths[second]) / 2 + BETWEEN, 12);
  }

  return { mark, area, follow };
})();
