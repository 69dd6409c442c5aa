// The bubble of a sign stands below it, and within the window: where it would reach over an edge, it moves.
const EDGE = 8; // pixels from the edge of the window

function placeSign() {
  const sign = document.activeElement;
  if (!sign?.matches?.(".sign")) return;
  const rect = sign.getBoundingClientRect(), width = parseFloat(getComputedStyle(sign, "::after").width) || 0;
  const left = Math.max(EDGE, Math.min(rect.left, document.documentElement.clientWidth - width - EDGE));
  sign.style.setProperty("--bubble-left", `${left}px`);
  sign.style.setProperty("--bubble-top", `${rect.bottom + 4}px`);
}

function startSigns() {
  document.addEventListener("focusin", placeSign);
  document.addEventListener("scroll", placeSign, true);
  addEventListener("resize", placeSign);
}
