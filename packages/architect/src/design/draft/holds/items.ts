/** What an entity holds, item by item, as the person wrote them: "rights and their end" are two. */
export function itemsOf(holds: string): readonly string[] {
  return holds
    .replace(/\be-mail/gi, "email")
    .split(/[,;\n]/)
    .flatMap((item) => halves(item.trim()))
    .map((item) => item.replace(/^(?:and|or)\s+/i, "").trim())
    .filter((item) => /[\p{L}\p{N}]/u.test(item));
}

const wordsOfHalf = 3;

function halves(item: string): readonly string[] {
  const parts = item.split(/\s+and\s+/i);
  if (parts.length !== 2) return [item];
  const [one = "", other = ""] = parts;
  const isShort = (half: string) => half.split(/\s+/).length <= wordsOfHalf;
  const isOfBoth = /^(?:their|its|when|why|the)\b/i.test(other);
  return isOfBoth || (isShort(one) && isShort(other)) ? parts : [item];
}
