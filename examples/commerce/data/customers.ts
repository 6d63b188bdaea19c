import { between, pick } from "./draw.js";
import { identifierOf, madeAt } from "./identifiers.js";
import type { SeedTable } from "./seed-table.js";
import { words } from "./words.js";

const purpose = {
  first: 30,
  last: 31,
  domain: 32,
  addresses: 33,
  street: 34,
  house: 35,
  city: 36,
  postal: 37,
};

/** The password of every customer that is seeded. */
export const seededPassword = "commerce-example-password";

/**
 * Its Argon2id hash, one for all: ten thousand of their own would take minutes of work that is meant to be slow.
 * Real accounts are made by `users.register`, which salts each hash.
 */
const passwordHash =
  "$argon2id$v=19$m=19456,t=2,p=1$MJD+JEAOphDtjCSEIEtNmw$2l2RslgjCXdwpGTvn1w0+v+u89vXthAZZgNWL/bjLmM";

/** Cities with the beginning of their postal codes, so that an address can be real. */
const cities = [
  ["Berlin", "101", null, "DE"],
  ["Hamburg", "203", null, "DE"],
  ["Wien", "10", null, "AT"],
  ["Zürich", "80", null, "CH"],
  ["Amsterdam", "10", null, "NL"],
  ["København", "21", null, "DK"],
  ["Oslo", "05", null, "NO"],
  ["Kraków", "31-1", null, "PL"],
  ["Lisboa", "1100-1", null, "PT"],
  ["Sevilla", "410", "Andalucía", "ES"],
  ["Lyon", "690", null, "FR"],
  ["Bologna", "401", "Emilia-Romagna", "IT"],
  ["Austin", "787", "Texas", "US"],
  ["Portland", "972", "Oregon", "US"],
  ["Chicago", "606", "Illinois", "US"],
  ["Melbourne", "30", "Victoria", "AU"],
] as const;

/** How many customers a shop of this scale has: 10,000 for each whole of it. */
export function countUsers(scale: number): number {
  return Math.max(10, Math.round(10_000 * scale));
}

const firstName = (user: number) => pick(words.firstNames, purpose.first, user);
const lastName = (user: number) => pick(words.lastNames, purpose.last, user);

/** Where parcels to a customer go. A customer has one address or two; the first is always there. */
export function addressOf(user: number, nth: number) {
  const row = user * 2 + nth;
  const [city, postal, region, country] = pick(cities, purpose.city, row);
  return {
    recipient: `${firstName(user)} ${lastName(user)}`,
    street: `${between(1, 240, purpose.house, row)} ${pick(words.streets, purpose.street, row)}`,
    postalCode: `${postal}${between(10, 99, purpose.postal, row)}`,
    city,
    region,
    country,
  };
}

const addressesOf = (user: number) => between(1, 2, purpose.addresses, user);

/** `o'Connell` to `oconnell`. */
const plainLetters = (name: string) => name.toLowerCase().replace(/[^a-z]/g, "");

export const users: SeedTable = {
  service: "users",
  entity: "user",
  fields: ["id", "email", "passwordHash", "firstName", "lastName", "createdAt", "updatedAt", "version"],
  count: countUsers,
  *rows(scale) {
    for (let user = 0; user < countUsers(scale); user += 1) {
      const [first, last] = [firstName(user), lastName(user)];
      const domain = pick(["example.com", "example.net", "example.org"], purpose.domain, user);
      const email = `${plainLetters(first)}.${plainLetters(last)}.${user}@${domain}`;
      const at = madeAt("user", user);
      yield [identifierOf("user", user), email, passwordHash, first, last, at, at, 1];
    }
  },
};

export const addresses: SeedTable = {
  service: "users",
  entity: "address",
  fields: [
    "id",
    "user",
    "recipient",
    "street",
    "postalCode",
    "city",
    "region",
    "country",
    "isDefault",
    "createdAt",
    "updatedAt",
    "version",
  ],
  count(scale) {
    let count = 0;
    for (let user = 0; user < countUsers(scale); user += 1) count += addressesOf(user);
    return count;
  },
  *rows(scale) {
    for (let user = 0; user < countUsers(scale); user += 1) {
      for (let nth = 0; nth < addressesOf(user); nth += 1) {
        const { recipient, street, postalCode, city, region, country } = addressOf(user, nth);
        const row = user * 2 + nth;
        const at = madeAt("address", row);
        const [id, owner] = [identifierOf("address", row), identifierOf("user", user)];
        yield [id, owner, recipient, street, postalCode, city, region, country, nth === 0, at, at, 1];
      }
    }
  },
};
