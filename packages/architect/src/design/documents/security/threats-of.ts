import { inCode } from "../../text/index.js";
import type { Flow } from "./flow.js";
import type { Standing } from "./standing.js";
import { type Letter, letters, type ThreatKind, threatKinds, type Verdict } from "./threats/index.js";

/** A threat to one flow, and how it is answered. */
export interface Threat {
  /** `CLIENTS/S/FORGED-TOKEN`: the same as long as the flow is there. */
  readonly id: string;
  readonly flow: Flow;
  readonly letter: Letter;
  readonly says: string;
  readonly verdict: Verdict;
  /** Of the flow. */
  readonly from: readonly string[];
}

/** The threats to flows, in their order and that of STRIDE. Each flow has at least one for each letter. */
export function threatsOf(flows: readonly Flow[], standing: Standing): readonly Threat[] {
  return Object.freeze(
    flows.flatMap((flow) =>
      letters.flatMap((letter) =>
        threatKinds
          .filter((kind) => kind.flow === flow.kind && kind.letter === letter)
          .map((kind) => ({
            id: `${flow.id}/${letter}/${kind.id}`,
            flow,
            letter,
            says: kind.says,
            verdict: verdictOf(kind, flow, standing),
            from: flow.requirements,
          })),
      ),
    ),
  );
}

function verdictOf({ id, answers }: ThreatKind, flow: Flow, standing: Standing): Verdict {
  const found = answers.find((answer) => answer.if === undefined || answer.if.holds({ flow, standing }));
  if (!found) throw new RangeError(`The threat ${id} has no last answer.`);
  const { verdict } = found;
  return verdict.status === "open" ? { ...verdict, next: filled(verdict.next, standing) } : verdict;
}

/** What is said of this system in particular, in its place: `{unlogged}`. */
function filled(next: string, { unlogged, openWrites, webhookNetworks }: Standing): string {
  const names: { readonly [place: string]: readonly string[] } = {
    unlogged,
    openWrites,
    networks: webhookNetworks.map(({ network, because }) => `${network} (${because})`),
  };
  return next.replace(/\{(\w+)\}/g, (whole, place: string) => names[place]?.map(inCode).join(", ") ?? whole);
}
