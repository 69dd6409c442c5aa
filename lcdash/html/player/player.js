// Runs a story whose scenes all stand in `root` (templates/player.html): by keys, a clicker or its bar, in both languages.
// A second window of the same browser, opened by it, is the presenter's; the two tell each other by a BroadcastChannel.
class Player {
  // at: the scene where it begins.   moved(scene, language): after each step.   leave(scene): the way out.
  // find(words, language): asks the search of every page, which answers by `answer`; without it what is held is searched.
  constructor(root, { at = "", ...outside } = {}) {
    this.end = new AbortController();
    const { signal } = this.end;
    this.story = new Story(root, at);
    this.channel = new BroadcastChannel(`lcdash ${location.pathname}`);
    this.view = location.hash === IN_PRESENTERS ? new Presenter(this.story, this.channel, signal)
      : new Room(this.story, this.channel, outside, signal);
    new Keys(root, this.view, signal);
    this.channel.onmessage = ({ data }) => { // of whichever page of this site
      if (typeof data?.link === "string") this.view.hear(data);
    };
    this.view.begin();
    root.focus({ preventScroll: true });
  }

  at() { return this.story.scene.id; }

  // Where the link leads: to a scene, in a language.
  goTo(id, language) {
    if (language !== this.story.language) this.view.turn?.();
    if (id !== this.at()) this.view.goTo?.(this.story.placeOf(id));
  }

  answer(found) { this.view.question?.hear(found); }

  stop() {
    this.end.abort();
    this.channel.close();
  }
}
