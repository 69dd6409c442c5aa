// The evidence map as a component. It draws at once what it holds; Python is told the link, writes it in a run of its own
// fragment, and answers with what it wrote. What a script itself put into the browser's history the server would not see.
const PHONE = window.matchMedia("(max-width: 700px)");

class EvidenceMap {
  constructor(root, map) {
    this.root = root;
    this.map = map;
    this.link = {};
    this.told = []; // what Python has been told and has not answered yet
  }

  // Python's word for the state: its echo of what was told changes nothing, anything else (a link, the Back key) does.
  hear(link, tell) {
    this.tell = tell;
    const echo = this.told.findIndex((one) => sameLink(one, link));
    if (echo >= 0) { this.told.splice(0, echo + 1); if (this.root.firstChild) return; }
    if (!this.root.firstChild || !sameLink(this.link, link)) this.take(link);
  }

  take(link) {
    this.state = readState(link, this.map);
    this.link = writeState(this.state, this.map);
    this.map.menu = null;
    this.draw();
    this.root.querySelector(".phone li.open")?.scrollIntoView({ block: "start" });
  }

  // A reader's act: the picture follows at once, the link in one step.
  set(changes, at) {
    this.state = { ...this.state, ...changes };
    this.at = at?.dataset.at ?? this.at;
    this.draw();
    const link = writeState(this.state, this.map);
    if (sameLink(link, this.link)) return;
    this.link = link;
    this.told.push(link);
    this.tell("link", link);
  }

  filter(key, values) {
    const filters = { ...this.state.filters, [key]: values };
    if (!values.length) delete filters[key];
    this.set({ filters, open: null, silent: "" });
  }

  every(key, on) {
    this.set({ every: on ? [...this.state.every, key] : this.state.every.filter((one) => one !== key) });
  }

  words(q) { this.map.menu = null; this.set({ q, open: null, silent: "" }); }
  silent(on) { this.set({ silent: on ? "1" : "", open: null, filters: {}, q: "" }); }
  clear() { this.map.menu = null; this.set({ filters: {}, every: [], q: "", silent: "", open: null }); }
  others() { this.set({ others: "1" }); }
  close() { const at = this.at; this.set({ open: null }); this.focusAt(at); }

  view(view) {
    this.map.menu = null;
    // A row of one view is none of the other; a city stays open.
    const open = this.state.open?.kind === "column" ? this.state.open : null;
    this.set({ view, open });
  }

  open(open, node) {
    const again = this.state.open?.kind === open.kind && this.state.open.id === open.id;
    this.map.menu = null;
    this.set({ open: again && !this.byKeyboard ? null : open }, node);
    if (this.byKeyboard) this.root.querySelector(".panel .inner")?.focus({ preventScroll: true });
    this.byKeyboard = false;
    this.keepInSight();
  }

  // What a sentence or a name points at, as a change of the state; `keep` leaves the filters as they are.
  changes({ keep, by, filters, silent, ...target }) {
    const kind = OPEN.find((one) => target[one]), open = kind ? { kind, id: target[kind] } : null;
    const reset = keep || (kind && !filters) ? {} : { filters: filters ?? {}, q: "", silent: silent ? "1" : "" };
    return { ...reset, open: by ? this.state.open : open, ...(by && { by }) };
  }

  address(target) {
    const link = writeState({ ...this.state, ...this.changes(target) }, this.map);
    return `?${new URLSearchParams([["lang", this.map.language], ...Object.entries(link).flatMap(([key, held]) => held.map((one) => [key, one]))])}`;
  }

  show(target) {
    this.set(this.changes(target));
    const inner = this.root.querySelector(".panel .inner");
    if (inner) { inner.scrollTop = 0; inner.focus({ preventScroll: true }); }
    this.keepInSight();
  }

  menu(name) {
    this.map.menu = name;
    for (const menu of this.root.querySelectorAll("details[data-menu]")) menu.open = menu.dataset.menu === name;
  }

  drawUp() { this.map.drawn_up = !this.map.drawn_up; this.draw(); this.keepInSight(); }
  use() { this.tell("use", true); }

  escape() {
    if (this.map.menu) return this.menu(null);
    this.hideTip();
    if (this.state.open) this.set({ open: null });
  }

  backToCell() { this.focusAt(this.at); }

  focusAt(at) {
    const node = at && this.root.querySelector(`[data-at="${CSS.escape(at)}"]`);
    const table = this.root.querySelector("table");
    if (!table) return;
    makeStop(table, node ?? table.querySelector("[data-at]"));
    (node ?? table.querySelector("[data-at]")).focus({ preventScroll: true });
  }

  // A drawer below never covers the row that was chosen.
  keepInSight() {
    const panel = this.root.querySelector(".panel"), chosen = this.root.querySelector(".cell.chosen, .rowhead.chosen");
    if (!panel || !chosen || getComputedStyle(panel).position !== "sticky") return;
    const over = chosen.getBoundingClientRect().bottom - panel.getBoundingClientRect().top;
    if (over <= 0) return;
    const main = document.querySelector('[data-testid="stMain"]') ?? document.scrollingElement;
    main.scrollTop += over + 8;
  }

