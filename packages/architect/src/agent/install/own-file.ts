import { digestOfText } from "./digest.js";
import { type Edit, type Part, same, unixLines } from "./part.js";

const SEAL = /\n<!-- lintel agent: sha256=([0-9a-f]{64}) of all above -->\n?$/;
const EDITED = "it was changed by hand since Lintel wrote it";
const FOREIGN = "a file of that name is there, and Lintel did not write it";

/** A file that is Lintel's as a whole: its last line is a digest of the rest. */
export function ownFile(path: string, body: string): Part {
  const written = `${body}\n<!-- lintel agent: sha256=${digestOfText(body)} of all above -->\n`;
  return Object.freeze<Part>({
    path,
    install(text, replace): Edit {
      if (text === undefined) return { kind: "write", text: written };
      if (unixLines(text) === written) return same;
      const state = stateOf(text);
      // A person's own file of the same name is nothing that `replace` speaks of.
      if (state === "foreign") return { kind: "leave", why: FOREIGN };
      if (state === "edited" && !replace) return { kind: "leave", why: EDITED };
      return { kind: "write", text: written };
    },
    remove(text, replace): Edit {
      if (text === undefined) return same;
      const state = stateOf(text);
      if (state === "foreign") return same;
      return state === "edited" && !replace ? { kind: "leave", why: EDITED } : { kind: "delete" };
    },
  });
}

function stateOf(text: string): "foreign" | "edited" | "as-written" {
  const lines = unixLines(text);
  const seal = SEAL.exec(lines);
  if (!seal) return lines.includes("<!-- lintel agent: sha256=") ? "edited" : "foreign";
  return digestOfText(lines.slice(0, seal.index)) === seal[1] ? "as-written" : "edited";
}
