import { sayNumber } from "../say.js";
import { answered, isKind, kindOf, peopleIn, whenKind } from "./known.js";
import { listed, option, perChoice, take } from "./parts.js";
import type { Question } from "./question.js";

export const undecided: Question = {
  id: "experience.undecided",
  category: "experience",
  number: 3,
  text: "What does whoever pays see while nobody knows yet whether the payment went through?",
  reason: "Whoever sees nothing pays again, or goes away.",
  follows: "The states of a payment that the API shows, and how the end of it is told.",
  example: "pending",
  answer: {
    kind: "choice",
    options: [
      option(
        "wait",
        "They wait, for a few seconds at most",
        ["The answer is final."],
        ["Some payments take minutes or days, and must be refused then."],
        "Cards only, and a shop assistant stands by.",
      ),
      option(
        "pending",
        "They are told that it is pending, and can look again",
        ["True at every moment.", "Nothing is held open."],
        ["Every caller must handle a third state."],
        "Nearly always.",
      ),
      option(
        "notify",
        "They go on as if it were done, and are told if it was not",
        ["The smoothest for most."],
        ["What was handed over must be taken back, or is lost."],
        "What is sold costs little, or can be withdrawn.",
      ),
    ],
  },
  asked: whenKind("payments"),
  recommend: (facts) =>
    take(
      "pending",
      `It is ${kindOf(facts)}: a third state is what banks and networks have themselves, and hiding it does not make it go away.`,
      ...answered(facts, "scope.kind"),
    ),
  requirement: perChoice("P0", {
    wait: "WHEN a payment is undecided after 10 s THE SYSTEM SHALL cancel it, and charge nothing for it later.",
    pending:
      "WHILE a payment is undecided THE SYSTEM SHALL say that it is pending, give an address at which to look again, and tell by a signed message how it ended.",
    notify:
      "WHEN a payment is undecided THE SYSTEM SHALL treat it as done. IF it fails later THEN THE SYSTEM SHALL take back what was given for it and tell who paid.",
  }),
};

export const guests: Question = {
  id: "experience.guests",
  category: "experience",
  number: 4,
  text: "How do shoppers order: as guests, with an account, or as they like?",
  reason:
    "An account that must be made first drives shoppers away, and an order without one must be found again somehow.",
  follows: "Who owns an order, and how a guest may see it without seeing those of others.",
  example: "both",
  answer: {
    kind: "choice",
    options: [
      option(
        "guest",
        "As guests only",
        ["Nothing to sign up for, no passwords to lose."],
        ["No list of earlier orders."],
        "Most buy once.",
      ),
      option(
        "account",
        "With an account only",
        ["Every order has an owner from the start."],
        ["Some leave at that step."],
        "Customers come back, or prices differ by customer.",
      ),
      option(
        "both",
        "As they like",
        ["Nobody is driven away."],
        ["Orders of a guest who signs up later must be joined to the account, safely."],
        "Nearly always.",
      ),
    ],
  },
  asked: whenKind("commerce"),
  recommend: (facts) =>
    take(
      "both",
      "It is a shop: let nobody leave because of a form, and let those who come back find their orders.",
      ...answered(facts, "scope.kind"),
    ),
  requirement: perChoice("P1", {
    guest:
      "WHEN a guest asks for an order THE SYSTEM SHALL show it only to who holds the secret link that was sent with it.",
    account:
      "IF somebody who is not signed in places an order THEN THE SYSTEM SHALL refuse it and keep the cart.",
    both: "WHEN a guest signs up with an address THE SYSTEM SHALL join earlier orders to the account only after the address was confirmed.",
  }),
};

