import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from "yaml";
import { ToolError } from "../../../tool-error.js";
import type { DatabasePrice, Price, Prices } from "./prices.js";

/** As it is called where something in it is wrong. */
const label = "ai/memory-bank/prices.yaml";
const mostBytes = 256 * 1_024;
const mostDatabases = 100;
const plain = ["instance", "disk", "backup", "files", "transfer", "balancer"] as const;
const known: ReadonlySet<string> = new Set(["currency", "source", "placeholder", "databases", ...plain]);

/**
 * Reads a file of prices. Every price is a number by itself, or a mapping of `price` and `source`.
 *
 * @throws ToolError PRICES_INVALID with the line, the value and the rule that it breaks
 */
export function readPrices(text: string): Prices {
  if (Buffer.byteLength(text) > mostBytes)
    throw invalid(1, `It has more than ${mostBytes / 1_024} KiB.`, "Keep the prices and nothing else in it.");
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: false });
  const lineOf = (node: unknown) => {
    const range = (node as Node | null)?.range;
    return range ? lines.linePos(range[0]).line : 1;
  };
  const [error] = document.errors;
  if (error) throw invalid(lines.linePos(error.pos[0]).line, error.message, "Mend the YAML there.");
  const root = document.contents;
  if (!isMap(root)) throw invalid(1, "It holds no prices.", "Write a price a line: `disk: 0.2`.");
  const read = readerOf(lineOf);
  for (const { key } of root.items) {
    const name = isScalar(key) ? String(key.value) : "";
    if (!known.has(name))
      throw invalid(
        lineOf(key),
        `"${name.slice(0, 60)}" is no price.`,
        `Known are ${[...known].join(", ")}.`,
      );
  }
  const source = read.text(root, "source");
  const prices = Object.fromEntries(plain.map((name) => [name, read.price(root, name)]));
  return Object.freeze({
    currency: read.currency(root),
    source,
    placeholder: read.yes(root, "placeholder"),
    databases: read.databases(root),
    ...(prices as { readonly [name in (typeof plain)[number]]: Price }),
  });
}

function readerOf(lineOf: (node: unknown) => number) {
  const nodeOf = (map: YAMLMap, name: string): unknown => {
    const pair = map.items.find(({ key }) => isScalar(key) && key.value === name);
    if (!pair) throw invalid(lineOf(map), `"${name}" is missing.`, `Add a line \`${name}: ...\`.`);
    return pair.value;
  };
  const number = (node: unknown, name: string, least: number, most: number): number => {
    const value = isScalar(node) ? node.value : undefined;
    if (typeof value !== "number" || !(value >= least && value <= most))
      throw invalid(
        lineOf(node),
        `"${name}" is ${said(node)}; expected a number from ${least} to ${most}.`,
        "Write it with a point and without a currency: 0.2",
      );
    return value;
  };
  const text = (map: YAMLMap, name: string): string => {
    const node = nodeOf(map, name);
    const value = isScalar(node) ? node.value : undefined;
    if (typeof value !== "string" || value.trim() === "" || value.length > 300)
      throw invalid(
        lineOf(node),
        `"${name}" is ${said(node)}; expected a text of 1 to 300 characters.`,
        "Write it in quotes.",
      );
    return value;
  };
  const priceOf = (node: unknown, name: string): Price => {
    if (!isMap(node)) return { price: number(node, name, 0, 1e9) };
    const has = node.items.some(({ key }) => isScalar(key) && key.value === "source");
    return {
      price: number(nodeOf(node, "price"), `${name}.price`, 0, 1e9),
      ...(has && { source: text(node, "source") }),
    };
  };
  const database = (node: unknown): DatabasePrice => {
    if (!isMap(node))
      throw invalid(
        lineOf(node),
        `A machine is ${said(node)}; expected a mapping.`,
        "Write { name: small, cores: 2, memory: 4, price: 60 }.",
      );
    return {
      name: text(node, "name"),
      cores: number(nodeOf(node, "cores"), "cores", 0.1, 10_000),
      memory: number(nodeOf(node, "memory"), "memory", 0.1, 1_000_000),
      ...priceOf(node, "database"),
    };
  };
  return {
    text,
    price: (map: YAMLMap, name: string) => priceOf(nodeOf(map, name), name),
    currency(map: YAMLMap): string {
      const value = text(map, "currency");
      if (!/^[A-Z]{3}$/.test(value))
        throw invalid(
          lineOf(nodeOf(map, "currency")),
          `"currency" is ${JSON.stringify(value.slice(0, 60))}; expected three capitals.`,
          "Write it as in ISO 4217: EUR",
        );
      return value;
    },
    yes(map: YAMLMap, name: string): boolean {
      const node = nodeOf(map, name);
      const value = isScalar(node) ? node.value : undefined;
      if (typeof value !== "boolean")
        throw invalid(
          lineOf(node),
          `"${name}" is ${said(node)}; expected true or false.`,
          "Write true or false.",
        );
      return value;
    },
    databases(map: YAMLMap): readonly DatabasePrice[] {
      const node = nodeOf(map, "databases");
      if (!isSeq(node) || node.items.length === 0 || node.items.length > mostDatabases)
        throw invalid(
          lineOf(node),
          `"databases" is ${said(node)}; expected a list of 1 to ${mostDatabases} machines.`,
          "Write a machine a line, with a dash.",
        );
      const list = node.items.map(database);
      for (const [at, one] of list.entries()) {
        const before = list[at - 1];
        if (before && (one.cores < before.cores || one.memory < before.memory))
          throw invalid(
            lineOf(node.items[at]),
            `${JSON.stringify(one.name)} is smaller than ${JSON.stringify(before.name)} before it.`,
            "Write the smallest first, and each at least as large as the one before.",
          );
      }
      return list;
    },
  };
}

/** What was found, in few words. */
function said(node: unknown): string {
  if (isMap(node)) return "a mapping";
  if (isSeq(node)) return `a list of ${node.items.length}`;
  return isScalar(node) && node.value !== null
    ? (JSON.stringify(node.value)?.slice(0, 60) ?? "nothing")
    : "nothing";
}

function invalid(line: number, message: string, next: string): ToolError {
  return new ToolError("PRICES_INVALID", message, next, { where: `${label}:${line}` });
}
