// Where Streamlit leaves a reader who goes by keyboard, by ear or by finger, and what it leaves out of the links it draws.

// The link that skips the menu leads to the heading of the page, which a component may hold in a tree of its own.
function skipMenu(event) {
  if (!event.target.closest?.("a[href='#stMain']")) return;
  const title = document.querySelector("h1")
    ?? [...document.querySelectorAll(".stMain *")].map((one) => one.shadowRoot?.querySelector("h1")).find(Boolean);
  if (!title) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  title.tabIndex = -1;
  title.focus();
}

// The menu that opens closes by Escape, by a choice and by a click beside it.
const openMenu = () => document.querySelector(".menu-fold[open]");

function closeMenuBeside({ target }) {
  const menu = !target.closest?.(".menu-fold") && openMenu();
  if (menu) menu.open = false;
}

function closeMenuByKey({ key }) {
  const menu = key === "Escape" && openMenu();
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
}

// By finger, a list of which several can be chosen would stay open over what the choice shows: a choice closes it.
function closeList({ target }) {
  const field = target.closest?.("[role=option]") && document.activeElement;
  if (field?.closest?.("[data-testid=stMultiSelect]") && matchMedia("(pointer: coarse)").matches) setTimeout(() => field.blur());
}

// Which link is the page one is on; and, in those of the overview, the path: Streamlit writes "?lang=th", which in a new tab
// would open the page one is on.
function mendLinks() {
  for (const link of document.querySelectorAll("a[data-testid=stPageLink-NavLink]")) {
    const address = link.getAttribute("href") ?? "";
    if (address === "" || address.startsWith("?")) link.setAttribute("href", `./${address}`);
  }
  const path = (address) => new URL(address, location.href).pathname.replace(/\/$/, "");
  for (const link of document.querySelectorAll(".st-key-menu a")) {
    if (path(link.href) !== path(location.href)) link.removeAttribute("aria-current");
    else link.setAttribute("aria-current", "page");
  }
}

// What an address names behind its # comes after the page that holds it; what it is folded in is opened. Who has followed a
// link and gone on is not led there by what changes later.
let arrivedAt = "";

function behindHash() {
  try {
    return document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return null; // a % that stands for no letter, as at the end of what is pasted from a mail
  }
}

function arrive() {
  const place = location.hash && arrivedAt !== location.href && behindHash();
  if (!place) return;
  arrivedAt = location.href;
  for (let folded = place.closest("details:not([open])"); folded; folded = folded.parentElement.closest("details:not([open])")) {
    folded.querySelector("summary").click();
  }
  if (place.matches("li")) place.classList.add("arrived");
  place.scrollIntoView();
}

function startWays() {
  document.addEventListener("click", skipMenu, true);
  document.addEventListener("click", closeMenuBeside);
  document.addEventListener("keydown", closeMenuByKey);
  document.addEventListener("click", closeList, true);
  addEventListener("hashchange", arrive);
}
