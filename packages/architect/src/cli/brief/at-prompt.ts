import { commandIn } from "../interview/commands.js";
import { createPrompter, type Prompter } from "../interview/prompter.js";
import type { Look } from "../interview/show-question.js";
import { widthOf } from "../interview/wrap.js";
import { painterOf } from "../terminal.js";

/** Does something with a prompter on this process's terminal, which is let go of in every case. */
export async function atPrompt<T>(
  work: (prompter: Prompter, look: Look) => Promise<T>,
  input: NodeJS.ReadableStream = process.stdin,
): Promise<T> {
  const prompter = createPrompter({ input, output: process.stderr }, (line) => commandIn(line) !== undefined);
  try {
    return await work(prompter, { paint: painterOf(process.stderr), width: widthOf(process.stderr) });
  } finally {
    prompter.close();
  }
}
