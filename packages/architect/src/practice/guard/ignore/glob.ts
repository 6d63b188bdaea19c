/**
 * A pattern of paths as a regular expression: `*` and `?` stay within a folder, `**` goes through folders, `[a-z]` is one character.
 */
export function globBody(pattern: string): string {
  let body = "";
  for (let at = 0; at < pattern.length; at++) {
    const rest = pattern.slice(at);
    const [set] = /^\[(?:!|\^)?\]?[^\]]*\]/.exec(rest) ?? [];
    if (rest.startsWith("**/")) {
      body += "(?:[^/]+/)*";
      at += 2;
    } else if (rest.startsWith("**")) {
      body += ".*";
      at += 1;
    } else if (rest[0] === "*") body += "[^/]*";
    else if (rest[0] === "?") body += "[^/]";
    else if (set !== undefined) {
      body += set.replace(/^\[!/, "[^").replace(/\\/g, "\\\\");
      at += set.length - 1;
    } else {
      const character = rest[0] === "\\" ? (rest[1] ?? "") : (rest[0] ?? "");
      if (rest[0] === "\\") at += 1;
      body += character.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
    }
  }
  return body;
}

/** Whether a path is what a pattern names, or lies below it. A pattern that is no pattern matches nothing. */
export function matcher(pattern: string): (path: string) => boolean {
  try {
    const expression = new RegExp(`^${globBody(pattern.replace(/\/$/, ""))}(?:/.*)?$`, "su");
    return (path) => expression.test(path);
  } catch {
    return () => false;
  }
}
