/** One exchange, with a real server at the other end. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { clock } from "../../src/wire/clock";
import { ask, download, fileName, Refused } from "../../src/wire/http";
import { onRefusedToken } from "../../src/wire/refused_token";

interface Heard {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

let server: Server;
let origin: string;
let heard: Heard[];
/** What the server answers. */
let answer: (response: ServerResponse) => void;

beforeEach(async () => {
  heard = [];
  answer = json(200, { fine: true });
  server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const { method, url, headers } = request;
    heard.push({ method, url, headers, body: Buffer.concat(parts).toString() });
    answer(response);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function json(status: number, body: unknown, headers: Record<string, string> = {}): (response: ServerResponse) => void {
  return (response) =>
    response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(JSON.stringify(body));
}

async function refused(work: Promise<unknown>): Promise<Refused> {
  const error = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(error instanceof Refused)) throw new Error(`not refused but ${error}`);
  return error;
}

test("a read asks for JSON, and names no person if nobody is signed in", async () => {
  expect(await ask(`${origin}/v1/fairs?limit=5`)).toEqual({ fine: true });
  expect(heard[0]).toMatchObject({ method: "GET", url: "/v1/fairs?limit=5", body: "" });
  expect(heard[0]?.headers).toMatchObject({ accept: "application/json" });
  expect(heard[0]?.headers).not.toHaveProperty("authorization");
  expect(heard[0]?.headers).not.toHaveProperty("idempotency-key");
});

test("a token and a key travel in headers, never in the address", async () => {
  await ask(`${origin}/v1/me`, { token: "secret", key: "k1" });
  expect(heard[0]?.headers).toMatchObject({ authorization: "Bearer secret", "idempotency-key": "k1" });
  expect(heard[0]?.url).toBe("/v1/me");
});

test("an object is sent as JSON", async () => {
  await ask(origin, { method: "POST", body: { title: "数据分析师" } });
  expect(heard[0]).toMatchObject({ method: "POST", body: '{"title":"数据分析师"}' });
  expect(heard[0]?.headers["content-type"]).toBe("application/json");
});

test("a file is sent as it is, with its own type", async () => {
  await ask(origin, { method: "PUT", body: new Blob(["%PDF-1.7"], { type: "application/pdf" }) });
  expect([heard[0]?.headers["content-type"], heard[0]?.body]).toEqual(["application/pdf", "%PDF-1.7"]);
});

test("a form is sent with the boundary that the browser chose", async () => {
  const form = new FormData();
  form.append("file", new Blob(["title\n"]), "jobs.csv");
  await ask(origin, { method: "POST", body: form });
  expect(heard[0]?.headers["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
  expect(heard[0]?.body).toContain('filename="jobs.csv"');
});

test("a refusal tells what the problem says of itself", async () => {
  const errors = [{ path: "/headcount", reason: "must be at least 1" }];
  answer = json(422, { detail: "Not valid.", errors });
  const error = await refused(ask(origin));
  expect(error).toMatchObject({ status: 422, message: "Not valid.", errors, retryMs: null });
});

test.each([
  [404, true],
  [422, true],
  [403, false],
  [409, false],
  [500, false],
])("with status %i it is unknown: %s", async (status, isUnknown) => {
  answer = json(status, {});
  expect((await refused(ask(origin))).isUnknown).toBe(isUnknown);
});

test("a rate limit says when to retry", async () => {
  answer = json(429, { detail: "Too fast." }, { "Retry-After": "3" });
  expect((await refused(ask(origin))).retryMs).toBe(3_000);
});

test("a retry time that is not a number is ignored", async () => {
  answer = json(503, {}, { "Retry-After": "Mon, 30 Nov 2026 10:00:00 GMT" });
  expect((await refused(ask(origin))).retryMs).toBeNull();
});

test.each([
  ["a proxy's page", "<h1>Bad Gateway</h1>"],
  ["nothing", ""],
  ["no problem", '{"detail":7,"errors":"many"}'],
])("a refusal that holds %s is told by its status", async (_name, body) => {
  answer = (response) => response.writeHead(502, "Bad Gateway").end(body);
  const error = await refused(ask(origin));
  expect([error.message, error.errors]).toEqual(["502 Bad Gateway", []]);
});

test("no answer in time, and none at all, are no refusals", async () => {
  answer = () => undefined; // it hears and says nothing
  await expect(ask(origin, { waitMs: 50 })).rejects.toMatchObject({ name: "TimeoutError" });
  await expect(ask("http://127.0.0.1:1/")).rejects.toBeInstanceOf(TypeError);
});

test("a file comes with its name", async () => {
  answer = (response) =>
    response.writeHead(200, { "Content-Disposition": "attachment; filename*=UTF-8''%E5%B2%97.csv" }).end("a,b\r\n");
  const { file, name } = await download(`${origin}/v1/fairs/f/jobs.csv`, "secret");
  expect([await file.text(), name]).toEqual(["a,b\r\n", "岗.csv"]);
  expect(heard[0]?.headers.authorization).toBe("Bearer secret");
});

test("a file that may not be taken is refused", async () => {
  answer = json(403, { detail: "Only its organizer." });
  expect(await refused(download(origin, "t"))).toMatchObject({ status: 403, message: "Only its organizer." });
});

test.each([
  ["attachment; filename=\"fair.csv\"; filename*=UTF-8''%E6%8A%A5%E5%91%8A.csv", "报告.csv"],
  ['attachment; filename="fair.csv"', "fair.csv"],
  ["attachment", null],
  [null, null],
])("of %s the name is %s", (disposition, name) => {
  expect(fileName(disposition)).toBe(name);
});

test("an answer sets the page's clock", async () => {
  const heard = vi.spyOn(clock, "hear");
  await ask(origin);
  expect(heard).toHaveBeenCalledWith(expect.stringMatching(/GMT$/), expect.any(Number));
  vi.restoreAllMocks();
});

test("listeners learn of 401 to a token; to a guest it is a refusal like others", async () => {
  const refused: string[] = [];
  const stop = onRefusedToken((token) => refused.push(token));
  answer = json(401, { detail: "Expired." });
  await expect(ask(origin, { token: "old" })).rejects.toMatchObject({ status: 401 });
  await expect(ask(origin)).rejects.toMatchObject({ status: 401 });
  answer = json(403, {});
  await expect(ask(origin, { token: "other" })).rejects.toMatchObject({ status: 403 });
  stop();
  expect(refused).toEqual(["old"]);
});
