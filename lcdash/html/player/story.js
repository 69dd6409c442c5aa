// A story in both languages, and where one is in it. All of it stands in `root` (templates/player.html).
class Story {
  constructor(root, at) {
    this.root = root;
    this.screen = root.querySelector(".screen");
    this.model = JSON.parse(root.querySelector(".told-of").textContent);
    this.language = root.dataset.language;
    this.link = root.dataset.link; // the story with its city and its cut, as a link says it
    Object.assign(this, { place: this.placeOf(at), build: 0, blank: false, asked: false, began: null });
  }

  get scenes() { return this.model[this.language].scenes; }
  get scene() { return this.scenes[this.place]; }
  get question() { return this.screen.querySelector(`[data-question][lang="${this.language}"]`); }

  speaks(language) { return Object.keys(this.model).includes(language); }
  placeOf(id) { return Math.max(this.scenes.findIndex((scene) => scene.id === id), 0); }

  words(key, values = {}) {
    return this.model[this.language].texts[key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  }

  // What belongs to the scene beside its picture: its "details", its "code"; null where it has none.
  part(kind) { return this.root.querySelector(`[data-${kind}="${this.scene.id}"][lang="${this.language}"]`); }

  stage(place = this.place, language = this.language) {
    return this.screen.querySelector(`.stage[data-scene="${this.scenes[place].id}"][lang="${language}"]`);
  }

  // How many presses it builds up by; a scene of a short cut comes whole.
  builds(place = this.place) {
    const stage = this.stage(place);
    if ("whole" in stage.dataset) return 0;
    return Math.max(0, ...[...stage.querySelectorAll("[data-build]")].map((part) => Number(part.dataset.build)));
  }

  // Where a press leads, as [place, build]: a scene is built up before the next one comes. null at either end.
  ahead() {
    if (this.build < this.builds()) return [this.place, this.build + 1];
    return this.place < this.scenes.length - 1 ? [this.place + 1, 0] : null;
  }

  behind() {
    if (this.build > 0) return [this.place, this.build - 1];
    return this.place > 0 ? [this.place - 1, this.builds(this.place - 1)] : null;
  }

  goTo(place, build = 0) {
    Object.assign(this, { place: Math.min(Math.max(place, 0), this.scenes.length - 1), build, asked: false, blank: false });
  }

  // The other language, in the same scene.
  turn() {
    const { id } = this.scene;
    this.language = Object.keys(this.model).find((other) => other !== this.language);
    this.place = this.placeOf(id);
  }

  // The one picture that is seen: of the scene as far as it is built up, or of a question from the room.
  show() {
    this.root.lang = this.language;
    for (const stage of this.screen.querySelectorAll(":scope > .stage")) stage.hidden = true;
    const stage = this.asked ? this.question : this.stage();
    stage.hidden = false;
    if (!this.asked) buildUp(stage, this.build);
  }

  // What another window has to know of it.
  state() {
    const { place, build, blank, asked, began, language, link, scene } = this;
    return { place, build, blank, asked, began, language, link, scene: scene.id };
  }
}

function buildUp(stage, build) {
  const whole = "whole" in stage.dataset;
  for (const part of stage.querySelectorAll("[data-build]")) part.classList.toggle("waits", !whole && Number(part.dataset.build) > build);
}
