// The way to report a mistake: a button at the head of every page; and whatever on the page names the statement it stands
// beside (`data-report`), in a component's tree or not, asks the same of that one. Python opens the dialog.
export default function ({ parentElement, data, setTriggerValue }) {
  const button = parentElement.querySelector("button") ?? parentElement.appendChild(make("button", { type: "button", "aria-haspopup": "dialog" }));
  button.textContent = data.label;
  button.onclick = () => setTriggerValue("asked", { statement: "" });
  const hear = (event) => {
    const way = event.composedPath().find((one) => one.matches?.("[data-report]"));
    if (!way || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    setTriggerValue("asked", { statement: way.dataset.report });
  };
  document.addEventListener("click", hear);
  return () => document.removeEventListener("click", hear);
}
