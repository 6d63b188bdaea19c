/** What came of holding a system to its document. */
export interface ConformReport {
  /** Gives the same requests again. */
  readonly seed: number;
  readonly requests: number;
  /** `createProduct 201`: the documented answers that were seen, each of them as it is documented. */
  readonly seen: readonly string[];
  /** Those that were not, each with the reason for which it need not be. */
  readonly excused: readonly { readonly answer: string; readonly reason: string }[];
  /** What is not as documented, each with the request that shows it. */
  readonly findings: readonly string[];
}

/** A system does not keep to its document. The message holds every finding, and the seed. */
export class NotConforming extends Error {
  readonly report: ConformReport;

  constructor(report: ConformReport) {
    super([summary(report), ...report.findings].join("\n\n"));
    this.name = "NotConforming";
    this.report = report;
  }
}

/** A line to print: how much was asked and seen, and the seed that gives it again. */
export function summary({ seed, requests, seen, excused, findings }: ConformReport): string {
  return `${requests} requests, ${seen.length} documented answers seen, ${excused.length} excused, ${findings.length} findings (seed ${seed})`;
}
