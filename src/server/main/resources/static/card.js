// A card about the thing that the pointer, or the keyboard, rests on: its name, kinds, and first facts.
import { isOurs } from "./labels.js";
import { element } from "./page.js";

const REST = 350;
const cards = new Map();

/** Shows cards for the links with `data-iri` in a part of the page. */
export function showCards(root) {
  const card = document.body.appendChild(element("div", { className: "card", role: "tooltip", id: "card", hidden: true }));
  let timer;
  const hide = () => { clearTimeout(timer); card.hidden = true; };
  const rest = event => {
    const link = event.target.closest?.("[data-iri]");
    hide();
    if (link && isOurs(link.dataset.iri)) timer = setTimeout(() => show(link, card), event.type === "focusin" ? 0 : REST);
  };
  root.addEventListener("mouseover", rest);
  root.addEventListener("focusin", rest);
  root.addEventListener("mouseout", hide);
  root.addEventListener("focusout", hide);
  document.addEventListener("keydown", event => event.key === "Escape" && hide());
  addEventListener("scroll", hide, { passive: true, capture: true });
}

async function show(link, card) {
  const iri = link.dataset.iri;
  if (!cards.has(iri)) cards.set(iri, fetchCard(iri));
  const parts = await cards.get(iri);
  if (!parts || !(link.matches(":hover") || link.matches(":focus"))) return;
  card.replaceChildren(...parts.map(part => part.cloneNode(true)));
  card.hidden = false;
  link.setAttribute("aria-describedby", "card");
  const at = link.getBoundingClientRect();
  const below = at.bottom + card.offsetHeight + 8 < innerHeight;
  card.style.left = Math.max(8, Math.min(at.left, innerWidth - card.offsetWidth - 8)) + "px";
  card.style.top = (below ? at.bottom + 6 : Math.max(8, at.top - card.offsetHeight - 6)) + "px";
}

/** The preview that reconciliation clients show, without its frame. */
async function fetchCard(iri) {
  const response = await fetch("/reconcile/preview?id=" + encodeURIComponent(iri), { headers: { Accept: "text/html" } });
  if (!response.ok) return null;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return [...page.body.children].map(part => document.adoptNode(part));
}
