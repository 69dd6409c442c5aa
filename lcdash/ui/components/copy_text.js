// Copies a text; none given, the address of what is shown. Over plain http in a town hall there is no clipboard to write
// to: then it is put into a box, selected, to be copied by hand.
export default function ({ parentElement, data }) {
  let button = parentElement.querySelector("button");
  if (!button) {
    button = parentElement.appendChild(make("button", { type: "button", class: data.look }));
  }
  button.textContent = data.label;
  button.onclick = async () => {
    const text = data.text || window.location.href;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = data.done;
      button.setAttribute("aria-live", "polite");
    } catch {
      let box = parentElement.querySelector("textarea");
      if (!box) {
        box = parentElement.appendChild(make("textarea", { readonly: true }));
      }
      box.setAttribute("aria-label", data.failed);
      box.value = text;
      box.rows = Math.min(text.split("\n").length, 9);
      box.select();
    }
  };
}
