import type { Architecture } from "../../architecture.js";
import { sayNumber } from "../../text/index.js";
import type { GraphNode } from "../diagram.js";

/** Kinds of people that have a box each; with more of them, they share one. */
const MOST = 8;

/** The boxes of those who use the system; where nobody is named, of whoever calls it. */
export function people({ needs }: Architecture): readonly GraphNode[] {
  if (needs.actors.length === 0)
    return [{ id: "person 0", kind: "person", title: "Client", text: "Whoever calls the API" }];
  if (needs.actors.length > MOST) {
    const names = needs.actors.map(({ name }) => name).join(", ");
    return [
      {
        id: "person 0",
        kind: "person",
        title: "People",
        technology: `${needs.actors.length} kinds`,
        text: names,
      },
    ];
  }
  return needs.actors.map(({ name, does, people: count }, at) => ({
    id: `person ${at}`,
    kind: "person",
    title: name,
    ...(count !== undefined && { technology: `about ${sayNumber(count)}` }),
    text: does,
  }));
}
