// Cities down, factors across, as a real table; below 700 px one list per city. A cell is a button: choosing it tells Python
// (`cell`), which sends its statements back, drawn as a row of the table under that city. Every text is put in as text.
// `table` is what Python sends once (whenKept), with its words; `data` what a choice changes: what is open, and what is dimmed.
const NARROW = "(max-width: 700px)";

function mark({ symbol, word, kind }) {
  return make("span", { class: `mark ${kind}` }, make("span", { class: "symbol", "aria-hidden": "true", text: symbol }), word);
}

function facet(side, dimmed, words) {
  const node = make("span", { class: dimmed ? "facet dimmed" : "facet" }, make("span", { class: "name", text: side.name }));
  if (side.empty) node.append(mark(side.empty));
  const marks = make("span", { class: "marks" }, ...side.marks.map(mark));
  if (side.marks.length) node.append(marks);
  for (const text of side.texts) node.append(make("span", { class: "words", text }));
  if (dimmed) node.append(make("span", { class: "why", text: words.dimmed }));
  return node;
}

function cellButton(cell, table, data, tell) {
  const open = data.open === cell.id;
  const button = make("button", {
    type: "button", id: `cell-${cell.id}`, class: "cell", "aria-expanded": String(open), "aria-controls": open ? "opened" : null,
  }, ...cell.facets.map((side, place) => facet(side, data.dimmed.includes(`${cell.id}.${place}`), table.words)));
  button.addEventListener("click", () => tell(open ? "" : cell.id));
  return button;
}

function claim(item, words) {
  const node = make("li", { class: item.dimmed ? "claim dimmed" : "claim" });
  node.append(make("p", { class: "marks" }, ...item.marks.map(mark)));
  node.append(make("p", { class: "statement", text: item.text }));
  node.append(make("p", { class: "other", lang: item.other_language, text: item.other_text }));
  const facts = make("dl", {});
  for (const [term, pieces] of item.facts) {
    facts.append(make("dt", { text: term }), make("dd", {}, ...pieces.map(([text, lang]) => make("span", { text, lang }))));
  }
  node.append(facts, make("p", {}, make("a", { href: item.address, text: words.claim_page })));
  if (item.dimmed) node.append(make("p", { class: "why", text: words.dimmed }));
  return node;
}

function opened({ words }, data, tell) {
  const panel = make("section", { id: "opened", class: "opened", "aria-label": data.detail.title });
  panel.append(make("h3", { text: data.detail.title }), make("p", { class: "quiet", text: data.detail.lead }));
  const close = make("button", { type: "button", class: "close", text: words.close });
  close.addEventListener("click", () => tell(""));
  for (const side of data.detail.facets) {
    panel.append(make("h4", { text: side.name }));
    if (side.note) panel.append(make("p", { class: "quiet", text: side.note }));
    if (side.claims.length) panel.append(make("ul", {}, ...side.claims.map((item) => claim(item, words))));
  }
  if (data.detail.references.length) {
    const cited = make("ul", { class: "references" });
    for (const pieces of data.detail.references) {
      cited.append(make("li", {}, ...pieces.map(([text, language]) => make("span", { text, lang: language }))));
    }
    panel.append(make("h4", { text: words.cell_sources }), cited, make("p", { class: "quiet", text: words.cite }));
  }
  panel.append(close);
  return panel;
}

function cityHeading(row) {
  const unsure = row.unsure.map((text) => make("span", { class: "unsure", text }));
  return [make("span", { class: "city", text: row.name }), make("span", { class: "quiet", text: row.note }), ...unsure];
}

function wide(table, data, tell) {
  const head = make("tr", {}, make("th", { scope: "col", text: table.words.city }),
    ...table.columns.map((column) => make("th", { scope: "col" }, make("span", { class: "number", text: column.number }), ` ${column.name}`)));
  const body = make("tbody", {});
  for (const row of table.rows) {
    body.append(make("tr", { class: data.dimmed.includes(row.id) ? "dimmed" : null }, make("th", { scope: "row" }, ...cityHeading(row)),
      ...row.cells.map((cell) => make("td", { class: cell.open ? "open" : null }, cellButton(cell, table, data, tell)))));
    if (row.cells.some((cell) => cell.id === data.open)) {
      body.append(make("tr", { class: "detail" }, make("td", { colspan: table.columns.length + 1 }, opened(table, data, tell))));
    }
  }
  return make("table", {}, make("caption", { text: table.caption }), make("thead", {}, head), body);
}

function lists(table, data, tell) {
  const all = make("div", { class: "lists" }, make("p", { class: "caption", text: table.caption }));
  for (const row of table.rows) {
    const items = make("ul", {});
    row.cells.forEach((cell, index) => {
      const item = make("li", {}, make("h4", { text: `${table.columns[index].number} ${table.columns[index].name}` }), cellButton(cell, table, data, tell));
      if (cell.id === data.open) item.append(opened(table, data, tell));
      items.append(item);
    });
    all.append(make("section", { class: data.dimmed.includes(row.id) ? "dimmed" : null, "aria-label": row.name }, make("h3", {}, ...cityHeading(row)), items));
  }
  return all;
}

export default function ({ parentElement, data, setTriggerValue }) {
  const narrow = window.matchMedia(NARROW);
  const root = parentElement.querySelector(".root") || parentElement.appendChild(make("div", { class: "root" }));
  const tell = (id) => setTriggerValue("cell", id);
  const draw = (table) => {
    root.lang = table.language;
    // The reader keeps the place: what had the focus has it again after the rows are built anew.
    const held = parentElement.activeElement?.id || (data.open !== root.dataset.open && root.dataset.asked) || "";
    root.replaceChildren((narrow.matches ? lists : wide)(table, data, tell));
    const again = held && root.querySelector(`#${CSS.escape(held)}`);
    if (again) again.focus({ preventScroll: true });
    if (data.open && root.dataset.open !== data.open) {
      const target = root.querySelector(`#${CSS.escape(`cell-${data.open}`)}`);
      const box = target?.getBoundingClientRect();
      if (box && (box.top < 60 || box.top > window.innerHeight - 120)) target.scrollIntoView({ block: "start" });
    }
    root.dataset.open = data.open;
  };
  const again = () => whenKept(data.table, draw);
  again();
  narrow.addEventListener("change", again);
  return () => narrow.removeEventListener("change", again);
}