export const onboarding: Question = {
  id: "experience.onboarding",
  category: "experience",
  number: 6,
  text: "How does a new organisation come in, and how do its people?",
  reason: "Whoever can make a tenant can also make ten thousand.",
  follows: "Which routes are open to strangers, who the first administrator is, and how people are invited.",
  example: "self-service",
  answer: {
    kind: "choice",
    options: [
      option(
        "self-service",
        "They sign up themselves and invite their people",
        ["Grows without anybody's work."],
        ["Needs limits, confirmation of addresses, and an end for those who never come back."],
        "Many small customers.",
      ),
      option(
        "invitation",
        "We set it up, and they invite their people",
        ["We know who comes in."],
        ["Waits for us."],
        "Tens of customers, each with a contract.",
      ),
      option(
        "directory",
        "We set it up, and people come from their directory",
        ["Who leaves the company is out at once."],
        ["Each customer's directory is connected and tested."],
        "Large customers.",
      ),
    ],
  },
  asked: whenKind("saas"),
  recommend: (facts) => {
    const people = peopleIn(facts);
    return people >= 500
      ? take(
          "self-service",
          `You named ${sayNumber(people)} people: setting each organisation up by hand does not keep pace.`,
          "scope.users",
        )
      : take(
          "invitation",
          `${people ? `You named ${sayNumber(people)} people` : "It is not known yet how many will use it"}: knowing who comes in is worth the little work, and signing up by oneself can be added.`,
          ...(people ? ["scope.users"] : []),
        );
  },
  requirement: perChoice("P1", {
    "self-service":
      "WHEN an organisation signs up THE SYSTEM SHALL open it only after its address was confirmed, accept no more than 5 sign-ups an hour from one network address, and delete it after 30 days in which nobody came.",
    invitation:
      "WHEN an operator sets up an organisation THE SYSTEM SHALL invite its first administrator by a link that works once and ends after 7 days.",
    directory:
      "WHEN somebody is removed from an organisation's directory THE SYSTEM SHALL refuse them within 15 min, and end the sessions that they have.",
  }),
};

export const spreadsheets: Question = {
  id: "experience.spreadsheets",
  category: "experience",
  number: 7,
  text: "What becomes of the spreadsheets with which people do this work today?",
  reason: "If the tool does less than the sheet, the sheet lives on beside it, and both are wrong.",
  follows: "Whether data comes in and goes out as sheets, and how a sheet is checked on its way in.",
  example: "import-export",
  answer: {
    kind: "choice",
    options: [
      option(
        "none",
        "There are none",
        ["Nothing to carry over."],
        ["People will still ask for a list in a sheet."],
        "It is new work, or another system is replaced.",
      ),
      option(
        "export",
        "They end; lists can be taken out as sheets",
        ["One truth, and free analysis."],
        ["What is changed in a sheet does not come back."],
        "People count and sort more than they change.",
      ),
      option(
        "import-export",
        "They can be taken out, changed and brought back",
        ["People keep the way they know for many rows at once."],
        ["A sheet from last week must not undo what was done since."],
        "Hundreds of rows are changed at a time.",
      ),
      option(
        "side-by-side",
        "They stay for some things",
        ["Nobody must change at once."],
        ["Somebody carries changes from one to the other."],
        "A first release that covers a part of the work.",
      ),
    ],
  },
  asked: whenKind("internal"),
  recommend: (facts) =>
    take(
      "import-export",
      "It is an internal tool: bulk work is done in sheets whether there is a way for it or not, so let them in through a door that checks.",
      ...answered(facts, "scope.kind"),
    ),
  requirement: perChoice("P1", {
    none: "WHEN a list is shown THE SYSTEM SHALL offer it as CSV.",
    export:
      "WHEN a list is asked for as a sheet THE SYSTEM SHALL give what its reader may see, up to 100,000 rows.",
    "import-export":
      "WHEN a sheet is brought back THE SYSTEM SHALL show what it would change before it does. IF a row was changed by somebody else since it was taken out THEN THE SYSTEM SHALL leave that row as it is and name it.",
    "side-by-side":
      "WHILE sheets are kept beside it THE SYSTEM SHALL name for each field whether the sheet or the tool is the one that counts.",
  }),
};

