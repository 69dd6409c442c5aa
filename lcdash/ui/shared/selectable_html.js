// HTML in which a reader can choose: a <details data-id> that opens, an <a data-id> that is followed without loading the
// page anew. All of it comes from Python, which escapes what is data's. Text that is the same is left as it stands.
// The box that scrolls what is in it: a panel of the page, or the page itself.
function scrolling(one) {
  const box = one.parentElement;
  if (!box || box.matches('[data-testid="stMain"]')) return box;
  return /auto|scroll/.test(getComputedStyle(box).overflowY) ? box : scrolling(box);
}

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".choosable") || parentElement.appendChild(make("div"));
  root.className = "choosable";
  if (root.written !== data.html) {
    root.innerHTML = data.html;
    root.written = data.html;
    // The name that was chosen is gone, and the focus with it: it goes on to what was opened.
    const arrived = root.followed ? root.querySelector("[data-arrive]") : null;
    root.followed = false;
    arrived?.focus({ preventScroll: true });
    arrived?.scrollIntoView({ block: "nearest" });
  }
  const moved = root.opened !== data.opened;
  root.opened = data.opened;
  const entries = [...root.querySelectorAll("details[data-id]")];
  const chosen = entries.find((entry) => entry.dataset.id === data.opened);
  const before = chosen?.getBoundingClientRect().top;
  for (const entry of entries) entry.open = entry === chosen;
  if (chosen) {
    const box = scrolling(root);
    // What closed above it must not carry it away from the pointer.
    box?.scrollBy(0, chosen.getBoundingClientRect().top - before);
    // It is brought into sight within the box that scrolls: what stands beside the box stays where it is.
    const { top } = chosen.getBoundingClientRect();
    const edge = box?.getBoundingClientRect();
    if (moved && box && (top < edge.top || top > edge.bottom - 160)) box.scrollBy(0, top - edge.top);
  }
  const choose = (id) => { root.opened = id; setTriggerValue("chosen", id); };
  root.onclick = (event) => {
    const name = event.target.closest("a[data-id]");
    if (!name || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    root.followed = true;
    choose(name.dataset.id);
  };
  const toggled = (event) => {
    const entry = event.target;
    if (!entry.matches("details[data-id]") || entry.open === (entry.dataset.id === root.opened)) return;
    choose(entry.open ? entry.dataset.id : "");
  };
  root.addEventListener("toggle", toggled, true);
  return () => root.removeEventListener("toggle", toggled, true);
}
