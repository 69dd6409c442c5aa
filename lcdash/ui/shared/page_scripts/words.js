// What Streamlit says in English in every language, said in the reader's.
let lastWords = { written: "" };

// What Python says in the reader's language (`page-words` of page_shell.html); its last words, while a page is drawn anew.
function pageWords() {
  const written = document.getElementById("page-words")?.dataset.words;
  if (written && written !== lastWords.written) lastWords = { written, ...JSON.parse(written) };
  return lastWords;
}

const labels = new WeakMap(); // element -> Streamlit's word and ours

function sayInWords() {
  const { skip, menu, drawn } = pageWords();
  for (const one of document.querySelectorAll("[aria-label]")) {
    const label = one.getAttribute("aria-label"), known = labels.get(one);
    const word = Object.hasOwn(drawn, label) ? label : known?.ours === label ? known.word : null;
    if (word === null) continue;
    labels.set(one, { word, ours: drawn[word] });
    if (label !== drawn[word]) one.setAttribute("aria-label", drawn[word]);
  }
  const past = document.querySelector("a[href='#stMain']"), links = document.querySelector(".st-key-menu");
  if (past && past.textContent !== skip) past.textContent = skip;
  links?.setAttribute("role", "navigation"); // the menu is a landmark
  if (links && links.getAttribute("aria-label") !== menu) links.setAttribute("aria-label", menu);
}
