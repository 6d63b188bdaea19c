import {
  choose,
  quantities,
  quantity,
  rows,
  type Values,
} from "../../packages/architect/src/brief/scenario.js";

/** What is public of a system, as the answers of a small brief; what is not public is taken, and said so. */
export interface PublishedBrief {
  readonly name: string;
  readonly year: number;
  /** What it is, and the figures of it that are public. */
  readonly figures: string;
  readonly sources: readonly { readonly title: string; readonly url: string }[];
  /** What a brief has to say and nobody published. */
  readonly taken: string;
  readonly values: Values;
}

interface Figures {
  readonly kind: string;
  readonly team: number;
  readonly usual: number;
  readonly peak: number;
  readonly concurrent: number;
  readonly uptime: number;
  readonly rpo: number;
  readonly rto: number;
  readonly entities: readonly (readonly [name: string, inAYear: number, keptForDays?: number])[];
  readonly growth?: number;
  readonly more?: Values;
}

const day = 86_400;

/** The answers of a brief, from its figures. */
export function valuesOf({
  kind,
  team,
  usual,
  peak,
  concurrent,
  uptime,
  rpo,
  rto,
  entities,
  more = {},
}: Figures): Values {
  return {
    "scope.kind": choose(kind),
    "data.entities": rows(
      ...entities.map(([name, inAYear, keptFor]) => ({
        name,
        holds: name,
        now: quantity("count", inAYear),
        inAYear: quantity("count", inAYear),
        privacy: "public",
        ...(keptFor !== undefined && { keptFor: quantity("duration", keptFor * day) }),
      })),
    ),
    "performance.load": quantities({
      concurrent: quantity("count", concurrent),
      usual: quantity("rate", usual),
      peak: quantity("rate", peak),
    }),
    "deployment.recovery": quantities({
      uptime: quantity("availability", uptime),
      rpo: quantity("duration", rpo),
      rto: quantity("duration", rto),
    }),
    "constraints.plan": quantities({ release: quantity("date", 21_200), people: quantity("count", team) }),
    ...more,
  };
}
