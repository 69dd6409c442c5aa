// The layers of the map as a row of choices. The map turns to the one that is chosen at once (static/leaflet/frame.js); Python
// then writes the link and draws what stands beside the map.
export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".layers") ?? parentElement.appendChild(make("div", { class: "layers", role: "group" }));
  // Of two choices in a row the answer to the first one is not what the reader looks at any more.
  if (root.asked && root.asked !== data.chosen) return;
  root.asked = "";
  const turnTo = (name) => {
    window.lcdashLayer = name;
    window.dispatchEvent(new CustomEvent("lcdash-layer", { detail: name }));
    for (const button of root.children) button.setAttribute("aria-pressed", String(button.dataset.layer === name));
  };
  root.setAttribute("aria-label", data.label);
  if (root.children.length !== data.layers.length) {
    root.replaceChildren(...data.layers.map(([name]) => make("button", { type: "button", "data-layer": name })));
  }
  data.layers.forEach(([name, words], place) => {
    const button = root.children[place];
    button.textContent = words;
    button.onclick = () => {
      if (window.lcdashLayer === name) return;
      root.asked = name;
      turnTo(name);
      setTriggerValue("layer", name);
    };
  });
  turnTo(data.chosen);
}
