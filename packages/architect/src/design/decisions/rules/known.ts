import { measured } from "../../capacity/measured.js";
import type { EntityNeed, Needs, SystemNeed } from "../../needs/index.js";
import type { Fact, Grounds, Said } from "../rule.js";

/** Whether one of the options was chosen at a question. */
export function has(needs: Needs, question: string, ...options: readonly string[]): boolean {
  return needs.choice(question).value.some((one) => options.includes(one));
}

/** The requirements of questions that have an answer. */
export function fromOf(needs: Needs, ...questions: readonly string[]): readonly string[] {
  return questions.flatMap((question) => needs.choice(question).from);
}

/** What was chosen at a question, as something that asks for an option. */
export function chosenAt(
  needs: Needs,
  question: string,
  options: readonly string[],
  fact: Pick<Fact, "to" | "says" | "otherwise" | "hard">,
): Fact {
  return { holds: has(needs, question, ...options), from: fromOf(needs, question), ...fact };
}

/** What a person said at a question whose options are those of the decision. */
export function saidAt(needs: Needs, question: string, known: readonly string[]): Said | undefined {
  const { bySomeone, value, from } = needs.choice(question);
  const option = value.find((one) => known.includes(one));
  return bySomeone && option !== undefined
    ? { option, reason: `The brief says so (${from.join(", ")}).`, from }
    : undefined;
}

/** Requirements that the load of a year comes from. */
export function loadFrom({ load, growth }: Needs): readonly string[] {
  return [...new Set([...load.most.from, ...growth.from])];
}

/** What one row costs PostgreSQL, as a part of what a command does. */
const rowOfACommand = measured.row.database / measured.command.database;

/** Commands a second at the most in a year; rows that devices and runs write count by what they cost PostgreSQL. */
export function changesASecond(given: Grounds): number {
  const { command, row } = given.demand.rates;
  return (command + row * rowOfACommand) * grown(given);
}

/** Requests a second that only read, at the most in a year. */
export function readsASecond(given: Grounds): number {
  return given.demand.rates.read * grown(given);
}

/** What others can hear of, a second at the most in a year: commands, and rows that devices and runs write. */
export function eventsASecond(given: Grounds): number {
  return (given.demand.rates.command + given.demand.rates.row) * grown(given);
}

function grown({ demand: { requests } }: Grounds): number {
  return requests.most > 0 ? requests.mostInAYear / requests.most : 1;
}

export function entitiesFrom(entities: readonly EntityNeed[]): readonly string[] {
  return [...new Set(entities.flatMap(({ from }) => from))].sort();
}

/** In an order that no row of a table moves. */
export function byName<T extends { readonly name: string }>(list: readonly T[]): readonly T[] {
  return list.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** Names as a list, the first few of them: "order, payment and 3 more". */
export function named(list: readonly { readonly name: string }[]): string {
  const names = byName(list).map(({ name }) => name);
  const shown = names.slice(0, 3);
  return names.length > 3 ? `${shown.join(", ")} and ${names.length - 3} more` : shown.join(", ");
}

/** What the place where data may lie asks of whatever holds a copy of them. */
export function residence(needs: Needs): readonly string[] {
  const [place] = needs.choice("data.residency").value;
  const where = place === undefined ? undefined : places[place];
  return where === undefined
    ? []
    : [
        `Every copy lies ${where}, backups and standbys with it (${fromOf(needs, "data.residency").join(", ")}).`,
      ];
}

const places: { readonly [option: string]: string } = {
  country: "within the country",
  region: "within the region of law",
  contracts: "where a contract allows it",
};

/** Whether another system is there to say who somebody is: it takes part in no workflow, and sends nothing that could be doubled. */
export function signsIn({ purpose }: SystemNeed): boolean {
  return /\bsigns?\b.*\bin\b|\bissues?\b.*\btokens?\b/i.test(purpose);
}
