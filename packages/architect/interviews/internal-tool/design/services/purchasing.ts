import {
  anyOf,
  by,
  date,
  entity,
  enumeration,
  id,
  integer,
  json,
  list,
  many,
  money,
  notImplemented,
  owner,
  reference,
  role,
  service,
  text,
  timestamp,
} from "@lintel/runtime";

/**
 * REQ-DATA-001: personal, 0 now, 7,300 in a year.
 * Kept for 10 years: a job of purchasing has to anonymise what is older, since a blueprint states no age.
 * REQ-DATA-018: where a person asks for it, fields that are personal() are overwritten, and the row stays.
 * REQ-RULE-FOUR-EYES: IF somebody would approve a request of their own THEN THE SYSTEM SHALL refuse it.
 */
const request = entity(
  {
    askedBy: text({ max: 255 }),
    goods: text({ max: 200 }),
    amount: money(),
    costCentre: text({ max: 200 }),
    state: enumeration("pending", "ordered").default("pending"),
    approvals: many("approval", "request"),
  },
  {
    description: "Request: who asks, goods, amount, cost centre, state.",
    feed: true,
    rows: 50_000,
    indexes: [by("askedBy", "-createdAt"), by("state", "-createdAt"), by("-createdAt")],
    access: { read: anyOf(owner("askedBy"), role("approver"), role("buyer")) },
  },
);

/**
 * REQ-DATA-001: personal, 0 now, 9,800 in a year.
 * Kept for 10 years: a job of purchasing has to anonymise what is older, since a blueprint states no age.
 * REQ-DATA-018: where a person asks for it, fields that are personal() are overwritten, and the row stays.
 * REQ-RULE-NO-MORE-THAN-APPROVED: IF an order is more than 5 % above what was approved THEN THE SYSTEM SHALL
 * refuse it and ask for a new approval.
 */
const approval = entity(
  {
    request: reference("request"),
    decidedBy: text({ max: 255 }),
    outcome: enumeration("agreed", "refused"),
    decidedAt: timestamp(),
    standingInFor: text({ max: 255 }).optional(),
  },
  {
    description: "Approval: request, who, agreed or refused, when, standing in for whom.",
    feed: true,
    rows: 50_000,
    indexes: [by("-createdAt")],
    access: { read: anyOf(role("approver"), role("auditor")) },
  },
);

/**
 * REQ-DATA-001: internal, 0 now, 6,900 in a year.
 * Kept for 10 years: a job of purchasing has to delete what is older, since a blueprint states no age.
 */
const order = entity(
  {
    /** Ids of requests: an entity of its own between the two, where more must be known of each. */
    requests: list(id("request"), { max: 100 }),
    supplier: reference("supplier"),
    amount: money(),
    dates: list(date(), { max: 100 }),
  },
  {
    description: "Order: requests, supplier, amount, dates.",
    feed: true,
    rows: 50_000,
    access: { read: anyOf(role("buyer"), role("auditor")) },
  },
);

/**
 * REQ-DATA-001: personal, 1,150 now, 1,300 in a year.
 * Kept for 10 years: a job of purchasing has to anonymise what is older, since a blueprint states no age.
 * REQ-DATA-018: where a person asks for it, fields that are personal() are overwritten, and the row stays.
 * REQ-RULE-A-NEW-SUPPLIER-IS-CHECKED: IF a supplier was not released by accounting THEN THE SYSTEM SHALL
 * refuse orders to it.
 */
const supplier = entity(
  {
    name: text({ min: 1, max: 200 }).personal(),
    address: text({ max: 500 }).personal(),
    bankAccount: text({ max: 200 }),
    contact: text({ max: 100 }).personal(),
    orders: many("order", "supplier"),
  },
  {
    description: "Supplier: name, address, bank account, contact.",
    feed: true,
    rows: 2_000,
    access: { read: anyOf(role("buyer"), role("auditor")) },
  },
);

/**
 * REQ-DATA-001: personal, 0 now, 120,000 in a year.
 * Kept for 10 years: a job of purchasing has to anonymise what is older, since a blueprint states no age.
 * REQ-DATA-018: where a person asks for it, fields that are personal() are overwritten, and the row stays.
 */
