import { styleText } from "node:util";
import type { Fact } from "../facts.js";
import { fieldsOf, type LogLevel } from "./log-line.js";

type Style = Parameters<typeof styleText>[0];

const styles: { readonly [level in LogLevel]: Style } = {
  trace: "gray",
  debug: "gray",
  info: "reset",
  warn: "yellow",
  error: "red",
};

/**
 * A fact as one short line for a person at a terminal: `12:04:05 GET /v1/products/{id} 200 3.2 ms 1.2 kB`. An
 * error's frames follow on lines of their own. Control characters are shown, not sent, so that nothing that came
 * with a request can steer the terminal.
 *
 * @param now Milliseconds since 1970.
 */
export function prettyLine(
  fact: Fact,
  level: LogLevel,
  now: number,
  colours: boolean,
  withActor: boolean,
): string {
  const paint = (style: Style, text: string) =>
    colours ? styleText(style, text, { validateStream: false }) : text;
  const time = paint("gray", timeOf(now));
  if (fact.fact === "request.finished") {
    const parts = [
      fact.method,
      fact.route,
      paint(statusStyle(fact.status), String(fact.status)),
      paint("gray", `${fact.milliseconds.toFixed(1)} ms ${size(fact.bytes)}`),
      ...(fact.code ? [paint("yellow", fact.code)] : []),
      ...(withActor && fact.actor ? [paint("gray", shown(fact.actor))] : []),
    ];
    return `${time} ${parts.join(" ")}\n`;
  }
  const fields = Object.entries(fieldsOf(fact, withActor)).filter(
    ([name]) => !/^(error|traceId|spanId|parentId)$/.test(name),
  );
  const text = fields
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${shown(String(value))}`);
  const line = `${time} ${paint(styles[level], [fact.fact, ...text].join(" "))}\n`;
  return "error" in fact ? line + errorLines(fieldsOf(fact, false)) : line;
}

function errorLines(fields: object): string {
  let lines = "";
  let error: unknown = Reflect.get(fields, "error");
  while (typeof error === "object" && error !== null) {
    const { type, code, message, stack, cause } = error as { readonly [name: string]: unknown };
    lines += `  ${shown([type, code, message].filter((part) => part !== undefined).join(" "))}\n`;
    if (typeof stack === "string") lines += `${stack.split("\n").map(shown).join("\n")}\n`;
    error = cause;
  }
  return lines;
}

function timeOf(now: number): string {
  const date = new Date(now);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

function size(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function statusStyle(status: number): Style {
  if (status >= 500) return "red";
  return status >= 400 ? "yellow" : "green";
}

function shown(text: string): string {
  return text.replace(
    /\p{Cc}/gu,
    (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}
