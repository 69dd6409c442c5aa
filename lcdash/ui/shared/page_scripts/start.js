// The page's own script: what is beside it here, at work from the first page on for as long as the window is open. It stands
// in every page, in a block of its own (page_shell.html); the line that says what was saved is there from the first time on.
const LATER = 120; // milliseconds after which a component has its tree

function mendPage() {
  sayInWords();
  arrive();
  takeReady();
  showSaved();
  mendLinks();
}

function startPage() {
  startWholeWords();
  startWays();
  startSigns();
  startSaved();
  let later;
  const watch = new MutationObserver((changes) => {
    noteTranslated(changes);
    mendPage();
    holdTogether();
    clearTimeout(later);
    later = setTimeout(holdTogether, LATER);
  });
  watch.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["href", "aria-label"] });
  mendPage();
  holdTogether();
}

if (!document.querySelector("body > .saved-note")) startPage();