const trailEntry = entity(
  {
    action: text({ max: 200 }).immutable(),
    doneBy: text({ max: 255 }).immutable(),
    at: timestamp().immutable(),
    before: json<Record<string, unknown>>({ type: "object" }).optional(),
    after: json<Record<string, unknown>>({ type: "object" }).optional(),
  },
  {
    description: "Trail entry: what was done, by whom, when, before and after.",
    rows: 1_000_000,
    indexes: [by("-at")],
    access: { read: role("auditor") },
  },
);

/**
 * Keeps request, approval, order and 2 more, for "Ask for goods", "Approve", "Order" and 3 more.
 * It is small enough to be understood as one: a border within it would cost more than it gives.
 * REQ-ARCH-009, REQ-SEC-005: feed: true writes each change into the log, with who asked. The log is kept for
 * a year, the longest there is: name log.archive in production where it has to be known for longer.
 * Later (P1): REQ-FEAT-SHEETS, Sheets: Buyers take lists out as sheets, change dates and bring them back
 * Later (P2): REQ-FEAT-MATCH-INVOICES, Match invoices: Invoices are matched with orders and deliveries
 */
export const purchasing = service("purchasing", {
  description:
    'Keeps request, approval, order and 2 more, for "Ask for goods", "Approve", "Order" and 3 more.',
  entities: { request, approval, order, supplier, trailEntry },
  log: { keep: "365d" },
})
  .command("askForGoods", {
    description: "A requester asks for goods or services with amount and cost centre.",
    access: role("requester"),
    input: { goods: text({ max: 200 }), amount: money(), costCentre: text({ max: 200 }) },
    output: { request: id("request"), state: enumeration("pending", "ordered") },
    async run() {
      // - REQ-FEAT-ASK-FOR-GOODS
      // - WHEN a requester sends a request THE SYSTEM SHALL ask the approvers that its amount and cost centre
      //   call for, within 60 s.
      // - WHEN a requester asks where a request stands THE SYSTEM SHALL show who has it and since when.
      // - REQ-EDGE-SPLIT-TO-STAY-BELOW: WHEN requests of one person to one supplier within 7 days together
      //   pass a limit THE SYSTEM SHALL ask for the approval that the sum calls for.
      throw notImplemented("REQ-FEAT-ASK-FOR-GOODS");
    },
  })
  .command("approve", {
    description: "Approvers agree or refuse, or name somebody who stands in.",
    access: role("approver"),
    input: { request: id("request"), outcome: enumeration("agreed", "refused") },
    output: { approval: id("approval") },
    async run() {
      // - REQ-FEAT-APPROVE
      // - IF an approver is the requester THEN THE SYSTEM SHALL ask the approver's own head instead.
      // - WHEN a request is changed after an approval THE SYSTEM SHALL ask for all approvals again.
      // - WHEN an approver has not answered for 2 working days THE SYSTEM SHALL ask who stands in.
      throw notImplemented("REQ-FEAT-APPROVE");
    },
  })
  .command("order", {
    description: "A buyer orders what was approved, in one order or several.",
    access: role("job"),
    input: {
      requests: list(id("request"), { max: 100 }),
      supplier: id("supplier"),
      dates: list(date(), { max: 100 }),
    },
    output: { order: id("order") },
    errors: {
      REQUEST_LACKS_APPROVAL: { status: 409, description: "A request lacks an approval." },
      REQUEST_ORDERED_TWICE: { status: 409, description: "A request is ordered twice." },
    },
    async run() {
      // - REQ-FEAT-ORDER
      // - IF a request lacks an approval THEN THE SYSTEM SHALL refuse to order it.
      // - WHEN a request is ordered twice THE SYSTEM SHALL refuse the second order and name the first.
      // - Nobody is named who asks for it: a job does, with a token of the role job.
      throw notImplemented("REQ-FEAT-ORDER");
    },
  })
  .query("showTrail", {
    description: "An auditor sees each order with who asked, who agreed, and when.",
    access: role("auditor"),
    input: { order: id("order"), size: integer({ min: 1, max: 100 }).default(10) },
    output: {
      trailEntries: list(
        { id: id("trailEntry"), action: text({ max: 200 }), doneBy: text({ max: 255 }), at: timestamp() },
        { max: 100 },
      ),
    },
    async run() {
      // - REQ-FEAT-SHOW-THE-TRAIL
      // - WHEN an auditor opens an order THE SYSTEM SHALL show every step with person and time, and let
      //   nobody change it.
      throw notImplemented("REQ-FEAT-SHOW-THE-TRAIL");
    },
  });
