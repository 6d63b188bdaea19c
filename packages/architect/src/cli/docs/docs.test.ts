import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lintel, projectWith } from "../scenario.js";

const documents = {
  "docs/architecture/README.md": "# Reading room\n\nSee the [system](system.md).\n",
  "docs/architecture/system.md": "# System\n\n<script>alert(1)</script>\n",
  "docs/architecture/notes.bin": "\u0000",
};

describe("lintel docs", () => {
  it("writes one page of all documents into .lintel, which is never committed, and says how to open it", async () => {
    const cwd = projectWith(documents);
    const { code, stdout, stderr } = await lintel(["docs"], { cwd });
    expect([code, stdout]).toEqual([0, expect.stringContaining(".lintel/docs/index.html")]);
    expect(stderr).toMatch(/2 documents and 0 pictures[\s\S]*Open file:\/\/.*index\.html in a browser/);
    const html = readFileSync(join(cwd, ".lintel/docs/index.html"), "utf8");
    expect(html).toContain("Reading room");
    expect(html).not.toContain("<script>alert");
    expect(readFileSync(join(cwd, ".lintel/.gitignore"), "utf8")).toBe("*\n");
  });

  it("writes where it is told, from the folder that it is typed in", async () => {
    const cwd = projectWith({ ...documents, "below/package.json": "{}", "blueprint.ts": "" });
    const { code, json } = await lintel(["docs", "--out", "site", "--json"], { cwd: join(cwd, "below") });
    expect(code).toBe(0);
    const { file, documents: count } = json<{ file: string; documents: number }>();
    expect([file.endsWith("below/site/index.html"), count]).toEqual([true, 2]);
    expect(existsSync(file)).toBe(true);
    expect(existsSync(join(cwd, ".lintel"))).toBe(false);
  });

  it("refuses where there is no design, and says what makes one", async () => {
    const { code, stdout, stderr } = await lintel(["docs"], { cwd: projectWith({}) });
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("DESIGN_MISSING");
    expect(stderr).toContain("lintel design");
  });

  it("says which file cannot be read, and leaves what was there", async () => {
    const cwd = projectWith(documents);
    await lintel(["docs"], { cwd });
    const before = readFileSync(join(cwd, ".lintel/docs/index.html"), "utf8");
    writeFileSync(join(cwd, "docs/architecture/api.md"), Buffer.from([0xff, 0xfe, 0x00]));
    const { code, stderr } = await lintel(["docs"], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain("DESIGN_UNREADABLE");
    expect(stderr).toContain("docs/architecture/api.md");
    expect(readFileSync(join(cwd, ".lintel/docs/index.html"), "utf8")).toBe(before);
  });

  it("says where it cannot write", async () => {
    const cwd = projectWith({ ...documents, taken: "a file" });
    const { code, stderr } = await lintel(["docs", "--out", "taken"], { cwd });
    expect([code, stderr]).toEqual([1, expect.stringContaining("DESIGN_NOT_WRITABLE")]);
  });
});
