// The panel: what was asked for, in words. Statements come from Python as HTML of the one template; here they are placed.
function statement(map, number, found) {
  const item = make("li", { class: found?.has(number) ? "said match" : "said" });
  const held = document.createElement("template");
  held.innerHTML = map.statements[number].html; // made by statement.html, with everything from data escaped
  const { mark, favourable, planned } = map.statements[number];
  item.append(oneMark(mark, { favourable, planned }), held.content);
  if (favourable) item.querySelector(".statement").prepend(make("span", { class: "unseen", text: `${map.words.favourable}: ` }));
  return item;
}

// Those that match stand first.
const statements = (map, numbers, found) => make("ul", { class: "statements" }, ...matchesFirst(numbers, (one) => found?.has(one)).map((one) => statement(map, one, found)));
const matchesFirst = (all, matches) => [...all.filter(matches), ...all.filter((one) => !matches(one))];

// In few words, which open to all of them.
function opening(map, number) {
  const { mark, favourable, planned, first } = map.statements[number];
  const whole = make("details", { class: "opening" }, make("summary", {}, oneMark(mark, { favourable, planned }), make("span", { text: first })));
  whole.append(statements(map, [number], null));
  return whole;
}

// A title, which breaks between words and never within one that has a hyphen.
const heading = (text) => make("h2", {}, ...text.split(/(\S+-\S+)/).map((part, place) => (place % 2 ? make("span", { class: "whole", text: part }) : part)));

// A link in running text that shows what it names: at once here, by its address in another tab.
function goTo(act, text, target) {
  const node = make("a", { class: "go", href: act.address(target), text });
  node.addEventListener("click", (event) => { if (followed(event, "a")) act.show(target); });
  return node;
}

// A sentence computed from the data: words, and the names in it that show what they say.
function sentence(map, act, { mark, pieces }) {
  const icon = mark === "silent" ? make("span", { class: "dash", "aria-hidden": "true" }) : oneMark(mark);
  const text = make("p", {}, ...pieces.flatMap(([words, target, strong, other]) => {
    const said = target ? goTo(act, words, target) : document.createTextNode(words);
    return strong ? [other && make("span", { class: "half" }, oneMark(other)), make("strong", {}, said)] : [said];
  }).filter(Boolean));
  return make("div", { class: "sentence" }, icon, text);
}

function enlargedKey(map) {
  const { words } = map;
  const places = make("ul", { class: "places" }, ...KINDS.map((kind) => make("li", {}, oneMark(kind), make("span", { text: words.asks[kind] }))));
  return make("section", { class: "how" }, make("h3", { text: words.how_to_read }), places,
    make("ul", { class: "plain" }, ...words.how.map((text) => make("li", { text }))), make("p", { class: "quiet", text: words.choose }), make("p", { class: "screen" }, make("a", { href: map.signs, text: words.all_signs })));
}

function panelNothing(map, view, state, act) {
  return [heading(map.words.what_it_shows), make("div", { class: "sentences" }, ...view.sentences.map((one) => sentence(map, act, one))), enlargedKey(map)];
}

function silentNote(map, state) {
  return make("p", { class: "note" }, make("span", { class: "dash", "aria-hidden": "true" }), make("span", { text: map.words.silent_note[state.basis] ?? map.words.silent_note.all }));
}

function cityLinks(map, act, cities, rowId) {
  const names = make("p", { class: "names" });
  cities.forEach((city) => names.append(goTo(act, city.name, { cell: `${city.id}.${rowId}` })));
  return names;
}

// The whole country's limits under a factor, and who has something that answers the limits shown.
function besides(map, view, factor, numbers, column) {
  const parts = [];
  const country = column === map.country || !factor ? [] : view.rows.filter((row) => row.factor === factor).flatMap((row) => numbersOf(view.cell(row.id, map.country)));
  if (country.length) parts.push(make("section", {}, make("h3", { text: map.words.country_here }), statements(map, country, null)));
  const answers = new Map(numbers.flatMap((one) => map.answers[map.statements[one].id] ?? []).map((one) => [one.href + one.text, one]));
  if (answers.size) {
    const list = make("ul", { class: "plain answers" }, ...[...answers.values()].map((one) =>
      make("li", {}, make("a", { href: one.href, text: one.city }), ` ${one.text}`)));
    parts.push(make("section", {}, make("h3", { text: map.words.answers }), list, make("p", { class: "quiet", text: map.words.answers_note })));
  }
  return parts;
}

