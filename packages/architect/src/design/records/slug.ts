/** The longest name of a file, but for its number: more is cut where a word ends. */
const longest = 60;

/** A title as a part of the name of a file: letters a to z, digits and single hyphens, and never empty. */
export function slugOf(title: string, instead: string): string {
  const plain = lettersOf(title);
  if (plain === "") return lettersOf(instead) || "decision";
  if (plain.length <= longest) return plain;
  const short = plain.slice(0, longest + 1);
  return short.slice(0, Math.max(short.lastIndexOf("-"), longest / 2));
}

function lettersOf(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}+|['’]/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}
