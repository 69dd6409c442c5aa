// What Python has sent once for other scripts of the page, by name (components.py, `keep`).
export default function ({ data }) {
  const { name, value } = JSON.parse(new TextDecoder().decode(data));
  (window.lcdashKept ??= {})[name] ??= value;
  window.dispatchEvent(new Event("lcdash-kept"));
}
