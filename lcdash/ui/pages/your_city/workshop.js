// The files of a workshop's tables, chosen together: read in the browser, sent as one message, kept by nobody.
export default function ({ parentElement, data, setTriggerValue }) {
  parentElement.send = setTriggerValue;
  let input = parentElement.querySelector("input");
  if (!input) {
    input = make("input", { type: "file", accept: ".xlsx,.csv", multiple: true, hidden: true, tabindex: -1 });
    parentElement.append(make("button", { type: "button" }), input, make("span", { role: "status" }));
  }
  const [button, told] = [parentElement.querySelector("button"), parentElement.querySelector("span")];
  button.textContent = data.words.open;
  input.setAttribute("aria-label", data.words.open);
  button.onclick = () => input.click();
  input.onchange = async () => {
    const files = [...input.files];
    input.value = "";
    if (!files.length) return;
    const bytes = files.reduce((sum, file) => sum + file.size, 0);
    told.textContent = files.length > data.most ? data.words.too_many : bytes > data.bytes ? data.words.too_large : "";
    if (!told.textContent) parentElement.send("files", await Promise.all(files.map(sent)));
  };
}

async function sent(file) {
  const address = await new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = failed;
    reader.readAsDataURL(file);
  });
  return { name: file.name.slice(0, 80), content: address.slice(address.indexOf(",") + 1) };
}