function panelCell(map, view, state, found, act) {
  const [columnId, rowId] = splitCell(state.open.id);
  const row = view.row[rowId], column = map.columns[columnId];
  const groups = underCell(view, row, columnId), numbers = [...new Set(groups.flatMap((one) => one.numbers))];
  const facts = make("p", { class: "facts" }, row.factor && `${fill(map.words.factor_n, { n: row.factor_number })} · `, fill(map.words.n_statements, { n: numbers.length }), " · ",
    goTo(act, map.words.across_cities, { row: rowId }));
  const parts = [heading(`${column.name} · ${row.full}`), facts];
  for (const group of groups) {
    if (groups.length > 1 || group.row !== row) parts.push(make("h3", { text: group.row === row ? map.words.own_line : group.row.full }));
    parts.push(statements(map, group.numbers, found));
  }
  if (view.isSilent(rowId, columnId)) {
    parts.push(silentNote(map, state));
    const speaking = view.studied.filter((city) => numbersOf(view.cell(rowId, city.id)).length);
    if (speaking.length) parts.push(make("section", {}, make("h3", { text: map.words.found_in }), cityLinks(map, act, speaking, rowId)));
  } else if (!numbers.length) parts.push(make("p", { class: "note", text: column.kind === "other" ? map.words.outside_note : map.words.blank_note }));
  return [...parts, ...besides(map, view, row.factor, numbers, columnId)];
}

function panelRow(map, view, state, found, act) {
  const row = view.row[state.open.id];
  const parts = [heading(row.number ? `${row.number} ${row.full}` : row.full), row.definition && make("p", { class: "facts", text: row.definition })];
  const numbersIn = (column) => [...new Set(underCell(view, row, column.id).flatMap((one) => one.numbers))];
  for (const column of matchesFirst([...view.columns.slice(1), view.columns[0]], (one) => numbersIn(one).some((number) => found?.has(number)))) {
    const numbers = numbersIn(column);
    if (!numbers.length) continue;
    parts.push(make("h3", {}, goTo(act, column.name, { cell: `${column.id}.${row.id}` })), statements(map, numbers, found));
  }
  const silent = view.silentIn(row.id);
  if (silent.length) parts.push(make("section", {}, make("h3", { text: fill(map.words.silent_in, { n: silent.length }) }), cityLinks(map, act, silent, row.id), silentNote(map, state)));
  return parts;
}

// The whole country, of which only limits are held: the first words of all of them at once.
function panelCountry(map, view, act) {
  const rows = view.rows.map((row) => [row, numbersOf(view.cell(row.id, map.country))]).filter(([, numbers]) => numbers.length);
  const seen = new Set(), list = make("div", { class: "openings" });
  for (const [row, numbers] of rows) {
    const own = numbers.filter((one) => !seen.has(one));
    if (own.length) list.append(make("h3", {}, goTo(act, row.number ? `${row.number} ${row.full}` : row.full, { row: row.id })), ...own.map((one) => opening(map, one)));
    for (const one of own) seen.add(one);
  }
  return [heading(fill(map.words.country_limits, { n: seen.size })), list];
}

function panelColumn(map, view, state, found, act) {
  const column = map.columns[state.open.id];
  if (column.id === map.country) return panelCountry(map, view, act);
  const parts = [heading(column.full)];
  if (column.note) parts.push(make("p", { class: "facts" }, `${column.note} · `, column.href && make("a", { href: column.href, text: map.words.city_page })));
  if (column.kind === "other") parts.push(make("p", { class: "note", text: map.words.outside_note }));
  const seen = new Set();
  for (const row of matchesFirst(view.rows, (one) => numbersOf(view.cell(one.id, column.id)).some((number) => found?.has(number)))) {
    const numbers = numbersOf(view.cell(row.id, column.id)).filter((one) => !seen.has(one));
    if (!numbers.length) continue;
    for (const one of numbers) seen.add(one);
    parts.push(make("h3", {}, goTo(act, row.number ? `${row.number} ${row.full}` : row.full, { cell: `${column.id}.${row.id}` })), statements(map, numbers, found));
  }
  const silent = view.rows.filter((row) => view.isSilent(row.id, column.id));
  if (silent.length) {
    const names = make("p", { class: "names" });
    silent.forEach((row) => names.append(goTo(act, row.full, { cell: `${column.id}.${row.id}` })));
    parts.push(make("section", {}, make("h3", { text: map.words.not_reported }), names, silentNote(map, state)));
  }
  return parts;
}

