// Small things that all scripts of the pages need.

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

/** The colours of the style sheet as they are now, and a palette that reads on them. */
export function colours() {
  const probe = document.body.appendChild(element("span", { hidden: true }));
  const now = {};
  for (const name of ["text", "soft", "page", "panel", "line", "link", "accent"]) {
    probe.style.color = `var(--${name})`;
    now[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  now.palette = night.matches
    ? ["#5cc8dc", "#f0a068", "#b6a0ff", "#86d68f", "#f49ac1", "#d9c36a", "#9aa7ac"]
    : ["#0f7288", "#b4550f", "#6a4fc0", "#2f7d3b", "#ad2f68", "#7d6a0c", "#66757b"];
  return now;
}
