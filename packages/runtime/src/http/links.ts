/** Characters of the header at most: many clients take no more than 8 KB or 16 KB of headers in all. */
const longest = 4_096;

/**
 * The value of `Link` (RFC 8288) for a page: the same list with another cursor. Empty where the page is all there is,
 * and where it would be longer than 4,096 characters: the cursors stand in `meta.page` too.
 * `query` is the query string as it came.
 */
export function linksOf(path: string, query: string, next: string | null, prev: string | null): string {
  if (next === null && prev === null) return "";
  const kept = query.split("&").filter((part) => part !== "" && !isPosition(part));
  const link = (relation: string, name: string, cursor: string | null) =>
    cursor === null
      ? []
      : [`<${path}?${escaped([...kept, `page[${name}]=${cursor}`].join("&"))}>; rel="${relation}"`];
  const links = [...link("next", "after", next), ...link("prev", "before", prev)].join(", ");
  return links.length > longest ? "" : links;
}

function isPosition(part: string): boolean {
  const name = decodeURIComponent(part.split("=", 1)[0] ?? "");
  return name === "page[after]" || name === "page[before]";
}

/** A query string may hold what ends a link or is no part of a URI (RFC 3986, appendix A). */
function escaped(query: string): string {
  return query.replace(/[^A-Za-z0-9\-._~:/?@!$&'()*+,;=%]/gu, (character) => encodeURIComponent(character));
}
