/** An answer of the system under test. */
export interface TestAnswer<Body = TestBody> {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON of the body, its text when it is not JSON, undefined when there is none. */
  readonly body: Body;
}

/** Enough of an envelope or a problem document for assertions to read without casts. */
export interface TestBody {
  readonly data: Readonly<Record<string, unknown>> & readonly Readonly<Record<string, unknown>>[];
  readonly meta: {
    readonly timestamp: string;
    readonly requestId: string;
    readonly page?: { readonly size: number; readonly next: string | null; readonly prev: string | null };
  };
  readonly type: string;
  readonly title: string;
  readonly code: string;
  readonly status: number;
  readonly requestId: string;
  readonly detail: string;
  readonly errors: readonly {
    readonly pointer?: string;
    readonly parameter?: string;
    readonly rule: string;
    readonly message: string;
  }[];
}

/** Who asks in a test. A subject is made up unless given. */
export interface TestActor {
  readonly subject?: string;
  readonly roles?: readonly string[];
  /** The tenant that the token names, where rows are of tenants: that of the test system unless given; `undefined` for none. */
  readonly tenant?: string | undefined;
}

type Sent = { readonly [name: string]: string };

/** Sends requests as one actor, over a real socket. */
export interface TestClient {
  get(path: string, headers?: Sent): Promise<TestAnswer>;
  post(path: string, body?: unknown, headers?: Sent): Promise<TestAnswer>;
  patch(path: string, body: unknown, headers?: Sent): Promise<TestAnswer>;
  delete(path: string, headers?: Sent): Promise<TestAnswer>;
  /** Anything else: method, headers and body as they are given. */
  send(path: string, init: RequestInit): Promise<TestAnswer>;
}

/** A client of the system at `url`, with the headers that say who asks. */
export function createTestClient(url: string, identity: () => Promise<Sent>): TestClient {
  const send = async (path: string, init: RequestInit): Promise<TestAnswer> => {
    const headers = new Headers(await identity());
    for (const [name, value] of new Headers(init.headers)) headers.set(name, value);
    const response = await fetch(new URL(path, url), { ...init, headers });
    return { status: response.status, headers: response.headers, body: parse(await response.text()) };
  };
  const withBody =
    (method: string, type: string) =>
    (path: string, body: unknown, headers: Sent = {}) =>
      send(path, {
        method,
        headers: body === undefined ? headers : { "content-type": type, ...headers },
        body: body === undefined ? null : JSON.stringify(body),
      });
  return {
    send,
    get: (path, headers = {}) => send(path, { method: "GET", headers }),
    post: withBody("POST", "application/json"),
    patch: withBody("PATCH", "application/merge-patch+json"),
    delete: (path, headers = {}) => send(path, { method: "DELETE", headers }),
  };
}

function parse(text: string): TestBody {
  if (text === "") return undefined as unknown as TestBody;
  try {
    return JSON.parse(text) as TestBody;
  } catch {
    return text as unknown as TestBody;
  }
}
