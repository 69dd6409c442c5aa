// The layers of the map as a row of choices. The element that holds them names the chosen one (`data-map-layer`) and announces
// another by the event "map-layer": the map turns to it at once (static/leaflet/frame.js). Python then writes the link and
// draws what stands beside the map.
export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".layers") ?? parentElement.appendChild(make("div", { class: "layers", role: "group" }));
  // Of two choices in a row the answer to the first one is not what the reader looks at any more.
  if (root.asked && root.asked !== data.chosen) return;
  root.asked = "";
  const { host } = root.getRootNode();
  const turnTo = (name) => {
    host.dataset.mapLayer = name;
    host.dispatchEvent(new CustomEvent("map-layer", { bubbles: true }));
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
      if (host.dataset.mapLayer === name) return;
      root.asked = name;
      turnTo(name);
      setTriggerValue("layer", name);
    };
  });
  turnTo(data.chosen);
}
