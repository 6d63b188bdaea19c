import { type Code, object, property, sequence, text, value } from "../../../code/index.js";
import { plain } from "./comment.js";

/** A whole number as a person writes it: `1_000_000`. */
export function number(given: number): string {
  return String(given).replace(/\B(?=(\d{3})+(?!\d))/g, "_");
}

export function literal(given: string | number | boolean): string {
  if (typeof given === "string") return text(given);
  return typeof given === "number" ? number(given) : String(given);
}

/** An object of what is there; nothing where nothing is. */
export function options(given: {
  readonly [name: string]: string | number | boolean | undefined;
}): readonly Code[] {
  const there = Object.entries(given).flatMap(([name, one]) =>
    one === undefined ? [] : [property(name, literal(one))],
  );
  return there.length === 0 ? [] : [object(there)];
}

/** What something is, in a sentence: in the next line, where this one is too short for it. */
export function described(sentence: string): Code {
  return sequence("description:", value(text(plain(sentence))));
}
