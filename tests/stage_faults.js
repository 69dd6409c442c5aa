// What of the scene on screen cannot be read from the back row, is cut, or lies over something else: a list of words.
() => {
  const H = innerHeight, faults = [];
  const stage = document.querySelector(".stage:not([hidden])");
  const px = (n) => parseFloat(getComputedStyle(n).fontSize);
  for (const n of stage.querySelectorAll("h1, h1 *")) if (px(n) < H/20) faults.push("headline " + px(n));
  const visible = (n) => n.checkVisibility({visibilityProperty: true}) && n.textContent.trim();
  for (const n of stage.querySelectorAll(".picture :is(li, th, td, dt, dd, p, b, span, button)")) {
    if (!visible(n) || n.closest(".told") || n.closest(".city-name, thead")) continue;
    if (px(n) < H/28 - .01) faults.push("small " + px(n).toFixed(1) + " " + n.textContent.slice(0,20));
  }
  const names = [...stage.querySelectorAll("thead th span")].map(px).concat([...stage.querySelectorAll("svg text")].map((n) => px(n) * n.getScreenCTM().a));
  if (names.length && Math.min(...names) < 18 * Math.min(H / 768, innerWidth/1024) - .01) faults.push("names " + Math.min(...names).toFixed(1));
  const words = (text) => [...new Intl.Segmenter(stage.lang, {granularity:"word"}).segment(text)].filter(s => s.isWordLike).length;
  const beside = words(stage.querySelector("h1").textContent) + words(stage.querySelector("footer").textContent);
  if (beside > 40) faults.push("words " + beside);
  const box = stage.getBoundingClientRect(), foot = stage.querySelector("footer").getBoundingClientRect();
  for (const n of stage.querySelectorAll("h1, .picture *, footer *")) {
    if (!visible(n) || n.closest(".told")) continue;
    const r = n.getBoundingClientRect();
    if (r.width && (r.left < -1 || r.right > innerWidth + 1 || r.bottom > innerHeight + 1)) faults.push("outside " + n.tagName + " " + n.textContent.slice(0,18) + " " + [r.left,r.right,r.bottom].map(Math.round));
    if (r.width && n.closest(".picture") && r.bottom > foot.top + 1 && n.children.length === 0) faults.push("over foot " + n.tagName + " " + n.textContent.slice(0,18) + " " + Math.round(r.bottom - foot.top));
    if (!n.closest('svg') && n.tagName !== 'TABLE' && n.scrollWidth > n.clientWidth + 2 && n.clientWidth && getComputedStyle(n).display !== "inline" && !n.closest("thead")) faults.push("wide " + n.tagName + n.className + " " + n.textContent.slice(0,18) + (n.scrollWidth-n.clientWidth));
  }
  // leaves that overlap
  const leaves = [...stage.querySelectorAll(".picture :is(li,span,b,dt,dd,p,text,button)")].filter((n)=>visible(n)&&!n.closest('.told')&&[...n.childNodes].some(c=>c.nodeType===3&&c.textContent.trim()));
  const rects = leaves.map(n=>{const g=document.createRange(); g.selectNodeContents(n); return g.getBoundingClientRect()});
  for (let i=0;i<rects.length;i++) for (let j=i+1;j<rects.length;j++){ if(leaves[i].contains(leaves[j])||leaves[j].contains(leaves[i])) continue; const a=rects[i],c=rects[j]; const w=Math.min(a.right,c.right)-Math.max(a.left,c.left), h=Math.min(a.bottom,c.bottom)-Math.max(a.top,c.top); if(w>3&&h>Math.min(a.height,c.height)*.4) faults.push("overlap "+leaves[i].textContent.slice(0,14)+" / "+leaves[j].textContent.slice(0,14)); }
  return faults;
}
