import { expect, it } from "vitest";
import { briefOf, shop } from "../../../brief/scenario.js";
import { cutOf } from "../../cut/index.js";
import { type EntityNeed, needsOf } from "../../needs/index.js";
import { sketchOf } from "../index.js";

const needs = needsOf(briefOf(shop));
const entity = (name: string, holds: string, more: Partial<EntityNeed> = {}): EntityNeed => ({
  name,
  holds,
  now: 0,
  inAYear: 20_000,
  privacy: "internal",
  from: ["REQ-DATA-001"],
  ...more,
});
const others = [entity("shift", "ward, beginning, end"), entity("request", "who asks, goods, amount, state")];

/** The fields of an entity as `name: kind`, without the other sides of references. */
function read(name: string, holds: string, criteria: readonly string[] = []) {
  const given = {
    ...needs,
    entities: [entity(name, holds), ...others],
    features: [
      { id: "REQ-FEAT-X", name: "Do it", what: "Somebody does it", priority: "P0" as const, criteria },
    ],
    rules: [],
  };
  const { services } = sketchOf(given, cutOf(given), []);
  const found = services
    .flatMap(({ entities }) => entities)
    .find(({ fields, description }) => fields && description.toLowerCase().startsWith(name));
  return (found?.fields ?? [])
    .filter(({ type }) => type.kind !== "many")
    .map(({ name: field, type, optional, unique }) => {
      const kind =
        type.kind === "enumeration"
          ? type.values.join("/")
          : type.kind === "list"
            ? `list of ${type.item.kind}`
            : type.kind;
      return `${field}: ${kind}${optional ? "?" : ""}${unique ? "!" : ""}`;
    });
}

it.each([
  ["who asked, who agreed and when", ["askedBy: text", "agreedBy: text", "agreedAt: timestamp"]],
  ["who gave it, taken by whom, whose it is", ["givenBy: text", "takenBy: text?", "owner: text"]],
  ["what was done, by whom, when, why", ["action: text", "doneBy: text", "at: timestamp", "reason: text"]],
  ["whether it was published", ["isPublished: boolean"]],
  [
    "how many of a shift are in the house, reserved and expected",
    ["shift: reference!", "inHouse: integer", "reserved: integer", "expected: integer"],
  ],
  ["holiday or illness", ["kind: holiday/illness"]],
  ["agreed or refused, when", ["outcome: agreed/refused", "decidedAt: timestamp"]],
  ["two shifts", ["firstShift: reference", "secondShift: reference"]],
  ["shifts, critical request", ["shifts: list of id", "request: reference"]],
  ["one state of a request", ["request: reference", "content: json"]],
  [
    "consent and its time, rights and their end",
    ["consent: boolean", "consentAt: timestamp?", "rights: text", "rightsEnd: date?"],
  ],
  ["price at the time, amount paid back, amounts", ["price: money", "amountPaidBack: money", "total: money"]],
  [
    "e-mail, name, addresses, date of birth",
    ["email: email", "name: text", "addresses: list of text", "dateOfBirth: date"],
  ],
  [
    "raised, closed, last sign-in",
    ["raisedAt: timestamp", "closedAt: timestamp?", "lastSignInAt: timestamp?"],
  ],
  [
    "days, contract hours, cost centre",
    ["firstDay: date", "lastDay: date", "contractHours: decimal", "costCentre: text"],
  ],
  [
    "serial number, key's fingerprint, the provider's token",
    ["serialNumber: text!", "keyFingerprint: text!", "providerToken: text?"],
  ],
  ["ranges for alarms, settings", ["alarmRanges: json?", "settings: json?"]],
  ["", ["name: text"]],
])("reads %s", (holds, expected) => {
  expect(read("widget", holds)).toEqual(expected);
});

it("lists the states that criteria name, in the order in which things go on", () => {
  const criteria = [
    "WHEN the widget is shipped THE SYSTEM SHALL mark the widget as delivered",
    "WHEN a widget is placed twice THE SYSTEM SHALL do nothing",
    "IF a widget is not paid THEN THE SYSTEM SHALL refuse to ship it",
  ];
  expect(read("widget", "state", criteria)).toEqual(["state: placed/paid/shipped/delivered"]);
  expect(read("widget", "state", [])).toEqual(["state: text"]);
});
