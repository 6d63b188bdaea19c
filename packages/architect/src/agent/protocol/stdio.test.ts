import { describe, expect, it } from "vitest";
import { withBriefLock } from "../../brief/index.js";
import { call, projectFolder, rawStdio, request, stateless, stdioClient } from "./scenario.js";

describe("over standard input and output, for the official client", () => {
  it("offers its tools and resources, and leads from nothing to answers", async () => {
    const client = await stdioClient(projectFolder());
    expect(client.getServerVersion()).toMatchObject({ name: "lintel" });
    expect(client.getInstructions()).toContain("lintel brief confirm");
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      "brief_status",
      "start_interview",
      "next_questions",
      "answer_question",
      "explain_question",
      "accept_recommendation",
      "skip_question",
      "change_answer",
      "brief_summary",
      "design_status",
      "explain",
      "recall_designs",
      "find_patterns",
    ]);
    for (const { inputSchema, outputSchema, annotations } of tools) {
      expect(inputSchema).toMatchObject({ type: "object", additionalProperties: false });
      expect(outputSchema).toMatchObject({ type: "object" });
      expect(annotations).toMatchObject({ openWorldHint: false });
    }

    expect(await call(client, "brief_status")).toMatchObject({ state: "missing", isError: false });
    const early = await call(client, "answer_question", { question: "scope.kind", answer: "commerce" });
    expect([early.isError, early.text]).toEqual([
      true,
      expect.stringMatching(/^BRIEF_MISSING: .+\nNext: .*start_interview/s),
    ]);

    expect(await call(client, "start_interview", { project: "Shop" })).toMatchObject({
      project: "Shop",
      resumed: false,
    });
    const { questions } = await call<{ questions: { id: string; reason: string }[] }>(
      client,
      "next_questions",
    );
    expect(questions.length).toBe(6);
    expect(questions[0]).toMatchObject({ id: "scope.kind", state: "new", reason: expect.any(String) });

    expect(
      await call(client, "answer_question", { question: "scope.kind", answer: "commerce" }),
    ).toMatchObject({
      outcome: "clear",
      restated: expect.stringContaining("shop"),
      isError: false,
    });
    const again = await call(client, "answer_question", { question: "scope.kind", answer: "telemetry" });
    expect(again.text).toMatch(/^ANSWER_THERE: .*commerce\nNext: .*change_answer/s);
    expect(
      await call(client, "change_answer", {
        question: "scope.kind",
        answer: "telemetry",
        reason: "It takes in what meters send.",
      }),
    ).toMatchObject({ outcome: "clear", changed: { from: "commerce", to: "telemetry" } });

    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toEqual([
      "lintel://brief",
      "lintel://brief.json",
      "lintel://questions",
      "lintel://contradictions",
      "lintel://architecture",
    ]);
    for (const { uri, mimeType } of resources) {
      const { contents } = await client.readResource({ uri });
      expect(contents).toEqual([{ uri, mimeType, text: expect.any(String) }]);
      const text = contents.map((content) => ("text" in content ? content.text : "")).join("");
      if (mimeType === "application/json") expect(() => JSON.parse(text)).not.toThrow();
      else expect(text).toContain("Shop");
    }
  });

  it("tells who writes the brief already, and loses no answer to it", async () => {
    const cwd = projectFolder();
    const client = await stdioClient(cwd);
    await call(client, "start_interview", { project: "Shop" });
    await withBriefLock(cwd, async () => {
      const told = await call(client, "skip_question", { question: "scope.kind" });
      expect(told).toMatchObject({
        isError: true,
        text: expect.stringMatching(/^BRIEF_BUSY .*: .+\nNext: /s),
      });
      expect(await call(client, "brief_status")).toMatchObject({ isError: false, state: "incomplete" });
    });
    expect(await call(client, "skip_question", { question: "scope.kind" })).toMatchObject({ isError: false });
  });

  it("takes calls at once in their order, also from two servers on one brief", async () => {
    const cwd = projectFolder();
    const [one, other] = [await stdioClient(cwd), await stdioClient(cwd)];
    await call(one, "start_interview", { project: "Shop" });
    const { questions } = await call<{ questions: { id: string }[] }>(one, "next_questions");
    const told = await Promise.all(
      questions.map(({ id }, index) =>
        call(index % 2 === 0 ? one : other, "skip_question", { question: id }),
      ),
    );
    expect(told.map(({ isError, text }) => (isError ? text : ""))).toEqual(questions.map(() => ""));
    const after = await call<{ questions: { id: string }[] }>(other, "next_questions");
    expect(after.questions.some(({ id }) => questions.some((question) => question.id === id))).toBe(false);
  });
});

