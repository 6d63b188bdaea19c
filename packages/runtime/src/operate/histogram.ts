/** One combination of label values, and what was counted for it. */
export interface Series {
  /** How many values fell into each bucket, the last for what is above all bounds. */
  readonly counts: Float64Array;
  sum: number;
}

/** A histogram in Prometheus's text format, of up to three labels. */
export interface Histogram {
  /** The series of these label values, in the order of the labels. The same values give the same series. */
  series(first: string, second?: string, third?: string): Series;
  observe(series: Series, value: number): void;
  /** `# HELP`, `# TYPE` and every series (text exposition format 0.0.4). */
  text(): string;
}

export interface HistogramOptions {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  /** Upper bounds of the buckets, ascending, in the unit of the name. */
  readonly bounds: readonly number[];
  /** Series at most; beyond that all values fall into one whose labels are `other`. 2,000 unless told. */
  readonly mostSeries?: number | undefined;
}

/** Seconds that a request, a transaction or a statement takes. */
export const durations: readonly number[] = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

/**
 * A histogram for the paths that every request takes: an observation costs some tens of nanoseconds, where
 * prom-client spends half a microsecond on making and hashing label objects.
 */
export function createHistogram(options: HistogramOptions): Histogram {
  const { name, help, labels, bounds, mostSeries = 2_000 } = options;
  const tree = new Map<string, Map<string, Map<string, Series>>>();
  const all: { readonly values: readonly string[]; readonly series: Series }[] = [];
  const other = labels.map(() => "other");

  const add = (values: readonly string[]) => {
    const series = { counts: new Float64Array(bounds.length + 1), sum: 0 };
    all.push({ values, series });
    return series;
  };

  return {
    series(first, second = "", third = "") {
      const known = tree.get(first)?.get(second)?.get(third);
      if (known !== undefined) return known;
      if (all.length >= mostSeries && first !== other[0]) return this.series("other", other[1], other[2]);
      const series = add([first, second, third].slice(0, labels.length));
      branch(branch(tree, first), second).set(third, series);
      return series;
    },
    observe(series, value) {
      let at = 0;
      while (at < bounds.length && value > (bounds[at] ?? 0)) at += 1;
      series.counts[at] = (series.counts[at] ?? 0) + 1;
      series.sum += value;
    },
    text() {
      const lines = [`# HELP ${name} ${help}`, `# TYPE ${name} histogram`];
      for (const { values, series } of all) {
        const own = labels.map((label, n) => `${label}="${escapeLabel(values[n] ?? "")}"`).join(",");
        let total = 0;
        for (const [n, count] of series.counts.entries()) {
          total += count;
          lines.push(`${name}_bucket{${own},le="${bounds[n] ?? "+Inf"}"} ${total}`);
        }
        lines.push(`${name}_sum{${own}} ${series.sum}`, `${name}_count{${own}} ${total}`);
      }
      return `${lines.join("\n")}\n`;
    },
  };
}

function branch<T>(level: Map<string, Map<string, T>>, key: string): Map<string, T> {
  let next = level.get(key);
  if (next === undefined) {
    next = new Map();
    level.set(key, next);
  }
  return next;
}

function escapeLabel(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
