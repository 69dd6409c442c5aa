// What a button saves goes to the browser without a word: a line beside the button says so, to the ear too.
const SEEN = 8000; // milliseconds for which the line stands
const note = document.createElement("p");
let noteTimer;

// Where it covers nothing that can be pressed and stays between the margins: below the button, above, at a side of it, else
// in a corner of the window.
function besideButton(button, width, height) {
  const dialog = button.closest("[role=dialog]"), area = (dialog ?? document.querySelector(".stMainBlockContainer > *"))?.getBoundingClientRect();
  const right = document.documentElement.clientWidth - EDGE - width, low = innerHeight - EDGE - height;
  const end = Math.max(EDGE, Math.min(right, (area?.right ?? innerWidth) - width)), corners = [[end, low], [right, low], [EDGE, low], [right, EDGE]];
  if (!button.isConnected) return corners[0];
  const near = button.getBoundingClientRect(), left = Math.max(EDGE, Math.min(near.left, end));
  const pressed = [...(dialog ?? document).querySelectorAll("button, a, input, select, textarea, summary, label, [role=tab]")].map((one) => one.getBoundingClientRect());
  const free = ([x, y]) => x >= EDGE && y >= EDGE && y <= low
    && pressed.every((one) => !one.width || one.right <= x || one.left >= x + width || one.bottom <= y || one.top >= y + height);
  const beside = [[left, near.bottom + 6], [left, near.top - height - 6], [near.right + 6, near.top], [near.left - width - 6, near.top]];
  return [...beside.filter(([x]) => x <= end), ...corners].find(free) ?? corners[0];
}

function tellBeside(button, text) {
  clearTimeout(noteTimer);
  note.textContent = text;
  const [left, top] = besideButton(button, note.offsetWidth, note.offsetHeight);
  note.style.left = `${left}px`;
  note.style.top = `${top}px`;
  noteTimer = setTimeout(() => { note.textContent = ""; }, SEEN);
}

// Of a file that follows what is typed: at which state of it the file was saved, by the file; its buttons say so, or that it
// has changed since.
const savedAt = new Map();
const stateIn = (key) => /_at_([0-9a-z]+)_of_([0-9a-z-]+)_save_/.exec(key)?.slice(1) ?? [];

function showSaved() {
  const { kept, changed } = pageWords();
  for (const box of document.querySelectorAll("[class*='_at_'][class*='_save_']")) {
    const [state, file] = stateIn(box.className), before = savedAt.get(file);
    const text = before === undefined ? "" : before === state ? kept : changed;
    if ((box.dataset.saved ?? "") !== text) box.dataset.saved = text;
    box.toggleAttribute("data-changed", text === changed);
  }
}

// Streamlit's classes hold no dot and no letter but Latin ones.
const fileName = (key) => key.split("_save_")[1]
  .replace(/-x([0-9a-f]+)-/g, (_, code) => String.fromCodePoint(parseInt(code, 16))).replaceAll("--", ".");

function whenSaved(button) {
  if (button.isConnected && button.disabled) return setTimeout(whenSaved, 100, button);
  const failed = button.closest("[data-testid=stDownloadButton]")?.querySelector("[data-testid=stDownloadButtonError]");
  const key = [...(button.closest("[class*='_save_']")?.classList ?? [])].find((one) => one.includes("_save_"));
  const name = key && fileName(key);
  const { failure, saved, savedAs } = pageWords();
  tellBeside(button, failed ? failure : name ? savedAs.replace("{name}", name) : saved);
  const [state, file] = key && !failed ? stateIn(key) : [];
  if (file) savedAt.set(file, state);
  showSaved();
}

// A file that took its time is saved when it is there, without being asked for twice; its button saves it again.
const takenFiles = new Set();
let waitsForFile = false; // a reader who has asked for a file and gone nowhere since: the button that had the focus is gone

function takeReady() {
  for (const box of document.querySelectorAll("[class*='st-key-_ready_']")) {
    const key = [...box.classList].find((one) => one.startsWith("st-key-_ready_")), button = box.querySelector("button");
    if (!button || takenFiles.has(key)) continue;
    takenFiles.add(key);
    if (waitsForFile) button.focus({ preventScroll: true });
    waitsForFile = false;
    button.click();
  }
}

function startSaved() {
  note.className = "saved-note";
  note.setAttribute("role", "status");
  note.setAttribute("data-react-aria-top-layer", "true"); // a dialog hushes all else that stands outside it
  document.body.append(note);
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-testid=stDownloadButton] button");
    if (button && !button.disabled) setTimeout(whenSaved, 150, button);
    if (event.isTrusted) waitsForFile = Boolean(event.target.closest?.("[class*='st-key-_make_']"));
  }, true);
  document.addEventListener("keydown", (event) => { if (event.key === "Tab") waitsForFile = false; }, true);
  document.addEventListener("pointerdown", () => { waitsForFile = false; }, true);
}
