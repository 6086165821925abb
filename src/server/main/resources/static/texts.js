// The texts of the scripts in the language of the page.

const language = document.documentElement.lang;
const texts = await fetch(`/texts/${language}.json`).then(response => response.json());

/** The text of a key as it is. */
export const raw = key => texts[key];

/** A text: {0}, {1} … are replaced by the arguments, numbers in the format of the language. */
export function say(key, ...values) {
  const pattern = values[0] === 1 ? texts[key + ".one"] ?? texts[key] : texts[key];
  return pattern.replace(/\{(\d)\}/g, (_, i) =>
    typeof values[i] === "number" ? values[i].toLocaleString(language) : values[i]);
}
