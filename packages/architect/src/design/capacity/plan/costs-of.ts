import type { Needs } from "../../needs/index.js";
import type { Costs, Demand, Machines, Stored } from "../capacity.js";
import type { Price, Prices } from "../prices/prices.js";

/** Bytes of an answer, on average, and the part of its peak that a system has over a month: rules of thumb. */
const answerBytes = 4_000;
const secondsOfAMonth = 30 * 86_400;

/** What running it costs a month, a year from now. */
export function costsOf(
  needs: Needs,
  demand: Demand,
  machines: Machines,
  storage: readonly Stored[],
  prices: Prices,
): Costs {
  const kept = (where: Stored["where"]) =>
    storage.reduce((sum, one) => sum + (one.where === where ? one.inAYear : 0), 0) / 1e9;
  const database = prices.databases.find(({ name }) => name === machines.database.name);
  const line = (item: string, quantity: number, unit: string, price: Price) => ({
    item,
    quantity,
    unit,
    price: price.price,
    amount: Math.round(quantity * price.price * 100) / 100,
    source: price.source ?? prices.source,
  });
  const sent = (demand.requests.usual * answerBytes * secondsOfAMonth) / 1e9;
  const lines = [
    line("Server", machines.instances, "instances", prices.instance),
    line(`PostgreSQL, ${machines.database.name}`, machines.databases, "machines", database ?? { price: 0 }),
    line("Disk of the databases", (machines.disk / 1e9) * machines.databases, "GB", prices.disk),
    line("Backups", tidy(kept("backups")), "GB", prices.backup),
    ...(kept("files") > 0 ? [line("Files", tidy(kept("files")), "GB", prices.files)] : []),
    line("What leaves for the internet", tidy(sent), "GB", prices.transfer),
    line("Balancer", 1, "balancer", prices.balancer),
  ];
  const total = Math.round(lines.reduce((sum, { amount }) => sum + amount, 0) * 100) / 100;
  const budget = needs.budget?.value;
  const same = budget !== undefined && budget.currency === prices.currency;
  return Object.freeze({
    currency: prices.currency,
    lines: Object.freeze(lines.map((one) => Object.freeze(one))),
    total,
    ...(same && { budget: budget.amount }),
    placeholder: prices.placeholder,
    notes: Object.freeze([
      ...(prices.placeholder
        ? ["The prices are placeholders: put in those of your provider, in ai/memory-bank/prices.yaml."]
        : []),
      ...(budget && !same
        ? [
            `The budget is in ${budget.currency} and the prices are in ${prices.currency}: nothing is compared.`,
          ]
        : []),
    ]),
    from: Object.freeze([...(needs.budget?.from ?? [])]),
  });
}

function tidy(value: number): number {
  return Math.round(value * 10) / 10;
}
