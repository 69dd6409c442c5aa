// On a phone: rows with one mark a city, silences counted, rows that open in place; or one city with its first words.
const CELL = 17;
const cellWidth = (cities) => Math.min(CELL, Math.floor(170 / Math.max(1, cities.length)) || 1);

// What a cell holds: that something stands there, a limit where one is named, one above the other where both are, a dash for neither.
function oneCell(view, state, row, column, found, x, width) {
  const chosen = state.open?.kind === "cell" && state.open.id === `${column.id}.${row.id}`;
  const cell = view.cell(row.id, column.id), silent = view.isSilent(row.id, column.id), numbers = numbersOf(cell);
  const hit = found !== null && numbers.some((one) => found.has(one));
  const classes = ["one", silent && "silent", column.kind === "other" && "outside", hit && "hit", state.silent && (silent ? "asked" : "faint"), state.marked.includes(column.id) && "marked", chosen && "chosen"];
  const group = drawn("g", { class: classes.filter(Boolean).join(" "), transform: `translate(${x} 0)` }, drawn("rect", { class: "ground", width: width - 1, height: 30 }));
  if (numbers.length && state.silent) group.append(drawn("circle", { class: "point", cx: width / 2 - .5, cy: 15, r: 2.2 }));
  else if (numbers.length) {
    const limits = cell.limit?.ids ?? [], said = numbers.filter((one) => !limits.includes(one));
    const held = [[said, "asset"], [limits, "limit"]].filter(([ids]) => ids.length), [size, middles] = held.length > 1 ? [.74, [8.5, 21]] : [.86, [14]];
    held.forEach(([ids, kind], place) => group.append(drawn("g", { transform: `translate(${width / 2 - .5 - 7 * size} ${middles[place] - 8 * size}) scale(${size})` },
      markShape(kind, 0, { look: found === null || ids.some((one) => found.has(one)) ? "solid plain" : "hollow" }))));
  }
  else if (silent) group.append(drawn("rect", { class: "stroke", x: width / 2 - 5.5, y: 14, width: 10, height: 2 }));
  return group;
}

function strip(view, state, row, found, high) {
  const cities = view.columns.slice(1), width = cellWidth(cities);
  return drawn("svg", { class: "strip", width: width * cities.length, height: high, viewBox: `0 ${(30 - high) / 2} ${width * cities.length} ${high}`, "aria-hidden": "true" },
    ...cities.map((city, place) => oneCell(view, state, row, city, found, place * width, width)));
}

function rowWords(map, view, row) {
  const names = (cities) => cities.map((city) => city.name).join(", ");
  const silent = view.silentIn(row.id), limited = view.studied.filter((city) => view.cell(row.id, city.id).limit);
  return [limited.length && `${map.words.kinds.limit}: ${names(limited)}`, silent.length && `${map.words.silent}: ${names(silent)}`].filter(Boolean).join(". ");
}

function phoneRow(map, view, state, row, found, act) {
  const city = cellOf(view, state, row), whole = state.open?.kind === "row" && state.open.id === row.id, open = whole || Boolean(city), silent = view.silentIn(row.id).length;
  const head = make("button", { type: "button", class: `line ${row.kind}`, "aria-expanded": String(open), "data-key": `row-${row.id}` },
    make("span", { class: "name", text: row.number ? `${row.number} ${row.name}` : row.name }));
  const filled = view.columns.slice(1).some((city) => numbersOf(view.cell(row.id, city.id)).length);
  if (row.judged || filled) head.append(strip(view, state, row, found, row.judged ? 26 : 22));
  if (row.judged) head.append(make("span", { class: silent ? "n" : "n none", "aria-hidden": "true", text: silent ? String(silent) : "·" }));
  head.append(make("span", { class: "unseen", text: rowWords(map, view, row) }));
  head.addEventListener("click", (event) => {
    const touched = event.detail && cityAt(view, head.querySelector("svg.strip"), event.clientX);
    if (touched && touched !== city) act.open({ kind: "cell", id: `${touched.id}.${row.id}` });
    else if (open) act.close();
    else act.open({ kind: "row", id: row.id });
  });
  const item = make("li", { class: open ? "open" : null }, head);
  if (whole) item.append(inPlace(map, act, [], panelRow(map, view, state, found, act)));
  else if (city) item.append(inPlace(map, act, cityBeside(view, act, city, row), panelCell(map, view, state, found, act)));
  return item;
}

