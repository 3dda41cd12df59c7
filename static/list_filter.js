// What a list shows as one types: accents, hyphens, apostrophes and capitals are optional, the best match comes first.
// streamlit_shell.py puts this module in the place of the one in which Streamlit filters; it hands on all the rest.
export * from "streamlit/lists";

const NEVER = 3; // SelectWidgetFilterMode.FILTER_MODE_NONE
const PLACE = { whole: 0, start: 1, word: 2, inside: 3, words: 4 };

function listWords(text) {
  const plain = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/œ/g, "oe").replace(/æ/g, "ae");
  return plain.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}

// How well a name answers what is typed: a PLACE, null when it does not.
function rank(name, typed) {
  const words = listWords(name);
  const wanted = typed.join("");
  const whole = words.join("");
  if (whole === wanted) return PLACE.whole;
  if (whole.startsWith(wanted)) return PLACE.start;
  if (words.some((_word, first) => words.slice(first).join("").startsWith(wanted))) return PLACE.word;
  if (whole.includes(wanted)) return PLACE.inside;
  return typed.every((part) => words.some((word) => word.startsWith(part))) ? PLACE.words : null;
}

export function filterOptions(options, text, mode) {
  const typed = listWords(text ?? "");
  if (mode === NEVER || typed.length === 0) return options;
  return options
    .map((option) => ({ option, place: rank(option.label, typed) }))
    .filter(({ place }) => place !== null)
    .sort((a, b) => a.place - b.place) // stable: the order of the list decides between equals
    .map(({ option }) => option);
}

// The name that Streamlit's build gives it.
export { filterOptions as n };