// How many statements match: of how many cities, and how many of them of the whole country.
function counted(words, all, ofCountry, cities) {
  if (all === ofCountry) return fill(words.found_country, { n: all });
  const told = { statements: fill(words.n_statements, { n: all }), cities: fill(words.n_cities, { n: cities }) };
  return fill(ofCountry ? words.found_both : words.found_cities, { ...told, own: all - ofCountry, country: ofCountry });
}

// A topic and people of one name hold different statements: what to say where one of them alone is asked for.
function twinOf(map, state) {
  const [[key, values] = [], ...more] = Object.entries(state.filters);
  return key && !more.length && !state.q && values.length === 1 ? map.twins[key]?.[values[0]] : undefined;
}

// The statements that match, all, in full: by city, or by row.
function panelFound(map, view, state, found, act) {
  const { words } = map, asked = askedFor(map, state);
  const parts = [heading(asked.join(" + "))];
  const columns = view.columns.length > view.studied.length + 1 ? view.columns : [...view.columns, ...view.others];
  const cities = columns.slice(1).filter((column) => view.rows.some((row) => numbersOf(view.cell(row.id, column.id)).some((one) => found.has(one))));
  if (!found.size) return [...parts, make("p", { class: "note", text: words.nothing_matches }), clearButton(map, act)];
  const other = state.by === "row" ? "column" : "row";
  const ofCountry = new Set(view.rows.flatMap((row) => numbersOf(view.cell(row.id, map.country))).filter((one) => found.has(one))).size;
  parts.push(make("p", { class: "facts" }, `${counted(words, found.size, ofCountry, cities.length)} · `, goTo(act, words[`by_${other}`], { keep: true, by: other }), " · ", clearButton(map, act)));
  const twin = twinOf(map, state);
  if (twin) parts.push(make("p", { class: "facts" }, `${twin.words} `, goTo(act, twin.link, { filters: { [twin.key]: [twin.value] } })));
  const unplaced = new Set(found);
  const group = (name, target, numbers) => {
    const own = [...new Set(numbers)].filter((one) => unplaced.has(one));
    if (!own.length) return;
    for (const one of own) unplaced.delete(one);
    parts.push(make("h3", {}, goTo(act, name, target)), statements(map, own, null));
  };
  if (state.by === "row") for (const row of view.rows) group(row.full, { row: row.id }, columns.flatMap((column) => numbersOf(view.cell(row.id, column.id))));
  else for (const column of [...columns.slice(1), columns[0]]) group(column.name, { column: column.id }, view.rows.flatMap((row) => numbersOf(view.cell(row.id, column.id))));
  return parts;
}

function panelSilent(map, view, state, act) {
  const parts = [heading(map.words.silences_title), silentNote(map, state)];
  const rows = view.rows.map((row) => [row, view.silentIn(row.id)]).filter(([, cities]) => cities.length);
  rows.sort(([, one], [, other]) => other.length - one.length);
  for (const [row, cities] of rows) parts.push(make("h3", {}, goTo(act, row.full, { row: row.id }), ` · ${fill(map.words.n_cities, { n: cities.length })}`), cityLinks(map, act, cities, row.id));
  return parts;
}

function clearButton(map, act) {
  const node = make("button", { type: "button", class: "tool", text: map.words.clear });
  node.addEventListener("click", () => act.clear());
  return node;
}

// The names of what is asked for, in words.
function askedFor(map, state) {
  const names = map.filters.flatMap(({ key, choices }) => {
    const held = (state.filters[key] ?? []).map((value) => choices.find(([one]) => one === value)?.[1] ?? value);
    return held.length > 1 ? [held.join(state.every.includes(key) ? ` ${map.words.and} ` : ` ${map.words.or} `)] : held;
  });
  return state.q ? [...names, `“${state.q}”`] : names;
}

