// What is pressed and has nothing else to press within 12 pixels, less than 44 pixels high or wide. What a list, a table, a
// sentence (its sources) or a picture holds belongs to a group, and has the room that the group gives it.
() => {
  const all = (root) => [...root.querySelectorAll("*")].flatMap((one) => [one, ...(one.shadowRoot ? all(one.shadowRoot) : [])]);
  const box = (one) => (one.labels?.[0]?.checkVisibility() && one.matches("[type=checkbox], [type=radio]") ? one.labels[0] : one).getBoundingClientRect();
  const targets = all(document).filter((one) => one.matches("a[href], button, summary, input:not([type=hidden]), select, textarea, [role=tab]")
    && one.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && box(one).width > 2);
  const apart = (a, b) => Math.max(a.left - b.right, b.left - a.right, a.top - b.bottom, b.top - a.bottom);
  const grouped = (one) => one.closest("li, table, dl, svg, h2, h3, h4, .cite, [role=grid], [data-testid=stMultiSelect]")
    || (getComputedStyle(one).display.startsWith("inline") && [...one.parentNode.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()));
  return targets.filter((one) => Math.min(box(one).height, box(one).width) < 43.5 && !grouped(one)
      && targets.every((other) => other === one || other.contains(one) || one.contains(other) || apart(box(one), box(other)) > 12))
    .map((one) => `${one.tagName} "${(one.ariaLabel ?? one.textContent).trim()}" ${box(one).width} x ${box(one).height}`);
}
