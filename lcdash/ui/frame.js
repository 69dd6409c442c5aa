// What Streamlit leaves out of the links it draws: which one is the page one is on, and, in the overview's, the path. It writes
// that as "?lang=th", which in a new tab would open the page one is on.
window.lcdashLinks ??= (() => {
  const path = (address) => new URL(address, location.href).pathname.replace(/\/$/, "");
  const mend = () => {
    for (const link of document.querySelectorAll("a[data-testid=stPageLink-NavLink]")) {
      const address = link.getAttribute("href") ?? "";
      if (address === "" || address.startsWith("?")) link.setAttribute("href", `./${address}`);
    }
    for (const link of document.querySelectorAll(".st-key-menu a")) {
      if (path(link.href) !== path(location.href)) link.removeAttribute("aria-current");
      else if (!link.hasAttribute("aria-current")) {
        link.setAttribute("aria-current", "page");
        // Where the menu is wider than the screen, its page stands in the middle of what is seen of it.
        const menu = link.closest(".st-key-menu");
        const [whole, own] = [menu.getBoundingClientRect(), link.getBoundingClientRect()];
        menu.scrollLeft += own.left + own.width / 2 - whole.left - whole.width / 2;
      }
    }
  };
  const watch = new MutationObserver(mend);
  watch.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["href"] });
  mend();
  return watch;
})();
