import {
  anyOf,
  anyone,
  boolean,
  by,
  date,
  entity,
  enumeration,
  event,
  id,
  json,
  list,
  many,
  notImplemented,
  reference,
  role,
  search,
  service,
  text,
  timestamp,
  url,
  when,
} from "@lintel/runtime";

/**
 * REQ-DATA-001: public, 310,000 now, 335,000 in a year.
 * REQ-RULE-AN-ADDRESS-FOR-GOOD: WHEN the headline of a published article changes THE SYSTEM SHALL keep its
 * address, and lead older addresses to it.
 * REQ-RULE-NOTHING-BEFORE-ITS-TIME: IF an article with an embargo is asked for before its time THEN THE
 * SYSTEM SHALL answer as if it did not exist, at the edge too.
 */
const article = entity(
  {
    headline: text({ min: 1, max: 200 }),
    text: text({ max: 100_000 }),
    authors: list(text({ max: 200 }), { max: 100 }),
    town: text({ max: 100 }),
    subject: text({ max: 100 }),
    state: enumeration("draft", "agreed", "published", "corrected", "withdrawn").default("draft"),
    versions: many("version", "article"),
  },
  {
    description: "Article: headline, text, authors, town, subject, state.",
    rows: 500_000,
    indexes: [by("state", "-createdAt"), by("-createdAt"), search({ headline: "A", text: "B" })],
    access: {
      read: anyOf(when({ state: { in: ["published", "corrected"] } }), role("author"), role("chief-editor")),
    },
  },
);

/** REQ-DATA-001: internal, 310,000 now, 460,000 in a year. */
const version = entity(
  {
    article: reference("article").immutable(),
    /** What the article held then. */
    content: json<Record<string, unknown>>({ type: "object" }).immutable(),
    madeBy: id("accounts.staffAccount"),
    madeAt: timestamp(),
    isPublished: boolean().default(false),
  },
  {
    description: "Version: one state of an article, who made it, when, whether it was published.",
    rows: 2_000_000,
    indexes: [by("-createdAt")],
    access: { read: anyOf(role("reader"), role("author"), role("chief-editor")) },
  },
);

/**
 * REQ-DATA-001: public, 520,000 now, 590,000 in a year.
 * REQ-RULE-RIGHTS-OF-PICTURES: WHEN the rights of a picture have ended THE SYSTEM SHALL show it in no article
 * within 24 h, and name the articles to their authors.
 */
const picture = entity(
  {
    file: url(),
    caption: text({ min: 1, max: 200 }),
    /** Text for those who do not see it. */
    text: text({ max: 100_000 }),
    rights: text({ max: 200 }),
    rightsEnd: date().optional(),
  },
  {
    description: "Picture: file, caption, text for those who do not see it, rights and their end.",
    rows: 1_000_000,
    access: { read: anyone, write: role("author") },
  },
);

/** REQ-DATA-001: public, 24 now, 24 in a year. */
const frontPage = entity(
  {
    places: list(text({ max: 100 }), { max: 100 }),
    /**
     * Ids of the articles in them: an entity of its own between the two, where more must be known of each.
     */
    articles: list(id("article"), { max: 100 }),
  },
  { description: "Front page: places and the articles in them.", rows: 1_000, access: { read: anyone } },
);

/**
 * Keeps article, version, picture and front page, for "Read an article", "Front page", "Write and agree" and
 * 3 more.
 * They change together: version names article; front page names article; "Read an article" is about both.
 * REQ-FEAT-READ-AN-ARTICLE is answered by GET of article, one or many: WHEN a reader asks for a published
 * article THE SYSTEM SHALL show its latest published version with the time of its last correction. WHEN an
 * article was withdrawn THE SYSTEM SHALL answer that it was, and show nothing of it.
 * Later (P1): REQ-FEAT-FIND-ARTICLES, Find articles: Readers search by words, town and time
 * Later (P2): REQ-FEAT-NEWSLETTER, Newsletter: Readers get the articles of a town by mail each morning
 */
export const articles = service("articles", {
  description:
    'Keeps article, version, picture and front page, for "Read an article", "Front page", "Write and agree" and 3 more.',
  entities: { article, version, picture, frontPage },
  events: {
    articleWritten: event(
      {
        article: id("article"),
        headline: text({ min: 1, max: 200 }),
        town: text({ max: 100 }),
        subject: text({ max: 100 }),
        state: enumeration("draft", "agreed", "published", "corrected", "withdrawn"),
      },
      {
        key: "article",
        description:
          "An author writes, another agrees, and it is published now or at a set time. writeAndAgree emits it.",
      },
    ),
    articleCorrected: event(
      {
        article: id("article"),
        headline: text({ min: 1, max: 200 }),
        town: text({ max: 100 }),
        subject: text({ max: 100 }),
        state: enumeration("draft", "agreed", "published", "corrected", "withdrawn"),
      },
      {
        key: "article",
        description:
          "A published article is corrected, with a note of what was wrong. correctArticle emits it.",
      },
    ),
  },
  webhooks: { events: ["articleWritten", "articleCorrected"], manage: role("integrator") },
})
  .command("frontPage", {
    description: "Editors place articles, and readers see the same order.",
    access: role("chief-editor"),
    input: {
      frontPage: id("frontPage"),
      places: list(text({ max: 100 }), { max: 100 }).optional(),
      articles: list(id("article"), { max: 100 }).optional(),
    },
    errors: {
      FRONT_PAGE_NOT_FOUND: {
        status: 404,
        description: "There is no such front page, or none that the caller may see.",
      },
    },
    async run() {
      // - REQ-FEAT-FRONT-PAGE
      // - WHEN a chief editor changes the front page THE SYSTEM SHALL show the new order to all readers
      //   within 60 s.
      throw notImplemented("REQ-FEAT-FRONT-PAGE");
    },
  })
  .command("writeAndAgree", {
    description: "An author writes, another agrees, and it is published now or at a set time.",
    access: role("author"),
    input: {
      headline: text({ min: 1, max: 200 }),
      text: text({ max: 100_000 }),
      authors: list(text({ max: 200 }), { max: 100 }),
      town: text({ max: 100 }),
      subject: text({ max: 100 }),
    },
    output: {
      article: id("article"),
      state: enumeration("draft", "agreed", "published", "corrected", "withdrawn"),
    },
    errors: {
      ARTICLE_CHANGED_AFTER_AGREED: {
        status: 409,
        description: "An article was changed after it was agreed to.",
      },
    },
    async run() {
      // - REQ-FEAT-WRITE-AND-AGREE
      // - IF an article was changed after it was agreed to THEN THE SYSTEM SHALL not publish it before
      //   somebody other than the author has agreed again.
      // - WHEN the set time of an agreed article has come THE SYSTEM SHALL publish it within 30 s.
      throw notImplemented("REQ-FEAT-WRITE-AND-AGREE");
    },
  })
  .command("correctArticle", {
    description: "A published article is corrected, with a note of what was wrong.",
    access: role("chief-editor"),
    input: { article: id("article") },
    errors: {
      ARTICLE_NOT_FOUND: {
        status: 404,
        description: "There is no such article, or none that the caller may see.",
      },
    },
    async run() {
      // - REQ-FEAT-CORRECT-AN-ARTICLE
      // - WHEN a correction is marked as urgent THE SYSTEM SHALL show the old version to nobody after 60 s.
      throw notImplemented("REQ-FEAT-CORRECT-AN-ARTICLE");
    },
  });
