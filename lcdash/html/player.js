// Runs a story whose scenes all stand in `root` (templates/player.html): by keys, a clicker or its bar, in both languages.
// A second window of the same browser, opened by it, is the presenter's; the two tell each other by a BroadcastChannel.
const FORWARD = ["ArrowRight", "ArrowDown", "PageDown", " "], BACK = ["ArrowLeft", "ArrowUp", "PageUp"];
const ASLEEP = 2500; // milliseconds until the bar goes when no mouse moves
const PATIENCE = 3000; // milliseconds until what is held answers in place of a search that does not
const PAUSE = 900; // milliseconds without a letter, after which what is written is asked for
const HINTED = 10000; // milliseconds for which the first keys are told
const ANSWERS = 9; // that a screen has room for
const HASTE = 700; // milliseconds after something was closed for which Escape does not leave the story
const LINE = .12, PAGE = .85; // of its height, that an arrow and a page key scroll what lies over a scene
const IN_PRESENTERS = "#presenter";
const OF_A_STORY = ["story", "host", "short"]; // what of a link says which story it is

// moved(scene, language): after each step.   leave(scene): the way out.   at: where it begins.
// find(words, language): asks the search of every page, which answers by `answered`; without it what is held is searched.
function lcdashPlayer(root, { at = "", moved = () => {}, leave = () => {}, find } = {}) {
  const stop = new AbortController();
  const on = (node, type, does, options = {}) => node.addEventListener(type, does, { signal: stop.signal, ...options });
  const one = (found, from = root) => from.querySelector(found);
  const all = (found, from = root) => [...from.querySelectorAll(found)];
  const model = JSON.parse(one(".told-of").textContent);
  const [screen, over, blank, bar] = [".screen", ".over", ".blank", ".bar"].map((found) => one(found));
  const element = (tag, options = {}, ...children) => {
    const { text, ...rest } = options;
    const node = Object.assign(document.createElement(tag), rest);
    if (text !== undefined) node.textContent = text;
    node.append(...children.filter(Boolean));
    return node;
  };
  let language = root.dataset.language;
  const told = () => model[language];
  const speaks = (tongue) => Object.keys(model).includes(tongue);
  const words = (key) => told().texts[key];
  const place = (id) => Math.max(told().scenes.findIndex((scene) => scene.id === id), 0);
  const state = { place: place(at), build: 0, blank: false, asked: false, began: null };
  const section = (number = state.place, tongue = language) =>
    one(`.stage[data-scene="${told().scenes[number].id}"][lang="${tongue}"]`, screen);
  // How many presses it builds up by; a scene of a short cut comes whole
  const builds = (number) => "whole" in section(number).dataset ? 0
    : Math.max(0, ...all("[data-build]", section(number)).map((part) => Number(part.dataset.build)));
  const channel = new BroadcastChannel(`lcdash ${location.pathname}`);
  const { link } = root.dataset; // the story with its city and its cut, as a link says it
  const presents = location.hash === IN_PRESENTERS;
  let room = language; // the language of the room, which in the presenter's window may be another
  // The language that the presenter has chosen: kept for as long as that window is open, whatever story is told
  const own = {
    language: "",
    choose: (chosen) => {
      own.language = chosen;
      try {
        sessionStorage.setItem("lcdash presenter", chosen);
      } catch { /* nothing is kept */ }
    },
    recall: () => {
      try {
        own.language = sessionStorage.getItem("lcdash presenter") ?? "";
      } catch { /* nothing was kept */ }
      if (speaks(own.language)) language = own.language;
    },
  };

  // Where a story was left, since when it is told and what was written in its boxes, for as long as the tab is open and no
  // other story is begun; a file may be kept from keeping it
  const tab = `lcdash ${location.pathname}`;
  const boxes = () => all("[contenteditable]", screen);
  const kept = () => {
    try {
      const found = JSON.parse(sessionStorage.getItem(tab)) ?? {};
      return found.link === link ? found : {};
    } catch {
      return {}; // nothing was kept
    }
  };
  const remember = (what) => {
    try {
      sessionStorage.setItem(tab, JSON.stringify({ ...kept(), link, ...what }));
    } catch { /* nothing is kept */ }
  };
  const recall = () => {
    const { scene, built, began, boxed } = kept();
    if (scene === told().scenes[state.place].id) state.build = Math.min(Number(built) || 0, builds());
    state.began = Number(began) || null;
    for (const box of boxes()) box.textContent = boxed?.[box.dataset.box] ?? "";
  };

  // What is shown
  const build = (stage, number) => {
    const whole = "whole" in stage.dataset;
    for (const part of all("[data-build]", stage)) part.classList.toggle("waits", !whole && Number(part.dataset.build) > number);
  };
  const tell = () => channel.postMessage({ ...state, language, link, scene: told().scenes[state.place].id });
  const show = () => {
    root.lang = language;
    for (const stage of all(":scope > .stage", screen)) stage.hidden = true;
    const stage = state.asked ? one(`[data-question][lang="${language}"]`, screen) : section();
    stage.hidden = false;
    if (!state.asked) build(stage, state.build);
    blank.hidden = !state.blank;
    if (!presents) tell();
    remember({ scene: told().scenes[state.place].id, built: state.build, began: state.began });
    drawBar();
  };
  let closed = 0; // when what lay over a scene was closed
  const close = () => {
    if (!over.hidden || state.asked) closed = Date.now();
    over.hidden = true;
    over.replaceChildren();
    all(".chosen").forEach((list) => list.classList.remove("chosen"));
    all(".lit").forEach((part) => part.classList.remove("lit"));
  };
  const open = (title, content, whole = false) => {
    close();
    const way_out = element("button", { type: "button", className: "close", text: "×", ariaLabel: words("close"), onclick: close });
    over.append(way_out, element("p", { className: "head", text: title }), content, element("p", { className: "goes-on", text: `▼ ${words("goes_on")}` }));
    over.classList.toggle("whole", whole);
    over.setAttribute("aria-label", title);
    over.hidden = false;
    over.scrollTop = 0;
    goes_on();
  };
  const ends = () => over.scrollTop + over.clientHeight >= over.scrollHeight - 2;
  const goes_on = () => one(".goes-on", over)?.classList.toggle("ended", ends());
  on(over, "scroll", goes_on);
  // What is longer than the screen is scrolled by the keys of the story; past its end a page key goes back to the scene.
  const scrolls = ({ key, shiftKey, repeat }) => {
    if (over.hidden || over.scrollHeight <= over.clientHeight + 2) return false;
    const back = BACK.includes(key) || (key === " " && shiftKey);
    if (!back && !FORWARD.includes(key)) return false;
    const by_line = key.startsWith("Arrow");
    if (!back && !by_line && !repeat && ends()) return false;
    over.scrollBy({ top: (back ? -1 : 1) * (by_line ? LINE : PAGE) * over.clientHeight, behavior: "instant" });
    return true;
  };
  const copy = (node, name) => {
    const held = element("div", { className: name });
    held.innerHTML = node.innerHTML;
    return held;
  };

  // Where it goes
  const to = (number, built = 0) => {
    close();
    const before = state.place;
    state.began ??= Date.now();
    hint?.remove();
    Object.assign(state, { place: Math.min(Math.max(number, 0), told().scenes.length - 1), build: built, asked: false, blank: false });
    show();
    if (state.place !== before) moved(told().scenes[state.place].id, language);
  };
  const forward = () => {
    if (state.asked || !over.hidden) return back_to_scene();
    if (state.build < builds()) return to(state.place, state.build + 1);
    if (state.place < told().scenes.length - 1) to(state.place + 1);
  };
  const back = () => {
    if (state.asked || !over.hidden) return back_to_scene();
    if (state.build > 0) return to(state.place, state.build - 1);
    if (state.place > 0) to(state.place - 1, builds(state.place - 1));
  };
  const back_to_answers = () => {
    close();
    last_asked?.focus();
  };
  const back_to_scene = () => {
    close();
    state.asked = false;
    show();
  };
  const speak = () => {
    const id = told().scenes[state.place].id;
    language = Object.keys(model).find((other) => other !== language);
    state.place = place(id);
    if (presents) {
      own.choose(language);
      return drawPresenter();
    }
    close();
    show();
    moved(id, language);
  };
  const ask = () => {
    if (state.asked) return back_to_scene();
    close();
    state.asked = true;
    show();
    const field = one(`[data-question][lang="${language}"] input`);
    field.value = answer = "";
    search(field);
    field.focus();
  };
  const restart = () => {
    state.began = Date.now();
    show();
  };
  const darken = () => {
    state.blank = !state.blank;
    show();
  };
  const details = () => {
    const scene = told().scenes[state.place];
    open(scene.title, copy(one(`[data-details="${scene.id}"][lang="${language}"]`), "details-in"), true);
  };
  const list = () => {
    const rows = told().scenes.map((scene, number) =>
      element("li", {}, element("button", { type: "button", className: number === state.place ? "now" : "", text: `${number + 1} ${scene.title}`, onclick: () => to(number) })));
    open(words("scenes"), element("ol", { className: "list" }, ...rows), true);
    one(".now", over)?.focus();
  };
  const code = () => one(`[data-code="${told().scenes[state.place].id}"][lang="${language}"]`);
  const show_code = () => code() && open(words("qr_title"), copy(code(), "code-in"));
  const full = () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.());
  const second = () => window.open(location.href.split("#")[0] + IN_PRESENTERS, "lcdash_presenter", "popup,width=1000,height=700");
  const keys = () => {
    const rows = [
      ["→ ↓ Page Down " + words("name_of_space"), "key_next"], ["← ↑ Page Up", "key_back"], ["Home End", "key_first"],
      [words("name_of_number") + " Enter", "key_number"], ["L", "scenes"], ["D", "details"], ["Q", "from_room"], ["T", "switch_language"],
      ["B .", "key_blank"], ["F", "key_full"], ["N", "presenter"], ["S", "key_clock"], ...(code() ? [["A", "qr"]] : []), ["?", "keys"], ["Esc", "key_leave"],
    ];
    open(words("keys"), element("dl", {}, ...rows.flatMap(([key, says]) =>
      [element("dt", {}, element("kbd", { text: key, lang: "en" })), element("dd", { text: words(says) })])), true);
  };
  const out = () => {
    if (!over.hidden && state.asked) return back_to_answers();
    if (!over.hidden || state.asked) return back_to_scene();
    if (state.blank) return darken();
    if (Date.now() - closed < HASTE) return;
    leave(told().scenes[state.place].id);
  };
  // Letters where a key does not say its place: of a Latin keyboard, and of a Thai one of the same place
  const LETTERS = { "bฺิ": "KeyB", ".ใ": "Period", "fดโ": "KeyF", "lส": "KeyL", "dกฏ": "KeyD", "qๆ": "KeyQ", "tะธ": "KeyT", "nื์": "KeyN", "aฟฤ": "KeyA", "sหฆ": "KeyS" };
  const named = ({ code, key }) => (code || key.length > 1 ? code : Object.entries(LETTERS).find(([letters]) => letters.includes(key.toLowerCase()))?.[1]);
  const SAID = { KeyB: darken, Period: darken, KeyF: full, KeyL: list, KeyD: details, KeyQ: ask, KeyT: speak, KeyN: second, KeyA: show_code, KeyS: restart };

  const drawBar = () => {
    if (presents) return;
    const held = bar.contains(document.activeElement) && document.activeElement.dataset.does;
    const button = (does, text, act, disabled = false) => {
      const made = element("button", { type: "button", text, disabled, onclick: act });
      made.dataset.does = does;
      return made;
    };
    const last = state.place === told().scenes.length - 1 && state.build >= builds();
    bar.replaceChildren(...[
      button("back", words("previous"), back, !state.place && !state.build), button("next", words("next"), forward, last),
      button("list", words("scenes"), list), button("details", words("details"), details), button("ask", words("from_room"), ask),
      button("speak", words("switch_language"), speak), button("blank", words("key_blank"), darken), button("second", words("presenter"), second),
      code() && button("code", words("qr"), show_code), button("keys", words("keys"), keys), button("leave", words("leave"), () => leave(told().scenes[state.place].id)),
    ].filter(Boolean));
    if (held) one(`[data-does="${held}"]`, bar)?.focus();
  };

  // Topics, marks, a question from the room
  // A word of Latin letters is looked for from its beginning; Thai words are written without spaces. Names come first.
  const finder = (asked) => {
    const escaped = asked.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const found = new RegExp(/^[\w]/.test(asked) ? `\\b${escaped}` : escaped, "i");
    return (node) => found.test(node.textContent);
  };
  const question = () => one(`[data-question][lang="${language}"]`);
  const answers = () => all(".answers button", question());
  // The topics and statements that the story holds: what answers while one types, and where no search does. That there is
  // nothing is said only where one has finished: by Enter, or by a pause.
  const search = (field, finished = false) => {
    const asked = field.value.trim(), holds = finder(asked), at = field.closest(".stage");
    const topics = all(".topics > ul > li", at);
    const said = new Map(topics.flatMap((row) => all(".told li:not(.cities)", row)).map((row) => [row.textContent, row]));
    const named = topics.filter((row) => holds(row.firstElementChild)).map((row) => [row.firstElementChild.textContent, row.querySelector(".told ul")]);
    const told = [...said.values()].filter(holds).map((row) => [row.textContent, element("ul", {}, row.cloneNode(true))]);
    const found = asked ? [...named, ...told] : [];
    const rows = found.slice(0, ANSWERS).map(([title, words]) => {
      const button = element("button", { type: "button", text: title });
      button.dataset.told = named.some(([name]) => name === title) ? title : one("b", words)?.textContent ?? title;
      return element("li", {}, button, element("div", { className: "told", hidden: true }, words.cloneNode(true)));
    });
    if (found.length > ANSWERS) rows.push(element("li", { className: "more", text: words("more_answers").replace("{n}", found.length - ANSWERS) }));
    if (!found.length && !(asked && finished)) return lay(at, words("from_room"), []);
    lay(at, words(found.length ? "n_found" : "nothing").replace("{n}", found.length).replace("{words}", asked), rows);
  };
  const lay = (at, headline, rows) => {
    one("h1", at).textContent = headline;
    one(".answers", at).replaceChildren(...rows);
    const asked = headline !== words("from_room");
    one(".answers", at).hidden = !asked;
    one(".topics", at).hidden = asked;
  };
  let waits = 0, entered = false, answer = "";
  // What is written is asked for once: after a pause, or by Enter, which goes on to the first answer as well, and opens it
  // where it clearly is the answer; else the presenter chooses.
  const first = () => {
    const row = entered && answers()[0];
    if (!row) return;
    row.focus();
    if ("fits" in row.dataset) row.click();
  };
  const seek = (field, by_enter) => {
    clearTimeout(waits);
    const asked = field.value.trim();
    entered = by_enter;
    if (!asked) return;
    if (asked === answer) return first();
    const of_what_is_held = () => {
      search(field, true);
      first();
    };
    if (!find) return of_what_is_held();
    waits = setTimeout(of_what_is_held, PATIENCE);
    find(asked, language);
  };
  const answered = ({ words: asked, language: tongue, headline, html }) => {
    const field = one("input", question());
    if (!state.asked || tongue !== language || asked !== field.value.trim()) return;
    clearTimeout(waits);
    answer = asked;
    const held = element("ul");
    held.innerHTML = html;
    lay(question(), headline, [...held.children]);
    first();
  };
  const written = (field) => {
    clearTimeout(waits);
    answer = "";
    search(field);
    waits = setTimeout(() => seek(field, false), PAUSE);
  };
  const among_answers = (step) => {
    close();
    const rows = answers(), at = rows.indexOf(document.activeElement);
    rows[Math.min(Math.max((at < 0 ? rows.indexOf(last_asked) : at) + step, 0), rows.length - 1)]?.focus();
  };
  let last_asked;
  on(root, "input", ({ target }) => {
    if (target.matches("input[type=search]")) return written(target);
    const { box } = target.dataset;
    for (const other of boxes()) if (other !== target && other.dataset.box === box) other.textContent = target.innerText;
    remember({ boxed: { ...kept().boxed, [box]: target.innerText } });
  });
  on(root, "click", (event) => {
    const asked = event.target.closest("[data-told]");
    if (!asked) return;
    last_asked = asked;
    open(asked.dataset.told, copy(asked.parentElement.querySelector(".told"), "told-in"));
    if (!asked.dataset.topic) return;
    const cities = asked.dataset.cities.split(" ");
    asked.closest(".topics").classList.add("chosen");
    asked.classList.add("lit");
    for (const city of all(".city", asked.closest(".topics"))) city.classList.toggle("lit", cities.includes(city.dataset.city));
  });

  // Keys. By their place on the keyboard, so that a Thai layout has them too; nothing of Streamlit's own is reached.
  let number = "";
  const typed = element("p", { className: "typed", hidden: true });
  root.append(typed);
  stop.signal.addEventListener("abort", () => typed.remove());
  const type = (digits) => {
    number = digits;
    typed.textContent = digits && `${digits} ↵`;
    typed.hidden = !digits;
  };
  // The topic of that number where topics stand on the screen, else the scene of that number
  const by_number = (number) => {
    const topic = all("[data-topic]", screen).filter((one) => one.checkVisibility())[number - 1];
    return topic ? topic.click() : to(number - 1);
  };
  const go = (number) => (presents ? send({ to: number }) : by_number(number));
  const send = (what) => channel.postMessage({ ...what, link });
  const pressed = (event) => {
    if (!root.isConnected || event.ctrlKey || event.metaKey || event.altKey) return;
    hint?.remove();
    event.stopImmediatePropagation();
    const writes = event.target.closest?.("input, [contenteditable]");
    if (writes && event.key !== "Escape" && !(event.key === "Enter" && writes.matches("input"))) return;
    if (writes) writes.blur();
    if (writes?.matches("[contenteditable]")) return root.focus({ preventScroll: true });
    if (writes && event.key === "Enter") {
      event.preventDefault(); // else it presses the answer that has the focus by then
      return seek(writes, true);
    }
    if (!presents && scrolls(event)) return event.preventDefault();
    if (state.asked && answers().length && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      return among_answers(event.key === "ArrowDown" ? 1 : -1);
    }
    const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code)?.[1] ?? (/^[0-9]$/.test(event.key) ? event.key : undefined);
    const sends = presents ? (what) => send({ does: what }) : (what) => DO[what]();
    const shift = event.shiftKey, letter = named(event);
    if (["Enter", " "].includes(event.key) && !number && event.target.matches?.("button:focus-visible, a:focus-visible")) return;
    const digits = number;
    if (digit === undefined) type("");
    if (event.key === "?" || (event.code === "Slash" && shift)) keys();
    else if (digit !== undefined && !shift) type(number + digit);
    else if (event.key === "Enter") digits && go(Number(digits));
    else if (event.key === "Escape" && digits) return event.preventDefault();
    else if (BACK.includes(event.key) || (event.key === " " && shift)) sends("back");
    else if (FORWARD.includes(event.key)) sends("forward");
    else if (event.key === "Home") sends("first");
    else if (event.key === "End") sends("last");
    else if (event.key === "Escape") presents ? window.close() : out();
    else if (SAID[letter] && !shift && !event.repeat) presents && letter !== "KeyT" ? sends(letter) : SAID[letter]();
    else return;
    event.preventDefault();
  };
  const DO = { back, forward, first: () => to(0), last: () => to(told().scenes.length - 1), ...SAID };
  on(window, "keydown", pressed, { capture: true });
  let asleep = 0;
  on(root, "pointermove", () => {
    bar.classList.add("awake");
    clearTimeout(asleep);
    asleep = setTimeout(() => bar.classList.remove("awake"), ASLEEP);
  });

  // The first keys, in a corner, until one steps
  const hint = presents || kept().began ? undefined : element("p", { className: "hint" }, ...[["?", "keys"], ["Q", "from_room"], ["B", "key_blank"], ["Esc", "leave"]]
    .map(([key, says]) => element("span", {}, element("kbd", { text: key, lang: "en" }), words(says))));
  if (hint) {
    root.append(hint);
    const told_enough = setTimeout(() => hint.remove(), HINTED);
    stop.signal.addEventListener("abort", () => (clearTimeout(told_enough), hint.remove()));
  }

  // The presenter's window: what the room sees in the room's language, all else in the presenter's own
  const small = (number, built, title) => {
    const held = element("div", {}, element("h3", { text: title }));
    if (number >= told().scenes.length) return held;
    const stage = section(number, room).cloneNode(true);
    stage.hidden = false;
    build(stage, built);
    held.append(element("div", { className: "screen", inert: true }, stage));
    return held;
  };
  const drawPresenter = () => {
    one(".presenter")?.remove();
    root.lang = language;
    const { scenes } = told();
    const notes = element("div", { className: "words" }, element("h3", { text: words("notes") }),
      element("p", { text: scenes[state.place].notes[language] }), element("p", { text: scenes[state.place].ask }));
    const more = state.build < builds();
    const next = more ? small(state.place, state.build + 1, words("next_scene")) : small(state.place + 1, 0,
      words(state.place + 1 < scenes.length ? "next_scene" : "last_scene"));
    const times = element("div", { className: "times" });
    const button = (does, text) => element("button", { type: "button", text, onclick: () => send({ does }) });
    const steps = element("div", { className: "steps-bar" }, button("back", words("previous")), button("forward", words("next")),
      button("KeyB", words("key_blank")), code() && button("KeyA", words("qr")), button("KeyS", words("key_clock")), element("button", { type: "button", text: words("switch_language"), onclick: speak }));
    const now = small(state.place, state.build, `${state.place + 1} / ${scenes.length} ${scenes[state.place].title}${["blank", "asked"].map((key) => (state[key] ? ` · ${words(`${key}_now`)}` : "")).join("")}`);
    root.append(element("div", { className: "presenter" }, now, next, notes, steps, times));
    tick();
  };
  const tick = () => {
    const times = one(".times");
    if (!times) return;
    const { scenes } = told();
    const sum = (rows) => rows.reduce((minutes, scene) => minutes + scene.minutes, 0);
    const spent = state.began ? (Date.now() - state.began) / 60000 : 0;
    const shown = { clock: new Date().toLocaleTimeString(language === "th" ? "th-TH" : "en-GB", { hour: "2-digit", minute: "2-digit" }),
      spent: state.began ? words("minutes").replace("{n}", Math.floor(spent)) : words("clock_waits"), planned: sum(scenes.slice(0, state.place + 1)),
      left: words("minutes").replace("{n}", Math.ceil(sum(scenes) - spent)) };
    times.classList.toggle("over-plan", spent > sum(scenes.slice(0, state.place + 1)));
    times.replaceChildren(...Object.entries(shown).map(([key, value]) => element("span", { className: key }, `${words(key)} `, element("b", { text: value }))));
  };
  // Another story than this one is told in the room: this window opens it as well
  const follow = (other) => {
    const asked = new URLSearchParams({ lang: language });
    for (const [key, value] of new URLSearchParams(other.link)) if (OF_A_STORY.includes(key)) asked.set(key, value);
    asked.set("scene", other.scene);
    location.replace(`${location.pathname}?${asked}${IN_PRESENTERS}`);
  };
  const follows = ({ place: at, build: built, blank: dark, asked, began, language: tongue }) => {
    if (!Number.isInteger(built) || !told().scenes[at] || !speaks(tongue)) return;
    Object.assign(state, { place: at, build: built, blank: Boolean(dark), asked: Boolean(asked), began: Number(began) || state.began });
    room = tongue;
    if (!own.language) language = room;
    drawPresenter();
  };
  channel.onmessage = ({ data }) => { // of whichever page of this site
    if (typeof data?.link !== "string") return;
    if (presents && Number.isInteger(data.place)) data.link === link ? follows(data) : follow(data);
    else if (presents || data.link !== link) return;
    else if (data.hello) tell();
    else if (Object.keys(DO).includes(data.does)) DO[data.does]();
    else if (Number.isInteger(data.to)) by_number(data.to);
  };
  if (presents) {
    root.classList.add("presents");
    own.recall();
    send({ hello: true });
    drawPresenter();
    const clock = setInterval(tick, 1000);
    stop.signal.addEventListener("abort", () => clearInterval(clock));
  } else {
    recall();
    show();
  }
  root.focus({ preventScroll: true });
  return {
    to: (id) => id !== told().scenes[state.place].id && to(place(id)),
    at: () => told().scenes[state.place].id,
    answered,
    stop: () => (stop.abort(), channel.close()),
  };
}