// The city whose cell in this row is open within the picture of all.
const cellOf = (view, state, row) => view.columns.slice(1).find((city) => state.open?.kind === "cell" && state.open.id === `${city.id}.${row.id}`);

// The city over whose cell a finger came down; none beside the cells.
function cityAt(view, strip, x) {
  const cities = view.columns.slice(1), box = strip?.getBoundingClientRect();
  return box && x >= box.left && x <= box.right ? cities[Math.min(cities.length - 1, Math.floor(((x - box.left) / box.width) * cities.length))] : undefined;
}

// What opened below its line: the way to close it first, then what is asked for.
function inPlace(map, act, beside, parts) {
  const close = make("button", { type: "button", class: "tool shut", text: `✕ ${map.words.close}`, "data-key": "shut" });
  close.addEventListener("click", () => act.close());
  return make("div", { class: "inplace" }, make("p", { class: "beside" }, ...beside, close), ...parts.slice(1));
}

// The city of the cell that is open, which leads to all of it, between those that stand beside it.
function cityBeside(view, act, city, row) {
  const cities = view.columns.slice(1), place = cities.indexOf(city);
  const way = (one, text) => one && goTo(act, text, { cell: `${one.id}.${row.id}` });
  const [before, after] = [cities[place - 1], cities[place + 1]];
  return [way(before, `‹ ${before?.name}`), make("strong", {}, goTo(act, city.name, { column: city.id, keep: true })), way(after, `${after?.name} ›`)].filter(Boolean);
}

// The name of every column, none turned: those of the left half end above theirs, those of the right half begin there, each
// a line higher than its neighbour further out, so that no line from a name to its column goes through another name.
const LINE = 13, NAMED = 20; // the height of a name; of more columns than this only the ends are named

function heads(cities) {
  const cell = cellWidth(cities), width = cell * cities.length, turn = Math.ceil(cities.length / 2), many = cities.length > NAMED;
  const shown = cities.map((city, place) => [city, place]).filter(([, place]) => !many || place === 0 || place === cities.length - 1);
  // The lowest line of the right half is left to the word above the numbers.
  const level = (place) => (many ? Number(place >= turn) : place < turn ? place : cities.length - place);
  const high = Math.max(0, ...shown.map(([, place]) => level(place))) + 1;
  return make("span", { class: "heads", "aria-hidden": "true", style: `width:${width}px;height:${high * LINE + 2}px` }, ...shown.flatMap(([{ name }, place]) => {
    const middle = (place + .5) * cell, bottom = level(place) * LINE + 1;
    const side = place < turn ? `right:${width - middle + 3}px` : `left:${middle - cell + 3}px`;
    return [make("span", { class: place < turn ? "head" : "head right", style: `${side};bottom:${bottom}px` }, make("span", { text: name })), make("span", { class: "lead", style: `left:${middle}px;height:${bottom + (place < turn ? 9 : 1)}px` })];
  }));
}

