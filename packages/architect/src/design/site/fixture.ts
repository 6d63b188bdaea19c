import { renderGraph } from "../diagrams/index.js";
import type { DocumentFile } from "../documents/document.js";

const { svg, mermaid } = renderGraph({
  title: "Context",
  groups: [],
  nodes: [{ id: "a", kind: "service", title: "</title><script>window.hit = 1</script>" }],
  edges: [],
});

/** For tests: documents as a person might write them who means harm. */
export const hostileFiles: readonly DocumentFile[] = [
  {
    path: "README.md",
    text: [
      "# Overview <script>window.hit = 2</script>",
      "",
      "Of the [system](system.md), its [parts](system.md#its-parts) and [REQ-PERF-001].",
      "",
      "| requirement | figure |",
      "|---|---:|",
      '| <a id="req-perf-001"></a><code>REQ-PERF-001 &#124; x</code> | 12<br>13 |',
      "",
      "[REQ-PERF-001]: README.md#req-perf-001",
    ].join("\n"),
  },
  {
    path: "system.md",
    text: [
      "# System",
      "",
      "<script>window.hit = 3</script>",
      "",
      '<img src="https://example.org/pixel.png" onerror="window.hit = 4">',
      "",
      '<iframe src="https://example.org/"></iframe><style>body{display:none}</style>',
      "",
      "![pixel](https://example.org/pixel.png)",
      "![context](diagrams/context.svg)",
      "![evil](diagrams/evil.svg)",
      "",
      "[run](javascript:window.hit=5) [data](data:text/html,<script>window.hit=6</script>) [file](file:///etc/passwd)",
      "[outside](https://example.org/read) [up](../../../../etc/passwd) [there](other.md)",
      "",
      "## Its parts",
      "",
      "```html",
      "</code></pre><script>window.hit = 7</script>",
      "```",
      "",
      "## Its parts",
      "",
      "The same again.",
    ].join("\n"),
  },
  {
    path: "decisions/0001-style.md",
    text: "# Run it as one program\n\nBecause of [REQ-PERF-001](../README.md#req-perf-001).",
  },
  { path: "diagrams/context.svg", text: svg },
  { path: "diagrams/context.mmd", text: mermaid },
  {
    path: "diagrams/evil.svg",
    text:
      '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40" onload="window.hit = 8"><title>Evil</title>' +
      '<script>window.hit = 9; fetch("https://example.org/")</script><image href="https://example.org/pixel.png" width="9" height="9"/>' +
      '<foreignObject width="9" height="9"><iframe xmlns="http://www.w3.org/1999/xhtml" src="https://example.org/"/></foreignObject></svg>',
  },
  { path: "capacity.csv", text: 'table,bytes\n"</pre><script>window.hit = 10</script>",12\n' },
];

/** For tests: the name of a project of somebody who means harm. */
export const hostileName = '"><script>window.hit = 11</script><b>';
