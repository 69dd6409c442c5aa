// What Streamlit says in English in every language, and where it leaves a reader who goes by keyboard or by ear: the link
// that skips the menu leads past it, the menu is a landmark. Besides, what Streamlit leaves out of the links it draws: which one is the page one is on, and, in the overview's, the path. It writes
// that as "?lang=th", which in a new tab would open the page one is on.
// It stands in every page, and runs as long as the window is open: the line that says what was saved is there from then on.
(() => {
  if (document.querySelector("body > .saved-note")) return;
  // What Python says in the reader's language (`page-words` of page_shell.html); its last words, while a page is drawn anew.
  let last = { written: "" };
  const words = () => {
    const written = document.getElementById("page-words")?.dataset.words;
    if (written && written !== last.written) last = { written, ...JSON.parse(written) };
    return last;
  };
  const path = (address) => new URL(address, location.href).pathname.replace(/\/$/, "");
  // The heading of the page, which a component may hold in a tree of its own.
  const title = () => document.querySelector("h1")
    ?? [...document.querySelectorAll(".stMain *")].map((one) => one.shadowRoot?.querySelector("h1")).find(Boolean);
  const said = new WeakMap(); // element -> Streamlit's word and ours
  const inWords = () => {
    const {skip, menu, drawn} = words();
    for (const one of document.querySelectorAll("[aria-label]")) {
      const label = one.getAttribute("aria-label"), known = said.get(one);
      const word = Object.hasOwn(drawn, label) ? label : known?.ours === label ? known.word : null;
      if (word === null) continue;
      said.set(one, {word, ours: drawn[word]});
      if (label !== drawn[word]) one.setAttribute("aria-label", drawn[word]);
    }
    const past = document.querySelector("a[href='#stMain']"), links = document.querySelector(".st-key-menu");
    if (past && past.textContent !== skip) past.textContent = skip;
    links?.setAttribute("role", "navigation");
    if (links && links.getAttribute("aria-label") !== menu) links.setAttribute("aria-label", menu);
  };
  document.addEventListener("click", (event) => {
    const found = event.target.closest?.("a[href='#stMain']") && title();
    if (!found) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    found.tabIndex = -1;
    found.focus();
  }, true);
  // The menu that opens closes by Escape, by a choice and by a click beside it.
  const fold = () => document.querySelector(".menu-fold[open]");
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.(".menu-fold") && fold()) fold().open = false;
  });
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && fold();
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
  // By finger, a list of which several can be chosen would stay open over what the choice shows: a choice closes it.
  document.addEventListener("click", ({ target }) => {
    const field = target.closest?.("[role=option]") && document.activeElement;
    if (field?.closest?.("[data-testid=stMultiSelect]") && matchMedia("(pointer: coarse)").matches) setTimeout(() => field.blur());
  }, true);
  // A bubble stands below what it belongs to, and within the window: where it would reach over an edge, it moves.
  const EDGE = 8;
  const place = (rect, width) => Math.max(EDGE, Math.min(rect.left, document.documentElement.clientWidth - width - EDGE));
  const placeSign = () => {
    const sign = document.activeElement;
    if (!sign?.matches?.(".sign")) return;
    const rect = sign.getBoundingClientRect(), width = parseFloat(getComputedStyle(sign, "::after").width) || 0;
    sign.style.setProperty("--bubble-left", `${place(rect, width)}px`);
    sign.style.setProperty("--bubble-top", `${rect.bottom + 4}px`);
  };
  document.addEventListener("focusin", placeSign);
  document.addEventListener("scroll", placeSign, true);
  addEventListener("resize", placeSign);
  // What a button saves goes to the browser without a word: a line beside the button says so, to the ear too.
  const told = document.body.appendChild(document.createElement("p"));
  told.className = "saved-note";
  told.setAttribute("role", "status");
  told.setAttribute("data-react-aria-top-layer", "true"); // a dialog hushes all else that stands outside it
  let goes;
  // Where it covers nothing that can be pressed and stays between the margins: below the button, above, at a side of it, else
  // in a corner of the window.
  const besideButton = (button, width, height) => {
    const dialog = button.closest("[role=dialog]"), area = (dialog ?? document.querySelector(".stMainBlockContainer > *"))?.getBoundingClientRect();
    const right = document.documentElement.clientWidth - EDGE - width, low = innerHeight - EDGE - height;
    const end = Math.max(EDGE, Math.min(right, (area?.right ?? innerWidth) - width)), corners = [[end, low], [right, low], [EDGE, low], [right, EDGE]];
    if (!button.isConnected) return corners[0];
    const near = button.getBoundingClientRect(), left = Math.max(EDGE, Math.min(near.left, end));
    const pressed = [...(dialog ?? document).querySelectorAll("button, a, input, summary")].map((one) => one.getBoundingClientRect());
    const free = ([x, y]) => x >= EDGE && y >= EDGE && y <= low
      && pressed.every((one) => !one.width || one.right <= x || one.left >= x + width || one.bottom <= y || one.top >= y + height);
    const beside = [[left, near.bottom + 6], [left, near.top - height - 6], [near.right + 6, near.top], [near.left - width - 6, near.top]];
    return [...beside.filter(([x]) => x <= end), ...corners].find(free) ?? corners[0];
  };
  const tell = (button, text) => {
    clearTimeout(goes);
    told.textContent = text;
    const [left, top] = besideButton(button, told.offsetWidth, told.offsetHeight);
    told.style.left = `${left}px`;
    told.style.top = `${top}px`;
    goes = setTimeout(() => { told.textContent = ""; }, 8000);
  };
  const whenSaved = (button) => {
    if (button.isConnected && button.disabled) return setTimeout(whenSaved, 100, button);
    const failed = button.closest("[data-testid=stDownloadButton]")?.querySelector("[data-testid=stDownloadButtonError]");
    const held = [...(button.closest("[class*='_save_']")?.classList ?? [])].find((one) => one.includes("_save_"));
    const name = held?.split("_save_")[1].replaceAll("--", "."); // Streamlit's classes hold no dot
    const { failure, saved, savedAs } = words();
    tell(button, failed ? failure : name ? savedAs.replace("{name}", name) : saved);
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-testid=stDownloadButton] button");
    if (button && !button.disabled) setTimeout(whenSaved, 150, button);
  }, true);
  // A file that took its time is saved when it is there, without being asked for twice; its button saves it again.
  const taken = new Set();
  let waits = false; // a reader who has asked for a file and gone nowhere since: the button that had the focus is gone
  document.addEventListener("keydown", (event) => { if (event.key === "Tab") waits = false; }, true);
  document.addEventListener("pointerdown", () => { waits = false; }, true);
  document.addEventListener("click", (event) => {
    if (event.isTrusted) waits = Boolean(event.target.closest?.("[class*='st-key-_make_']"));
  }, true);
  const takeReady = () => {
    for (const box of document.querySelectorAll("[class*='st-key-_ready_']")) {
      const key = [...box.classList].find((one) => one.startsWith("st-key-_ready_")), button = box.querySelector("button");
      if (!button || taken.has(key)) continue;
      taken.add(key);
      if (waits) button.focus({preventScroll: true});
      waits = false;
      button.click();
    }
  };
  // What an address names behind its # comes after the page that holds it; what it is folded in is opened.
  let arrived = "";
  const behindHash = () => {
    try {
      return document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch {
      return null; // a % that stands for no letter, as at the end of what is pasted from a mail
    }
  };
  const arrive = () => {
    const named = location.hash && arrived !== location.href && behindHash();
    if (!named) return;
    arrived = location.href;
    for (let folded = named.closest("details:not([open])"); folded; folded = folded.parentElement.closest("details:not([open])")) {
      folded.querySelector("summary").click();
    }
    if (named.matches("li")) named.classList.add("arrived");
    named.scrollIntoView();
  };
  addEventListener("hashchange", arrive); // who has followed a link and gone on is not led there by what changes later
  const mend = () => {
    inWords();
    arrive();
    takeReady();
    for (const link of document.querySelectorAll("a[data-testid=stPageLink-NavLink]")) {
      const address = link.getAttribute("href") ?? "";
      if (address === "" || address.startsWith("?")) link.setAttribute("href", `./${address}`);
    }
    for (const link of document.querySelectorAll(".st-key-menu a")) {
      if (path(link.href) !== path(location.href)) link.removeAttribute("aria-current");
      else link.setAttribute("aria-current", "page");
    }
  };
  // A browser parts some Thai words that have to stay whole: they are held together in what is HTML of ours, in components
  // too, each of which is a tree of its own that the page's style sheet does not reach into.
  const {whole} = words(), parts = whole.length ? new RegExp(`(${whole.join("|")})`) : null;
  const hold = (root) => {
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), found = [];
    while (walk.nextNode()) {
      const {parentElement: own, data} = walk.currentNode;
      if (parts.test(data) && !own?.closest(".whole, script, style, svg, textarea, select")) found.push(walk.currentNode);
    }
    for (const node of found) {
      const apart = node.getRootNode() !== document;
      node.replaceWith(...node.data.split(parts).filter(Boolean).map((part) => {
        if (!parts.test(part)) return part;
        const held = document.createElement("held-word"); // no rule for a span means it
        held.className = "whole";
        if (apart) held.style.whiteSpace = "nowrap";
        held.textContent = part;
        return held;
      }));
    }
  };
  const components = new WeakSet();
  const within = new MutationObserver((changes) => new Set(changes.map((one) => one.target)).forEach(hold));
  const holdTogether = () => {
    if (!parts) return;
    document.querySelectorAll("[data-testid=stHtml], .choosable, .frames").forEach(hold);
    for (const {shadowRoot} of document.querySelectorAll("[data-testid=stBidiComponentIsolated]")) {
      if (!shadowRoot || components.has(shadowRoot)) continue;
      components.add(shadowRoot);
      hold(shadowRoot);
      within.observe(shadowRoot, {childList: true, subtree: true});
    }
  };
  // A browser's own translation puts an element in the place of a text, and Streamlit goes on changing the text that is gone:
  // it comes back as soon as it says something new, and is translated anew.
  const replaced = new WeakMap(); // a text that is gone -> the element in its place
  const changed = new MutationObserver((changes) => changes.forEach(({target}) => {
    replaced.get(target)?.replaceWith(target);
    replaced.delete(target);
  }));
  const noteTranslated = (changes) => {
    const gone = changes.flatMap((one) => [...one.removedNodes].filter((node) => node.nodeType === Node.TEXT_NODE)
      .map((text) => [text, [...one.addedNodes, one.previousSibling, one.nextSibling].find((node) => node?.nodeName === "FONT")]));
    for (const [text, font] of gone) {
      if (!font || text.isConnected) continue;
      replaced.set(text, font);
      changed.observe(text, {characterData: true});
    }
  };
  let later; // a component gets its tree a moment after its place
  const watch = new MutationObserver((changes) => {
    noteTranslated(changes);
    mend();
    holdTogether();
    clearTimeout(later);
    later = setTimeout(holdTogether, 120);
  });
  watch.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["href", "aria-label"] });
  mend();
  holdTogether();
})();