const splitCell = (id) => { const place = id.indexOf("."); return [id.slice(0, place), id.slice(place + 1)]; };

function panelParts(map, view, state, found, act) {
  const known = state.open && (state.open.kind === "column" ? map.columns[state.open.id]
    : state.open.kind === "row" ? view.row[state.open.id]
      : map.columns[splitCell(state.open.id)[0]] && view.row[splitCell(state.open.id)[1]]);
  if (known && state.open.kind === "cell") return panelCell(map, view, state, found, act);
  if (known && state.open.kind === "row") return panelRow(map, view, state, found, act);
  if (known) return panelColumn(map, view, state, found, act);
  if (found !== null) return panelFound(map, view, state, found, act);
  if (state.silent) return panelSilent(map, view, state, act);
  return panelNothing(map, view, state, act);
}

// One line under the title: what the signs mean that stand in the panel.
function explainSigns(map, inner) {
  const held = new Set([...inner.querySelectorAll(".statement .sign")].filter((one) => !one.closest("details")).map((one) => one.textContent));
  const told = map.words.sign_key.filter(([symbol]) => held.has(symbol)).map(([symbol, words]) => `${symbol} ${words}`);
  if (told.length) inner.querySelector("h2").after(make("p", { class: "signnote", text: `${told.join(" · ")} · ` }, make("a", { href: map.signs, text: map.words.all_signs })));
}

function panel(map, view, state, found, act) {
  const inner = make("div", { class: "inner", tabindex: 0, role: "region", "aria-label": map.words.panel }, ...panelParts(map, view, state, found, act));
  explainSigns(map, inner);
  const asked = state.open || found !== null || state.silent;
  const close = asked && make("button", { type: "button", class: "tool", text: map.words.close });
  if (close) close.addEventListener("click", () => (state.open ? act.close() : act.clear()));
  const bigger = make("button", { type: "button", class: "tool bigger", "aria-expanded": String(map.drawn_up ?? false), text: map.drawn_up ? map.words.smaller : map.words.bigger });
  bigger.addEventListener("click", () => act.drawUp());
  const tools = make("div", { class: "tools" }, useMenu(map, act), bigger, close);
  const further = make("button", { type: "button", class: "tool further", hidden: true });
  further.addEventListener("click", () => inner.scrollBy({ top: inner.clientHeight - 60 }));
  const held = make("aside", { class: map.drawn_up ? "panel up" : "panel" }, tools, inner, further);
  const tell = () => tellFurther(map, inner, further);
  inner.addEventListener("scroll", tell);
  inner.addEventListener("toggle", tell, true);
  held.addEventListener("keydown", (event) => { if (event.key === "Escape") act.backToCell(); });
  return held;
}

// Below the panel: that it goes on, and how many statements follow.
function tellFurther(map, inner, further) {
  const end = inner.getBoundingClientRect().bottom;
  const below = [...inner.querySelectorAll(".said, .opening > summary")].filter((one) => one.checkVisibility() && one.getBoundingClientRect().bottom > end + 2);
  further.hidden = inner.scrollTop + inner.clientHeight >= inner.scrollHeight - 2;
  further.textContent = below.length ? fill(map.words.further_n, { n: below.length }) : map.words.further;
}

// What can be done with what is shown: the link at once, files and references by Python.
function useMenu(map, act) {
  const { words } = map;
  const menu = make("details", { class: "menu use" }, make("summary", { text: words.use }));
  const copy = make("button", { type: "button", text: words.copy_link });
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(map.address ? `${map.address}${location.search}` : location.href);
      copy.textContent = words.copied;
    } catch { copy.textContent = words.copy_failed; }
  });
  const files = make("button", { type: "button", text: words.files });
  files.addEventListener("click", () => { menu.open = false; act.use(); });
  const print = make("button", { type: "button", text: words.print });
  print.addEventListener("click", () => { menu.open = false; window.print(); });
  menu.append(make("div", { class: "list" }, copy, files, print, make("a", { href: map.read_all, text: words.read_all })));
  return menu;
}
