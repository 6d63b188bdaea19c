/** Who is measured. A peer is one file in this folder, started as a process of its own. */
export interface Peer {
  /** How the command line calls it. */
  readonly name: string;
  readonly title: string;
  /** The file in this folder, or the folder with packages of its own that is installed and compiled before. */
  readonly file: string;
  readonly installed?: true;
  /** The limit: no tokens, no checks, no pages. It says what Node and PostgreSQL could do, not what one may run. */
  readonly limit?: true;
  /** Environment variables beside those that every peer gets. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** The limit without any server: PostgreSQL's own load generator, where it is installed. */
export const pgbench = { name: "pgbench", title: "limit: pgbench, the same statements" } as const;

/** Ratios are to this one. */
export const baseline = "fastify";

export const peers: readonly Peer[] = [
  { name: "lintel", title: "Lintel, everything on", file: "lintel.js" },
  { name: "fastify", title: "Fastify 5 by hand, pg pipelined", file: "fastify-by-hand.js" },
  { name: "express", title: "Express 5 + helmet + rate-limit + pg", file: "express.js" },
  { name: "nestjs", title: "NestJS 12 + TypeORM", file: "nestjs", installed: true },
  { name: "platformatic", title: "Platformatic DB 2", file: "platformatic", installed: true },
  {
    name: "limit-pg",
    title: "limit: node:http + pg pipelined",
    file: "node-http.js",
    limit: true,
    variables: { DRIVER: "pg" },
  },
  {
    name: "limit-postgres",
    title: "limit: node:http + postgres.js",
    file: "node-http.js",
    limit: true,
    variables: { DRIVER: "postgres" },
  },
];
