// Stands in the shell, so that it runs whether or not anything else of the dashboard arrives. It says when there is no
// connection, and has the page drawn anew when there is one again: the copy that answers then may never have seen it.
((wording) => {
  const TO_BEGIN = 10, TO_COME_BACK = 3; // seconds until something is said
  const box = document.getElementById("lcdash-connection");
  const asked = document.documentElement.lang; // Streamlit says "en" here until the page has run
  let since = Date.now(), was = false, lost = false;

  const say = (what) => {
    if (box.dataset.says === what) return;
    box.dataset.says = what;
    box.hidden = !what;
    const lang = was ? document.documentElement.lang : asked;
    const words = wording[lang];
    box.lang = lang;
    box.replaceChildren(words[what] ?? "");
    if (what !== "never") return;
    // The page's typeface comes with its first run, and there was none.
    const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: "app/static/fonts/thai.css" });
    document.head.append(sheet);
    const link_of_page = new URLSearchParams(location.search);
    const open = ["story", "city"].filter((key) => link_of_page.get(key)).map((key) => [key, link_of_page.get(key)]);
    const link = document.createElement("a");
    link.href = `offline?${new URLSearchParams([["lang", lang], ...open])}`;
    link.textContent = words.read;
    box.append(" ", link);
  };

  const look = () => {
    const app = document.querySelector("[data-testid=stApp]");
    // Without a network a connection may seem to stand until somebody uses it.
    if (app?.dataset.testConnectionState === "CONNECTED" && navigator.onLine) {
      // Streamlit reads the address again after "back"; after a lost connection it would wait for a click, which the
      // new session then does not know.
      if (lost) setTimeout(() => window.dispatchEvent(new PopStateEvent("popstate")));
      [since, was, lost] = [Date.now(), true, false];
      say("");
      return;
    }
    lost = was;
    if (Date.now() - since > (was ? TO_COME_BACK : TO_BEGIN) * 1000) say(was ? "lost" : "never");
  };
  setInterval(look, 500);
  // Another copy may have taken over between two looks.
  new MutationObserver(() => {
    lost = was;
    look();
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-test-connection-state"] });
})(WORDING);
