/**
 * A development aid: the built pages with an invented fair behind them. Not the system, and never shipped.
 *
 *   npm run build && npm run dev -- [port] [--empty] [--quiet]     prints its address
 *
 * POST /cut closes every socket and refuses new ones for 6 s, to look at a cut; --quiet changes nothing on its own.
 */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { WebSocketServer } from "ws";
import { RoomModel } from "./room_model.mjs";

const PAGES = new URL(process.env.LIVEFAIR_PAGES ?? "../../services/fair/pages/", import.meta.url).pathname;
const CSP = "default-src 'self'; connect-src 'self' ws: wss: http:";
const FAIR = "6d0f6c1e-5c0c-5b8e-9a53-0d5c3f0e2022";
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};
const isEmpty = process.argv.includes("--empty");
const isQuiet = process.argv.includes("--quiet");

const ENTERPRISES = [
  "杭州云栖智能科技有限公司",
  "宁波港口集团",
  "浙江省交通规划设计研究院",
  "Department of City Planning",
  "温州正泰电器股份有限公司",
  "义乌小商品数字贸易中心",
];
const TITLES = [
  "数据分析师",
  "后端开发工程师（Go/Java）",
  "Data engineer",
  "城市规划助理",
  "机械设计工程师",
  "跨境电商运营专员",
  "Assistant urban designer, zoning and environmental review",
  "护士",
  "小学语文教师",
  "财务会计",
];
const REGIONS = ["杭州", "宁波", "温州", "绍兴", "New York"];
const booths = ENTERPRISES.map((name, n) => ({ org: `org-${n}`, name, state: "approved" }));
const fair = {
  id: FAIR,
  title: "“就在浙里”2026 届高校毕业生秋季网络双选会",
  host: "共青团浙江省委 · 浙江省学联",
  region: "浙江",
  state: "open",
  starts_at: new Date(Date.now() - 3 * 3600e3).toISOString(),
  ends_at: new Date(Date.now() + 5 * 3600e3).toISOString(),
};
const jobs = [];
const room = new RoomModel(`fair:${FAIR}`);
const sockets = new Set();
let refusing = false;

const pick = (from) => from[Math.floor(Math.random() * from.length)];
const tell = (frame) => {
  for (const socket of sockets) socket.send(JSON.stringify(frame));
};

function publish(at = new Date()) {
  const job = {
    id: crypto.randomUUID(),
    org: pick(booths).org,
    title: pick(TITLES),
    headcount: 1 + Math.floor(Math.random() * 40),
    region: pick(REGIONS),
    applications: 0,
  };
  jobs.push(job);
  const { id, applications: _, ...data } = job;
  return {
    event: "JobPublished",
    event_id: crypto.randomUUID(),
    at: at.toISOString(),
    data: { fair: FAIR, job: id, ...data },
  };
}

const zero = {
  enterprises: 0,
  jobs: 0,
  positions: 0,
  applications: 0,
  applicants: 0,
  shortlisted: 0,
  invited: 0,
  matches: 0,
  hired: 0,
  refused: 0,
  sessions: 0,
  drops: 0,
};
const timeline = [];
function grow() {
  const applications = (room.counters.applications ?? 0) + Math.floor(Math.random() * 30);
  const items = Math.random() < 0.3 ? [publish()] : [];
  for (let n = 0; n < 5; n++) pick(jobs.slice(0, 12)).applications += Math.floor(Math.random() * 4);
  const part = (share) => Math.floor(applications * share);
  return [
    {
      enterprises: booths.length * 43,
      jobs: jobs.length * 61,
      positions: jobs.reduce((sum, job) => sum + job.headcount, 0) * 30,
      applications,
      applicants: part(0.42),
      shortlisted: part(0.12),
      invited: part(0.061),
      matches: part(0.032),
      hired: part(0.011),
      refused: part(0.08),
      sessions: 4,
      drops: 37,
    },
    items,
  ];
}

room.change({ ...zero });
if (!isEmpty) {
  const begin = Date.now() - 3 * 3600e3;
  room.change(
    {},
    Array.from({ length: 30 }, (_, n) => publish(new Date(begin + n * 300e3))),
  );
  for (let minute = 0; minute < 180; minute++) {
    const [counters] = grow();
    counters.applications += Math.floor(140 * Math.sin(minute / 57) ** 2);
    room.change(counters);
    timeline.push({
      at: new Date(Math.floor((begin + minute * 60e3) / 60e3) * 60e3).toISOString(),
      counters: { ...room.counters },
    });
  }
}
if (!isEmpty && !isQuiet) setInterval(() => tell(room.change(...grow())), 700);

function read(path) {
  if (path === "/pages/config.json") return { live: "", ingest: "", media: [] };
  if (path === "/v1/fairs")
    return {
      items: isEmpty
        ? []
        : [
            fair,
            { ...fair, id: "other", title: "Spring fair 2027", host: "Youth league", state: "scheduled", region: null },
          ],
      next_cursor: null,
    };
  if (path === `/v1/fairs/${FAIR}`) return { ...fair, booths };
  if (path === `/v1/fairs/${FAIR}/timeline`) return { items: timeline, next_cursor: null };
  if (path === `/v1/fairs/${FAIR}/jobs`)
    return { items: jobs.toSorted((a, b) => b.applications - a.applications).slice(0, 10), next_cursor: null };
  return null;
}

async function answer(request, response) {
  const { pathname } = new URL(request.url, "http://stub");
  if (pathname === "/cut") return response.end(cut());
  const known = read(pathname);
  if (known !== null) return response.setHeader("content-type", "application/json").end(JSON.stringify(known));
  const file =
    { "/": "index.html", "/wall": "wall.html" }[pathname] ??
    (pathname.startsWith("/pages/") ? pathname.slice(7) : null);
  try {
    const body = await readFile(join(PAGES, normalize(`/${file ?? "none"}`)));
    response.setHeader("content-type", TYPES[extname(file)] ?? "application/octet-stream");
    response.setHeader("content-security-policy", CSP).end(body);
  } catch {
    response.writeHead(404, { "content-type": "application/problem+json" }).end('{"title":"Not found","status":404}');
  }
}

function cut() {
  refusing = true;
  setTimeout(() => (refusing = false), 6_000);
  for (const socket of sockets) socket.terminate();
  return "cut\n";
}

const server = createServer((request, response) => void answer(request, response));
const live = new WebSocketServer({ noServer: true });
server.on("upgrade", (request, socket, head) => {
  if (refusing || request.url !== "/v1/live") return socket.destroy();
  live.handleUpgrade(request, socket, head, (client) => {
    client.on("close", () => sockets.delete(client));
    client.on("message", (text) => {
      const frame = JSON.parse(String(text));
      const say = (frames) => {
        for (const each of frames) client.send(JSON.stringify(each));
      };
      if (frame.type === "hello") say([{ type: "welcome", user: null, heartbeat_s: 20 }]);
      if (frame.type === "ping") say([{ type: "pong" }]);
      if (frame.type === "subscribe" && frame.room === room.name) {
        say(room.subscribe(frame.since, 10));
        sockets.add(client);
      } else if (frame.type === "subscribe")
        say([{ type: "error", code: "unknown_room", message: "no such room", room: frame.room }]);
    });
  });
});
server.listen(Number(process.argv[2]) || 0, "127.0.0.1", () =>
  console.log(`http://127.0.0.1:${server.address().port}/wall?fair=${FAIR}`),
);
