// The presenter's window: what the room sees in the room's language, all else in the presenter's own. What is pressed here
// the room does.
const IN_PRESENTERS = "#presenter";
const OF_A_STORY = ["story", "host", "short"]; // what of a link says which story it is

class Presenter {
  constructor(story, channel, signal) {
    Object.assign(this, { story, channel });
    this.room = story.language; // the room's, which may be another than this window's
    this.kept = new Kept("lcdash presenter"); // for as long as this window is open, whatever story is told
    this.own = this.kept.read().language ?? ""; // the language that the presenter has chosen
    if (story.speaks(this.own)) story.language = this.own;
    const clock = setInterval(() => this.tick(), 1000);
    signal.addEventListener("abort", () => clearInterval(clock));
  }

  begin() {
    this.story.root.classList.add("presents");
    this.send({ hello: true });
    this.draw();
  }

  send(message) { this.channel.postMessage({ ...message, link: this.story.link }); }

  takes() { return false; }
  choose(number) { this.send({ to: number }); }

  press(action) {
    if (action === "out") window.close();
    else if (action === "speak") this.speak();
    else if (REMOTE.includes(action)) this.send({ does: action });
  }

  speak() {
    this.story.turn();
    this.own = this.story.language;
    this.kept.write({ language: this.own });
    this.draw();
  }

  // Of the room's window.
  hear(message) {
    if (!Number.isInteger(message.place)) return;
    if (message.link === this.story.link) this.follow(message);
    else this.open(message);
  }

  follow({ place, build, blank, asked, began, language }) {
    const { story } = this;
    if (!Number.isInteger(build) || !story.scenes[place] || !story.speaks(language)) return;
    Object.assign(story, { place, build, blank: Boolean(blank), asked: Boolean(asked), began: Number(began) || story.began });
    this.room = language;
    if (!this.own) story.language = language;
    this.draw();
  }

  // Another story than this one is told in the room: this window opens it as well.
  open({ link, scene }) {
    const query = new URLSearchParams({ lang: this.story.language });
    for (const [key, value] of new URLSearchParams(link)) if (OF_A_STORY.includes(key)) query.set(key, value);
    query.set("scene", scene);
    location.replace(`${location.pathname}?${query}${IN_PRESENTERS}`);
  }

  draw() {
    const { story } = this, { root, scene, scenes, place } = story;
    root.querySelector(".presenter")?.remove();
    root.lang = story.language;
    const signs = ["blank", "asked"].map((key) => (story[key] ? ` · ${story.words(`${key}_now`)}` : "")).join("");
    const now = this.picture([place, story.build], `${place + 1} / ${scenes.length} ${scene.title}${signs}`);
    const next = story.ahead();
    const notes = make("div", { class: "words" }, make("h3", { text: story.words("notes") }),
      make("p", { text: scene.notes[story.language] }), make("p", { text: scene.ask }));
    root.append(make("div", { class: "presenter" }, now, this.picture(next, story.words(next ? "next_scene" : "last_scene")),
      notes, this.buttons(), make("div", { class: "times" })));
    this.tick();
  }

  // A scene as the room sees it, small; null where no other comes.
  picture(at, title) {
    const box = make("div", {}, make("h3", { text: title }));
    if (!at) return box;
    const [place, build] = at, stage = this.story.stage(place, this.room).cloneNode(true);
    stage.hidden = false;
    buildUp(stage, build);
    box.append(make("div", { class: "screen", inert: true }, stage));
    return box;
  }

  buttons() {
    const { story } = this;
    const actions = [["back", "previous"], ["forward", "next"], ["darken", "key_blank"],
      ...(story.part("code") ? [["code", "qr"]] : []), ["restart", "key_clock"], ["speak", "switch_language"]];
    return make("div", { class: "steps-bar" }, ...actions.map(([action, key]) =>
      make("button", { type: "button", text: story.words(key), onclick: () => this.press(action) })));
  }

  tick() {
    const box = this.story.root.querySelector(".times");
    if (!box) return;
    const { late, ...times } = timesOf(this.story);
    box.classList.toggle("over-plan", late);
    box.replaceChildren(...Object.entries(times).map(([key, value]) =>
      make("span", { class: key }, `${this.story.words(key)} `, make("b", { text: value }))));
  }
}

// The clock, the minutes spent, planned for what was shown and left, in words; `late` where more is spent than planned.
function timesOf(story, now = Date.now()) {
  const { scenes, place, began, language } = story;
  const sum = (rows) => rows.reduce((minutes, scene) => minutes + scene.minutes, 0);
  const spent = began ? (now - began) / 60000 : 0, planned = sum(scenes.slice(0, place + 1));
  return {
    clock: new Date(now).toLocaleTimeString(language === "th" ? "th-TH" : "en-GB", { hour: "2-digit", minute: "2-digit" }),
    spent: began ? story.words("minutes", { n: Math.floor(spent) }) : story.words("clock_waits"),
    planned,
    left: story.words("minutes", { n: Math.ceil(sum(scenes) - spent) }),
    late: spent > planned,
  };
}
