// The box of the search page. What is asked goes to Python (`asked`), which writes it into the link.
export default function ({ parentElement, data, setTriggerValue }) {
  let form = parentElement.querySelector("form");
  if (!form) {
    const label = make("span", { class: "unseen" });
    const box = make("input", { type: "search", name: "q", maxlength: "80", autocomplete: "off", enterkeyhint: "search" });
    form = make("form", { role: "search" }, make("label", {}, label, box), make("button", { type: "submit" }));
    parentElement.append(form);
  }
  const box = form.querySelector("input");
  const button = form.querySelector("button");
  form.setAttribute("aria-label", data.texts.go);
  form.lang = data.language;
  form.querySelector("span").textContent = data.texts.label;
  box.placeholder = data.texts.hint;
  button.textContent = data.texts.go;
  // Only what comes with another link is put in: a rerun must not take away what is being typed.
  if (form.dataset.words !== data.words) box.value = data.words;
  form.dataset.words = data.words;
  if (data.waits && !form.dataset.waited) { // the page is there for this box alone
    form.dataset.waited = "1";
    setTimeout(() => box.focus());
  }
  form.onsubmit = (event) => {
    event.preventDefault();
    const words = box.value.trim();
    if (words) setTriggerValue("asked", words);
    else box.focus();
  };
}
