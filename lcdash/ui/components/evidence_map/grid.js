// The picture: rows and cities as a grid that is one stop of the Tab key; arrow keys, Home and End go about in it.
// How a mark looks by the statements that match, all of them without a filter; where none does, it is no strength.
function lookOf(map, found) {
  return ({ ids }) => {
    const hits = found === null ? ids : ids.filter((number) => found.has(number));
    const favourable = hits.some((number) => map.statements[number].favourable);
    const planned = (hits.length ? hits : ids).every((number) => map.statements[number].planned);
    return { look: hits.length ? "solid" : "hollow", favourable, planned };
  };
}

// What a cell says in words: for a screen reader, and for whoever reads the page without its look.
function cellWords(map, cell, silent, outside, found) {
  const { words } = map;
  const said = KINDS.filter((kind) => cell[kind]).map((kind) => {
    const mark = lookOf(map, found)(cell[kind]);
    const more = [mark.favourable && words.favourable, mark.planned && words.planned,
      found !== null && (mark.look === "solid" ? words.matches : words.matches_not)].filter(Boolean);
    return `${words.kinds[kind]}${more.length ? ` (${more.join(", ")})` : ""}`;
  });
  const numbers = numbersOf(cell);
  return [
    outside && words.outside, silent && words.silent, ...said,
    numbers.length && fill(words.n_statements, { n: numbers.length }),
  ].filter(Boolean).join(", ") || words.blank;
}

function headCell(map, view, state, column, place) {
  const chosen = state.open?.kind === "column" && state.open.id === column.id
    || state.open?.kind === "cell" && state.open.id.startsWith(`${column.id}.`);
  const classes = ["head", column.kind, chosen && "chosen", state.marked.includes(column.id) && "marked", place % 2 ? "low" : "high"];
  return make("th", { scope: "col", tabindex: -1, class: classes.filter(Boolean).join(" "), "data-at": `|${column.id}`, "aria-selected": chosen ? "true" : null },
    make("span", { class: "name", text: column.name }),
    state.marked.includes(column.id) && make("span", { class: "unseen", text: map.words.your_city }));
}

function bodyCell(map, view, state, row, column, found) {
  const cell = view.cell(row.id, column.id), id = `${column.id}.${row.id}`;
  const silent = view.isSilent(row.id, column.id), outside = column.kind === "other";
  const numbers = numbersOf(cell), hits = found === null ? [] : numbers.filter((one) => found.has(one));
  const chosen = state.open?.kind === "cell" && state.open.id === id;
  const classes = ["cell", column.kind, silent && "silent", outside && "outside", hits.length && "hit", chosen && "chosen",
    state.marked.includes(column.id) && "marked", state.silent && (silent ? "asked" : "faint")];
  const node = make("td", { tabindex: -1, class: classes.filter(Boolean).join(" "), "data-at": `${row.id}|${column.id}`, "aria-selected": chosen ? "true" : null });
  if (numbers.length) node.append(column.kind === "country" ? oneMark("limit", lookOf(map, found)(cell.limit)) : cellMarks(cell, map.slot, lookOf(map, found)));
  else if (silent) node.append(make("span", { class: "dash", "aria-hidden": "true" }));
  node.append(make("span", { class: "unseen", text: cellWords(map, cell, silent, outside, found) }));
  return node;
}

function rowHead(map, state, row) {
  const chosen = state.open?.kind === "row" && state.open.id === row.id
    || state.open?.kind === "cell" && state.open.id.endsWith(`.${row.id}`);
  return make("th", { scope: "row", tabindex: -1, class: chosen ? "rowhead chosen" : "rowhead", "data-at": `${row.id}|`, "aria-selected": chosen ? "true" : null },
    make("span", { class: "name", text: row.number ? `${row.number} ${row.name}` : row.name }));
}

