// Makes an element, for every component. Every text is put in as text, never as HTML.
function make(tag, options = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "text") node.textContent = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter(Boolean));
  return node;
}


// Calls `then` with what Python has sent under `name` (shared_payload.js), at once or when it comes.
function whenKept(name, then) {
  const there = () => window.lcdashKept?.[name];
  if (there()) return then(there());
  const look = () => {
    if (!there()) return;
    window.removeEventListener("lcdash-kept", look);
    then(there());
  };
  window.addEventListener("lcdash-kept", look);
}
