import { heading, inCode, section, table } from "../../../text/index.js";
import type { Control } from "../controls-of.js";
import type { Doer } from "../threats/index.js";
import type { Threat } from "../threats-of.js";

const doers: readonly Doer[] = ["the team", "the operators", "the organisation"];

/** What is open, once each, by who does it next. */
export function openSection(threats: readonly Threat[], controls: readonly Control[]): string {
  const found = new Map<string, { readonly who: Doer; readonly next: string; readonly ids: string[] }>();
  const add = (id: string, who: Doer, next: string) => {
    const key = `${who}\n${next}`;
    const one = found.get(key) ?? { who, next, ids: [] };
    one.ids.push(inCode(id));
    found.set(key, one);
  };
  for (const { id, verdict } of threats) if (verdict.status === "open") add(id, verdict.who, verdict.next);
  for (const { id, means } of controls) if (means.status === "open") add(id, means.who, means.next);
  const all = [...found.values()];
  return section(
    heading(2, "What is open"),
    table(
      ["Who", "What next", "For"],
      doers.flatMap((doer) =>
        all.filter(({ who }) => who === doer).map(({ who, next, ids }) => [who, next, ids.join(", ")]),
      ),
    ),
  );
}
