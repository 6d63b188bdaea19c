import type { AnswerValue, TableRow } from "../../answer/value.js";
import type { Quantity } from "../../quantity/quantity.js";
import { quantities, quantity, rows, shop, type Values } from "../../scenario.js";

/** Parts of an answer to `deployment.recovery`, in per cent and seconds. */
export function recovery(uptime: number, rpo: number, rto: number): Values {
  return {
    "deployment.recovery": quantities({
      uptime: quantity("availability", uptime),
      rpo: quantity("duration", rpo),
      rto: quantity("duration", rto),
    }),
  };
}

export function load(concurrent: number, usual: number, peak: number): Values {
  return {
    "performance.load": quantities({
      concurrent: quantity("count", concurrent),
      usual: quantity("rate", usual),
      peak: quantity("rate", peak),
    }),
  };
}

export function latency(read: number, write: number): Values {
  return {
    "performance.latency": quantities({
      read: { ...quantity("latency", read), percentile: 99 },
      write: { ...quantity("latency", write), percentile: 99 },
    }),
  };
}

export function budget(
  value: number | undefined,
  currency = "EUR",
  per: Quantity["per"] | "once" = "month",
): Values {
  return {
    "constraints.plan": quantities({
      release: quantity("date", 21_200),
      people: quantity("count", 3),
      ...(value === undefined
        ? {}
        : {
            budget: {
              ...quantity("money", value),
              currency,
              ...(per === "once" ? {} : { per: "month" as const }),
            },
          }),
    }),
  };
}

/** The shop's table, with a row more. */
export function withRow(question: string, row: TableRow): Values {
  const value: AnswerValue | undefined = shop[question];
  return { [question]: rows(...(value?.kind === "table" ? value.rows : []), row) };
}

export function entity(row: TableRow): Values {
  return withRow("data.entities", {
    holds: "what is kept",
    now: quantity("count", 10),
    inAYear: quantity("count", 20),
    privacy: "internal",
    ...row,
  });
}
