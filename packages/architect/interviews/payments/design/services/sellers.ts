import { entity, owner, service, text } from "@lintel/runtime";

/**
 * REQ-DATA-001: sensitive, 3,500 now, 5,000 in a year.
 * Kept for 10 years: a job of sellers has to delete what is older, since a blueprint states no age.
 * REQ-RULE-HELD-UNTIL-RELEASED: WHILE an order is younger than 24 h after delivery THE SYSTEM SHALL keep its
 * amount on the held account of the seller.
 */
const seller = entity(
  {
    name: text({ min: 1, max: 200 }).personal(),
    company: text({ max: 100 }),
    /** Bank account as a token. */
    bankAccountToken: text({ max: 255 }).optional().private(),
    checksOfIdentity: text({ max: 200 }).personal(),
  },
  {
    description: "Seller: name, company, bank account as a token, checks of identity.",
    feed: true,
    rows: 20_000,
    access: { read: owner("id") },
  },
);

/**
 * Keeps seller.
 * Who uses it is kept apart from what they do with it, so that fewer can reach what tells of people.
 * REQ-ARCH-009: feed: true writes each change into the log, with who asked. The log is kept for a year, the
 * longest there is: name log.archive in production where it has to be known for longer.
 */
export const sellers = service("sellers", {
  description: "Keeps seller.",
  entities: { seller },
  log: { keep: "365d" },
});
