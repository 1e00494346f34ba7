/** The words of planning sessions, which two pages have. */
import type { Language } from "../words";

const en = {
  title: "Live sessions",
  none: "No session is planned yet.",
  plan: "Plan a session",
  fields: { title: "Title", starts_at: "Begins", stream_url: "Address of the stream (HLS, .m3u8; optional)" },
  shown: "Jobs of the run of show, in the order in which they are chosen",
  save: "Plan it",
  open: "Open",
  drops: (n: string) => `${n} ${n === "1" ? "drop" : "drops"}`,
};

export type ScheduleWords = typeof en;

const zh: ScheduleWords = {
  title: "直播场次",
  none: "还没有安排直播。",
  plan: "安排直播",
  fields: { title: "标题", starts_at: "开始时间", stream_url: "直播流地址（HLS，.m3u8，可不填）" },
  shown: "投放清单，按选择先后排列",
  save: "安排",
  open: "打开",
  drops: (n) => `投放 ${n} 个岗位`,
};

export const SCHEDULE: Readonly<Record<Language, ScheduleWords>> = { en, zh };
