// The cities of the map as a table by status; the name of each is a button that opens it, or closes the one that is open.
// Only the marks come as HTML, made by lcdash/html/city_map.py of its own shapes and letters.
// `table` is what Python sends once (withPayload); `data` what a choice changes: what is open, and what is dimmed.
function row(city, table, data, tell) {
  const dimmed = data.dimmed.includes(city.id);
  const open = city.id === data.open;
  const button = make("button", { type: "button", id: `city-${city.id}`, "aria-pressed": String(open) },
    make("span", { class: "name", text: city.name }));
  button.insertAdjacentHTML("afterbegin", city.pin);
  button.addEventListener("click", () => tell(open ? "" : city.id));
  const name = make("th", { scope: "row" }, button, dimmed && make("span", { class: "why", text: table.hidden }));
  const unit = make("td", { text: city.unit });
  if (city.note) unit.append(make("span", { class: "note", text: city.note }));
  const classes = [dimmed && "dimmed", open && "open"].filter(Boolean).join(" ");
  return make("tr", { class: classes || null }, name, unit, make("td", { class: "since", text: city.since }));
}

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".root") || parentElement.appendChild(make("div", { class: "root" }));
  const tell = (id) => setTriggerValue("city", id);
  withPayload(data.table, (table) => {
    root.lang = table.language;
    const held = parentElement.activeElement?.id; // the rows are built anew: what had the focus has it again
    const bodies = table.groups.map((group) => make("tbody", {},
      make("tr", { class: "group" }, make("th", { scope: "rowgroup", colspan: table.columns.length, text: group.name })),
      ...group.rows.map((city) => row(city, table, data, tell))));
    root.replaceChildren(make("table", {}, make("caption", { text: table.caption }),
      make("thead", {}, make("tr", {}, ...table.columns.map((name) => make("th", { scope: "col", text: name })))), ...bodies));
    if (held) root.querySelector(`#${CSS.escape(held)}`)?.focus({ preventScroll: true });
  });
}
