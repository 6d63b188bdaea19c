import { choose } from "../../scenario.js";
import { entity } from "./answers.js";
import type { Case } from "./case.js";

const regulations = (...ids: readonly string[]) => ({ "security.regulations": choose(...ids) });
const authentication = (...ids: readonly string[]) => ({ "security.authentication": choose(...ids) });
const callers = (...ids: readonly string[]) => ({ "integration.callers": choose(...ids) });

export const privacy: { readonly [code: string]: Case } = {
  "personal-data-marked-public": {
    found: entity({ name: "profile", holds: "name and e-mail address", privacy: "public" }),
    near: [
      entity({ name: "profile", holds: "name and e-mail address", privacy: "personal" }),
      entity({ name: "profile", holds: "a nickname, no e-mail address", privacy: "public" }),
      {
        ...entity({ name: "profile", holds: "name and e-mail address", privacy: "public" }),
        ...regulations("soc2"),
      },
    ],
    says: 'The GDPR holds, and "profile" would be public though it speaks of "e-mail address"',
  },
  "sensitive-data-under-no-regulation": {
    found: {
      ...entity({ name: "note", privacy: "sensitive" }),
      ...regulations("none"),
      ...authentication("sensitive"),
    },
    near: [
      { ...entity({ name: "note", privacy: "sensitive" }) },
      {
        ...entity({ name: "note", privacy: "personal" }),
        ...regulations("none"),
        ...authentication("sensitive"),
      },
    ],
    says: '"note"',
  },
  "health-records-under-no-duty": {
    found: { "scope.kind": choose("health"), ...regulations("soc2") },
    near: [
      { "scope.kind": choose("health"), ...regulations("hipaa") },
      { "scope.kind": choose("internal"), ...regulations("soc2") },
    ],
    says: "only SOC 2",
  },
  "card-data-without-pci-dss": {
    found: entity({ name: "means of payment", holds: "the credit card and until when it holds" }),
    near: [
      {
        ...entity({ name: "means of payment", holds: "the credit card and until when it holds" }),
        ...regulations("gdpr", "pci-dss"),
      },
      entity({ name: "means of payment", holds: "the provider's token for a credit card" }),
    ],
    says: '"credit card"',
  },
  "own-data-for-anonymous-callers": {
    found: callers("anonymous"),
    near: [callers("anonymous", "users")],
  },
  "protected-data-for-anonymous-callers": {
    found: { ...callers("anonymous"), ...authentication("sensitive", "compliance") },
    near: [
      { ...callers("anonymous"), ...authentication("none"), ...regulations("none") },
      { ...callers("users"), ...authentication("sensitive", "compliance") },
    ],
  },
  "regulation-that-is-no-duty": {
    found: authentication("user-owned", "sensitive"),
    near: [{ ...authentication("user-owned", "sensitive"), ...regulations("none") }],
    says: "The GDPR",
  },
  "duty-without-regulation": {
    found: regulations("none"),
    near: [{ ...regulations("none"), ...authentication("user-owned") }],
  },
  "sensitive-data-denied": {
    found: {
      ...entity({ name: "note", privacy: "sensitive" }),
      ...authentication("user-owned", "compliance"),
    },
    near: [
      { ...entity({ name: "note", privacy: "personal" }), ...authentication("user-owned", "compliance") },
      { ...entity({ name: "note", privacy: "sensitive" }) },
    ],
    says: '"note"',
  },
};
