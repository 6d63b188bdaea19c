/** Words that are no answer, at any prompt of an interview. */
const commands = {
  back: "back",
  skip: "skip",
  why: "why",
  help: "help",
  stop: "stop",
  quit: "stop",
  exit: "stop",
} as const;

export type Command = (typeof commands)[keyof typeof commands];

/** The command that a line is; undefined for whatever else. */
export function commandIn(line: string): Command | undefined {
  const word = line.trim().toLowerCase();
  return Object.hasOwn(commands, word) ? commands[word as keyof typeof commands] : undefined;
}

export const helpText = [
  "  back   go to the question before; its answer stays until you give another",
  "  skip   put this question off; it comes again at the end",
  "  why    what hangs on this question",
  "  ?      you do not know: options and a recommendation",
  "  stop   end here; every answer is saved, and `lintel interview` goes on from it",
  "  help   this",
].join("\n");
