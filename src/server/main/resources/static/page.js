// Small things that all scripts of the pages need.

/** The path of the release that the page belongs to; empty for the current release. */
export const ROOT = document.querySelector('meta[name="release-root"]')?.content ?? "";

/** An element: its tag, its properties, its children (texts are texts, never markup). */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made && name !== "list") made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

/** An element of SVG: its tag, its attributes, its children. */
export function svg(tag, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

const headings = JSON.parse(document.querySelector("[data-headings]")?.dataset.headings || "{}");

/** The name of a column as a reader has it: the heading that the page has for it, else united states for unitedStates. */
export const words = name => headings[name] ?? name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, " ").replaceAll("_", " ").toLowerCase();

const loading = new Map();

/** Loads a library of `/static/lib/` once: a script, or a style sheet. */
export function load(name) {
  if (!loading.has(name)) {
    loading.set(name, new Promise((done, failed) => {
      const made = name.endsWith(".css")
        ? element("link", { rel: "stylesheet", href: "/static/lib/" + name })
        : element("script", { src: "/static/lib/" + name });
      made.onload = done;
      made.onerror = () => failed(new Error(`${name} cannot be loaded`));
      document.head.append(made);
    }));
  }
  return loading.get(name);
}

const night = matchMedia("(prefers-color-scheme: dark)");

/** Calls back when the reader turns to dark pages or away from them. */
export const onTurn = callback => night.addEventListener("change", callback);

/** What a series is called, where its colour means something: the same as in the style sheet. */
const TONES = { favourable: "s1", unfavourable: "s2", mixed: "s4", neutral: "s8" };

/** Returns the colour of each series: the one that its name has in all pictures, else one that no other series has, else grey. */
export function assigned(names, c) {
  const given = new Map();
  const taken = new Set();
  for (const name of names.filter(one => c.tones[one] && !taken.has(c.tones[one]))) {
    given.set(name, c.tones[name]);
    taken.add(c.tones[name]);
  }
  const free = c.palette.filter(colour => !taken.has(colour));
  for (const name of names) if (!given.has(name)) given.set(name, free.shift() ?? c.rest);
  return given;
}

/** The colours of the style sheet as they are now: by name, those of series in order, and of a series by what it is called. */
export function colours() {
  const probe = document.body.appendChild(element("span", { hidden: true }));
  const colour = name => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const now = {};
  for (const name of ["text", "soft", "page", "panel", "line", "link", "accent"]) now[name] = colour(name);
  now.palette = ["s1", "s2", "s3", "s4", "s5", "s6", "s7"].map(colour);
  now.rest = colour("s8");
  const fixed = JSON.parse(document.querySelector("[data-colours]")?.dataset.colours || "{}");
  now.tones = Object.fromEntries([
    ...Object.entries(TONES).flatMap(([name, tone]) => [[name, tone], [words(name), tone]]),
    ...Object.entries(fixed).map(([name, number]) => [name, "s" + number]),
  ].map(([name, tone]) => [name, colour(tone)]));
  probe.remove();
  return now;
}

/** Returns a colour between two computed colours; a picture that is saved must not depend on a style sheet. */
export function mixed(from, to, share) {
  const [a, b] = [from, to].map(colour => colour.match(/[\d.]+/g).slice(0, 3).map(Number));
  return `rgb(${a.map((one, i) => Math.round(one + (b[i] - one) * share)).join(" ")})`;
}
