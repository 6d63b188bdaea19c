/** What a sweep over more and more at once came to. */
export interface Sweep {
  readonly about: {
    readonly when: string;
    readonly node: string;
    readonly cpus: string;
    readonly rounds: number;
    readonly seconds: number;
    /** Of one minute, as the system has it. */
    readonly loadBefore: number;
    readonly loadAfter: number;
    readonly workload: string;
  };
  readonly points: readonly { readonly n: number; readonly x: number; readonly rounds: readonly number[] }[];
  readonly law: { readonly lambda: number; readonly sigma: number; readonly kappa: number };
}

/** Above so many waiting for a processor beside the run itself, it says nothing but that it went. */
const quiet = 3;

/** The page of a sweep. */
export function scalabilityPage({ about, points, law }: Sweep): string {
  const at = (n: number) => (law.lambda * n) / (1 + law.sigma * (n - 1) + law.kappa * n * (n - 1));
  const rows = points.map(
    ({ n, x, rounds }) =>
      `| ${n} | ${x.toFixed(0)} (${Math.min(...rounds).toFixed(0)} to ${Math.max(...rounds).toFixed(0)}) | ${at(n).toFixed(0)} |`,
  );
  const busy =
    about.loadBefore > quiet
      ? `\n**The machine was busy**: its load average was ${about.loadBefore.toFixed(1)} before the run. These figures say that the run works, and no more; run it on a quiet machine.\n`
      : "";
  return `# How much one process does with more at once

${about.when}, ${about.cpus}, Node ${about.node}, with PostgreSQL and the load generator on the same machine; ${about.rounds} rounds of ${about.seconds} s, in turn; ${about.workload}. Load
average ${about.loadBefore.toFixed(1)} before and ${about.loadAfter.toFixed(1)} after. Command: \`npm run bench:scalability -w @lintel/bench\`.
${busy}
The law (N. J. Gunther): X(N) = λN / (1 + σ(N − 1) + κN(N − 1)), fitted by least squares: λ = ${law.lambda.toFixed(0)}, σ = ${law.sigma.toPrecision(3)}, κ = ${law.kappa.toPrecision(3)}.

| at once | requests a second, median (least to most) | by the law |
|---|---|---|
${rows.join("\n")}
`;
}
