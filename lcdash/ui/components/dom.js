// For every component: links, and what Python sends once.

// The link of this kind that a click follows without loading the page anew; null where there is none, or where the click
// opens another tab.
function followed(event, kind) {
  const link = event.target.closest(kind);
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return null;
  event.preventDefault();
  return link;
}

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
