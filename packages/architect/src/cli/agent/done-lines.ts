import type { Done } from "../../agent/install/index.js";
import type { Paint } from "../terminal.js";

const words = {
  said: { same: "as it is", created: "created", updated: "updated", removed: "removed", left: "left alone" },
  asked: {
    same: "as it is",
    created: "would be created",
    updated: "would be updated",
    removed: "would be removed",
    left: "would be left alone",
  },
} as const;

/** What became of each file, or would, a line each. */
export function doneLines(done: readonly Done[], dry: boolean, paint: Paint): string {
  const said = dry ? words.asked : words.said;
  const width = Math.max(...Object.values(said).map((word) => word.length));
  return done
    .map(({ path, outcome, why }) => {
      const style = outcome === "left" ? "yellow" : outcome === "same" ? "dim" : "green";
      return `${paint(style, said[outcome].padEnd(width))}  ${path}${why ? `\n${" ".repeat(width)}  ${why}` : ""}`;
    })
    .join("\n");
}
