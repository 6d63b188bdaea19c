/** Characters of a request's target at most (RFC 9112, 3: at least 8,000 are to be taken). */
export const longestTarget = 12_288;

const slash = 0x2f;
/** The absolute form of a target: a scheme of HTTP, an authority that is not empty, and what follows it. */
const absolute = /^https?:\/\/[^/?#]+(.*)$/i;

/**
 * The origin form of a request's target: path and query. A client may send the whole address (RFC 9112, 3.2.2); its
 * scheme and authority are dropped, as `Host` is never looked at either. What is neither is given back as it is.
 */
export function originForm(target: string): string {
  if (target.charCodeAt(0) === slash) return target;
  const rest = absolute.exec(target)?.[1];
  if (rest === undefined) return target;
  return rest.charCodeAt(0) === slash ? rest : `/${rest}`;
}

/** The path of a target in origin form, its escapes read as the router reads them: `%2F` stays what it is. */
export function pathOf(target: string): string {
  const path = target.split("?", 1)[0] ?? "";
  if (!path.includes("%")) return path;
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