function phoneWhole(map, view, state, found, act) {
  const cities = view.columns.slice(1);
  const told = make("div", { class: "told" });
  if (state.silent) {
    const rows = view.rows.map((row) => [row, view.silentIn(row.id).length]).filter(([, n]) => n).sort(([, a], [, b]) => b - a).slice(0, 4);
    const text = make("p", {}, make("strong", { text: `${map.words.most_silent} ` }));
    rows.forEach(([row, n]) => text.append(goTo(act, row.name, { row: row.id, keep: true }), ` ${fill(map.words.n_cities, { n })} `));
    told.append(text);
  } else if (found !== null) {
    const jump = make("button", { type: "button", class: "tool", text: map.words.see_list });
    jump.addEventListener("click", () => jump.getRootNode().querySelector(".results").scrollIntoView());
    told.append(make("p", {}, make("strong", { text: `${askedFor(map, state).join(" + ")} ` }), `${fill(map.words.n_statements, { n: found.size })} `, jump));
  } else if (view.sentences.length) told.append(sentence(map, act, view.sentences[0]));
  const swatch = (icon, text) => make("li", {}, icon, make("span", { text }));
  const asset = drawn("svg", { class: "mark", width: 13, height: 14, viewBox: "0 0 14 14" }, markShape("asset", 0, { look: "solid plain" }));
  const key = make("ul", { class: "smallkey" }, swatch(make("span", { class: "swatch silent" }, make("span", { class: "dash" })), map.words.silent_not_none),
    swatch(oneMark("limit"), map.words.limit_found), swatch(asset, map.words.reported));
  const scale = make("div", { class: "scale quiet" }, key, heads(cities), make("span", { class: "n", "aria-hidden": "true", text: map.words.silent_short }));
  const list = make("ul", { class: "lines", "aria-label": map.words.caption }, ...view.rows.map((row) => phoneRow(map, view, state, row, found, act)));
  const below = found === null ? [] : [make("section", { class: "results" }, ...panelFound(map, view, { ...state, open: null }, found, act))];
  const rest = view.sentences.slice(found === null && !state.silent ? 1 : 0).map((one) => sentence(map, act, one));
  return [told, make("div", { class: "heads-stay" }, scale, list), ...below, make("section", { class: "rest" }, ...rest, make("p", {}, make("a", { href: map.signs, text: map.words.all_signs })), useMenu(map, act))];
}

// A city: the names of all, its neighbours in the order, and each row with its marks and first words. The whole country, of
// which only limits are held, stands before the first city.
function phoneCity(map, view, state, column, opened, found, act) {
  const cities = view.columns.slice(1), place = cities.findIndex((one) => one.id === column.id);
  const names = make("div", { class: "cities", role: "group", "aria-label": map.words.cities }, ...cities.map((city) => {
    const node = make("button", { type: "button", "aria-pressed": String(city.id === column.id), text: city.name });
    node.addEventListener("click", () => act.show({ column: city.id, keep: true }));
    return node;
  }));
  const named = (city) => (city.id === map.country ? city.full : city.name);
  const beside = (city, before) => (city ? goTo(act, before ? `‹ ${named(city)}` : `${named(city)} ›`, { column: city.id, keep: true }) : make("span", {}));
  const before = place < 0 ? null : cities[place - 1] ?? view.columns[0];
  const whole = new Set(view.rows.flatMap((row) => numbersOf(view.cell(row.id, column.id)))).size;
  const note = column.id === map.country ? fill(map.words.country_n, { n: whole }) : column.note;
  // Of the country the first words of all are read at once: it holds a few limits.
  const ofCountry = column.id === map.country && make("div", { class: "inplace" }, ...panelColumn(map, view, { ...state, open: { kind: "column", id: column.id } }, found, act).slice(1));
  const lines = ofCountry ? [] : view.rows.map((row) => cityLine(map, view, state, row, column, opened, found, act));
  return [names, make("p", { class: "beside" }, beside(before, true), make("span", { class: "quiet", text: note }), beside(cities[place + 1], false)),
    ofCountry || make("ul", { class: "lines city" }, ...lines), make("section", { class: "rest" }, column.href && make("p", {}, make("a", { href: column.href, text: map.words.city_page })), useMenu(map, act))];
}

