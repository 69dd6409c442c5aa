// HTML made and escaped in Python, in which an <a data-link> is followed without loading the page anew. After it the
// reader keeps the place: the focus, and how far a table was pushed sideways. What one link opened is brought into view.
export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".frames") || parentElement.appendChild(make("div"));
  const first = root.written === undefined;
  if (root.written !== data.html) {
    const held = root.contains(document.activeElement) ? document.activeElement.id : "";
    const across = root.querySelector(".across")?.scrollLeft || 0;
    root.className = "frames";
    root.innerHTML = data.html;
    root.written = data.html;
    if (held) root.querySelector(`#${CSS.escape(held)}`)?.focus({ preventScroll: true });
    if (across) root.querySelector(".across").scrollLeft = across;
    const opened = root.querySelectorAll("[data-opened]");
    if (opened.length === 1 || (first && opened.length)) {
      opened[0].scrollIntoView({ block: first ? "start" : "nearest" });
    }
  }
  root.onclick = (event) => {
    const link = followed(event, "a[data-link]");
    if (link) setTriggerValue("asked", link.dataset.link);
  };
}
