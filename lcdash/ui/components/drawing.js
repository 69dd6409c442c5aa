// Puts an SVG text into the page: Streamlit's own HTML element takes drawings out. What comes from data in it is escaped by
// lcdash/drawing; parsed as XML it can't run a script in any case.
const middle = (one) => {
  const { left, right, top, bottom } = one.getBoundingClientRect();
  return { x: (left + right) / 2, y: (top + bottom) / 2 };
};
// The link that lies next in the direction of an arrow key: what is straight ahead before what is nearer.
const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
function ahead(from, links, [right, down]) {
  const here = middle(from);
  const reach = (one) => {
    const there = middle(one), x = there.x - here.x, y = there.y - here.y;
    const along = x * right + y * down, aside = Math.abs(x * down) + Math.abs(y * right);
    return along > 2 ? along + 4 * aside : Infinity;
  };
  const near = links.map((one) => [reach(one), one]).sort(([a], [b]) => a - b)[0];
  return near && near[0] < Infinity ? near[1] : null;
}

// Links of a drawing: one stop of the Tab key, arrow keys from one to the next, and words where one is pointed at.
function lead(root, shown, words) {
  const links = [...shown.querySelectorAll("a")];
  const stop = (link) => links.forEach((one) => one.setAttribute("tabindex", one === link ? "0" : "-1"));
  stop(links[0]);
  const tell = (link) => {
    words.textContent = link?.getAttribute("aria-label") ?? "";
    if (!link) return;
    const box = root.getBoundingClientRect(), at = link.getBoundingClientRect();
    words.style.left = `${Math.max(0, Math.min(at.left - box.left, box.width - words.offsetWidth))}px`;
    words.style.top = `${at.bottom - box.top + 5}px`;
  };
  const linkOf = (event) => event.target.closest?.("a") ?? null;
  // on the box: an SVG that listens for the focus takes it
  root.onpointerover = (event) => tell(linkOf(event));
  root.onpointerleave = () => tell(null);
  root.addEventListener("focusin", (event) => { stop(linkOf(event)); tell(linkOf(event)); });
  root.addEventListener("focusout", () => tell(null));
  root.onkeydown = (event) => {
    const link = linkOf(event), way = ARROWS[event.key];
    if (event.key === "Escape") tell(null);
    const next = link && way && ahead(link, links, way);
    if (way) event.preventDefault();
    next?.focus();
  };
}

export default function ({ parentElement, data }) {
  const before = parentElement.querySelector(".drawing");
  if (before?.drawn === data.svg) return; // the focus in it stays
  before?.remove();
  const drawn = new DOMParser().parseFromString(data.svg, "image/svg+xml").documentElement;
  const shown = document.importNode(drawn, true);
  if (data.tallest) shown.style.maxHeight = data.tallest;
  const words = make("div", { class: "words", "aria-hidden": "true" });
  const root = make("div", { class: "drawing" }, shown, words);
  root.drawn = data.svg;
  parentElement.appendChild(root);
  if (shown.querySelector("a")) lead(root, shown, words);
}
