// The form of a place. What is typed is held here, in the tab: in the component, and in sessionStorage for a reload; in
// localStorage only where the reader says so. Python is told the entries, field by field, and keeps them for the open page.
const STORE = "lcdash-your-city";
const LISTS = ["needs", "partners", "spaces", "programmes"];
const MANY = ["topics", "audience"]; // fields that hold a list of texts
const WAIT = 700; // milliseconds without a key before Python is told

export default function ({ parentElement, data, setStateValue, setTriggerValue }) {
  const host = parentElement;
  host.tell = { state: setStateValue, trigger: setTriggerValue };
  (parentElement.host ?? parentElement).id = "own-form"; // what a link back to it names
  if (!host.leads) document.addEventListener("click", host.leads = (event) => toFacet(host, event));
  withPayload(data.content, (content) => {
    const again = host.form && host.form.loaded === data.loaded && host.form.content === content;
    if (again) return shown(host, data);
    const held = host.form;
    const fresh = Boolean(data.loaded) && held && held.loaded !== data.loaded;
    const stored = held || fresh ? null : read();
    let records = data.records;
    if (held && !fresh) records = written(held.state);
    else if (!held && stored && (!data.loaded || stored.loaded === data.loaded)) records = stored.records;
    if (!held && !fresh) records = withBrought(records);
    const opened = held ? held.opened : new Set();
    host.form = { content, loaded: data.loaded, state: stateOf(records), opened };
    draw(host);
    shown(host, data);
    if (records.length || held) tell(host);
  });
}

// What Python has found in what was typed: a province to offer; and, once, the topics of a need to show.
function shown(host, { near, go }) {
  const place = host.querySelector(".near");
  const button = near?.province && make("button", { type: "button", text: near.says });
  if (button) button.onclick = () => {
    Object.assign(host.form.state.place, { province: near.province }, near.name ? { name: near.name } : {});
    draw(host);
    host.querySelector(".place select").focus();
    tell(host);
  };
  if (place.textContent !== (near?.says ?? "")) place.replaceChildren(...(button ? [button] : []));
  if (!go || go === host.went) return;
  host.went = go;
  const part = host.querySelector("#part-needs");
  const number = host.form.state.needs.findIndex((one) => !one.topics?.length && !one.audience?.length);
  const topics = part.querySelectorAll(".row")[Math.max(number, 0)]?.querySelector(".many");
  part.open = true;
  if (!topics) return;
  topics.open = true;
  topics.querySelector("summary").scrollIntoView({ block: "start" });
  topics.querySelector("summary").focus();
}

// A cell of the place's own column in the chart is a link that names a facet of the form: it is opened, and has the focus.
function toFacet(host, event) {
  if (!host.isConnected) return document.removeEventListener("click", host.leads);
  const link = event.composedPath().find((one) => one.matches?.("a[href^='#part-']"));
  const part = link && host.querySelector(link.getAttribute("href"));
  if (!part) return;
  event.preventDefault();
  part.open = true;
  part.scrollIntoView({ block: "start" });
  part.querySelector("summary").focus({ preventScroll: true });
}

// What is stored, and what the entries are

function read() {
  for (const store of [window.sessionStorage, window.localStorage]) {
    try {
      const held = JSON.parse(store.getItem(STORE));
      if (Array.isArray(held?.records)) return { ...held, records: held.records.filter(isRecord) };
    } catch { /* a browser that stores nothing, or something else there */ }
  }
  return null;
}

function isRecord(one) {
  const texts = (value) => Array.isArray(value) && value.every((text) => typeof text === "string");
  return typeof one?.part === "string" && Object.entries(one).every(([name, value]) => MANY.includes(name) ? texts(value) : typeof value === "string");
}

// The place that a link has brought behind its #, which no server sees; once, so that what is forgotten stays forgotten. What
// is filled in already keeps the name that it has.
function withBrought(records) {
  const told = new URLSearchParams(window.location.hash.slice(1));
  const [name, province] = ["name", "province"].map((key) => told.get(key) ?? "");
  if (!name && !province) return records;
  window.history.replaceState(window.history.state, "", window.location.pathname + window.location.search);
  const place = records.find((one) => one.part === "place");
  if (place?.name || place?.province) return records;
  return [{ ...place, part: "place", name, province }, ...records.filter((one) => one !== place)];
}

