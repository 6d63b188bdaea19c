import {
  anyOf,
  boolean,
  by,
  calledBy,
  email,
  entity,
  hashPassword,
  id,
  many,
  open,
  owner,
  reference,
  role,
  service,
  signedIn,
  text,
  verifyPassword,
} from "@lintel/runtime";
import { isAccount } from "../rules/account.js";
import { deliveryAddress } from "../rules/delivery-address.js";

const password = () => text({ min: 12, max: 128 }).personal();

const user = entity(
  {
    email: email().unique().personal(),
    passwordHash: text({ max: 255 }).private(),
    firstName: text({ min: 1, max: 100 }).personal(),
    lastName: text({ min: 1, max: 100 }).personal(),
    addresses: many("address", "user"),
  },
  {
    description: "An account of a customer. Its id is the subject of the customer's tokens.",
    softDelete: true,
    rows: 10_000_000,
    indexes: [by("createdAt")],
    access: {
      read: anyOf(owner("id"), role("support")),
      update: owner("id"),
      delete: owner("id"),
      restore: role("support"),
    },
  },
);

const address = entity(
  {
    user: reference("user", { onDelete: "cascade" }).immutable(),
    ...deliveryAddress(),
    isDefault: boolean().default(false),
  },
  {
    plural: "addresses",
    description: "Where a customer has parcels delivered.",
    rows: 50_000_000,
    indexes: [by("user", "-createdAt"), by("user").unique().where({ isDefault: true })],
    access: { read: anyOf(owner("user"), role("support")), write: owner("user") },
  },
);

/** Accounts and the addresses that belong to them. */
export const users = service("users", {
  description: "Accounts of customers, and their addresses.",
  entities: { user, address },
})
  .command("register", {
    description: "Opens an account. The password is kept only as an Argon2id hash.",
    access: open("A customer has no account, and so no token, before this."),
    input: {
      email: email().personal(),
      password: password(),
      firstName: text({ min: 1, max: 100 }).personal(),
      lastName: text({ min: 1, max: 100 }).personal(),
    },
    output: { user: id("user") },
    async run({ input, db }) {
      const { password, ...person } = input;
      const { id } = await db.user.insert({ ...person, passwordHash: await hashPassword(password) });
      return { user: id };
    },
  })
  .command("changePassword", {
    description: "Gives one's own account another password.",
    access: signedIn,
    input: { currentPassword: text({ max: 128 }).personal(), newPassword: password() },
    errors: {
      ACCOUNT_NEEDED: { status: 403, description: "The token belongs to no account of a customer." },
      PASSWORD_WRONG: { status: 422, description: "The current password is another one." },
    },
    async run({ input, db, actor, fail }) {
      if (!isAccount(actor)) return fail("ACCOUNT_NEEDED");
      const account = await db.user.get(actor.id, { lock: "update" });
      if (!account) return fail("ACCOUNT_NEEDED");
      if (!(await verifyPassword(account.passwordHash, input.currentPassword))) fail("PASSWORD_WRONG");
      await db.user.update(account.id, { passwordHash: await hashPassword(input.newPassword) });
    },
  })
  .command("deliveryAddress", {
    description: "The words of one of a customer's addresses, to be kept with an order.",
    access: calledBy("orders"),
    input: { user: id("user"), address: id("address") },
    output: deliveryAddress(),
    errors: {
      ADDRESS_NOT_FOUND: { status: 422, description: "The customer has no such address." },
    },
    async run({ input, db, fail }) {
      const found = await db.address.get(input.address);
      if (found?.user !== input.user) return fail("ADDRESS_NOT_FOUND");
      const { recipient, street, postalCode, city, region, country } = found;
      return { recipient, street, postalCode, city, region, country };
    },
  });
