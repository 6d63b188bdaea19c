import { email, entity, list, owner, service, text } from "@lintel/runtime";

/**
 * REQ-DATA-001: personal, 0 now, 60,000 in a year.
 * Kept for 3 years: a job of shoppers has to anonymise what is older, since a blueprint states no age.
 * REQ-DATA-018: where a person asks for it, fields that are personal() are overwritten, and the row stays.
 */
const shopper = entity(
  {
    name: text({ min: 1, max: 200 }).personal(),
    addresses: list(text({ max: 500 }), { max: 100 }).personal(),
    email: email().personal(),
    consentToNews: text({ max: 200 }),
  },
  {
    description: "Shopper: name, addresses, e-mail, consent to news.",
    rows: 200_000,
    access: { read: owner("id"), update: owner("id") },
  },
);

/**
 * Keeps shopper.
 * Who uses it is kept apart from what they do with it, so that fewer can reach what tells of people.
 */
export const shoppers = service("shoppers", { description: "Keeps shopper.", entities: { shopper } });