function store(host) {
  const held = JSON.stringify({ loaded: host.form.loaded, records: written(host.form.state) });
  try { window.sessionStorage.setItem(STORE, held); } catch { /* the tab still holds it */ }
  try { if (isKept()) window.localStorage.setItem(STORE, held); } catch { /* told by the box that stays empty */ }
}

function isKept() {
  try { return window.localStorage.getItem(STORE) !== null; } catch { return false; }
}

function stateOf(records) {
  const state = { place: {}, facets: Object.create(null) };
  for (const part of LISTS) state[part] = [];
  for (const { part, ...fields } of records) {
    if (part === "place") state.place = fields;
    else if (part === "facets") state.facets[fields.facet] = fields;
    else if (LISTS.includes(part)) state[part].push(fields);
  }
  return state;
}

const says = (fields) => Object.entries(fields).some(([name, value]) => name !== "facet" && (Array.isArray(value) ? value.length : value));

function written(state) {
  const records = says(state.place) ? [{ part: "place", ...state.place }] : [];
  for (const [facet, fields] of Object.entries(state.facets)) if (says(fields)) records.push({ part: "facets", ...fields, facet });
  for (const part of LISTS) for (const fields of state[part]) if (says(fields)) records.push({ part, ...fields });
  return records;
}

function tell(host) {
  clearTimeout(host.waiting);
  host.waiting = null;
  store(host);
  host.tell.state("check", written(host.form.state));
}

function changed(host, soon = false) {
  store(host);
  progress(host);
  clearTimeout(host.waiting);
  host.waiting = setTimeout(() => tell(host), soon ? 0 : WAIT);
}

// Fields

let numbered = 0;

function field(host, label, input, hint) {
  input.id = `field-${numbered += 1}`;
  return make("div", { class: "field" }, make("label", { for: input.id, text: label }), input, hint && make("small", { text: hint }));
}

function line(host, fields, name, label, { long = false, hint = "", most = 120, list = "" } = {}) {
  const input = make(long ? "textarea" : "input", { maxlength: most, rows: long ? 2 : null, list: list || null, autocomplete: "off" });
  input.value = fields[name] ?? "";
  input.oninput = () => { fields[name] = input.value; changed(host); };
  input.onchange = () => changed(host, true);
  return field(host, label, input, hint);
}

function choice(host, fields, name, label, options) {
  const none = make("option", { value: "", text: "–" });
  const input = make("select", {}, none, ...options.map(([code, text]) => make("option", { value: code, text })));
  input.value = fields[name] ?? "";
  input.onchange = () => { fields[name] = input.value; changed(host, true); };
  return field(host, label, input);
}

// Of a list more than one: boxes to tick, drawn when they are asked for; arrow keys move among them, Escape leaves them.
function several(host, fields, name, label, options) {
  const words = host.form.content.words;
  const chosen = make("span", { class: "chosen" });
  const group = make("fieldset", { "aria-label": label });
  const show = () => {
    const texts = options.filter(([code]) => fields[name]?.includes(code)).map(([, text]) => text);
    chosen.textContent = texts.join(" · ") || words.choose_any;
  };
  const head = make("summary", {}, make("span", {}, make("b", { text: `${label} ` }), chosen));
  const drawn = make("details", { class: "many" }, head, group);
  drawn.ontoggle = () => {
    if (!drawn.open || group.children.length) return;
    for (const [code, text] of options) {
      const box = make("input", { type: "checkbox", id: `field-${numbered += 1}` });
      box.checked = Boolean(fields[name]?.includes(code));
      box.onchange = () => {
        const others = (fields[name] ?? []).filter((one) => one !== code);
        fields[name] = box.checked ? [...others, code] : others;
        show();
        changed(host, true);
      };
      group.append(make("span", {}, box, make("label", { for: box.id, text })));
    }
  };
  drawn.onkeydown = (event) => {
    const boxes = [...group.querySelectorAll("input")], at = boxes.indexOf(event.target);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: boxes.length - 1 }[event.key];
    if (event.key === "Escape") { drawn.open = false; head.focus(); }
    else if (to === undefined || !drawn.open) return;
    else (boxes[to] ?? (to < 0 ? head : event.target)).focus();
    event.preventDefault();
  };
  show();
  return drawn;
}

