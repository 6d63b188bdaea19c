import { progress } from "@clack/prompts";
import type { LoadProgress } from "../../seed/index.js";
import { duration, grouped } from "../table.js";
import type { Terminal } from "../terminal.js";

/** Shows how a seed is loaded: a bar with rate and time left on a terminal, else a line for each entity. */
export function createSeedProgress(terminal: Terminal): (progress: LoadProgress) => void {
  if (terminal.json) return () => {};
  return process.stderr.isTTY === true ? bar() : lines(terminal);
}

function lines(terminal: Terminal): (progress: LoadProgress) => void {
  return (now) => {
    if (now.is !== "loaded") return;
    terminal.note(
      () => `loaded    ${now.entity}: ${grouped(now.rows)} rows in ${duration(now.milliseconds)}`,
    );
  };
}

function bar(): (progress: LoadProgress) => void {
  const began = performance.now();
  let shown: ReturnType<typeof progress> | undefined;
  let total = 0;
  let done = 0;
  return (now) => {
    if (now.is === "begun") {
      total = now.rows;
      shown = progress({ max: Math.max(1, total), output: process.stderr });
      shown.start(`${grouped(total)} rows`);
    } else if (now.is === "loading") {
      done += now.rows;
      const perSecond = done / ((performance.now() - began) / 1_000);
      const left = duration(((total - done) / perSecond) * 1_000);
      shown?.advance(now.rows, `${now.entity}: ${grouped(Math.round(perSecond))} rows/s, ${left} left`);
    } else if (now.is === "settling") {
      shown?.stop(`${grouped(done)} rows in ${duration(performance.now() - began)}; building indexes ...`);
    }
  };
}
