// The head: title, filters as pills, facets or topics. What does not fit its line folds into the last pill.
function choiceList(map, state, filter, act) {
  const held = state.filters[filter.key] ?? [], others = matchingBut(map, state, filter.key);
  const count = (value) => (map.index[filter.key]?.[value] ?? []).filter((one) => others === null || others.has(one)).length;
  const set = make("fieldset", {}, make("legend", { text: filter.label }));
  if (filter.several && held.length > 1) {
    const both = make("div", { class: "both", role: "group" });
    for (const every of [false, true]) {
      const on = state.every.includes(filter.key) === every;
      const node = make("button", { type: "button", "aria-pressed": String(on), "data-key": `every-${filter.key}-${every}`, text: every ? map.words.all_of : map.words.any_of });
      node.addEventListener("click", () => act.every(filter.key, every));
      both.append(node);
    }
    set.append(both);
  }
  for (const [value, name] of filter.choices) {
    const box = make("input", { type: "checkbox", "data-key": `${filter.key}-${value}` });
    box.checked = held.includes(value);
    box.addEventListener("change", () => act.filter(filter.key, box.checked ? [...held, value] : held.filter((one) => one !== value)));
    set.append(make("label", { class: count(value) || box.checked ? null : "none" }, box, make("span", { text: name }), make("span", { class: "count", text: String(count(value)) })));
  }
  return set;
}

function wordsBox(map, state, act) {
  const box = make("input", { type: "search", value: state.q, maxlength: 80, placeholder: map.words.words_hint, "data-key": "q", "aria-label": map.words.words });
  const form = make("form", { class: "words" }, box, make("button", { type: "submit", text: map.words.find }));
  form.addEventListener("submit", (event) => { event.preventDefault(); act.words(box.value.trim()); });
  return form;
}

function menuPill(map, key, label, content, act, clear) {
  const menu = make("details", { class: clear ? "menu pill on" : "menu pill", "data-menu": key }, make("summary", { "data-key": `pill-${key}` }, make("span", { text: label })), make("div", { class: "list" }, ...content));
  menu.open = map.menu === key;
  menu.addEventListener("toggle", () => { if (menu.isConnected && menu.open !== (map.menu === key)) act.menu(menu.open ? key : null); });
  if (!clear) return menu;
  const off = make("button", { type: "button", class: "off", "aria-label": fill(map.words.remove, { what: label }), text: "✕" });
  off.addEventListener("click", clear);
  return make("span", { class: "pill held" }, menu, off);
}

function filterPill(map, state, filter, act) {
  const held = state.filters[filter.key] ?? [];
  const label = held.length === 1 ? filter.choices.find(([one]) => one === held[0])?.[1] ?? held[0] : held.length ? `${filter.label}: ${held.length}` : filter.label;
  return menuPill(map, filter.key, label, [choiceList(map, state, filter, act)], act, held.length ? () => act.filter(filter.key, []) : null);
}

function togglePill(key, icon, label, on, press) {
  const node = make("button", { type: "button", class: on ? "pill toggle on" : "pill toggle", "aria-pressed": String(on), "data-key": `pill-${key}` }, icon, make("span", { text: on ? `${label} ✕` : label }));
  node.addEventListener("click", press);
  return node;
}

