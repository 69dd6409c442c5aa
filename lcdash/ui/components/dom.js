// What Python sends once, for every component.
let payload = { name: "", value: null }; // the last one read: the same name is the same object

// Calls `then` with the payload of this name (shared_payload.js): at once, or as soon as its element is there.
function withPayload(name, then) {
  const read = () => {
    const element = name !== payload.name && document.getElementById(`payload-${name}`);
    if (element) payload = { name, value: JSON.parse(element.textContent) };
    return name === payload.name;
  };
  if (read()) return then(payload.value);
  const arrival = ({ target }) => {
    if (target.id !== `payload-${name}`) return;
    document.removeEventListener("payload", arrival);
    if (read()) then(payload.value);
  };
  document.addEventListener("payload", arrival);
}
