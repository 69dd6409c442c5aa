// The words of a scene, made and escaped in Python, in the largest type in which all of them fit the window. An
// <a data-link> in them opens more of the scene without loading the page anew.
const [SMALLEST, LARGEST] = [0.7, 1.9]; // in em; what needs less than the smallest is scrolled

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".scene-body") || parentElement.appendChild(make("div"));
  root.className = `scene-body ${data.form}`;
  if (root.written !== data.html) {
    root.innerHTML = data.html;
    root.written = data.html;
  }
  root.onclick = (event) => {
    const asked = event.target.closest("a[data-link]");
    if (!asked || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    setTriggerValue("asked", asked.dataset.link);
  };
  const room = root.closest(".st-key-scene_view")?.parentElement;
  if (!room) return; // what a reader has left is drawn once more, no longer in the page
  const fit = () => {
    const set = (size) => (root.style.fontSize = `${size}em`);
    if (getComputedStyle(room).overflowY === "visible") return set(1); // a phone scrolls the page
    let [low, high] = [SMALLEST, LARGEST];
    for (let half = 0; half < 7; half += 1) {
      const size = (low + high) / 2;
      set(size);
      if (room.scrollHeight <= room.clientHeight + 1 && root.scrollWidth <= root.clientWidth + 1) low = size;
      else high = size;
    }
    set(low);
  };
  // What stood here before may go a moment later, and a chart or a map beside the words may come: each changes the room.
  root.stop?.();
  let due = 0;
  const soon = () => {
    cancelAnimationFrame(due);
    due = requestAnimationFrame(fit);
  };
  fit();
  document.fonts.ready.then(soon);
  const sizes = new ResizeObserver(soon);
  sizes.observe(room);
  const changes = new MutationObserver(soon);
  changes.observe(room, { childList: true, subtree: true });
  root.stop = () => {
    cancelAnimationFrame(due);
    sizes.disconnect();
    changes.disconnect();
  };
  return root.stop;
}
