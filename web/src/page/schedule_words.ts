/** The words of planning sessions, which two pages have. */
import type { Language } from "../words";

const en = {
  title: "Live sessions",
  none: "No session is planned yet.",
  plan: "Plan a session",
  fields: { title: "Title", starts_at: "Begins", stream_url: "Address of the stream (HLS, .m3u8; optional)" },
  shown: "Jobs of the run of show",
  minutes: "Minutes",
  cap: "Limit",
  drag: "Drag to another place",
  up: (title: string) => `Move up: ${title}`,
  down: (title: string) => `Move down: ${title}`,
  out: (title: string) => `Take out: ${title}`,
  moved: (title: string, place: string) => `${title}: now number ${place}`,
  save: "Plan it",
  change: "Change",
  changeOne: (title: string) => `Change: ${title}`,
  changePlan: "Change the plan",
  saveChanges: "Save changes",
  drops: (n: string) => `${n} ${n === "1" ? "drop" : "drops"}`,
};

export type ScheduleWords = typeof en;

const zh: ScheduleWords = {
  title: "直播场次",
  none: "还没有安排直播。",
  plan: "安排直播",
  fields: { title: "标题", starts_at: "开始时间", stream_url: "直播流地址（HLS，.m3u8，可不填）" },
  shown: "投放清单中的岗位",
  minutes: "分钟",
  cap: "名额",
  drag: "拖动以调整顺序",
  up: (title) => `上移：${title}`,
  down: (title) => `下移：${title}`,
  out: (title) => `移出：${title}`,
  moved: (title, place) => `${title}：现在是第 ${place} 个`,
  save: "安排",
  change: "修改",
  changeOne: (title) => `修改：${title}`,
  changePlan: "修改安排",
  saveChanges: "保存修改",
  drops: (n) => `投放 ${n} 个岗位`,
};

export const SCHEDULE: Readonly<Record<Language, ScheduleWords>> = { en, zh };
