// Suggests things while a name is typed into a search box (the combobox pattern of ARIA); Enter without a choice searches.
import { ROOT, element } from "./page.js";

const PAUSE = 120;

document.querySelectorAll("form[role=search] input[name=q]").forEach(suggest);

function suggest(box, number) {
  const list = element("ul", { className: "suggestions", role: "listbox", id: "suggestions-" + number, ariaLabel: box.placeholder || box.labels[0]?.textContent || box.ariaLabel, hidden: true });
  box.after(list);
  for (const [name, value] of Object.entries({ role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-controls": list.id })) {
    box.setAttribute(name, value);
  }
  let timer;
  let chosen = -1;

  function show(results) {
    choose(-1);
    list.replaceChildren(...results.map((result, i) => {
      const option = element("li", { role: "option", id: `${list.id}-${i}` },
        element("span", { dir: "auto" }, result.label), element("span", { className: "tag" }, [result.type, result.beside].filter(word => word).join(" · ")));
      option.dataset.href = result.page;
      option.addEventListener("mousedown", event => event.preventDefault());
      option.addEventListener("click", () => location.assign(option.dataset.href));
      return option;
    }));
    list.hidden = results.length === 0;
    box.setAttribute("aria-expanded", String(!list.hidden));
  }

  function choose(next) {
    list.children[chosen]?.removeAttribute("aria-selected");
    chosen = next;
    list.children[chosen]?.setAttribute("aria-selected", "true");
    if (chosen < 0) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", list.children[chosen].id);
  }

  async function ask() {
    const typed = box.value.trim();
    if (typed.length < 2) return show([]);
    const response = await fetch(ROOT + "/suggest?q=" + encodeURIComponent(typed));
    if (response.ok && box.value.trim() === typed && document.activeElement === box) show((await response.json()).results);
  }

  box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE); });
  box.addEventListener("blur", () => show([]));
  box.addEventListener("keydown", event => {
    const count = list.children.length;
    if (event.key === "Escape") show([]);
    else if (event.key === "Enter" && chosen >= 0) location.assign(list.children[chosen].dataset.href);
    else if (event.key === "ArrowDown" && count) choose((chosen + 1) % count);
    else if (event.key === "ArrowUp" && count) choose((Math.max(chosen, 0) - 1 + count) % count);
    else return;
    event.preventDefault();
  });
  show([]);
}
