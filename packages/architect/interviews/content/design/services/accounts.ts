import { boolean, email, entity, nobody, service, text, timestamp } from "@lintel/runtime";

/**
 * REQ-DATA-001: personal, 0 now, 26,000 in a year.
 * Kept for 2 years: a job of accounts has to anonymise what is older, since a blueprint states no age.
 * REQ-DATA-018: where a person asks for it, fields that are personal() are overwritten, and the row stays.
 * Nobody reads it by a list: REQ-SCOPE-003 names nobody who does. Commands and queries do.
 */
const subscription = entity(
  {
    email: email().personal(),
    town: text({ max: 100 }),
    consent: boolean().default(false),
    consentAt: timestamp().optional(),
  },
  {
    description: "Subscription: e-mail, town, consent and its time.",
    rows: 100_000,
    access: { read: nobody },
  },
);

/**
 * REQ-DATA-001: personal, 99 now, 110 in a year.
 * Kept for 2 years: a job of accounts has to anonymise what is older, since a blueprint states no age.
 * REQ-DATA-018: where a person asks for it, fields that are personal() are overwritten, and the row stays.
 * Nobody reads it by a list: REQ-SCOPE-003 names nobody who does. Commands and queries do.
 */
const staffAccount = entity(
  {
    name: text({ min: 1, max: 200 }).personal(),
    role: text({ max: 100 }),
    lastSignInAt: timestamp().optional(),
  },
  { description: "Staff account: name, role, last sign-in.", rows: 1_000, access: { read: nobody } },
);

/**
 * Keeps subscription and staff account.
 * Who uses it is kept apart from what they do with it, so that fewer can reach what tells of people.
 */
export const accounts = service("accounts", {
  description: "Keeps subscription and staff account.",
  entities: { subscription, staffAccount },
});
