// Copies a text; none given, the address of what is shown. Over plain http in a town hall there is no clipboard to write
// to: then it is selected, to be copied by hand, where the page shows it (`shown`), else in a box of its own. By which keys
// (`failed`), or by which touch (`touched`), is said beside it.
export default function ({ parentElement, data }) {
  let button = parentElement.querySelector("button");
  if (!button) {
    button = parentElement.appendChild(make("button", { type: "button", class: data.look }));
  }
  button.textContent = data.label;
  const inBox = (text) => {
    let box = parentElement.querySelector("textarea");
    if (!box) {
      box = parentElement.appendChild(make("textarea", { readonly: true }));
    }
    box.setAttribute("aria-label", data.failed);
    box.value = text;
    box.rows = 1;
    box.select();
  };
  const whereShown = (text) => {
    window.getSelection().selectAllChildren(text);
    let told = parentElement.querySelector("p");
    if (!told) {
      told = parentElement.appendChild(make("p", { role: "status" }));
    }
    told.textContent = window.matchMedia("(pointer: coarse)").matches ? data.touched : data.failed;
  };
  button.onclick = async () => {
    const text = data.text || window.location.href;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = data.done;
      button.setAttribute("aria-live", "polite");
    } catch {
      const shown = data.shown && document.querySelector(data.shown);
      if (shown) whereShown(shown);
      else inBox(text);
    }
  };
}
