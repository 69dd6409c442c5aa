// The four marks, drawn: the served typeface holds none of them. Each in a box of 14, in the slot that is its own.
const SVG = "http://www.w3.org/2000/svg";
const SHAPES = {
  direction: ["path", { d: "M7 .3 13.7 7 7 13.7 .3 7Z" }],
  asset: ["rect", { x: 1.4, y: 1.4, width: 11.2, height: 11.2 }],
  practice: ["circle", { cx: 7, cy: 7, r: 6.2 }],
  limit: ["path", { d: "M7 .8 13.8 13.2 .2 13.2Z" }],
};

function drawn(tag, options, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(options)) if (value !== undefined && value !== null) node.setAttribute(name, value);
  node.append(...children.filter(Boolean));
  return node;
}

// One mark at `x`; `look`: "solid", or "hollow" where a filter does not match; planned: a dotted outline.
function markShape(kind, x, { favourable, planned, look = "solid" } = {}) {
  const [tag, options] = SHAPES[kind];
  const small = look === "hollow" ? "translate(1.55 1.55) scale(.78)" : null;
  return drawn("g", { class: `shape ${kind} ${look}${planned ? " planned" : ""}`, transform: `translate(${x} 1)` },
    drawn(tag, { ...options, transform: small }),
    favourable && drawn("rect", { class: "under", x: .5, y: 15.6, width: 13, height: 2 }));
}

// The marks of a cell, each at its own place; `look` says how each looks.
function cellMarks(cell, slot, look) {
  const box = drawn("svg", { class: "marks", width: 4 * slot, height: 19, viewBox: `0 0 ${4 * slot} 19`, "aria-hidden": "true" });
  KINDS.forEach((kind, place) => {
    if (cell[kind]) box.append(markShape(kind, place * slot + (slot - 14) / 2, look(cell[kind])));
  });
  return box;
}

function oneMark(kind, options = {}) {
  return drawn("svg", { class: "mark", width: 14, height: 19, viewBox: "0 0 14 19", "aria-hidden": "true" }, markShape(kind, 0, options));
}
