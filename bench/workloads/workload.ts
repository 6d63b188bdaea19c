import type { Client } from "pg";

/** One request, without its token. */
export interface Ask {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body?: unknown;
}

/** A product that is sold, out of the database that is measured. */
export interface SampleProduct {
  readonly id: string;
  readonly name: string;
  readonly price: string;
  readonly category: string;
}

/** Something that every peer must turn away. */
export interface Refusal {
  readonly what: string;
  readonly ask: Ask;
  /** A good one unless told. */
  readonly token?: "none" | "wrong";
  readonly status: readonly number[];
  /** True where the limit, which knows no tokens and checks nothing, must do it too. */
  readonly evenTheLimit?: boolean;
}

/** Sends a request to one peer. */
export type Send = (ask: Ask) => Promise<{ readonly status: number; readonly body: unknown }>;

/** One kind of work: what is asked, and what must be true of each peer before it is measured. */
export interface Workload {
  readonly name: string;
  readonly title: string;
  /** How much faster Lintel is meant to be than Fastify by hand, and than the fastest limit. */
  readonly target: { readonly byHand: number; readonly limit?: number };
  /** The requests, in the order in which they are sent; each connection takes its share and begins anew. */
  requests(sample: readonly SampleProduct[]): readonly Ask[];
  /** What of an answer must be the same from each peer. */
  same(body: unknown): unknown;
  refusals(sample: readonly SampleProduct[]): readonly Refusal[];
  /** What else must be true. Throws where it is not. */
  prove?(send: Send, sample: readonly SampleProduct[], database: Client): Promise<void>;
  /** The pages of this workload follow each other: checked for all but the limit. */
  readonly pages?: true;
}

/** A good request with a token that somebody changed. Products are for everyone, so none at all is no reason to refuse. */
export function changedToken(ask: Ask): Refusal {
  return { what: "a changed token", ask, token: "wrong", status: [401] };
}

/** Rows as every peer must give them. Moments may be written with and without milliseconds. */
export function comparableRow(row: Readonly<Record<string, unknown>>): unknown {
  return Object.entries(row)
    .map(([name, value]) => [name, name.endsWith("At") && value !== null ? Date.parse(String(value)) : value])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}

/** The rows of a list's answer, comparable. */
export function comparableRows(body: unknown): unknown {
  return (body as { readonly data: readonly Record<string, unknown>[] }).data.map(comparableRow);
}
