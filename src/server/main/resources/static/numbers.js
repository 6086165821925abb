// Numbers in one format everywhere, that of the pages: 9,876, 12.3 k, 6.8 × 10²⁴.
import { raw } from "./texts.js";

const LARGEST = 1e15;
const UNSCALED = 10_000;
const SCALES = raw("number.scales").split("|");
const STEP = Number(raw("number.scale"));
const DIGITS = [4, 3].map(digits => new Intl.NumberFormat(document.documentElement.lang, { maximumSignificantDigits: digits }));

/** Returns a number with 3 or 4 digits; nothing for no number. */
export function amount(value) {
  if (value == null) return "";
  if (Math.abs(value) >= LARGEST) {
    const exponent = Math.floor(Math.log10(Math.abs(value)));
    return `${DIGITS[1].format(value / 10 ** exponent)} × 10${[...String(exponent)].map(digit => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]).join("")}`;
  }
  let [scaled, scale] = [value, 0];
  while (Math.abs(scaled) >= (scale === 0 ? UNSCALED : STEP) && scale < SCALES.length - 1) {
    scaled /= STEP;
    scale++;
  }
  return DIGITS[scale === 0 ? 0 : 1].format(scaled) + SCALES[scale];
}
