// Finds classes and properties in a query that this release does not use, and the names that may be meant.

const NAME = /(?<![\w:<?$])([A-Za-z][\w-]*):([A-Za-z_][\w-]*)/g;
const IGNORED = /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>"{}|^`\\\s]*>|#.*/g;

/**
 * The names of a query that no class and no property has, each with the nearest name, if one is near.
 * Names of things are not looked at: only prefixes that classes and properties have.
 * @param notes { prefixes: {name: namespace}, terms: [{iri}] }
 */
export function misspelt(query, { prefixes, terms }) {
  const known = new Map();
  for (const { iri } of terms) {
    for (const [prefix, namespace] of Object.entries(prefixes)) {
      const local = iri.slice(namespace.length);
      if (iri.startsWith(namespace) && /^[\w-]+$/.test(local)) {
        if (!known.has(prefix)) known.set(prefix, new Set());
        known.get(prefix).add(local);
      }
    }
  }
  const found = new Map();
  for (const [name, prefix, local] of query.replace(IGNORED, " ").matchAll(NAME)) {
    const locals = known.get(prefix);
    if (locals && !locals.has(local) && !found.has(name)) found.set(name, nearest(local, locals));
  }
  return [...found].map(([name, near]) => ({ name, near: near && name.split(":")[0] + ":" + near }));
}

/**
 * The name with the fewest edits, ignoring case, if they are at most half the length; as on the command line. Among equals
 * one with the same case of the first letter: classes have a capital, properties have none.
 */
function nearest(name, names) {
  const sought = name.toLowerCase();
  const other = one => /^[A-Z]/.test(one) !== /^[A-Z]/.test(name) ? 1 : 0;
  const [best] = [...names].map(one => [edits(sought, one.toLowerCase()), one])
    .toSorted(([a, x], [b, y]) => a - b || other(x) - other(y) || (x < y ? -1 : 1));
  return best && best[0] * 2 <= Math.max(2, name.length) ? best[1] : null;
}

function edits(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1), row[j] + 1, next[j - 1] + 1);
    }
    row = next;
  }
  return row[b.length];
}
