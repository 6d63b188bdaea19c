/** A name as people who mean the same may write it: letters and digits alone, in lower case. */
export function plain(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}

export function singularOfPlain(name: string): string {
  return name.replace(/ies$/, "y").replace(/s$/, "");
}

/** Whether two names mean the same thing: `orderLine`, "Order lines", `order_lines`. */
export function isSameName(one: string, other: string): boolean {
  const [a, b] = [plain(one), plain(other)];
  return a !== "" && (a === b || singularOfPlain(a) === singularOfPlain(b));
}
