// What the player lists over a scene: the scenes, one of which is pressed to go there; its keys.
function sceneList(story, goTo) {
  return make("ol", { class: "list" }, ...story.scenes.map(({ title }, place) => make("li", {},
    make("button", { type: "button", class: place === story.place ? "now" : "", text: `${place + 1} ${title}`, onclick: () => goTo(place) }))));
}

function keyList(story) {
  const rows = [
    [`→ ↓ Page Down ${story.words("name_of_space")}`, "key_next"], ["← ↑ Page Up", "key_back"], ["Home End", "key_first"],
    [`${story.words("name_of_number")} Enter`, "key_number"], ["L", "scenes"], ["D", "details"], ["Q", "from_room"],
    ["T", "switch_language"], ["B .", "key_blank"], ["F", "key_full"], ["N", "presenter"], ["S", "key_clock"],
    ...(story.part("code") ? [["A", "qr"]] : []), ["?", "keys"], ["Esc", "key_leave"],
  ];
  return make("dl", {}, ...rows.flatMap(([key, what]) =>
    [make("dt", {}, make("kbd", { text: key, lang: "en" })), make("dd", { text: story.words(what) })]));
}
