// A question from the room. While one types, the topics and statements that the story holds answer; what is written is asked
// for once, after a pause or by Enter: of `find`, the search of every page, or where there is none of what is held.
const PATIENCE = 3000; // milliseconds until what is held answers in place of a search that does not
const PAUSE = 900; // milliseconds without a letter, after which what is written is asked for
const ANSWERS = 9; // that a screen has room for: a page

class Question {
  constructor(story, over, find) {
    Object.assign(this, { story, over, find });
    this.timer = 0;
    this.entered = false; // whether it was asked by Enter, which goes on to the first answer
    this.answer = ""; // the words that the search has answered
    this.page = 0; // of the answers
  }

  get field() { return this.story.question.querySelector("input"); }
  get text() { return this.field.value.trim(); }
  get answers() { return [...this.story.question.querySelectorAll(".answers button")]; }

  begin() {
    this.field.value = this.answer = "";
    this.showHeld();
    this.field.focus();
  }

  write() {
    clearTimeout(this.timer);
    this.answer = "";
    this.showHeld();
    this.timer = setTimeout(() => this.seek(), PAUSE);
  }

  seek(entered = false) {
    clearTimeout(this.timer);
    this.entered = entered;
    const { text } = this;
    if (!text) return;
    if (text === this.answer) return this.goOn();
    if (!this.find) return this.answerHeld();
    this.timer = setTimeout(() => this.answerHeld(), PATIENCE);
    this.find(text, this.story.language);
  }

  // Of the search of every page: its answer to what still stands in the field.
  hear({ words, language, headline, html }) {
    if (!this.story.asked || language !== this.story.language || words !== this.text) return;
    clearTimeout(this.timer);
    this.answer = words;
    const list = make("ul");
    list.innerHTML = html;
    this.lay(headline, [...list.children]);
    this.goOn();
  }

  answerHeld() {
    this.showHeld(true);
    this.goOn();
  }

  // That there is nothing is said only where one has `finished`.
  showHeld(finished = false) {
    const { story, text } = this, list = text ? heldAnswers(story.question, text) : [];
    if (!list.length && !(text && finished)) return this.lay("", []);
    const rows = list.map(({ title, head, told }) => make("li", {},
      make("button", { type: "button", text: title, "data-told": head }), make("div", { class: "told", hidden: true }, told.cloneNode(true))));
    this.lay(story.words(list.length ? "n_found" : "nothing", { n: list.length, words: text }), rows);
  }

  // The answers under their headline, page by page; without one, the topics.
  lay(headline, rows) {
    const stage = this.story.question, answers = stage.querySelector(".answers");
    stage.querySelector("h1").textContent = headline || this.story.words("from_room");
    answers.replaceChildren(...rows, make("li", { class: "more" }));
    this.turnTo(0);
    answers.hidden = !headline;
    stage.querySelector(".topics").hidden = Boolean(headline);
  }

  turnTo(page) {
    const rows = [...this.story.question.querySelectorAll(".answers > li")], more = rows.pop();
    this.page = page;
    rows.forEach((row, place) => { row.hidden = Math.floor(place / ANSWERS) !== page; });
    const left = rows.length - (page + 1) * ANSWERS;
    more.hidden = left <= 0;
    more.textContent = `▼ ${this.story.words("next_answers", { n: left })}`;
  }

  // To the first answer, which opens where it clearly is the answer; else the presenter chooses.
  goOn() {
    const first = this.entered && this.answers[0];
    if (!first) return;
    first.focus();
    if ("fits" in first.dataset) first.click();
  }

  // True where the key went from one answer, or from one page of them, to the next.
  steps(event) {
    const rows = this.story.asked ? this.answers : [], step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const page = this.page + ({ PageDown: 1, PageUp: -1 }[event.key] ?? 0), turns = page !== this.page && !this.over.isOpen;
    if (!rows.length || !(step || (turns && rows[page * ANSWERS]))) return false;
    event.preventDefault();
    this.over.close();
    const at = [document.activeElement, this.over.from].map((one) => rows.indexOf(one)).find((place) => place >= 0) ?? -1;
    const to = step ? Math.min(Math.max(at + step, 0), rows.length - 1) : page * ANSWERS;
    this.turnTo(Math.floor(to / ANSWERS));
    rows[to].focus();
    return true;
  }
}

// Of the topics in `stage` and their statements, what holds these words, names first: [{ title, head, told }].
function heldAnswers(stage, words) {
  const holds = wordFinder(words), topics = [...stage.querySelectorAll(".topics > .named > li")];
  const byName = topics.filter((row) => holds(row.firstElementChild)).map((row) => {
    const title = row.firstElementChild.textContent;
    return { title, head: title, told: row.querySelector(".told ul") };
  });
  const rows = topics.flatMap((row) => [...row.querySelectorAll(".told li:not(.cities)")]);
  const statements = [...new Map(rows.map((row) => [row.textContent, row])).values()].filter(holds); // of several topics, once
  return [...byName, ...statements.map((row) => {
    const title = row.textContent;
    return { title, head: row.querySelector("b")?.textContent ?? title, told: make("ul", {}, row.cloneNode(true)) };
  })];
}

// A word of Latin letters is looked for from its beginning; Thai words are written without spaces.
function wordFinder(words) {
  const escaped = words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const pattern = new RegExp(/^\w/.test(words) ? `\\b${escaped}` : escaped, "i");
  return (node) => pattern.test(node.textContent);
}
