/**
 * How throughput grows with what works at once, after the universal scalability law: X(N) = λN / (1 + σ(N − 1) + κN(N − 1)). λ is that of one, σ the part
 * that waits in line, κ what keeping each other up to date costs.
 *
 * Source: N. J. Gunther, "Guerrilla Capacity Planning", Springer 2007, chapters 4 to 6.
 */
export interface Scalability {
  readonly lambda: number;
  readonly sigma: number;
  readonly kappa: number;
}

/** A measurement: so many at once, and what they did a second. */
export interface Point {
  readonly n: number;
  readonly x: number;
}

export function throughputAt({ lambda, sigma, kappa }: Scalability, n: number): number {
  return (lambda * n) / (1 + sigma * (n - 1) + kappa * n * (n - 1));
}

/** How many at once do the most; undefined where more always do more. N* = √((1 − σ) / κ). */
export function bestAt({ sigma, kappa }: Scalability): number | undefined {
  return kappa <= 0 ? undefined : Math.sqrt(Math.max(0, 1 - sigma) / kappa);
}

/**
 * Fits the law to measurements by least squares: N / X(N) is a + bN + cN² in λ, σ and κ, which three sums settle. Neither σ nor κ comes out below
 * nought: where one would, it is left out and the rest fitted again.
 *
 * @throws RangeError where there are fewer than three different numbers at once, or one of them or its rate is not above nought
 */
export function fitScalability(points: readonly Point[]): Scalability {
  if (new Set(points.map(({ n }) => n)).size < 3 || points.some(({ n, x }) => !(n >= 1 && x > 0)))
    throw new RangeError(
      "Expected rates above 0 for at least three different numbers at once, each 1 or more.",
    );
  // In terms of 1, N − 1 and N(N − 1): N / X = (1 + σ(N − 1) + κN(N − 1)) / λ. Each is weighted by X / N, so that relative errors count.
  const terms = [() => 1, (n: number) => n - 1, (n: number) => n * (n - 1)];
  for (const used of [[0, 1, 2], [0, 1], [0, 2], [0]]) {
    const solved = leastSquares(
      points,
      used.map((at) => terms[at] ?? (() => 1)),
    );
    const all = [0, 1, 2].map((at) => solved[used.indexOf(at)] ?? 0);
    const [a = 0, b = 0, c = 0] = all;
    // What is below nought by a rounding error alone is nought.
    if (a > 0 && b >= -rounding * a && c >= -rounding * a)
      return Object.freeze({ lambda: 1 / a, sigma: Math.max(0, b / a), kappa: Math.max(0, c / a) });
  }
  throw new RangeError("The measurements do not follow the law: rates must be above 0.");
}

const rounding = 1e-9;

function leastSquares(
  points: readonly Point[],
  terms: readonly ((n: number) => number)[],
): readonly number[] {
  const rows = points.map(({ n, x }) => ({ row: terms.map((term) => (term(n) * x) / n), y: 1 }));
  const matrix = terms.map((_, i) => [
    ...terms.map((__, j) => rows.reduce((sum, { row }) => sum + (row[i] ?? 0) * (row[j] ?? 0), 0)),
    rows.reduce((sum, { row, y }) => sum + (row[i] ?? 0) * y, 0),
  ]);
  return solve(matrix);
}

/** Gaussian elimination with the largest first; each row has the right-hand side at its end. */
function solve(matrix: readonly (readonly number[])[]): readonly number[] {
  const rows = matrix.map((row) => [...row]);
  const size = rows.length;
  for (let at = 0; at < size; at += 1) {
    const best = rows
      .slice(at)
      .reduce((most, row) => (Math.abs(row[at] ?? 0) > Math.abs(most[at] ?? 0) ? row : most));
    rows.splice(rows.indexOf(best), 1);
    rows.splice(at, 0, best);
    const first = best[at] ?? 0;
    if (first === 0) return rows.map(() => Number.NaN);
    rows.forEach((row, other) => {
      if (other === at) return;
      const part = (row[at] ?? 0) / first;
      row.forEach((value, column) => {
        row[column] = value - part * (best[column] ?? 0);
      });
    });
  }
  return rows.map((row, at) => (row[size] ?? 0) / (row[at] ?? 1));
}
