/** The words of planning sessions, which two pages have. */

import type { Language } from "../words";
import { isolating } from "./isolated";

const en = {
  title: "Live sessions",
  none: "No sessions are planned yet.",
  plan: "Plan a session",
  fields: { title: "Title", starts_at: "Starts", stream_url: "Stream URL (HLS, .m3u8; optional)" },
  shown: "Jobs in the run of show",
  minutes: "Minutes",
  cap: "Limit",
  drag: "Drag to reorder",
  up: (title: string) => `Move up: ${title}`,
  down: (title: string) => `Move down: ${title}`,
  out: (title: string) => `Remove: ${title}`,
  moved: (title: string, place: string) => `${title}: now number ${place}`,
  save: "Save",
  change: "Edit",
  changeOne: (title: string) => `Edit: ${title}`,
  changePlan: "Edit the plan",
  saveChanges: "Save changes",
  drops: (n: string) => `${n} ${n === "1" ? "drop" : "drops"}`,
};

export type ScheduleWords = typeof en;

const zh: ScheduleWords = {
  title: "直播场次",
  none: "暂无直播安排。",
  plan: "安排直播",
  fields: { title: "标题", starts_at: "开始时间", stream_url: "直播流地址（HLS，.m3u8，选填）" },
  shown: "投放清单中的岗位",
  minutes: "分钟",
  cap: "名额",
  drag: "拖动以调整顺序",
  up: (title) => `上移：${title}`,
  down: (title) => `下移：${title}`,
  out: (title) => `移出：${title}`,
  moved: (title, place) => `${title}：现在是第 ${place} 个`,
  save: "保存",
  change: "修改",
  changeOne: (title) => `修改：${title}`,
  changePlan: "修改安排",
  saveChanges: "保存修改",
  drops: (n) => `投放 ${n} 个岗位`,
};

export const SCHEDULE: Readonly<Record<Language, ScheduleWords>> = isolating({ en, zh });
