/** Characters of a line at most. */
const width = 110;
/** Characters of one note at most: what it says beyond them stands in the brief. */
const longest = 1_000;

/** A text as it can stand in a comment: in one line, with nothing that ends a comment or cannot be seen. */
export function plain(text: string): string {
  const line = text
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Cn}\p{Co}\p{Zl}\p{Zp}\s]+/gu, " ")
    .replaceAll("*/", "* /")
    .trim();
  const letters = [...line];
  return letters.length > longest ? `${letters.slice(0, longest).join("")}…` : line;
}

/** Notes as a block comment in front of what they are about; none where there are none. */
export function blockComment(notes: readonly string[], indent: number): readonly string[] {
  const lines = notes
    .map(plain)
    .filter((note) => note !== "")
    .flatMap((note) => wrapped(note, width - indent - 3));
  const [only, ...more] = lines;
  if (only === undefined) return [];
  if (more.length === 0 && only.length + 7 + indent <= width) return [`/** ${only} */`];
  return ["/**", ...lines.map((line) => ` * ${line}`), " */"];
}

/** Notes as lines of a comment within a body. */
export function lineComment(notes: readonly string[], indent: number): readonly string[] {
  return notes
    .map(plain)
    .filter((note) => note !== "")
    .flatMap((note) =>
      wrapped(note, width - indent - 5).map((line, at) => (at === 0 ? `// - ${line}` : `//   ${line}`)),
    );
}

/** Broken between words; a word that fits into no line is broken within. */
function wrapped(text: string, room: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((one) => pieces(one, room))) {
    if (line !== "" && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return line === "" ? lines : [...lines, line];
}

function pieces(word: string, room: number): readonly string[] {
  const letters = [...word];
  if (letters.length <= room) return [word];
  return Array.from({ length: Math.ceil(letters.length / room) }, (_, at) =>
    letters.slice(at * room, (at + 1) * room).join(""),
  );
}
