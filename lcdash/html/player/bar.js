// The bar of a story, which shows where a mouse moves, and the first keys, which are told until one steps.
const ASLEEP = 2500; // milliseconds until the bar goes when no mouse moves
const HINTED = 10000; // milliseconds for which the first keys are told

class Bar {
  constructor(room, signal) {
    this.room = room;
    const { root } = room.story;
    this.box = root.querySelector(".bar");
    let timer = 0;
    root.addEventListener("pointermove", () => {
      this.box.classList.add("awake");
      clearTimeout(timer);
      timer = setTimeout(() => this.box.classList.remove("awake"), ASLEEP);
    }, { signal });
  }

  draw() {
    const { box, room } = this, { story } = room;
    const held = box.contains(document.activeElement) && document.activeElement.dataset.does;
    const button = ([does, key, disabled]) => make("button",
      { type: "button", text: story.words(key), disabled, "data-does": does, onclick: () => room.press(does) });
    box.replaceChildren(...[
      ["back", "previous", !story.behind()], ["forward", "next", !story.ahead()], ["list", "scenes"], ["details", "details"],
      ["ask", "from_room"], ["speak", "switch_language"], ["darken", "key_blank"], ["present", "presenter"],
      ...(story.part("code") ? [["code", "qr"]] : []), ["keys", "keys"], ["leave", "leave"],
    ].map(button));
    if (held) box.querySelector(`[data-does="${held}"]`)?.focus();
  }
}

function firstKeys(story, signal) {
  const keys = [["?", "keys"], ["Q", "from_room"], ["B", "key_blank"], ["Esc", "leave"]];
  const hint = make("p", { class: "hint" }, ...keys.map(([key, what]) =>
    make("span", {}, make("kbd", { text: key, lang: "en" }), story.words(what))));
  const timer = setTimeout(() => hint.remove(), HINTED);
  signal.addEventListener("abort", () => { clearTimeout(timer); hint.remove(); });
  return story.root.appendChild(hint);
}
