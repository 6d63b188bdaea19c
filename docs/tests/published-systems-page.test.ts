import { expect, it } from "vitest";
import { publishedBriefs } from "./published-briefs.js";
import { compared, publishedSystemsPage } from "./published-systems-page.js";

it("has what is decided for each system: run this test with --update where it has changed, and read the comments again", async () => {
  await expect(publishedSystemsPage()).toMatchFileSnapshot("../explanation/published-systems.md");
});

it.each(compared().map((one) => [one.brief.name, one.rows] as const))(
  "comments on what the figures come to for %s",
  (_, rows) => {
    expect(rows.length).toBeGreaterThan(2);
    for (const { comparison, decision } of rows)
      expect([comparison.id, comparison.subject, decision.calculated]).toEqual([
        comparison.id,
        comparison.subject,
        comparison.option,
      ]);
  },
);

it("has ten systems, each with a source", () => {
  expect(publishedBriefs).toHaveLength(10);
  for (const { sources } of publishedBriefs) expect(sources.length).toBeGreaterThan(0);
});
