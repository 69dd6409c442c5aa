// Puts an SVG text into the page: Streamlit's own HTML element takes drawings out. What comes from data in it is escaped by
// lcdash/drawing/svg.py; parsed as XML it can't run a script in any case.
export default function ({ parentElement, data }) {
  const drawn = new DOMParser().parseFromString(data.svg, "image/svg+xml").documentElement;
  parentElement.querySelector("svg")?.remove();
  const shown = document.importNode(drawn, true);
  if (data.tallest) shown.style.maxHeight = data.tallest;
  parentElement.appendChild(shown);
}