// The grid; `act.open({kind, id})` is told what is chosen, `act.others()` that the hatched column is.
function grid(map, view, state, found, act) {
  const more = view.others.length && !state.others;
  map.slot = view.columns.length > 12 ? 13 : state.view === "topics" ? 14 : 15;
  const head = make("tr", {}, make("td", { class: "corner" }),
    ...view.columns.map((column, place) => headCell(map, view, state, column, place - 1)));
  if (more) head.append(make("th", { scope: "col", class: "head more", tabindex: -1, "data-at": "|+" },
    make("span", { class: "name", text: fill(map.words.more_cities, { n: view.others.length }) })));
  const bodies = [];
  for (const row of view.rows) {
    if (row.kind === "factor" || !bodies.length) bodies.push(make("tbody", {}));
    const line = make("tr", { class: row.kind }, rowHead(map, state, row),
      ...view.columns.map((column) => bodyCell(map, view, state, row, column, found)));
    if (more) line.append(make("td", { class: "outside more", "aria-hidden": "true" }));
    bodies.at(-1).append(line);
  }
  const widths = make("colgroup", {}, make("col", { class: "rowhead" }), make("col", { class: "country" }),
    ...view.columns.slice(1).map(() => make("col", {})), more && make("col", { class: "more" }));
  const table = make("table", { role: "grid", class: `map ${state.view}${view.columns.length > 12 ? " many" : ""}`, "aria-label": map.words.caption }, widths,
    make("thead", {}, head), ...bodies);
  table.addEventListener("click", (event) => {
    const at = event.target.closest("[data-at]");
    if (at) choose(at, act);
  });
  table.addEventListener("keydown", (event) => move(event, table, act));
  return table;
}

function choose(node, act) {
  const [row, column] = node.dataset.at.split("|");
  if (column === "+") act.others();
  else if (row && column) act.open({ kind: "cell", id: `${column}.${row}` }, node);
  else act.open(row ? { kind: "row", id: row } : { kind: "column", id: column }, node);
}

// One cell of the grid takes the Tab key; the arrow keys hand it on.
function makeStop(table, node) {
  for (const one of table.querySelectorAll('[tabindex="0"]')) one.tabIndex = -1;
  if (node) node.tabIndex = 0;
}

function move(event, table, act) {
  const here = event.target.closest("[data-at]");
  if (!here) return;
  const lines = [...table.rows].map((line) => [...line.cells].filter((one) => one.dataset.at !== undefined));
  const line = lines.findIndex((cells) => cells.includes(here));
  // The corner holds nothing to choose: the first line begins one place to the right.
  const inset = (index) => (index === 0 ? 1 : 0);
  const place = lines[line].indexOf(here) + inset(line);
  const at = (index, column) => {
    const cells = lines[Math.max(0, Math.min(lines.length - 1, index))];
    const shift = inset(lines.indexOf(cells));
    return cells[Math.max(0, Math.min(cells.length - 1, column - shift))];
  };
  const all = event.ctrlKey || event.metaKey;
  const to = {
    ArrowRight: () => at(line, place + 1), ArrowLeft: () => at(line, place - 1),
    ArrowDown: () => at(line + 1, place), ArrowUp: () => at(line - 1, place),
    Home: () => at(all ? 0 : line, 0), End: () => at(all ? lines.length - 1 : line, 999),
  }[event.key];
  if (to) {
    event.preventDefault();
    const next = to();
    makeStop(table, next);
    next.focus();
  } else if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    act.byKeyboard = true;
    choose(here, act);
  } else if (event.key === "Escape") act.escape();
}

// Names of cities on one line where each fits its column, else on two levels; never turned, cut or hyphenated.
function levelHeads(table) {
  table.classList.remove("levels");
  const heads = [...table.querySelectorAll("th.studied, th.other")];
  if (heads.some((one) => one.querySelector(".name").offsetWidth > one.clientWidth - 4)) table.classList.add("levels");
}

// A name that is longer than its place is set smaller, down to a size that can still be read, before it wraps.
const SMALLEST = 11.5;
function fitNames(names, roomOf) {
  for (const name of names) {
    const size = parseFloat(getComputedStyle(name).fontSize), fitting = Math.floor(((size * roomOf(name)) / name.scrollWidth) * 10) / 10;
    if (fitting < size) name.style.fontSize = `${Math.max(SMALLEST, fitting)}px`;
    if (fitting < SMALLEST) name.style.whiteSpace = "normal";
  }
}

const besideInset = (name) => name.parentElement.clientWidth - parseFloat(getComputedStyle(name.parentElement).paddingLeft) - 2;