function answers(host, fields, facet, mark) {
  const { words, lists } = host.form.content;
  const group = make("fieldset", { class: "there" }, make("legend", { text: words.col_there }));
  for (const [code, text] of lists.there) {
    const input = make("input", { type: "radio", name: `there-${facet.id}`, value: code, id: `there-${facet.id}-${code}` });
    input.checked = fields.there === code;
    input.onchange = () => { fields.there = code; mark(); changed(host, true); };
    group.append(make("span", {}, input, make("label", { for: input.id, text })));
  }
  return group;
}

// Sections

// A part of the form: closed, its line says the first words of what stands in it; opened, `last` is brought into sight.
function section(host, id, title, side, first, last, ...children) {
  const words = make("small", { class: "first" });
  const head = make("summary", {}, make("span", {}, make("span", { text: title }), words), side);
  const drawn = make("details", { open: host.form.opened.has(id), id: `part-${id}` }, head, ...children);
  const show = () => { words.replaceChildren(...(drawn.open ? [] : first())); };
  drawn.ontoggle = () => {
    drawn.open ? host.form.opened.add(id) : host.form.opened.delete(id);
    show();
  };
  head.addEventListener("click", () => requestAnimationFrame(() => { if (drawn.open) last?.scrollIntoView({ block: "nearest" }); }));
  show();
  return drawn;
}

// How many facets hold something: where one is in the form.
function progress(host) {
  const { words, factors } = host.form.content;
  const ids = factors.flatMap((factor) => factor.facets.map((facet) => facet.id));
  const filled = ids.filter((id) => says(host.form.state.facets[id] ?? {})).length;
  const line = host.querySelector(".progress");
  if (line) line.textContent = words.progress.replace("{n}", filled).replace("{all}", ids.length);
}

function facetSection(host, facet) {
  const { words, lists } = host.form.content;
  const fields = (host.form.state.facets[facet.id] ??= {});
  const side = make("b", { class: "said" });
  const mark = () => { side.textContent = lists.there.find(([code]) => code === fields.there)?.[1] ?? ""; };
  mark();
  const first = () => [fields.statement && make("span", { text: fields.statement }), fields.lack && make("span", { class: "lacking", text: fields.lack })].filter(Boolean);
  const members = facet.reported.map(([city, said, href]) => make("li", {}, make("b", { text: city }), make("span", { text: ` ${said} ` }), make("a", { href, text: words.its_source })));
  const help = make("details", { class: "more help", open: matchMedia("(min-width: 701px)").matches }, make("summary", { text: words.help }),
    make("p", { text: facet.definition }), members.length ? make("p", { text: words.members_say }) : null, members.length ? make("ul", {}, ...members) : null);
  const more = make("details", { class: "more" }, make("summary", { text: words.more }),
    choice(host, fields, "kind", words.col_kind, lists.kind), several(host, fields, "topics", words.col_topics, lists.topics),
    line(host, fields, "by", words.col_by), several(host, fields, "audience", words.col_audience, lists.audience),
    line(host, fields, "since", words.col_since, { hint: words.since_hint, most: 40 }), line(host, fields, "proof", words.col_proof, { most: 300 }));
  const lack = line(host, fields, "lack", words.col_lack, { long: true, most: 1000 });
  return section(host, facet.id, facet.name, side, first, lack, make("p", { class: "ask", text: facet.question }), answers(host, fields, facet, mark),
    line(host, fields, "statement", words.col_statement, { long: true, most: 1000 }), lack, help, more);
}

