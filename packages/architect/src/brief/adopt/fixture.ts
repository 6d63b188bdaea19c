import {
  anyone,
  by,
  calledBy,
  entity,
  environment,
  event,
  id,
  integer,
  owner,
  reference,
  role,
  service,
  signedIn,
  system,
  text,
} from "@lintel/runtime";

/** For tests: a library that lends books. */
const book = entity(
  { title: text({ max: 200 }).unique(), copies: integer({ min: 1, max: 99 }) },
  {
    description: "What can be lent.",
    rows: 500_000,
    feed: true,
    access: { read: anyone, write: role("librarian") },
  },
);

const loan = entity(
  { reader: text({ max: 40 }).personal().immutable(), book: reference("book") },
  {
    description: "Who has which book.",
    indexes: [by("reader", "book").unique()],
    access: { read: owner("reader") },
  },
);

const lending = service("lending", {
  entities: { book, loan },
  webhooks: { events: ["lent"], manage: role("librarian") },
  events: { lent: event({ book: id("book") }, { description: "A book was lent." }) },
})
  .command("lendBook", {
    description: "Lends a book to whoever asks.",
    access: signedIn,
    errors: {
      BOOK_LENT: { status: 409, description: "Another has the book." },
      BOOK_UNKNOWN: { status: 404, description: "There is no such book." },
    },
    async run() {},
  })
  .command("takeBack", { description: "For the desk alone.", access: calledBy("desk"), async run() {} })
  .query("mostRead", { description: "The books that are lent most.", access: anyone, async run() {} });

export const library = system("library", {
  version: 1,
  services: [lending],
  environments: {
    development: environment({ cors: { origins: ["http://localhost:5173"] } }),
    production: environment({
      authentication: {
        issuer: "https://id.example",
        audience: "library",
        jwksUrl: "https://id.example/keys",
      },
      secret: "a secret of at least thirty-two characters",
    }),
  },
});

export const nothing = system("nothing", { version: 1, services: [service("nothing", { entities: {} })] });
