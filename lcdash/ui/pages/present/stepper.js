// Steps through scenes: two buttons with the position between them, and the keys of a keyboard or a clicker wherever the
// focus is. A click inside a map moves the focus into its frame, where keys no longer reach this page: they are heard there
// as well. What is sent is where to go, not how far: two quick presses are two steps, however long the first one takes.
const STEPS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };

export default function ({ parentElement, data, setTriggerValue }) {
  window.lcdashStepper?.abort();
  const heard = (window.lcdashStepper = new AbortController());
  let at = data.at;

  const go = (step) => {
    const to = Math.min(Math.max(at + step, 0), data.all - 1);
    if (to === at) return;
    at = to;
    setTriggerValue("to", to);
  };

  const pressed = (event) => {
    const step = STEPS[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target?.closest?.("input, textarea, select, [contenteditable=true]")) return;
    event.preventDefault();
    event.stopPropagation();
    go(step);
  };
  const listen = (target) => target.addEventListener("keydown", pressed, { capture: true, signal: heard.signal });
  const hear = (frame) => {
    const inside = frame.contentDocument; // null for a page of another origin
    if (inside) listen(inside);
  };
  listen(document);
  document.querySelectorAll("iframe").forEach(hear);
  // A frame that comes later, or loads anew. (The event does not bubble, and is seen on its way down.)
  const loaded = (event) => event.target.tagName === "IFRAME" && hear(event.target);
  document.addEventListener("load", loaded, { capture: true, signal: heard.signal });

  const button = (words, step, key) =>
    Object.assign(make("button", { type: "button", text: words, disabled: at + step < 0 || at + step >= data.all, "aria-keyshortcuts": key }), {
      onclick: () => go(step),
    });
  const held = parentElement.querySelector(".stepper :focus")?.dataset.step;
  parentElement.querySelector(".stepper")?.remove();
  const back = button(data.texts.previous, -1, "ArrowLeft PageUp");
  const on = button(data.texts.next, 1, "ArrowRight PageDown");
  back.dataset.step = "-1";
  on.dataset.step = "1";
  parentElement.append(
    make("div", { class: "stepper" }, back, make("span", { role: "status", text: data.texts.position }), on));
  if (held) parentElement.querySelector(`[data-step="${held}"]`)?.focus();
  return () => heard.abort();
}
