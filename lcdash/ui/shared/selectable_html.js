// HTML in which a reader can choose: a <details data-id> that opens, an <a data-id> that is followed without loading the
// page anew. All of it comes from Python, which escapes what is data's. Text that is the same is left as it stands.

// The box that scrolls what is in it: a panel of the page, or the page itself.
function scrolling(one) {
  const box = one.parentElement;
  if (!box || box.matches('[data-testid="stMain"]')) return box;
  return /auto|scroll/.test(getComputedStyle(box).overflowY) ? box : scrolling(box);
}

// The name that was chosen is gone, and the focus with it: it goes on to what was opened.
function write(root, html) {
  if (root.written === html) return;
  root.innerHTML = html;
  root.written = html;
  const arrived = root.followed ? root.querySelector("[data-arrive]") : null;
  root.followed = false;
  arrived?.focus({ preventScroll: true });
  arrived?.scrollIntoView({ block: "nearest" });
}

// The one entry that is open. What closes above it must not carry it away from the pointer; another than before is brought
// into sight within the box that scrolls: what stands beside the box stays where it is.
function open(root, id) {
  const moved = root.opened !== id;
  root.opened = id;
  const entries = [...root.querySelectorAll("details[data-id]")];
  const chosen = entries.find((entry) => entry.dataset.id === id);
  const before = chosen?.getBoundingClientRect().top;
  for (const entry of entries) entry.open = entry === chosen;
  const box = chosen && scrolling(root);
  if (!box) return;
  box.scrollBy(0, chosen.getBoundingClientRect().top - before);
  const { top } = chosen.getBoundingClientRect(), edge = box.getBoundingClientRect();
  if (moved && (top < edge.top || top > edge.bottom - 160)) box.scrollBy(0, top - edge.top);
}

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".choosable") || parentElement.appendChild(make("div"));
  root.className = "choosable";
  write(root, data.html);
  open(root, data.opened);
  const choose = (id) => { root.opened = id; setTriggerValue("chosen", id); };
  root.onclick = (event) => {
    const name = followed(event, "a[data-id]");
    if (!name) return;
    root.followed = true;
    choose(name.dataset.id);
  };
  const toggled = ({ target: entry }) => {
    if (!entry.matches("details[data-id]") || entry.open === (entry.dataset.id === root.opened)) return;
    choose(entry.open ? entry.dataset.id : "");
  };
  root.addEventListener("toggle", toggled, true);
  return () => root.removeEventListener("toggle", toggled, true);
}
