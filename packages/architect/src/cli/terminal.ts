import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];
/** Colours a text, or leaves it as it is where nobody sees colours. */
export type Paint = (style: Style, text: string) => string;

/** What a verb says: its result on stdout, what it does meanwhile on stderr. */
export interface Terminal {
  readonly json: boolean;
  /** Whether a person can be asked. */
  readonly canAsk: boolean;
  /** The result of the command: one JSON document with --json, else the text. */
  result(value: unknown, text: (paint: Paint) => string): void;
  /** Something that a person wants to know while it goes on. Silent with --json. */
  note(text: (paint: Paint) => string): void;
}

export function createTerminal(json: boolean): Terminal {
  const out = painterOf(process.stdout);
  const err = painterOf(process.stderr);
  return {
    json,
    canAsk: !json && process.stdin.isTTY === true && process.stderr.isTTY === true,
    result(value, text) {
      process.stdout.write(`${json ? JSON.stringify(value, null, 2) : text(out)}\n`);
    },
    note(text) {
      if (!json) process.stderr.write(`${text(err)}\n`);
    },
  };
}

/** Colours for a stream: only on a terminal, and never with NO_COLOR (no-color.org) or a dumb terminal. */
export function painterOf(stream: { readonly isTTY?: boolean }): Paint {
  const { NO_COLOR, TERM } = process.env;
  const coloured = stream.isTTY === true && !NO_COLOR && TERM !== "dumb";
  return coloured ? styleText : (_style, text) => text;
}
