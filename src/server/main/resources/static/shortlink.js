// Short links: the query itself, compressed, in the fragment of the address. The server keeps nothing and never sees it.

/** The text of a query for a link: without the prefixes that the workbench adds by itself. */
function bare(query, prefixes) {
  return query.split("\n").filter(line => {
    const declared = /^\s*PREFIX\s+([\w-]+):\s*<([^>]*)>\s*$/i.exec(line);
    return !declared || prefixes[declared[1]] !== declared[2];
  }).join("\n").trim();
}

const through = (bytes, stream) => new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer();

/** The fragment for a query. */
export async function packed(query, prefixes) {
  const bytes = new Uint8Array(await through(new TextEncoder().encode(bare(query, prefixes)), new CompressionStream("deflate-raw")));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

const LONGEST = 1 << 20; // a few bytes can be unpacked to gigabytes

/** The query of a fragment, or null if it is none. */
export async function unpacked(text) {
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), one => one.charCodeAt(0));
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
    const parts = [];
    let length = 0;
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      parts.push(part.value);
      length += part.value.length;
      if (length > LONGEST) {
        await reader.cancel();
        return null;
      }
    }
    return new TextDecoder("utf-8", { fatal: true }).decode(await new Blob(parts).arrayBuffer());
  } catch {
    return null;
  }
}
