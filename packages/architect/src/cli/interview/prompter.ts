import { createInterface } from "node:readline";

/** How much of what is typed belongs to one answer. */
export type Extent =
  /** One line. */
  | "line"
  /** One line; those that were pasted with it belong to it. */
  | "paste"
  /** Lines up to an empty one. */
  | "rows";

export interface Typed {
  readonly text: string;
  /** A word that ended the input before its time, such as `back`. */
  readonly command?: string | undefined;
  /** Nothing more will be typed: Ctrl-C, Ctrl-D, or a signal. */
  readonly ended: boolean;
}

/** Asks a person at a terminal, line by line: nothing is redrawn, so that whatever reads the screen aloud can follow. */
export interface Prompter {
  say(text: string): void;
  ask(prompt: string, extent: Extent): Promise<Typed>;
  close(): void;
}

export interface PrompterStreams {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/**
 * A prompter on a terminal's streams. Lines that were typed before a question was shown are no answer to it, and are not taken.
 * `isCommand` tells lines that are not part of an answer.
 */
export function createPrompter(
  { input, output }: PrompterStreams,
  isCommand: (line: string) => boolean,
): Prompter {
  const lines = createInterface({ input, output, historySize: 0 });
  const waiting: string[] = [];
  let ended = false;
  let wake = () => {};
  const end = () => {
    ended = true;
    wake();
  };
  lines.on("line", (line) => {
    waiting.push(line);
    wake();
  });
  lines.on("close", end);
  lines.on("SIGINT", end);
  for (const signal of signals) process.once(signal, end);

  const nextLine = async (): Promise<string | undefined> => {
    while (waiting.length === 0 && !ended) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    return waiting.shift();
  };

  return {
    say(text) {
      output.write(`${text}\n`);
    },
    async ask(prompt, extent) {
      if (waiting.length > 0) {
        waiting.length = 0;
        output.write("(What was typed before this question was shown is not taken.)\n");
      }
      const taken: string[] = [];
      for (;;) {
        if (!ended) {
          lines.setPrompt(taken.length === 0 ? prompt : "  ... ");
          lines.prompt();
        }
        const line = await nextLine();
        if (line === undefined) {
          output.write("\n");
          return { text: taken.join("\n"), ended: true };
        }
        if (isCommand(line)) return { text: taken.join("\n"), command: line, ended: false };
        if (extent === "rows") {
          if (line.trim() === "") return { text: taken.join("\n"), ended: false };
          taken.push(line);
          continue;
        }
        // Lines of one paste arrive in one piece.
        await new Promise((resolve) => setImmediate(resolve));
        const pasted = extent === "paste" ? waiting.splice(0) : [];
        return { text: [line, ...pasted].join("\n"), ended: false };
      }
    },
    close() {
      for (const signal of signals) process.removeListener(signal, end);
      lines.close();
    },
  };
}

const signals = ["SIGTERM", "SIGHUP", "SIGINT"] as const;
