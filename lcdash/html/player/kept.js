// What a tab keeps under a name for as long as it is open, until it is about another `link`; a file from a stick may be
// kept from keeping anything.
class Kept {
  constructor(name, link = "") {
    this.name = name;
    this.link = link;
  }

  read() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.name)) ?? {};
      return kept.link === this.link ? kept : {};
    } catch {
      return {}; // nothing was kept
    }
  }

  write(changes) {
    try {
      sessionStorage.setItem(this.name, JSON.stringify({ ...this.read(), link: this.link, ...changes }));
    } catch { /* nothing is kept */ }
  }
}
