// Stands in the shell, so that it runs whether or not anything else of the dashboard arrives. It says when there is no
// connection, and has the page drawn anew when there is one again: the copy that answers then may never have seen it.
{
  const TO_BEGIN = 10, TO_COME_BACK = 3; // seconds until something is said
  const wording = WORDING;
  const firstLanguage = document.documentElement.lang; // Streamlit says "en" here until the page has run
  const box = document.getElementById("lcdash-connection");
  let since = Date.now(), was = false, lost = false;
  let apart = false; // no connection just now, said or not

  // Streamlit's own signs of a lost connection, in English: a box over the page, and a word in a corner. A dialog that was
  // open before is one of the page's, and stays.
  const BOX = "[data-testid=stDialog]";
  const hideSigns = () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      .lcdash-lost ${BOX}:not([data-before-lost]), [data-testid=stConnectionStatus] { display: none !important; }
      .lcdash-lost iframe { pointer-events: none; }`);
    document.adoptedStyleSheets.push(sheet);
  };

  const part = (now) => {
    if (now === apart) return;
    apart = now;
    document.documentElement.classList.toggle("lcdash-lost", now);
    if (now) document.querySelectorAll(BOX).forEach((one) => one.setAttribute("data-before-lost", ""));
  };

  // What is clicked or typed now would be kept and done at once when there is a connection again: three scenes further.
  // Reading goes on: scrolling, what opens by itself, places of the same page, files that are already here, a story
  // that is told: its player has all of it.
  const READING = "summary, a[href^='#'], a[download], #lcdash-connection *";
  const drop = (event) => {
    if (!event.isTrusted || !apart || !was || event.target.closest?.(READING) || document.querySelector(".player")) return;
    event.stopImmediatePropagation();
    const acts = event.type === "keydown" ? ["Enter", " "].includes(event.key) : event.type !== "pointerdown";
    if (acts) event.preventDefault();
    if (["click", "keydown"].includes(event.type)) say("lost");
  };

  const say = (what) => {
    if (box.dataset.says === what) return;
    box.dataset.says = what;
    box.hidden = !what;
    box.lang = was ? document.documentElement.lang : firstLanguage;
    box.replaceChildren(wording[box.lang][what] ?? "");
    if (what === "never") offerOffline(wording[box.lang].read);
  };

  // What can be read without a connection. The page's typeface comes with its first run, and there was none.
  const offerOffline = (words) => {
    const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: "app/static/fonts/thai.css" });
    document.head.append(sheet);
    const query = new URLSearchParams(location.search);
    const open = ["story", "city"].filter((key) => query.get(key)).map((key) => [key, query.get(key)]);
    const href = `offline?${new URLSearchParams([["lang", box.lang], ...open])}`;
    box.append(" ", Object.assign(document.createElement("a"), { href, textContent: words }));
  };

  const look = () => {
    const app = document.querySelector("[data-testid=stApp]");
    // Without a network a connection may seem to stand until somebody uses it.
    if (app?.dataset.testConnectionState === "CONNECTED" && navigator.onLine) return connected();
    lost = was;
    part(true);
    // Hidden as it is, it would still keep the page from those who do not see it.
    document.querySelector(`${BOX}:not([data-before-lost]) button[aria-label]`)?.click();
    if (Date.now() - since > (was ? TO_COME_BACK : TO_BEGIN) * 1000) say(was ? "lost" : "never");
  };

  const connected = () => {
    // Streamlit reads the address again after "back"; after a lost connection it would wait for a click, which the new
    // session then does not know.
    if (lost) setTimeout(() => window.dispatchEvent(new PopStateEvent("popstate")));
    [since, was, lost] = [Date.now(), true, false];
    part(false);
    say("");
  };

  hideSigns();
  for (const type of ["click", "pointerdown", "keydown", "beforeinput", "input", "change"])
    window.addEventListener(type, drop, { capture: true });
  setInterval(look, 500);
  window.addEventListener("offline", look);
  // Another copy may have taken over between two looks.
  new MutationObserver(() => {
    lost = was;
    look();
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-test-connection-state"] });
}