  draw() {
    const { root, map, state } = this, focus = this.focused();
    const found = matching(map, state), view = viewOf(map, state), scrolled = root.querySelector(".panel .inner")?.scrollTop ?? 0;
    const asked = JSON.stringify([state.open, state.filters, state.q, state.silent, state.view]);
    root.lang = map.language;
    root.className = PHONE.matches ? "root phone" : "root wide";
    if (PHONE.matches) {
      root.replaceChildren(...phone(map, view, state, found, this));
      fitNames(root.querySelectorAll(".line.facet .name, .line.topic .name"), (name) => name.clientWidth);
    } else this.drawWide(view, found);
    const inner = root.querySelector(".panel .inner");
    if (inner && asked === this.asked) inner.scrollTop = scrolled;
    if (inner) tellFurther(map, inner, root.querySelector(".further"));
    this.asked = asked;
    this.restore(focus);
  }

  drawWide(view, found) {
    const { root, map, state } = this;
    const table = grid(map, view, state, found, this);
    this.tip = make("div", { class: "tip", role: "tooltip", hidden: true });
    const head = make("header", {}, make("h1", { text: map.words.title }), pills(map, state, this, 0), viewSwitch(map, state, this));
    const picture = make("div", { class: "picture" }, make("div", { class: "cornered" }, cornerMenu(map, state, this)), table, this.tip,
      make("p", { class: "under quiet", text: fill(map.words.under, { basis: map.words.bases[state.view]?.[state.basis] ?? "" }) }));
    const many = view.columns.length > 15 ? " below" : "";
    root.replaceChildren(head, key(map, state, found), make("div", { class: `stage${many}` }, picture, panel(map, view, state, found, this)));
    for (let folded = 1; folded < 5 && head.querySelector(".pills").scrollWidth > head.querySelector(".pills").clientWidth + 1; folded += 1) {
      head.querySelector(".pills").replaceWith(pills(map, state, this, folded));
    }
    levelHeads(table);
    fitNames(table.querySelectorAll("tbody th .name"), besideInset);
    makeStop(table, (this.at && table.querySelector(`[data-at="${CSS.escape(this.at)}"]`)) || table.querySelector(".chosen[data-at]") || table.querySelector("[data-at]"));
    for (const kind of ["mouseover", "focusin"]) table.addEventListener(kind, (event) => this.showTip(event.target.closest("td[data-at]"), found));
    for (const kind of ["mouseleave", "focusout"]) table.addEventListener(kind, () => this.hideTip());
  }

  // The first words that match, and how many statements stand there.
  showTip(node, found) {
    if (!node) return this.hideTip();
    if (node.dataset.at === this.tipAt) return;
    const [row, column] = node.dataset.at.split("|"), view = viewOf(this.map, this.state);
    const numbers = numbersOf(view.cell(row, column)), first = numbers.find((one) => found?.has(one)) ?? numbers[0];
    if (first === undefined) return this.hideTip();
    this.tipAt = node.dataset.at;
    const { tip } = this, box = node.getBoundingClientRect(), whole = this.root.querySelector(".picture").getBoundingClientRect();
    tip.replaceChildren(make("span", { text: this.map.statements[first].first }), make("span", { class: "quiet", text: fill(this.map.words.n_statements, { n: numbers.length }) }));
    tip.hidden = false;
    const left = Math.max(0, Math.min(box.left - whole.left, whole.width - tip.offsetWidth));
    const below = box.bottom - whole.top + 3, above = box.top - whole.top - tip.offsetHeight - 3;
    tip.style.left = `${left}px`;
    tip.style.top = `${below + tip.offsetHeight > whole.height && above > 0 ? above : below}px`;
  }

  hideTip() { this.tipAt = null; if (this.tip) this.tip.hidden = true; }

  // What had the focus has it again once the picture is drawn anew.
  focused() {
    const node = this.root.getRootNode().activeElement;
    if (!node || !this.root.contains(node)) return null;
    const { at, key } = node.dataset;
    return at ? `[data-at="${CSS.escape(at)}"]` : key ? `[data-key="${CSS.escape(key)}"]` : node.matches(".inner") ? ".panel .inner" : null;
  }

  restore(selector) {
    const node = selector && this.root.querySelector(selector);
    if (!node) return;
    if (node.dataset.at) makeStop(this.root.querySelector("table"), node);
    node.focus({ preventScroll: true });
  }
}

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".root") ?? parentElement.appendChild(make("div", { class: "root" }));
  const hear = (map) => {
    if (root.map?.map !== map) { root.replaceChildren(); root.map = new EvidenceMap(root, map); }
    root.map.hear(data.link, setTriggerValue);
  };
  withPayload(data.map, hear);
  const again = () => root.map?.draw();
  const outside = (event) => { if (root.map?.map.menu && !event.composedPath().some((one) => one.matches?.("details[data-menu]"))) root.map.menu(null); };
  const escape = (event) => { if (event.key === "Escape" && root.map?.map.menu) root.map.menu(null); };
  PHONE.addEventListener("change", again);
  document.addEventListener("pointerdown", outside);
  document.addEventListener("keydown", escape);
  let width = root.clientWidth;
  const sizes = new ResizeObserver(() => { if (Math.abs(root.clientWidth - width) > 1) { width = root.clientWidth; again(); } });
  sizes.observe(root);
  document.fonts?.ready.then(again);
  return () => {
    PHONE.removeEventListener("change", again);
    document.removeEventListener("pointerdown", outside);
    document.removeEventListener("keydown", escape);
    sizes.disconnect();
  };
}
