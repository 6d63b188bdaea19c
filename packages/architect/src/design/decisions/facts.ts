import type { Needs } from "../needs/index.js";
import type { Grounds } from "./rule.js";

/** Facts of a brief that stand together in `Needs`, and the questions that hold them where one of them is open. */
const partsOf: { readonly [fact: string]: (needs: Needs) => readonly Assumable[] } = {
  load: ({ load }) => [load.concurrent, load.usual, load.peak, load.most],
  latency: ({ latency }) => [latency.read, latency.write],
  entities: ({ entities }) => noneOf(entities, "data.entities"),
  features: ({ features, leftOut }) => noneOf([...features, ...leftOut], "scope.features"),
};

interface Assumable {
  readonly assumed?: { readonly missing?: string };
}

/** Questions without a clear answer, of the facts that are looked at; each once, in a fixed order. */
export function missingIn({ needs, demand }: Grounds, looksAt: readonly string[]): readonly string[] {
  const missing = looksAt.flatMap((fact) =>
    fact === "demand" ? demand.missing : known(needs, fact).flatMap(({ assumed }) => assumed?.missing ?? []),
  );
  return [...new Set(missing)].sort();
}

function known(needs: Needs, fact: string): readonly Assumable[] {
  if (fact.includes(".")) return [needs.choice(fact)];
  const parts = partsOf[fact];
  if (parts) return parts(needs);
  const value: unknown = (needs as unknown as { readonly [name: string]: unknown })[fact];
  return typeof value === "object" && value !== null && "assumed" in value ? [value as Assumable] : [];
}

function noneOf(rows: readonly unknown[], question: string): readonly Assumable[] {
  return rows.length > 0 ? [] : [{ assumed: { missing: question } }];
}
