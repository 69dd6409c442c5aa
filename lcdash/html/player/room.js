const REMOTE = ["back", "forward", ...Object.values(ACTIONS)]; // what the room does at the word of the presenter's window

// What the room sees and does: steps, what lies over a scene, a question; each press of a key is a method of this name.
class Room {
  constructor(story, channel, { moved = () => {}, leave = () => {}, find }, signal) {
    Object.assign(this, { story, channel, moved, left: leave });
    this.blank = story.screen.querySelector(":scope > .blank");
    this.kept = new Kept(`lcdash ${location.pathname}`, story.link);
    this.over = new Over(story, signal);
    this.question = new Question(story, this.over, find);
    this.bar = new Bar(this, signal);
    this.hint = this.kept.read().began ? null : firstKeys(story, signal);
    story.root.addEventListener("input", ({ target }) => this.write(target), { signal });
    story.root.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-told]");
      if (button) this.over.tell(button);
    }, { signal });
  }

  // Where this story was left, since when it is told, and what was written in its boxes.
  begin() {
    const { scene, built, began, boxed } = this.kept.read(), { story } = this;
    if (scene === story.scene.id) story.build = Math.min(Number(built) || 0, story.builds());
    story.began = Number(began) || null;
    for (const box of this.boxes()) box.textContent = boxed?.[box.dataset.box] ?? "";
    this.show();
  }

  show() {
    const { story } = this;
    story.show();
    this.blank.hidden = !story.blank;
    this.tell();
    this.kept.write({ scene: story.scene.id, built: story.build, began: story.began });
    this.bar.draw();
  }

  tell() { this.channel.postMessage(this.story.state()); }

  // Of the presenter's window.
  hear(message) {
    if (message.link !== this.story.link) return;
    if (message.hello) this.tell();
    else if (REMOTE.includes(message.does)) this.press(message.does);
    else if (Number.isInteger(message.to)) this.choose(message.to);
  }

  press(action) { this[action](); }

  // The topic of that number where topics stand on the screen, else the scene of that number.
  choose(number) {
    const topics = [...this.story.screen.querySelectorAll("[data-topic]")].filter((one) => one.checkVisibility());
    if (topics[number - 1]) topics[number - 1].click();
    else this.goTo(number - 1);
  }

  takes(event) {
    this.hint?.remove();
    return this.types(event) || this.over.scrolls(event) || this.question.steps(event);
  }

  // Of what is written only Escape is a key of the story; from a box it leads out of the box alone.
  types(event) {
    const field = event.target.closest?.("input, [contenteditable]");
    if (!field) return false;
    const isBox = field.matches("[contenteditable]"), enters = event.key === "Enter" && !isBox;
    const goesOn = !isBox && this.question.answers.length && ["ArrowDown", "PageDown"].includes(event.key);
    if (event.key !== "Escape" && !enters && !goesOn) return true;
    field.blur();
    if (isBox) this.story.root.focus({ preventScroll: true });
    if (!enters) return isBox;
    event.preventDefault(); // else it presses the answer that has the focus by then
    this.question.seek(true);
    return true;
  }

  boxes() { return [...this.story.screen.querySelectorAll("[contenteditable]")]; }

  // In a field, or in a box, of which there is one in each language.
  write(field) {
    if (field.matches("input[type=search]")) return this.question.write();
    const { box } = field.dataset;
    for (const other of this.boxes()) if (other !== field && other.dataset.box === box) other.textContent = field.innerText;
    this.kept.write({ boxed: { ...this.kept.read().boxed, [box]: field.innerText } });
  }

  // Where it goes
  goTo(place, build = 0) {
    const { story } = this, before = story.place;
    this.over.close();
    story.began ??= Date.now();
    this.hint?.remove();
    story.goTo(place, build);
    this.show();
    if (story.place !== before) this.moved(story.scene.id, story.language);
  }

  step(to) {
    if (this.story.asked || this.over.isOpen) return this.backToScene();
    if (to) this.goTo(...to);
  }

  forward() { this.step(this.story.ahead()); }
  back() { this.step(this.story.behind()); }
  first() { this.goTo(0); }
  last() { this.goTo(this.story.scenes.length - 1); }

  backToScene() {
    this.over.close();
    this.story.asked = false;
    this.show();
  }

  // One step back at a time: from an answer to the answers, from what lies over a scene or covers it, out of the story.
  out() {
    const { story, over } = this;
    if (over.isOpen && story.asked) {
      over.close();
      return over.from?.focus();
    }
    if (over.isOpen || story.asked) return this.backToScene();
    if (story.blank) return this.darken();
    if (!over.justClosed) this.leave();
  }

  leave() { this.left(this.story.scene.id); }

  // What is seen
  turn() {
    this.story.turn();
    this.over.close();
    this.show();
  }

  speak() {
    this.turn();
    this.moved(this.story.scene.id, this.story.language);
  }

  ask() {
    if (this.story.asked) return this.backToScene();
    this.over.close();
    this.story.asked = true;
    this.show();
    this.question.begin();
  }

  restart() {
    this.story.began = Date.now();
    this.show();
  }

  darken() {
    this.story.blank = !this.story.blank;
    this.show();
  }

  details() { this.over.open(this.story.scene.title, copyOf(this.story.part("details"), "details-in"), { whole: true, ends: true }); }

  list() {
    this.over.open(this.story.words("scenes"), sceneList(this.story, (place) => this.goTo(place)), { whole: true });
    this.over.box.querySelector(".now").focus();
  }

  keys() { this.over.open(this.story.words("keys"), keyList(this.story), { whole: true }); }

  code() {
    const code = this.story.part("code");
    if (code) this.over.open(this.story.words("qr_title"), copyOf(code, "code-in"));
  }

  fullscreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.();
  }

  present() { window.open(location.href.split("#")[0] + IN_PRESENTERS, "lcdash_presenter", "popup,width=1000,height=700"); }
}
