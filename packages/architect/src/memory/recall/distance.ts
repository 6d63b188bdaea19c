import { type DesignFacts, type Figure, figures, privacies } from "../facts.js";

/** One fact of two designs, compared. */
export interface Compared {
  /** A figure by its id, or `kind`, `regulations`, `privacy`. */
  readonly fact: Figure | "kind" | "regulations" | "privacy";
  readonly title: string;
  readonly here: string | number | undefined;
  readonly there: string | number | undefined;
  /** From 0, the same, to 1, as far apart as matters. */
  readonly distance: number;
  /** How much it counts. */
  readonly weight: number;
}

/** How a figure is compared: on a scale of powers of ten. */
interface Scale {
  /** Less than this is the same as this: below it nothing is decided otherwise. */
  readonly least: number;
  /** Powers of ten that are as far apart as matters. */
  readonly decades: number;
  readonly weight: number;
}

const scales: { readonly [figure in Figure]: Scale } = {
  requests: { least: 1, decades: 3, weight: 3 },
  concurrent: { least: 10, decades: 3, weight: 1 },
  ingest: { least: 1, decades: 3, weight: 2 },
  stored: { least: 1e8, decades: 3, weight: 2 },
  rows: { least: 1e4, decades: 3, weight: 1 },
  readLatency: { least: 10, decades: 1.5, weight: 1.5 },
  writeLatency: { least: 10, decades: 1.5, weight: 1 },
  downtime: { least: 1e-5, decades: 2, weight: 2 },
  lossAllowed: { least: 1, decades: 3, weight: 1.5 },
  recovery: { least: 10, decades: 2.5, weight: 1.5 },
  growth: { least: 0.01, decades: 1.5, weight: 0.5 },
  tenants: { least: 1, decades: 3, weight: 1.5 },
  team: { least: 1, decades: 1.3, weight: 2 },
  budget: { least: 10, decades: 2, weight: 1 },
  features: { least: 3, decades: 1.3, weight: 0.5 },
  entities: { least: 3, decades: 1.3, weight: 0.5 },
  systems: { least: 1, decades: 1, weight: 0.5 },
};

const weights = { kind: 3, regulations: 2, privacy: 1.5 } as const;

/** Every fact of two designs, in a fixed order; what neither of them has is left out. */
export function compare(here: DesignFacts, there: DesignFacts): readonly Compared[] {
  const regulations = [joined(here.regulations), joined(there.regulations)] as const;
  return [
    compared(
      "kind",
      "kind of project",
      here.kind,
      there.kind,
      here.kind === there.kind ? 0 : 1,
      weights.kind,
    ),
    compared(
      "regulations",
      "rules of law or trade",
      ...regulations,
      apart(here.regulations, there.regulations),
      weights.regulations,
    ),
    compared(
      "privacy",
      "the most private data",
      here.privacy,
      there.privacy,
      steps(here.privacy, there.privacy),
      weights.privacy,
    ),
    ...(Object.keys(scales) as Figure[]).flatMap((figure) => compareFigure(figure, here, there)),
  ];
}

/**
 * How far two designs are apart, from 0, the same in every fact, to 1: the mean of their facts by weight. The same whichever is named first; and a figure
 * that moves away from the other's never brings them nearer.
 */
export function distanceOf(facts: readonly Compared[]): number {
  const total = facts.reduce((sum, { weight }) => sum + weight, 0);
  return total === 0 ? 0 : facts.reduce((sum, { distance, weight }) => sum + distance * weight, 0) / total;
}

function compareFigure(figure: Figure, here: DesignFacts, there: DesignFacts): readonly Compared[] {
  const { least, decades, weight } = scales[figure];
  const [one, other] = [here.figures[figure], there.figures[figure]];
  if (one === undefined && other === undefined) return [];
  // Money of two currencies cannot be compared.
  if (figure === "budget" && one !== undefined && other !== undefined && here.currency !== there.currency)
    return [];
  // Whoever has no budget may have any: nothing can be said. Whoever has no organisations or devices is of another sort.
  if (figure === "budget" && (one === undefined || other === undefined)) return [];
  const distance =
    one === undefined || other === undefined
      ? 1
      : Math.min(
          1,
          Math.abs(Math.log10(Math.max(one, least)) - Math.log10(Math.max(other, least))) / decades,
        );
  return [compared(figure, figures[figure], one, other, distance, weight)];
}

function compared(
  fact: Compared["fact"],
  title: string,
  here: Compared["here"],
  there: Compared["there"],
  distance: number,
  weight: number,
): Compared {
  return Object.freeze({ fact, title, here, there, distance, weight });
}

/** The part of two sets that only one of them has (Jaccard). */
function apart(one: readonly string[], other: readonly string[]): number {
  const all = new Set([...one, ...other]);
  if (all.size === 0) return 0;
  const both = [...new Set(one)].filter((rule) => other.includes(rule)).length;
  return 1 - both / all.size;
}

function steps(one: DesignFacts["privacy"], other: DesignFacts["privacy"]): number {
  return Math.abs(privacies.indexOf(one) - privacies.indexOf(other)) / (privacies.length - 1);
}

function joined(rules: readonly string[]): string {
  return rules.length === 0 ? "none" : rules.join(", ");
}
