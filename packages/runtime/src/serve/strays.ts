import type { Facts } from "../facts.js";

/**
 * Takes what the code of a system left behind: a promise that was rejected when nobody waited for it, an exception in
 * a timer. Both are reported as `error.stray`. After a rejection the process goes on, since whoever made the promise
 * had given it up. After an exception nobody knows what was left half done: `stop` is called, once, and the process
 * ends with 1 when that is done, for its supervisor to start a new one. Gives back what takes the handlers off again.
 */
export function catchStrays(facts: Facts, stop: (reason: string) => Promise<void>): () => void {
  let isStopping = false;
  const rejected = (error: unknown) => facts.report({ fact: "error.stray", kind: "rejection", error });
  const thrown = (error: unknown) => {
    facts.report({ fact: "error.stray", kind: "exception", error });
    if (isStopping) return;
    isStopping = true;
    void stop("an exception that nobody caught").then(() => process.exit(1));
  };
  process.on("unhandledRejection", rejected);
  process.on("uncaughtException", thrown);
  return () => {
    process.off("unhandledRejection", rejected);
    process.off("uncaughtException", thrown);
  };
}