// The pills in the order of their weight; `folded` of them, from the end, stand in "more".
function pills(map, state, act, folded) {
  const limits = (state.filters.appraisal ?? []).join() === "limit";
  const line = [
    ...map.filters.filter((one) => one.pill).map((one) => ({ held: state.filters[one.key], node: () => filterPill(map, state, one, act), list: () => choiceList(map, state, one, act) })),
    { held: state.q ? [state.q] : [], node: () => menuPill(map, "q", state.q ? `“${state.q}”` : map.words.words, [wordsBox(map, state, act)], act, state.q ? () => act.words("") : null), list: () => wordsBox(map, state, act) },
  ];
  line.splice(2, 0,
    { fixed: true, node: () => togglePill("limits", oneMark("limit"), map.words.limits, limits, () => act.filter("appraisal", limits ? [] : ["limit"])) },
    { fixed: true, node: () => togglePill("silent", make("span", { class: "dash", "aria-hidden": "true" }), map.words.silences, Boolean(state.silent), () => act.silent(!state.silent)) });
  const foldable = line.filter((one) => !one.fixed);
  const away = new Set(foldable.slice(Math.max(0, foldable.length - folded)));
  const rest = map.filters.filter((one) => !one.pill);
  const inMore = [...[...away].flatMap((one) => one.held ?? []), ...rest.flatMap((one) => (one.key === "appraisal" && limits ? [] : state.filters[one.key] ?? []))];
  const label = inMore.length ? `${map.words.more}: ${inMore.length}` : map.words.more;
  const lists = () => [...[...away].map((one) => one.list()), ...rest.map((one) => choiceList(map, state, one, act))];
  const more = menuPill(map, "more", label, lists(), act, inMore.length ? () => act.clear() : null);
  return make("div", { class: "pills", role: "group", "aria-label": map.words.filters }, ...line.filter((one) => !away.has(one)).map((one) => one.node()), more);
}

function viewSwitch(map, state, act) {
  const group = make("div", { class: "switch", role: "group", "aria-label": map.words.rows });
  for (const view of Object.keys(map.views)) {
    const node = make("button", { type: "button", "aria-pressed": String(state.view === view), "data-key": `view-${view}`, text: map.words.views[view] });
    node.addEventListener("click", () => act.view(view));
    group.append(node);
  }
  return group;
}

// The key above the picture; under a filter also what solid and hollow mean.
function key(map, state, found) {
  const { words } = map;
  const places = make("ul", { class: "places" }, ...KINDS.map((kind) => make("li", {}, oneMark(kind), make("span", { text: words.kinds[kind] }))));
  const item = (icon, text) => make("li", {}, icon, make("span", { text }));
  const rest = found !== null
    ? [item(make("span", { class: "swatch hit" }, oneMark("asset")), words.matches), item(oneMark("asset", { look: "hollow" }), words.matches_not_short)]
    : [];
  const short = found !== null ? "_short" : "";
  rest.push(item(oneMark("asset", { favourable: true }), words[`key_favourable${short}`]), item(oneMark("direction", { planned: true }), words[`key_planned${short}`]));
  return make("div", { class: "key", role: "group", "aria-label": words.key }, found === null && make("span", { class: "quiet", text: words.one_cell }), places,
    make("ul", { class: "rest" }, ...rest, item(make("span", { class: "swatch silent" }, make("span", { class: "dash" })), words.silent), item(make("span", { class: "swatch outside" }), words.outside)));
}

// The order of the columns, said in words so that nobody reads a rank; which documents silence is judged by; other members.
function cornerMenu(map, state, act) {
  const { words } = map;
  const choices = (name, legend, values, now, press) => make("fieldset", {}, make("legend", { text: legend }), ...values.map(([value, text]) => {
    const radio = make("input", { type: "radio", name, value, "data-key": `${name}-${value}` });
    radio.checked = value === now;
    radio.addEventListener("change", () => press(value));
    return make("label", {}, radio, make("span", { text }));
  }));
  const list = [choices("order", words.order, Object.entries(words.orders), state.order, (value) => act.set({ order: value })),
    choices("basis", words.basis, Object.entries(words.bases[state.view]), state.basis, (value) => act.set({ basis: value }))];
  if (map.others) {
    const box = make("input", { type: "checkbox", "data-key": "others" });
    box.checked = Boolean(state.others);
    box.addEventListener("change", () => act.set({ others: box.checked ? "1" : "" }));
    list.push(make("label", { class: "alone" }, box, make("span", { text: fill(words.show_others, { n: map.others }) })));
  }
  return menuPill(map, "corner", words.ordered[state.order], list, act, null);
}
