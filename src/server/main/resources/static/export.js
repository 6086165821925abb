// Saves a picture as SVG or PNG, with its title, and source and release below it. The answer is saved as CSV.
import { post } from "./answers.js";
import { colours, element, svg } from "./page.js";
import { say } from "./texts.js";

const MARGIN = 16;
const LINE = 20;

/** Returns buttons that save the picture of a frame; none where the picture is not SVG. */
export function exports(frame, { title, footer, query, name, csv }) {
  const picture = () => frame.querySelector(".drawing svg");
  const buttons = [["CSV", () => saveAnswer(query, name, csv)]];
  if (picture()) {
    buttons.unshift(["PNG", () => savePng(composed(picture(), title, footer), name)],
      ["SVG", () => save(new Blob([markup(composed(picture(), title, footer))], { type: "image/svg+xml" }), name + ".svg")]);
  }
  return element("div", { className: "downloads", role: "group", ariaLabel: say("js.picture.save") }, say("js.saved.save") + " ",
    ...buttons.map(([label, onclick]) => element("button", { type: "button", className: "quiet", onclick }, label)));
}

/** Returns a copy of a picture with its title above and its sources below, on the colour of the page. */
function composed(picture, title, footer) {
  const c = colours();
  const { width, height } = picture.getBoundingClientRect();
  const copy = picture.cloneNode(true);
  copy.setAttribute("x", MARGIN);
  const heading = lines(title, width, 9.5);
  const below = lines(footer, width, 7);
  const top = MARGIN + heading.length * 24 + 8;
  copy.setAttribute("y", top);
  copy.setAttribute("width", width);
  copy.setAttribute("height", height);
  const text = (words, y, size, fill) => svg("text", { x: MARGIN, y, fill, "font-size": size, "font-family": "system-ui, sans-serif" }, words);
  const whole = [width + 2 * MARGIN, top + height + MARGIN + below.length * LINE];
  return svg("svg", { xmlns: "http://www.w3.org/2000/svg", width: whole[0], height: whole[1], viewBox: `0 0 ${whole[0]} ${whole[1]}`, "font-family": "system-ui, sans-serif" },
    svg("rect", { width: whole[0], height: whole[1], fill: c.page }),
    ...heading.map((words, i) => text(words, MARGIN + 18 + i * 24, 18, c.text)), copy,
    ...below.map((words, i) => text(words, top + height + 18 + i * LINE, 12, c.soft)));
}

/** Breaks a text into lines, with an estimated width of a letter. */
function lines(words, width, letter) {
  return words.split(" ").reduce((all, word) => {
    const last = all.at(-1);
    return last && (last.length + word.length + 1) * letter < width ? [...all.slice(0, -1), last + " " + word] : [...all, word];
  }, []);
}

const markup = picture => new XMLSerializer().serializeToString(picture);

async function savePng(picture, name) {
  const image = new Image();
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(markup(picture));
  await image.decode();
  const canvas = element("canvas", { width: 2 * image.width, height: 2 * image.height });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob(blob => save(blob, name + ".png"), "image/png");
}

/** Saves all rows: from an address of their own, whose answer names the sources, or by the query. */
async function saveAnswer(query, name, csv) {
  const answer = csv ? await fetch(csv) : await post(query, "text/csv");
  save(await answer.blob(), name + ".csv");
}

function save(blob, name) {
  const href = URL.createObjectURL(blob);
  element("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 1000);
}
