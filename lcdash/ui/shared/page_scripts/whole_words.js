// A browser parts some Thai words that have to stay whole: they are held together in what is HTML of ours, in components too,
// each of which is a tree of its own that the page's style sheet does not reach into.
let wholeWords = null; // the pattern of these words; null where there are none
const trees = new WeakSet(); // of components
const withinTrees = new MutationObserver((changes) => new Set(changes.map((one) => one.target)).forEach(holdWords));

function holdWords(root) {
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), nodes = [];
  while (walk.nextNode()) {
    const { parentElement, data } = walk.currentNode;
    if (wholeWords.test(data) && !parentElement?.closest(".whole, script, style, svg, textarea, select")) nodes.push(walk.currentNode);
  }
  for (const node of nodes) {
    const apart = node.getRootNode() !== document;
    node.replaceWith(...node.data.split(wholeWords).filter(Boolean).map((part) => (wholeWords.test(part) ? wholeWord(part, apart) : part)));
  }
}

function wholeWord(text, apart) {
  const word = document.createElement("held-word"); // no rule for a span means it
  word.className = "whole";
  if (apart) word.style.whiteSpace = "nowrap";
  word.textContent = text;
  return word;
}

function holdTogether() {
  if (!wholeWords) return;
  document.querySelectorAll("[data-testid=stHtml], .choosable, .frames").forEach(holdWords);
  for (const { shadowRoot } of document.querySelectorAll("[data-testid=stBidiComponentIsolated]")) {
    if (!shadowRoot || trees.has(shadowRoot)) continue;
    trees.add(shadowRoot);
    holdWords(shadowRoot);
    withinTrees.observe(shadowRoot, { childList: true, subtree: true });
  }
}

function startWholeWords() {
  const { whole } = pageWords();
  if (whole.length) wholeWords = new RegExp(`(${whole.join("|")})`);
}
