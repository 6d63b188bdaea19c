import { option, type Rule, type Said } from "../rule.js";
import { fromOf, has } from "./known.js";

const live = "experience.live";
const ways = "architecture.interfaces";

/** How people see what others change. */
export const liveUpdates: Rule = {
  id: "live-updates",
  question: "How do people see what others change while they look?",
  options: [
    option(
      "none",
      "At the next look",
      "Show changes at the next look",
      ["Nothing to keep open."],
      ["What is shown may be old."],
    ),
    option(
      "polling",
      "Asked for each few seconds",
      "Ask for changes each few seconds",
      ["Works everywhere; an answer that did not change costs a header (304)."],
      ["Late by half an interval, and nearly always for nothing."],
    ),
    option(
      "feeds",
      "Feeds over WebSocket or server-sent events",
      "Tell people of changes by feeds",
      ["Within milliseconds of the commit, in order, and after a break without a gap."],
      [
        "A connection for each who looks: about 10 kB each.",
        "A change of a row of a feed costs about half as much again.",
      ],
    ),
  ],
  looksAt: [live, ways, "load"],
  follows: [],
  thresholds: ["polls-a-second"],
  judge: ({ needs }) => {
    const { concurrent } = needs.load;
    const isSeconds = has(needs, live, "seconds");
    return {
      least: {
        says: "Nobody said that what others change has to be seen without another look.",
        from: fromOf(needs, live),
      },
      marks: isSeconds
        ? [{ threshold: "polls-a-second", today: concurrent.value / 5, from: concurrent.from, to: "feeds" }]
        : [],
      facts: [
        {
          holds: has(needs, live, "live"),
          to: "feeds",
          says: "People look at the same thing while it changes.",
          otherwise: "People who have to see changes live",
          from: fromOf(needs, live),
          hard: true,
        },
        {
          holds: isSeconds,
          to: "polling",
          says: "A change has to be seen within seconds.",
          otherwise: "Changes that have to be seen within seconds",
          from: fromOf(needs, live),
          hard: true,
        },
      ],
    };
  },
  said: ({ needs }): Said | undefined => {
    const { bySomeone, value, from } = needs.choice(ways);
    return bySomeone && value.includes("websocket") && !has(needs, live, "no", "seconds")
      ? { option: "feeds", reason: `The brief asks for WebSocket (${from.join(", ")}).`, from }
      : undefined;
  },
};
