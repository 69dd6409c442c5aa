// What a reader looks at, and its link. The state is plain: what Python reads out of the link and what it writes into it is
// the same dictionary, key -> values, so that a link, the Back key and a choice all end in `readState`.
const OPEN = ["cell", "row", "column"]; // what is open, one of them at most
const SINGLE = { view: "facets", order: "name", basis: "all", by: "column", others: "", silent: "", q: "" };

function readState(link, map) {
  const last = (key) => (link[key] ?? []).at(-1) ?? "";
  const state = { marked: link.city ?? [], filters: {}, every: link.every ?? [], open: null };
  for (const [key, otherwise] of Object.entries(SINGLE)) state[key] = last(key) || otherwise;
  for (const { key } of map.filters) if (link[key]?.length) state.filters[key] = [...link[key]];
  for (const kind of OPEN) if (last(kind)) state.open = { kind, id: last(kind) };
  return state;
}

function writeState(state, map) {
  const link = {};
  const put = (key, values) => { if (values.length) link[key] = values; };
  for (const [key, otherwise] of Object.entries(SINGLE)) put(key, state[key] && state[key] !== otherwise ? [state[key]] : []);
  put("city", state.marked);
  for (const { key } of map.filters) put(key, state.filters[key] ?? []);
  put("every", state.every.filter((key) => (state.filters[key] ?? []).length > 1));
  if (state.open) put(state.open.kind, [state.open.id]);
  return link;
}

const sameLink = (one, other) => {
  const written = (link) => JSON.stringify(Object.entries(link).sort(([a], [b]) => (a < b ? -1 : 1)));
  return written(one) === written(other);
};

// The numbers of the statements that match every filter but `except`; null where nothing is asked.
function matchingBut(map, state, except) {
  let found = null;
  const keep = (numbers) => { found = found === null ? new Set(numbers) : new Set([...found].filter((one) => numbers.has(one))); };
  for (const [key, values] of Object.entries(state.filters)) {
    if (key === except || !values.length) continue;
    const sets = values.map((value) => new Set(map.index[key]?.[value] ?? []));
    if (state.every.includes(key)) for (const one of sets) keep(one);
    else keep(new Set(sets.flatMap((one) => [...one])));
  }
  const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length && except !== "q") {
    keep(new Set(map.statements.flatMap((one, number) => (words.every((word) => one.words.includes(word)) ? [number] : []))));
  }
  return found;
}

const matching = (map, state) => matchingBut(map, state, null);
const isFiltered = (state) => Object.keys(state.filters).length > 0 || state.q !== "";

// What of the map this state shows: the rows, the columns in their order, the cells, what is silent.
function viewOf(map, state) {
  const view = map.views[state.view] ?? map.views.facets;
  const order = map.orders[state.order] ?? map.orders.name;
  const columns = order.map((id) => map.columns[id]);
  const studied = columns.filter((one) => one.kind === "studied");
  const others = columns.filter((one) => one.kind === "other");
  const silent = new Set(view.silent[state.basis] ?? view.silent.all);
  return {
    rows: view.rows,
    row: Object.fromEntries(view.rows.map((row) => [row.id, row])),
    studied,
    others,
    columns: [map.columns[map.country], ...studied, ...(state.others ? others : [])],
    cell: (row, column) => view.cells[`${row}|${column}`] ?? {},
    isSilent: (row, column) => silent.has(`${row}|${column}`),
    silentIn: (row) => studied.filter((city) => silent.has(`${row}|${city.id}`)),
    sentences: view.sentences[state.basis] ?? view.sentences.all,
  };
}

const KINDS = ["direction", "asset", "practice", "limit"];
const numbersOf = (cell) => KINDS.flatMap((kind) => cell[kind]?.ids ?? []);

// The statements of a cell; of a factor's own line those of its facets too.
function underCell(view, row, column) {
  const rows = row.kind === "factor" ? view.rows.filter((one) => one.factor === row.factor) : [row];
  return rows.map((one) => ({ row: one, numbers: numbersOf(view.cell(one.id, column)) })).filter((one) => one.numbers.length);
}

// A text of the interface with its places filled: fill("{n} city|{n} cities", { n: 1 }).
const fill = (text, values) => {
  const [one, many] = text.split("|");
  return (values.n === 1 ? one : many ?? one).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
};