function cityLine(map, view, state, row, column, opened, found, act) {
  const cell = view.cell(row.id, column.id), numbers = numbersOf(cell), silent = view.isSilent(row.id, column.id);
  const country = row.kind === "factor" ? view.rows.filter((one) => one.factor === row.factor).flatMap((one) => numbersOf(view.cell(one.id, map.country))).length : 0;
  const open = opened === row.id;
  const first = numbers.find((one) => found?.has(one)) ?? numbers[0];
  const words = first !== undefined ? map.statements[first].first : silent ? map.words.silent : "";
  const line = make("button", { type: "button", class: `line ${row.kind}${silent ? " silent" : ""}${numbers.some((one) => found?.has(one)) ? " hit" : ""}`, "aria-expanded": String(open), "data-key": `row-${row.id}` });
  if (row.kind !== "factor" || numbers.length) line.append(numbers.length ? cellMarks(cell, 15, lookOf(map, found)) : make("span", { class: "marks" }, silent && make("span", { class: "dash" })));
  line.append(make("span", { class: "text" }, make("strong", { text: row.number ? `${row.number} ${row.name}` : row.name }), ` ${words}`, numbers.length > 1 && make("span", { class: "plus", text: ` +${numbers.length - 1}` })));
  if (country) line.append(make("span", { class: "country" }, oneMark("limit"), fill(map.words.country_n, { n: country })));
  const back = () => act.open({ kind: "column", id: column.id });
  line.addEventListener("click", () => (open ? back() : act.open({ kind: "cell", id: `${column.id}.${row.id}` })));
  const item = make("li", { class: open ? "open" : null }, line);
  if (open) item.append(inPlace(map, { ...act, close: back }, [], panelCell(map, view, state, found, act)));
  return item;
}

function phoneHead(map, view, state, act) { // `map.shown_city` is the one that is shown alone
  const limits = (state.filters.appraisal ?? []).join() === "limit";
  const pick = make("select", { "aria-label": map.words.cities, "data-key": "pick", class: "pill" }, make("option", { value: "", text: map.words.all_cities }),
    ...[...view.studied, ...view.others, map.columns[map.country]].map((one) => make("option", { value: one.id, text: one.full })));
  pick.value = map.shown_city;
  pick.addEventListener("change", () => (pick.value ? act.show({ column: pick.value, keep: true }) : act.close()));
  const lists = map.filters.map((one) => choiceList(map, state, one, act));
  const held = Object.values(state.filters).flat().filter((one) => !(limits && one === "limit")).length + (state.q ? 1 : 0);
  const more = menuPill(map, "more", held ? `${map.words.filters}: ${held}` : map.words.filters, [make("fieldset", { class: "view" }, make("legend", { text: map.words.rows }), viewSwitch(map, state, act)), wordsBox(map, state, act), ...lists], act, held ? () => act.clear() : null);
  return make("div", { class: "pills", role: "group", "aria-label": map.words.filters }, pick,
    togglePill("silent", make("span", { class: "dash", "aria-hidden": "true" }), map.words.silent_short, Boolean(state.silent), () => act.silent(!state.silent)),
    togglePill("limits", oneMark("limit"), map.words.limits, limits, () => act.filter("appraisal", limits ? [] : ["limit"])), more);
}

// A cell opens where it was asked for: within the city that is shown, else within the picture of all.
function phone(map, view, state, found, act) {
  const cell = state.open?.kind === "cell" ? splitCell(state.open.id) : [];
  const id = state.open?.kind === "column" ? state.open.id : cell[0] && (cell[0] === map.shown_city || !view.columns.slice(1).some((one) => one.id === cell[0])) ? cell[0] : "";
  map.shown_city = id;
  const column = id ? map.columns[id] : null;
  const head = make("header", {}, make("h1", { text: map.words.title }), phoneHead(map, view, state, act));
  if (!column) return [head, ...phoneWhole(map, view, state, found, act)];
  return [head, ...phoneCity(map, view, state, column, cell[1] ?? "", found, act)];
}
