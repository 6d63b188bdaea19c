import { featureList } from "../feature-list.js";
import { type Line, lines, section } from "../line.js";
import { inline } from "../markdown.js";
import { captionLine, requirementLines } from "../requirement-lines.js";
import { rowsTable } from "../rows-table.js";
import { askedIn, type View } from "../view.js";

export function overview(view: View): readonly Line[] {
  const goal = view.project.facts.text("scope.problem");
  return section(
    "## Overview and primary goal",
    goal === undefined
      ? []
      : lines("scope.problem", ...goal.split("\n").map((line) => `> ${inline(line)}`.trimEnd())),
    captionLine(view, "scope.problem", "this goal comes before any other."),
    requirementLines(view, ["scope.kind"]),
  );
}

export function metrics(view: View): readonly Line[] {
  return section(
    "## Objectives and success metrics",
    tableOf(view, "scope.metrics"),
    requirementLines(view, ["scope.metrics"]),
  );
}

export function users(view: View): readonly Line[] {
  return section(
    "## Users and use cases",
    tableOf(view, "scope.users"),
    requirementLines(view, ["scope.users"]),
  );
}

export function features(view: View): readonly Line[] {
  return section(
    "## Features",
    requirementLines(view, ["scope.features"]),
    featureList("scope.features", view.requirementsOf("scope.features"), 3),
  );
}

/** The table of a question of the project, where it is asked and answered. */
export function tableOf(view: View, id: string): readonly Line[] {
  const question = askedIn(view.project, id);
  return question ? rowsTable(view, question, id) : [];
}
