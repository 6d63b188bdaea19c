import { digestOfText } from "./digest.js";
import { type Edit, lineEndOf, type Part, same, unixLines } from "./part.js";

const BEGIN = /^<!-- lintel agent: begin sha256=([0-9a-f]{64})( after-a-line-end)? -->\r?$/gm;
const END = /^<!-- lintel agent: end -->\r?$/gm;
/** A line that speaks of a section and is none of the two above was changed by hand. */
const ANY = /^.*<!-- lintel agent: (?:begin|end)\b.*$/gm;

const DO_NOT_PAIR =
  "the lines that mark Lintel's section do not pair: there are several, or one is missing or was changed";
const EDITED = "what stands between Lintel's lines was changed by hand";

/** A section of a Markdown file, between two lines that mark it. */
export function sectionOf(path: string, body: string): Part {
  return Object.freeze<Part>({
    path,
    install(text, replace): Edit {
      if (text === undefined || text === "") return { kind: "write", text: sectionText(body, "\n", "") };
      const found = find(text);
      if (found === "unpaired") return { kind: "leave", why: DO_NOT_PAIR };
      const end = lineEndOf(text);
      if (found === undefined) {
        const isOpen = !text.endsWith("\n");
        return {
          kind: "write",
          text: `${text}${isOpen ? end : ""}${sectionText(body, end, isOpen ? " after-a-line-end" : "")}`,
        };
      }
      if (unixLines(found.body) === body && found.isUnedited) return same;
      if (!found.isUnedited && !replace) return { kind: "leave", why: EDITED };
      const made = sectionText(body, end, found.flag);
      return { kind: "write", text: `${text.slice(0, found.start)}${made}${text.slice(found.end)}` };
    },
    remove(text, replace): Edit {
      if (text === undefined) return same;
      const found = find(text);
      if (found === "unpaired") return { kind: "leave", why: DO_NOT_PAIR };
      if (found === undefined) return same;
      if (!found.isUnedited && !replace) return { kind: "leave", why: EDITED };
      const before = text.slice(0, found.start);
      const kept = found.flag === "" ? before : before.replace(/\r?\n$/, "");
      const left = `${kept}${text.slice(found.end)}`;
      return left === "" ? { kind: "delete" } : { kind: "write", text: left };
    },
  });
}

interface Found {
  /** Of the line that begins it. */
  readonly start: number;
  /** After the line that ends it, its end included. */
  readonly end: number;
  readonly body: string;
  readonly flag: string;
  readonly isUnedited: boolean;
}

function find(text: string): Found | "unpaired" | undefined {
  const begins = [...text.matchAll(BEGIN)];
  const ends = [...text.matchAll(END)];
  const [begin] = begins;
  const [end] = ends;
  if ([...text.matchAll(ANY)].length !== begins.length + ends.length) return "unpaired";
  if (!begin && !end) return undefined;
  if (!begin || !end || begins.length > 1 || ends.length > 1 || end.index < begin.index) return "unpaired";
  const body = text.slice(begin.index + begin[0].length + 1, end.index);
  const after = end.index + end[0].length;
  return {
    start: begin.index,
    end: text[after] === "\n" ? after + 1 : after,
    body,
    flag: begin[2] ?? "",
    isUnedited: digestOfText(body) === begin[1],
  };
}

function sectionText(body: string, lineEnd: string, flag: string): string {
  const begin = `<!-- lintel agent: begin sha256=${digestOfText(body)}${flag} -->\n`;
  return `${begin}${body}<!-- lintel agent: end -->\n`.replaceAll("\n", lineEnd);
}
