import type { Needs } from "../../needs/index.js";
import {
  type ControlKind,
  controlKinds,
  type Means,
  type RegulationId,
  regulations,
} from "./compliance/index.js";
import type { Standing } from "./standing.js";

/** What one rule asks of this system, and how it is met. */
export interface Control extends Pick<ControlKind, "id" | "regulation" | "article" | "asks" | "show"> {
  readonly means: Means;
  readonly from: readonly string[];
}

export interface Compliance {
  readonly controls: readonly Control[];
  /** Rules that the brief names and Lintel does not know. */
  readonly unknown: readonly string[];
  readonly from: readonly string[];
}

/** The controls of the rules that the brief names. */
export function controlsOf(needs: Pick<Needs, "regulations">, standing: Standing): Compliance {
  const { value, from } = needs.regulations;
  return Object.freeze({
    controls: controlKinds
      .filter(({ regulation }) => value.includes(regulation))
      .map(({ means, ...kind }) => ({ ...kind, means: meansOf(kind.id, means, standing), from })),
    unknown: value.filter((name) => !(name in regulations)),
    from,
  });
}

function meansOf(id: string, means: ControlKind["means"], standing: Standing): Means {
  const found = means.find((mean) => mean.if === undefined || mean.if.holds(standing));
  if (!found) throw new RangeError(`The control ${id} has no last answer.`);
  return found.means;
}

/** The rule as it is called. */
export function titleOf(regulation: RegulationId): string {
  return regulations[regulation];
}
