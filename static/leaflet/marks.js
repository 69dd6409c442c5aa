// What the map of cities needs beyond frame.js: names that do not run into each other, areas with stripes, marks that are
// moved apart. lcdash/html/city_map.py calls these by name.
const cityMarks = {
  GAP: 4, // between a mark and its name, in pixels
  NEAREST: 14, // how near a name may come to another city's mark: nearer, it would be read as that city's
  EDGE: 3, // how much of two boxes may lie on each other: letters do not fill theirs
  FARTHER: 8, // how far off its own mark a name may stand where there is no room beside it
  RING: 6, // how far the dashed ring of a disputed mark stands out
  BETWEEN: 7, // two marks: there the ring of the chosen one has room, and the corners of squares
  marks: [],

  mark(feature, layer) {
    const { id, label, tooltip } = feature.properties;
    layer.options.autoPanOnFocus = false; // Leaflet's own leaves a mark in the corner, and moves the map at a mouse click too
    layer.bindTooltip(tooltip, { className: "told" });
    mapChoice.sends(layer, id);
    mapChoice.byKey(layer);
    layer.on("add", () => {
      const element = layer.getElement();
      element.dataset.city = id;
      element.setAttribute("aria-label", label);
      element.setAttribute("aria-pressed", String(mapChoice.isOpen("cityMarks", layer)));
      element.addEventListener("focus", () => {
        if (element.matches(":focus-visible")) layer._map.panInside(layer.getLatLng(), { padding: [90, 50] });
      });
    });
  },

  area(feature, layer) {
    const { id, tooltip, hatch } = feature.properties;
    layer.bindTooltip(tooltip, { className: "told", sticky: true });
    mapChoice.sends(layer, id);
    if (hatch) cityMarks.hatch(hatch);
    // Its mark is how a keyboard reaches it; Chromium makes a stop of every path that shows a tooltip.
    layer.on("add", () => layer.getElement().setAttribute("tabindex", "-1"));
  },

  // Stripes of a colour, for a fill of `url(#stripes-2A6F6B)`.
  hatch(colour) {
    const id = `stripes-${colour.slice(1)}`;
    if (document.getElementById(id)) return;
    document.body.insertAdjacentHTML("beforeend",
      `<svg width="0" height="0" style="position:absolute" aria-hidden="true"><pattern id="${id}" width="7" height="7"
      patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="7" height="7" style="fill:var(--paper)"/>
      <rect width="3.4" height="7" fill="${colour}"/></pattern></svg>`);
  },

  // Words first, then marks: `group` is the folium group that was just made of the cities.
  follow(group, bounds, nearest, words) {
    group.on("add", () => {
      const map = group._map, arrange = () => this.arrange(map);
      this.marks = marksOf(map, group, words);
      // The northernmost name stands above its mark.
      const chosen = this.marks.find((one) => mapChoice.isOpen("cityMarks", one))?.getLatLng();
      mapView.show(map, { bounds, nearest, arrange, chosen, fitting: { paddingTopLeft: [0, 18] } }, words);
      arrange();
      mapChoice.goOn(this.marks);
    });
  },

  arrange(map) {
    const pins = this.marks.map((layer) => layer.getElement()?.querySelector(".place"));
    if (pins.some((pin) => !pin)) return;
    const spots = this.apart(map, pins), isOpen = (index) => mapChoice.isOpen("cityMarks", this.marks[index]);
    const boxes = spots.map((spot, index) => mapBoxes.around(spot, pins[index].offsetWidth, pins[index].offsetHeight));
    const taken = [...boxes, ...mapBoxes.ofControls(map)], frame = mapBoxes.ofFrame(map);
    // The city that is open has the first choice of a place for its name.
    const order = [...spots.keys()].sort((one, other) => isOpen(other) - isOpen(one));
    order.forEach((index) => {
      const spot = spots[index];
      const home = map.latLngToLayerPoint(this.marks[index].getLatLng());
      pins[index].style.translate = `${spot.x - home.x}px ${spot.y - home.y}px`;
      const isFree = (nearest) => (place) => taken.every((other, mark) =>
        !mapBoxes.overlap(place, other, mark < spots.length && mark !== index ? -nearest : this.EDGE));
      const put = (nearest) => this.nameMark(pins[index].querySelector(".name"), boxes[index], frame, isFree(nearest));
      // Its ring says whose name it is: that of the open city may stand nearer to another mark than any other name.
      const place = put(this.NEAREST) || (isOpen(index) && put(0));
      if (place) taken.push(place);
    });
    mapProvinces.name(map, taken, new Set(pins.map((pin) => pin.querySelector(".name").firstChild.textContent)));
  },

  // The frame cuts no name of a mark that is in it. Where there is no room for a name and its note the name stands alone.
  nameMark(words, mark, frame, isFree) {
    const note = words.querySelector("small"), cuts = !frame.contains([(mark.left + mark.right) / 2, (mark.top + mark.bottom) / 2]);
    let free;
    for (const shown of note ? ["block", "none"] : [""]) {
      if (note) note.style.display = shown;
      const places = this.besides(mark, words.offsetWidth, words.offsetHeight);
      free = [...places.filter((place) => mapBoxes.isIn(place, frame)), ...(cuts ? places : [])].find(isFree);
      if (free) break;
    }
    mapBoxes.put(words, free, mark.left, mark.top);
    return free;
  },

  // Where the name of a mark may stand, the best place first.
  besides(mark, width, height) {
    const { FARTHER } = this, [x, y] = [(mark.left + mark.right) / 2, (mark.top + mark.bottom) / 2];
    const [before, after] = [mark.left - this.GAP - width, mark.right + this.GAP];
    return [
      [after, y - height / 2], [before, y - height / 2], [x - width / 2, mark.bottom], [x - width / 2, mark.top - height],
      [after - 4, mark.top - height + 6], [after - 4, mark.bottom - 6], [before + 4, mark.top - height + 6], [before + 4, mark.bottom - 6],
      [after - 6, mark.top - height], [before + 6, mark.top - height], [after - 6, mark.bottom], [before + 6, mark.bottom],
      // a little farther off, where marks crowd: still nearer to its own than to any other
      [after + FARTHER, y - height / 2], [before - FARTHER, y - height / 2],
      [x - width / 2, mark.top - height - FARTHER], [after - 6, mark.top - height - FARTHER], [before + 6, mark.top - height - FARTHER],
      [x - width / 2, mark.bottom + FARTHER], [after - 6, mark.bottom + FARTHER], [before + 6, mark.bottom + FARTHER],
    ].map(([left, top]) => mapBoxes.of(left, top, width, height));
  },

  // Neighbours that would lie on each other are moved apart.
  // The ring of the chosen one has no part in it: choosing moves no mark.
  apart(map, pins) {
    const widths = pins.map((pin) => pin.firstElementChild.offsetWidth + (pin.querySelector(".disputed") ? 2 * this.RING : 0));
    const spots = this.marks.map((layer) => map.latLngToLayerPoint(layer.getLatLng()));
    return mapBoxes.apart(spots, (first, second) => (widths[first] + widths[second]) / 2 + this.BETWEEN, 12);
  },
};