export const breakGlass: Question = {
  id: "experience.break-glass",
  category: "experience",
  number: 8,
  text: "What does a clinician do who needs a record in an emergency and has no access to it?",
  reason: "A rule that stops treatment will be gone around, by a borrowed password if need be.",
  follows: "A way in that is wide and loud: who may take it, for how long, and who looks at it afterwards.",
  example: "reason-given",
  answer: {
    kind: "choice",
    options: [
      option(
        "none",
        "They call somebody who has access",
        ["No way around the rules."],
        ["Nobody may answer at night."],
        "No emergencies are treated with it.",
      ),
      option(
        "reason-given",
        "They give a reason, get access for hours, and it is looked through",
        ["Works at once.", "Misuse is seen, and known to be seen."],
        ["Somebody must really look through it."],
        "Nearly always where people are treated.",
      ),
      option(
        "second-person",
        "A second person on duty lets them in",
        ["Two must agree to a misuse."],
        ["Needs a second person, at every hour."],
        "Records of special secrecy, such as psychiatry.",
      ),
    ],
  },
  asked: whenKind("health"),
  recommend: (facts) =>
    take(
      "reason-given",
      "It is a service that keeps health records: minutes count, and being seen keeps people honest.",
      ...answered(facts, "scope.kind"),
    ),
  requirement: perChoice("P0", {
    none: "IF somebody without access asks for a record THEN THE SYSTEM SHALL refuse it and name the role that can give access.",
    "reason-given":
      "WHEN a clinician gives a reason for an emergency THE SYSTEM SHALL open the one record for 4 h, tell the privacy officer at once, and keep reason, time and every look.",
    "second-person":
      "WHEN a second person on duty agrees THE SYSTEM SHALL open the one record for 4 h, and keep who asked, who agreed, why, and every look.",
  }),
};

export const accessibility: Question = {
  id: "experience.accessibility",
  category: "experience",
  number: 14,
  text: "Which level of accessibility must what people see and hear of it reach?",
  reason:
    "Texts for pictures, and errors that name their field, must come from the backend: a screen cannot make them up.",
  follows: "Fields that content and errors must have, and what is tested.",
  example: "aa",
  answer: {
    kind: "choice",
    options: [
      option(
        "aa",
        "WCAG 2.2, level AA",
        ["What law in the EU and the USA asks of most public offers.", "Better for everybody."],
        ["Editors must write texts for pictures."],
        "People outside the house use it, or a public body runs it.",
      ),
      option(
        "aaa",
        "Level AAA where it can be reached",
        ["Reaches people whom others leave out."],
        ["Sign language and simple wording are editorial work."],
        "It is made for people with disabilities.",
      ),
      option(
        "none",
        "None that is laid down",
        ["Nothing to prove."],
        ["A colleague who needs it cannot work with it."],
        "No person sees it, or all who do were asked.",
      ),
    ],
  },
  asked: {
    because: "people outside the house use it in a browser or an application",
    holds: (facts) =>
      facts.includes("experience.consumers", "web", "mobile") && !isKind(facts, "internal", "telemetry"),
  },
  recommend: (facts) =>
    take(
      "aa",
      `You named ${listed(facts.chosen("experience.consumers")) || "nobody yet"} as callers: people use it, and AA is what law asks of most.`,
      ...answered(facts, "experience.consumers"),
    ),
  requirement: perChoice("P1", {
    aa: "WHEN a picture or a recording is kept THE SYSTEM SHALL require a text for it. WHEN an entry is refused THE SYSTEM SHALL name the field and what it should be, so that WCAG 2.2 AA can be met.",
    aaa: "WHEN a picture or a recording is kept THE SYSTEM SHALL require a text for it, and have room for sign language and for simple wording.",
    none: "WHEN an entry is refused THE SYSTEM SHALL name the field and what it should be.",
  }),
};
