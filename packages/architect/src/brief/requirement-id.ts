import { createHash } from "node:crypto";

const longest = 40;

/**
 * A name as a part of an id: "Place order" becomes `PLACE-ORDER`, "Größe" becomes `GROSSE`. A name that letters A to Z and digits do not carry whole (another
 * script, or too long) ends in eight digits of its SHA-256, so that two names do not come to the same and one comes to the same everywhere.
 */
export function slugOf(name: string): string {
  const upper = name
    .normalize("NFKD")
    .toUpperCase()
    .replace(/\p{M}+/gu, "");
  const plain = upper
    .replace(/['\u2019]/g, "")
    .replace(/[^A-Z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  const isWhole = plain !== "" && !/[^A-Z0-9]/.test(upper.replace(/[^\p{L}\p{N}]/gu, ""));
  if (isWhole && plain.length <= longest) return plain;
  return [cut(plain), digestOfName(name)].filter((part) => part !== "").join("-");
}

/**
 * Parts of ids for the rows of a table, each another: of two names that come to the same slug the first keeps it, and the other has its digest
 * behind it.
 */
export function slugsOf(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const slug = slugOf(name);
    const own = taken.has(slug) ? `${slug}-${digestOfName(name)}` : slug;
    taken.add(own);
    return own;
  });
}

function cut(slug: string): string {
  if (slug.length <= longest) return slug;
  const short = slug.slice(0, longest + 1);
  return short.slice(0, Math.max(short.lastIndexOf("-"), longest / 2));
}

function digestOfName(name: string): string {
  return createHash("sha256").update(name.normalize("NFC").trim()).digest("hex").slice(0, 8).toUpperCase();
}
