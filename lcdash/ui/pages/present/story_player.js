// The player (lcdash/html/player/) in the page: it runs by itself, and Python writes the link after it.
export default function ({ parentElement, data, setTriggerValue }) {
  const held = parentElement.querySelector(".story") || parentElement.appendChild(make("div", { class: "story" }));
  held.asked = data.at;
  withPayload(data.payload, ({ html }) => {
    if (held.written !== data.payload) {
      held.player?.stop();
      held.innerHTML = html;
      held.written = data.payload;
      held.sent = [];
      const moved = (scene, language) => {
        held.sent.push(scene);
        setTriggerValue("moved", { scene, language });
      };
      held.answer = data.answer?.id;
      held.firstElementChild.dataset.language = data.language;
      held.player = new Player(held.firstElementChild, {
        at: data.at, moved, leave: (scene) => setTriggerValue("left", scene),
        find: (words, language) => setTriggerValue("asked", { words, language }),
      });
      return;
    }
    if (data.answer && data.answer.id !== held.answer) {
      held.answer = data.answer.id;
      held.player.answer(data.answer);
    }
    // What Python hands back is a step of the player itself, or another one: of the browser's own way back.
    const own = held.sent.indexOf(data.at);
    if (own >= 0) held.sent.splice(0, own + 1);
    else if (!held.sent.length) held.player.goTo(data.at, data.language);
  });
  return () => {
    held.player?.stop();
    held.written = undefined;
  };
}
