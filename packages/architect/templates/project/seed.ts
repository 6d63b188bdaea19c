import { defineSeed } from "lintel";

const subjects = ["House", "Garden", "Work", "Travel", "Health"];

/** Data to develop with: `lintel dev --seed`, or `lintel db seed --scale 10`. The same every time. */
export default defineSeed([
  {
    service: "tasks",
    entity: "board",
    fields: ["name", "description"],
    count: (scale) => subjects.length * scale,
    *rows(scale) {
      for (let round = 1; round <= scale; round++) {
        for (const subject of subjects) {
          yield [
            round === 1 ? subject : `${subject} ${round}`,
            `What there is to do about ${subject.toLowerCase()}.`,
          ];
        }
      }
    },
  },
]);