function listSection(host, part) {
  const { words, lists } = host.form.content;
  const rows = make("div", { class: "rows" });
  const kinds = lists[part];
  const show = () => {
    rows.replaceChildren(...host.form.state[part].map((fields, place) => {
      const drop = make("button", { type: "button", class: "drop", text: words.remove, "aria-label": `${words.remove} ${place + 1}` });
      drop.onclick = () => { host.form.state[part].splice(place, 1); show(); changed(host, true); };
      const inputs = [];
      if (part !== "needs") inputs.push(line(host, fields, "name", words.col_name));
      if (kinds) inputs.push(choice(host, fields, "kind", words.col_kind, kinds));
      inputs.push(line(host, fields, "statement", words[`say_${part}`], { most: 300 }));
      if (part === "needs") inputs.push(several(host, fields, "topics", words.col_topics, lists.topics));
      if (part === "needs" || part === "programmes") inputs.push(several(host, fields, "audience", words.col_audience, lists.audience));
      if (part === "programmes") inputs.push(line(host, fields, "since", words.col_since, { most: 40 }));
      return make("div", { class: "row" }, ...inputs, drop);
    }));
    add.hidden = host.form.state[part].length >= host.form.content.most;
  };
  const add = make("button", { type: "button", class: "add", text: words[`add_${part}`] });
  add.onclick = () => { host.form.state[part].push({}); show(); rows.lastElementChild.querySelector("input, select")?.focus(); };
  show();
  const first = () => [host.form.state[part].map((one) => one.name || one.statement).filter(Boolean).join(" · ")].filter(Boolean).map((text) => make("span", { text }));
  return section(host, part, words[`part_${part}`], null, first, null, make("p", { class: "help", text: words[`help_${part}`] }), rows, add);
}

// Files, and what is kept

function files(host) {
  const words = host.form.content.words;
  const input = make("input", { type: "file", accept: ".xlsx,.csv", hidden: true, tabindex: -1, "aria-label": words.open_file });
  const told = make("span", { role: "status", class: "told" });
  const button = make("button", { type: "button", text: words.open_file });
  button.onclick = () => input.click();
  input.onchange = async () => {
    const [file] = input.files;
    input.value = "";
    if (!file) return;
    if (file.size > host.form.content.bytes) { told.textContent = words.too_large; return; }
    told.textContent = "";
    host.tell.trigger("file", await encoded(file));
  };
  return make("span", { class: "open-file" }, button, input, told);
}

async function encoded(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

function keeping(host) {
  const words = host.form.content.words;
  const box = make("input", { type: "checkbox", id: "keep-here" });
  box.checked = isKept();
  box.onchange = () => {
    try {
      if (box.checked) { window.localStorage.setItem(STORE, "{}"); store(host); } else window.localStorage.removeItem(STORE);
    } catch { /* said by the next line */ }
    box.checked = isKept();
  };
  const forget = make("button", { type: "button", class: "forget", text: words.forget });
  forget.onclick = () => {
    if (!window.confirm(words.forget_sure)) return;
    for (const one of ["sessionStorage", "localStorage"]) try { window[one].removeItem(STORE); } catch { /* nothing was there */ }
    clearTimeout(host.waiting);
    host.form.state = stateOf([]);
    host.form.opened.clear();
    draw(host);
    host.tell.state("check", []);
    host.tell.trigger("forget", true);
  };
  return make("div", { class: "keep" }, make("span", {}, box, make("label", { for: "keep-here", text: words.keep })), forget);
}

function draw(host) {
  const { content, state } = host.form;
  const { words, lists } = content;
  const names = make("datalist", { id: "provinces" }, ...lists.province.map(([, text]) => make("option", { value: text })));
  const place = make("div", { class: "place" },
    line(host, state.place, "name", words.place_name, { list: "provinces", hint: words.place_hint }),
    choice(host, state.place, "province", words.col_province, lists.province), make("p", { class: "near", role: "status" }), line(host, state.place, "by", words.place_by), names);
  const top = make("div", { class: "top" }, files(host), keeping(host));
  const parts = content.factors.map((factor) => make("section", {}, make("h3", { text: `${factor.number} ${factor.name}` }), ...factor.facets.map((facet) => facetSection(host, facet))));
  const rest = make("section", {}, make("h3", { text: words.besides }), ...LISTS.map((part) => listSection(host, part)));
  const promise = make("details", { class: "promise" }, make("summary", { text: words.private }), make("p", { text: words.how_private }));
  const drawn = make("div", { class: "form" }, promise, top, place, make("p", { class: "progress", role: "status" }), ...parts, rest, make("a", { class: "below", href: "#own-results", text: words.below }));
  const before = host.querySelector(".form");
  if (before) before.replaceWith(drawn);
  else host.append(drawn);
  progress(host);
}
