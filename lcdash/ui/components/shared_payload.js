// Data that Python sends once for several scripts of the page (components.py, `send_once`): an element <script
// type="application/json" id="payload-NAME">, which announces itself by the event "payload".
export default function ({ parentElement, data }) {
  const { name, value } = JSON.parse(new TextDecoder().decode(data));
  const id = `payload-${name}`;
  if (parentElement.querySelector("script")?.id === id) return;
  const element = make("script", { type: "application/json", id, text: JSON.stringify(value) });
  parentElement.replaceChildren(element);
  element.dispatchEvent(new CustomEvent("payload", { bubbles: true }));
}
