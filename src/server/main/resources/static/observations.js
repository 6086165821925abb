// Applies a choice on the page of observations without loading the whole page: of forms, chips and tabs.
const PARTS = [".languages", "#main"];
const LIVE = ".explorer .tabs a, .explorer .chosen a, .explorer .pages a";

document.addEventListener("input", event => {
  if (event.target.type === "range") event.target.parentElement.querySelector("output").value = event.target.value;
});

document.addEventListener("change", event => {
  const form = event.target.form;
  if (form?.matches("form.fields") && !form.closest(".since")) show(address(form), event.target.name);
});

document.addEventListener("click", event => {
  const link = event.target.closest(LIVE);
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show(link.href, link.textContent);
});

addEventListener("popstate", () => location.reload());

/** The address that a form leads to, without fields that are empty or as they are anyway. */
function address(form) {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    const field = form.elements[name];
    const usual = name === "from" ? field.min : name === "to" ? field.max : "";
    if (value !== usual || field.tagName === "SELECT" && value) fields.append(name, value);
  }
  return `${form.action}?${fields}`;
}

/** Shows the page at an address in place of this one, and leaves the focus where it was. */
async function show(href, focus) {
  const answer = await fetch(href);
  if (!answer.ok) return location.assign(href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of PARTS) document.querySelector(part).replaceWith(page.querySelector(part));
  document.title = page.title;
  history.pushState(null, "", href);
  const again = document.querySelector(`.fields [name="${CSS.escape(focus)}"]:not([type=hidden])`)
    ?? [...document.querySelectorAll(".tabs a")].find(link => link.textContent === focus);
  again?.focus({ preventScroll: true });
  draw();
}

/** Draws a map, with the scripts of the pictures of questions. */
async function draw() {
  if (document.querySelector("figure.view")) (await import("./question.js")).drawPictures();
}

draw();
