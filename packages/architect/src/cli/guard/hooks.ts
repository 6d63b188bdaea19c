import type { HookChange } from "../../practice/guard/index.js";
import type { Verb } from "../verb.js";

/** `lintel guard install` */
export const installVerb: Verb = {
  name: "install",
  summary: "Have git run the guard before each commit and each push. Keeps hooks that are there.",
  examples: ["lintel guard install"],
  async run({ terminal }) {
    const { installHooks } = await import("../../practice/guard/index.js");
    const hooks = installHooks(process.cwd());
    terminal.result({ hooks }, () => hooks.map(describeHook).join("\n"));
    return 0;
  },
};

/** `lintel guard remove` */
export const removeVerb: Verb = {
  name: "remove",
  summary: "Take the guard out of git's hooks, and leave those that were there before as they were.",
  examples: ["lintel guard remove"],
  async run({ terminal }) {
    const { removeHooks } = await import("../../practice/guard/index.js");
    const hooks = removeHooks(process.cwd());
    terminal.result({ hooks }, () => hooks.map(describeHook).join("\n"));
    return 0;
  },
};

const words: { readonly [what in HookChange["what"]]: string } = {
  written: "runs the guard",
  chained: "runs the hook that was there, and then the guard",
  added: "runs the guard, and then what it did before",
  kept: "runs the guard already",
  removed: "runs the guard no more",
  restored: "is the hook that was there before",
  none: "does not run the guard",
};

export function describeHook({ file, what }: HookChange): string {
  return `${file} ${words[what]}`;
}
