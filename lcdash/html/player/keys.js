// The keys of a story, by their place on the keyboard, so that a Thai layout has them too; nothing of Streamlit's own is
// reached.
const FORWARD = ["ArrowRight", "ArrowDown", "PageDown", " "], BACK = ["ArrowLeft", "ArrowUp", "PageUp"];
const ACTIONS = {
  KeyB: "darken", Period: "darken", KeyF: "fullscreen", KeyL: "list", KeyD: "details", KeyQ: "ask", KeyT: "speak", KeyN: "present",
  KeyA: "code", KeyS: "restart", Home: "first", End: "last",
};
// Letters where a key does not say its place: of a Latin keyboard, and of a Thai one of the same place.
const LETTERS = {
  "bฺิ": "KeyB", ".ใ": "Period", "fดโ": "KeyF", "lส": "KeyL", "dกฏ": "KeyD", "qๆ": "KeyQ", "tะธ": "KeyT", "nื์": "KeyN",
  "aฟฤ": "KeyA", "sหฆ": "KeyS",
};

const placeOfKey = ({ code, key }) =>
  (code || key.length > 1 ? code : Object.entries(LETTERS).find(([letters]) => letters.includes(key.toLowerCase()))?.[1]);

// The digit of a key, also one of the block of numbers; undefined where it is none.
const digitOf = ({ code, key, shiftKey }) =>
  (shiftKey ? undefined : /^(?:Digit|Numpad)([0-9])$/.exec(code)?.[1] ?? (/^[0-9]$/.test(key) ? key : undefined));

// What a key asks for: the name of a method of Room; undefined where it is no key of a story.
function actionOf(event) {
  const { key, code, shiftKey, repeat } = event;
  if (key === "?" || (code === "Slash" && shiftKey)) return "keys";
  if (BACK.includes(key) || (key === " " && shiftKey)) return "back";
  if (FORWARD.includes(key)) return "forward";
  if (key === "Escape") return "out";
  return ACTIONS[key] ?? (shiftKey || repeat ? undefined : ACTIONS[placeOfKey(event)]);
}

// `view` is the room's or the presenter's: `takes(event)` is true where a key is none of the story's, `press(action)` and
// `choose(number)` do what it asks for.
class Keys {
  constructor(root, view, signal) {
    this.root = root;
    this.view = view;
    this.digits = "";
    this.line = root.appendChild(make("p", { class: "typed", hidden: true }));
    signal.addEventListener("abort", () => this.line.remove());
    window.addEventListener("keydown", (event) => this.press(event), { capture: true, signal });
  }

  type(digits) {
    this.digits = digits;
    this.line.textContent = digits && `${digits} ↵`;
    this.line.hidden = !digits;
  }

  press(event) {
    if (!this.root.isConnected || event.ctrlKey || event.metaKey || event.altKey) return;
    event.stopImmediatePropagation();
    if (this.view.takes(event)) return;
    const onButton = event.target.matches?.("button:focus-visible, a:focus-visible");
    if (["Enter", " "].includes(event.key) && !this.digits && onButton) return;
    if (this.counts(event) || this.acts(event)) event.preventDefault();
  }

  // Digits, and what ends them: Enter chooses, Escape takes them back. True where the key was one of these.
  counts(event) {
    const digit = digitOf(event), { digits } = this;
    this.type(digit === undefined ? "" : digits + digit);
    if (event.key === "Enter" && digits) this.view.choose(Number(digits));
    return digit !== undefined || event.key === "Enter" || (event.key === "Escape" && Boolean(digits));
  }

  acts(event) {
    const action = actionOf(event);
    if (action) this.view.press(action);
    return Boolean(action);
  }
}
