import type { Formula } from "./capacity.js";

/** Every formula of the plan. docs/reference/capacity.md has the same, which a test compares. */
export const formulas: readonly Formula[] = Object.freeze(
  [
    {
      id: "growth",
      title: "Load after a year",
      formula: "λ₁₂ = λ × (1 + g)¹²",
      units: "λ requests a second, g growth a month",
      source: "Compound growth.",
    },
    {
      id: "utilisation",
      title: "Processors that requests keep busy",
      formula: "U = Σ λᵢ × Sᵢ × 2",
      units:
        "λᵢ requests a second of a kind, Sᵢ seconds of processor time of one, twice for what nobody measured",
      source:
        "Utilisation law (P. J. Denning, J. P. Buzen, Computing Surveys 10, 1978); S from bench/results.",
    },
    {
      id: "instances",
      title: "Instances, with one that may fail",
      formula: "n = max(1, ⌈U / 0.5⌉, ⌈F / 2500⌉) + 1",
      units: "U processors, F followers",
      source:
        "N + 1; half of the time free for what waits (M/M/1) and for what nobody foresaw. One process on one machine has none to spare.",
    },
    {
      id: "little",
      title: "Requests in work",
      formula: "L = λ × W",
      units: "L requests, λ a second, W seconds",
      source: "J. D. C. Little, Operations Research 9, 1961.",
    },
    {
      id: "waiting",
      title: "Time with waiting",
      formula: "W = S / (1 − ρ)",
      units: "S and W milliseconds, ρ part of the time that the server is busy",
      source: "The queue M/M/1; L. Kleinrock, Queueing Systems, volume 1, 1975.",
    },
    {
      id: "pool",
      title: "Connections of an instance",
      formula: "c = 3 + max(8, ⌈2 × L⌉) + 4 with a log",
      units:
        "L transactions in work: of the row and command kinds, each held for its database time with waiting and four round trips of 0.5 ms",
      source: "Little's law; the connections that Lintel opens by itself (docs/reference/blueprint.md).",
    },
    {
      id: "connections",
      title: "Connections that PostgreSQL bears",
      formula: "max(97, memory × 0.25 / 5 MB)",
      units: "connections",
      source:
        "max_connections less superuser_reserved_connections; a rule of thumb for the memory of one that waits.",
    },
    {
      id: "scalability",
      title: "Throughput of instances beside one PostgreSQL",
      formula: "X(N) = λN / (1 + σ(N − 1) + κN(N − 1)), σ = S / (S + Z), κ = 0",
      units:
        "X requests a second, N instances, S processor time of a request in the database divided by its processors, Z that in the instance",
      source:
        "N. J. Gunther, Guerrilla Capacity Planning, 2007, and arXiv:0808.1431; S and Z from bench/results.",
    },
    {
      id: "worthwhile",
      title: "Instances that are worth their cost",
      formula: "N = 1 + (√(2(1 − σ)) − 1) / σ",
      units: "instances, of which the last adds half of what the first did",
      source: "From the law above: dX/dN = λ / 2.",
    },
    {
      id: "row",
      title: "A row on its page",
      formula: "b = ⌈(h + d) / 8⌉ × 8 + 4, h = ⌈(23 + ⌈columns / 8⌉ where there is a null) / 8⌉ × 8",
      units: "bytes; d values in the order of the columns, each at its alignment",
      source: "PostgreSQL documentation, Database Page Layout; src/backend/access/common/heaptuple.c.",
    },
    {
      id: "table",
      title: "Pages of a table",
      formula: "p = rows / rows of a page, where rows fill 8192 − 24 bytes one behind another",
      units: "pages of 8,192 bytes",
      source: "src/backend/access/heap/hio.c.",
    },
    {
      id: "toast",
      title: "Values that are too long for their row",
      formula: "while row > 2032: compress the longest value, then move it out in chunks of 1996",
      units: "bytes",
      source: "PostgreSQL documentation, TOAST; src/backend/access/heap/heaptoast.c.",
    },
    {
      id: "btree",
      title: "Pages of a btree",
      formula:
        "p = 1 + leaves + pages above; a key has ⌈(8 + d) / 8⌉ × 8 + 4, a leaf is filled to 90 %, a page above to 70 %",
      units: "pages; bytes",
      source: "src/backend/access/nbtree/nbtsort.c; PostgreSQL documentation, B-Tree Indexes.",
    },
    {
      id: "gin",
      title: "Pages of a full-text index",
      formula:
        "words with the distances between their rows, 1 to 6 bytes each; trees above 2712 bytes; pages of words half full",
      units: "pages; bytes",
      source:
        "src/backend/access/gin/ginpostinglist.c, ginentrypage.c; PostgreSQL documentation, GIN Indexes.",
    },
    {
      id: "words",
      title: "Different words",
      formula:
        "V = V₀ × (rows / rows₀)^β, β = part of words that a sample has once; without a sample 44 × words^0.49",
      units: "words",
      source:
        "H. S. Heaps, Information Retrieval, 1978; C. D. Manning et al., Introduction to Information Retrieval, 2008.",
    },
    {
      id: "room",
      title: "Room that changes need",
      formula: "r = 0.2 × tables + (0.9 / ln 2 − 1) × indexes",
      units: "bytes",
      source: "autovacuum_vacuum_scale_factor; A. Yao, On random 2-3 trees, Acta Informatica 9, 1978.",
    },
    {
      id: "log",
      title: "What the ordered log holds",
      formula: "l = changes a second × (260 + 2.2 × row) × seconds kept",
      units: "bytes",
      source: "Rule of thumb: a row before and after a change as JSON.",
    },
    {
      id: "backups",
      title: "Backups",
      formula: "b = 2 × database + changes a second × row × 3 × 7 days",
      units: "bytes",
      source: "Rule of thumb: whole pages make the write-ahead log three times what changes.",
    },
    {
      id: "memory",
      title: "Working set",
      formula:
        "w = Σ min(rows, max(0.2 × rows, writes × 7 days)) × row with indexes; of what is thrown away within a year the 7 days alone",
      units: "bytes",
      source: "Rule of thumb: a fifth, after Pareto, or a week.",
    },
    {
      id: "full-by-load",
      title: "Months until a part is full, by load",
      formula: "m = ln(limit / now) / ln(1 + g)",
      units: "months",
      source: "Compound growth.",
    },
    {
      id: "full-by-rows",
      title: "Months until a part is full, by what is kept",
      formula: "m = (limit − now) / ((in a year − now) / 12)",
      units: "months",
      source: "As much is added each month.",
    },
  ].map((one) => Object.freeze(one)),
);
