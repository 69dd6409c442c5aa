// What lies over a scene: an answer, its details, a list. What is longer than the screen the keys of the story scroll.
const LINE = .12, PAGE = .85; // of its height, that an arrow and a page key scroll
const HASTE = 700; // milliseconds after something was closed for which Escape does not leave the story

class Over {
  constructor(story, signal) {
    this.story = story;
    this.box = story.screen.querySelector(":scope > .over");
    this.from = null; // the button whose words were opened last
    this.closedAt = 0;
    this.box.addEventListener("scroll", () => this.goesOn(), { signal });
  }

  get isOpen() { return !this.box.hidden; }
  get justClosed() { return Date.now() - this.closedAt < HASTE; }
  get isAtEnd() { return this.box.scrollTop + this.box.clientHeight >= this.box.scrollHeight - 2; }

  // `ends`: its end is told, as of what one reads.
  open(title, content, { whole = false, ends = false } = {}) {
    this.close();
    const { box, story } = this;
    box.append(
      make("button", { type: "button", class: "close", text: "×", "aria-label": story.words("close"), onclick: () => this.close() }),
      make("p", { class: "head", text: title }), content,
      ...(ends ? [make("p", { class: "ends", text: `■ ${story.words("ends")}` })] : []), make("p", { class: "goes-on", text: `▼ ${story.words("goes_on")}` }));
    box.classList.toggle("whole", whole);
    box.setAttribute("aria-label", title);
    box.hidden = false;
    box.scrollTop = 0;
    this.goesOn();
  }

  close() {
    if (this.isOpen || this.story.asked) this.closedAt = Date.now();
    this.box.hidden = true;
    this.box.replaceChildren();
    for (const name of ["chosen", "lit"]) for (const one of this.story.root.querySelectorAll(`.${name}`)) one.classList.remove(name);
  }

  // What a topic, a mark or an answer has to tell; the cities of a topic are lit on its map.
  tell(button) {
    this.from = button;
    this.open(button.dataset.told, copyOf(button.parentElement.querySelector(".told"), "told-in"), { ends: true });
    if (!button.dataset.topic) return;
    const topics = button.closest(".topics"), cities = button.dataset.cities.split(" ");
    topics.classList.add("chosen");
    button.classList.add("lit");
    for (const city of topics.querySelectorAll(".city")) city.classList.toggle("lit", cities.includes(city.dataset.city));
  }

  goesOn() { this.box.querySelector(".goes-on")?.classList.toggle("ended", this.isAtEnd); }

  // Past its end a page key goes back to the scene: that is no key of this box. True where the key was one.
  scrolls(event) {
    const { key, shiftKey, repeat } = event, { box } = this;
    if (!this.isOpen || box.scrollHeight <= box.clientHeight + 2) return false;
    const back = BACK.includes(key) || (key === " " && shiftKey);
    if (!back && !FORWARD.includes(key)) return false;
    const byLine = key.startsWith("Arrow");
    if (!back && !byLine && !repeat && this.isAtEnd) return false;
    box.scrollBy({ top: (back ? -1 : 1) * (byLine ? LINE : PAGE) * box.clientHeight, behavior: "instant" });
    event.preventDefault();
    return true;
  }
}

function copyOf(node, name) {
  const copy = make("div", { class: name });
  copy.innerHTML = node.innerHTML;
  return copy;
}