describe("over standard input and output, line by line", () => {
  const begin = request(1, "initialize", {
    protocolVersion: "2025-11-25",
    capabilities: {},
    clientInfo: { name: "raw", version: "1" },
  });

  it("answers what is wrong with the protocol's own codes", async () => {
    const raw = rawStdio(projectFolder());
    raw.write(request(1, "tools/list"));
    expect(await raw.next()).toMatchObject({
      id: 1,
      error: { code: -32600, message: expect.stringContaining("initialize") },
    });
    raw.write(begin);
    expect(await raw.next()).toMatchObject({ id: 1, result: { protocolVersion: "2025-11-25" } });
    raw.write('{"jsonrpc":"2.0","method":"notifications/initialized"}');
    const wrong: readonly (readonly [string, number])[] = [
      ["{", -32700],
      ["[]", -32600],
      ["null", -32600],
      ['{"id":1,"method":"ping"}', -32600],
      ['{"jsonrpc":"2.0","id":null,"method":"ping"}', -32600],
      ['{"jsonrpc":"2.0","id":1.5,"method":"ping"}', -32600],
      ['{"jsonrpc":"2.0","id":1,"method":7}', -32600],
      ['{"jsonrpc":"2.0","id":1,"method":"tools/call","params":[]}', -32602],
      [request(1, "tools/call", {}), -32602],
      [request(1, "tools/call", { name: 7 }), -32602],
      [request(1, "tools/call", { name: "brief_status", arguments: "none" }), -32602],
      [request(1, "tools/call", { name: "confirm_brief", arguments: {} }), -32602],
      [request(1, "tools/call", { name: "__proto__" }), -32602],
      [request(1, "resources/read", { uri: 7 }), -32602],
      [request(1, "resources/read", { uri: "lintel://nothing" }), -32002],
      [request(1, "resources/read", { uri: "lintel://brief" }), -32002],
      [request(1, "prompts/list"), -32601],
      [request(1, "nothing/such"), -32601],
    ];
    for (const [line, code] of wrong) {
      raw.write(line);
      expect([line, await raw.next()]).toEqual([
        line,
        expect.objectContaining({ error: expect.objectContaining({ code }) }),
      ]);
    }
    raw.write(request(2, "ping"));
    expect(await raw.next()).toEqual({ jsonrpc: "2.0", id: 2, result: {} });
    expect(await raw.end()).toEqual({ rest: [], code: 0 });
  });

  it("tells arguments of wrong types as a result of the tool, so that an agent can mend them", async () => {
    const raw = rawStdio(projectFolder());
    const tell = async (name: string, given: unknown) => {
      raw.write(request(5, "tools/call", stateless({ name, arguments: given })));
      return (await raw.next()) as { result: { isError: boolean; content: [{ text: string }] } };
    };
    for (const [name, given, words] of [
      ["start_interview", { project: 7 }, "project: "],
      ["start_interview", { project: "x".repeat(101) }, "project: "],
      ["start_interview", { project: "  " }, "project: "],
      ["start_interview", {}, "BRIEF_MISSING"],
      ["start_interview", { feature: "Refunds" }, "BRIEF_MISSING"],
      ["next_questions", { count: 8 }, "count: "],
      ["next_questions", { count: 1, verbose: true }, "verbose"],
      ["brief_status", { please: 1 }, "please"],
      ["answer_question", { answer: "commerce" }, "question: "],
      ["change_answer", { question: "scope.kind", answer: "saas" }, "reason: "],
      ["answer_question", { question: "scope.kind", answer: "x".repeat(100_001) }, "answer: "],
    ] as const) {
      const { result } = await tell(name, given);
      expect([name, given, result.isError, result.content[0].text]).toEqual([
        name,
        given,
        true,
        expect.stringContaining(words),
      ]);
      expect(result.content[0].text).toContain("\nNext: ");
    }
    await tell("start_interview", { project: "Shop" });
    for (const [given, code] of [
      [{ question: "scope.kind" }, "ARGUMENTS_INVALID"],
      [{ question: "scope.kind", answer: "saas", data: {} }, "ARGUMENTS_INVALID"],
      [{ question: "scope.colour", answer: "red" }, "QUESTION_UNKNOWN"],
      [{ question: "constructor", answer: "red" }, "QUESTION_UNKNOWN"],
      [{ question: "architecture.tenancy", answer: "rows" }, "QUESTION_NOT_ASKED"],
      [{ question: "feature.behaviour", answer: "x", amendment: "refunds" }, "AMENDMENT_UNKNOWN"],
      [{ question: "feature.behaviour", answer: "x", amendment: "__proto__" }, "AMENDMENT_UNKNOWN"],
    ] as const) {
      const { result } = await tell("answer_question", given);
      expect(result.content[0].text).toContain(`${code}: `);
    }
  });

  it("skips a message that is too long, and goes on", async () => {
    const raw = rawStdio(projectFolder());
    raw.write(
      request(
        1,
        "tools/call",
        stateless({ name: "start_interview", arguments: { project: "x".repeat(5_000_000) } }),
      ),
    );
    expect(await raw.next()).toMatchObject({
      error: { code: -32600, message: expect.stringContaining("4194304 bytes") },
    });
    raw.write(request(2, "tools/list", stateless()));
    expect(await raw.next()).toMatchObject({ id: 2, result: { resultType: "complete" } });
  });

  it("ends when nobody hears it any more", async () => {
    const raw = rawStdio(projectFolder());
    raw.write(request(1, "tools/list", stateless()));
    await raw.next();
    const ended = raw.turnAway();
    raw.child.stdin?.on("error", () => {});
    for (let id = 2; id < 20; id += 1) raw.write(request(id, "tools/list", stateless()));
    expect(await ended).toBe(0);
  });

  it("serves the stateless revision without a handshake, beside the others", async () => {
    const raw = rawStdio(projectFolder());
    raw.write(request(1, "server/discover", stateless()));
    expect(await raw.next()).toMatchObject({
      id: 1,
      result: {
        resultType: "complete",
        supportedVersions: expect.arrayContaining(["2026-07-28", "2025-11-25"]),
        capabilities: { tools: {}, resources: {} },
        cacheScope: "public",
        _meta: { "io.modelcontextprotocol/serverInfo": { name: "lintel" } },
      },
    });
    raw.write(request(2, "tools/list", stateless()));
    expect(await raw.next()).toMatchObject({ result: { ttlMs: expect.any(Number), cacheScope: "public" } });
    raw.write(
      request(3, "tools/call", stateless({ name: "start_interview", arguments: { project: "Shop" } })),
    );
    expect(await raw.next()).toMatchObject({ id: 3, result: { resultType: "complete", isError: false } });
    raw.write(request(4, "resources/read", stateless({ uri: "lintel://brief" })));
    expect(await raw.next()).toMatchObject({
      result: { ttlMs: 0, cacheScope: "private", contents: [{ mimeType: "text/markdown" }] },
    });
    for (const [method, params, error] of [
      ["server/discover", undefined, { code: -32602 }],
      ["tools/list", stateless({}, "2031-01-01"), { code: -32022, data: { requested: "2031-01-01" } }],
      [
        "tools/list",
        { _meta: { "io.modelcontextprotocol/protocolVersion": "2026-07-28" } },
        { code: -32602 },
      ],
      ["resources/read", stateless({ uri: "lintel://nothing" }), { code: -32602 }],
      ["ping", stateless(), { code: -32601 }],
      ["tools/call", stateless({ name: "nothing" }), { code: -32602 }],
    ] as const) {
      raw.write(request(5, method, params));
      expect(await raw.next()).toMatchObject({ id: 5, error });
    }
    raw.write(begin);
    expect(await raw.next()).toMatchObject({ id: 1, result: { protocolVersion: "2025-11-25" } });
    raw.write(request(6, "subscriptions/listen", stateless({ notifications: { toolsListChanged: true } })));
    expect(await raw.next()).toEqual({
      jsonrpc: "2.0",
      method: "notifications/subscriptions/acknowledged",
      params: { notifications: {}, _meta: { "io.modelcontextprotocol/subscriptionId": 6 } },
    });
    // What came before the end of the input is answered, and open streams are ended.
    raw.write(request(7, "tools/call", stateless({ name: "brief_status" })));
    expect(await raw.end()).toMatchObject({
      rest: [{ id: 7 }, { id: 6, result: { resultType: "complete" } }],
      code: 0,
    });
  });
});
