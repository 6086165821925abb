// Narrows the gallery of questions to those that have the words that are typed.
import { element } from "./page.js";
import { say } from "./texts.js";

const gallery = document.querySelector(".topics");
const box = element("input", { type: "search", ariaLabel: say("js.narrow"), placeholder: say("js.narrow.hint") });
const found = element("output");
gallery.before(element("p", { className: "narrow" }, box, " ", found));

box.addEventListener("input", () => {
  const words = box.value.toLowerCase().split(/\s+/);
  const fits = item => words.every(word => item.textContent.toLowerCase().includes(word));
  let count = 0;
  for (const section of gallery.children) {
    const items = [...section.querySelectorAll("li")];
    const topic = section.querySelector("h2");
    items.forEach(item => { item.hidden = !(fits(item) || fits(topic)); });
    section.hidden = items.every(item => item.hidden);
    count += items.filter(item => !item.hidden).length;
  }
  found.textContent = box.value.trim() ? say("js.questions", count) : "";
});
