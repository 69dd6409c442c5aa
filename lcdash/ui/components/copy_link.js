// Copies the address of what is shown. Over plain http in a town hall there is no clipboard to write to: then the address
// is put into a box, selected, to be copied by hand.
export default function ({ parentElement, data }) {
  let button = parentElement.querySelector("button");
  if (!button) {
    button = parentElement.appendChild(make("button", { type: "button" }));
  }
  button.textContent = data.label;
  button.onclick = async () => {
    const address = data.address || window.location.href;
    try {
      await navigator.clipboard.writeText(address);
      button.textContent = data.done;
      button.setAttribute("aria-live", "polite");
    } catch {
      let box = parentElement.querySelector("input");
      if (!box) {
        box = parentElement.appendChild(make("input", { readonly: true }));
      }
      box.setAttribute("aria-label", data.failed);
      box.value = address;
      box.select();
    }
  };
}
