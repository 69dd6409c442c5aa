// A browser's own translation puts an element in the place of a text, and Streamlit goes on changing the text that is gone:
// it comes back as soon as it says something new, and is translated anew.
const replacements = new WeakMap(); // a text that is gone -> the element in its place
const goneTexts = new MutationObserver((changes) => changes.forEach(({ target }) => {
  replacements.get(target)?.replaceWith(target);
  replacements.delete(target);
}));

function noteTranslated(changes) {
  for (const { removedNodes, addedNodes, previousSibling, nextSibling } of changes) {
    const font = [...addedNodes, previousSibling, nextSibling].find((node) => node?.nodeName === "FONT");
    for (const text of removedNodes) {
      if (!font || text.nodeType !== Node.TEXT_NODE || text.isConnected) continue;
      replacements.set(text, font);
      goneTexts.observe(text, { characterData: true });
    }
  }
}
