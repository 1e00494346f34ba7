/** The words of a fair itself on the organizer's desk: planned, amended, moved from state to state. */
import { useChoices } from "../page/page";
import type { Language } from "../words";

const en = {
  plan: "Plan a fair",
  save: "Plan it",
  draft: "Keep it as a draft that only we see, until we publish it",
  amend: "About the fair",
  change: "Save changes",
  changed: "Saved.",
  fixed: "A fair that is closed is not amended any more; it can be opened again.",
  fields: {
    title: "Title",
    host: "Host",
    region: "Region (optional)",
    campaign: "Campaign (optional)",
    description: "Description (optional)",
    starts_at: "Begins",
    ends_at: "Ends",
    ads: "Flagged ads",
    offers: "Who accepts an invitation",
  },
  ads: { warn: "are published and marked", refuse: "are refused", off: "are not looked for" },
  offers: { keep: "keeps the other invitations", release: "gives up the other invitations" },
  offersAre: (rule: string) => `Who accepts an invitation ${rule}: fixed since the fair opened.`,
  steps: {
    publish: "Publish",
    open: "Open",
    pause: "Pause",
    resume: "Go on",
    "wind-down": "Begin to close",
    close: "Close",
    reopen: "Reopen",
    archive: "Archive",
  },
  asks: {
    "wind-down": "Begin to close? No new booths, jobs and applications are taken; invitations may still be answered.",
    close: "Close the fair? Open invitations expire at once, and both sides are told.",
    reopen: "Open the fair again? Applications are taken until the new end; invitations that have expired stay so.",
    archive: "Archive the fair? Nothing moves any more, and it is not opened again.",
  } as Record<string, string>,
  sure: (step: string) => `Yes: ${step.toLowerCase()}`,
  until: "Open until",
};

export type FairWords = typeof en;

const zh: FairWords = {
  plan: "安排招聘会",
  save: "安排",
  draft: "先存为草稿，公布前仅本单位可见",
  amend: "招聘会信息",
  change: "保存修改",
  changed: "已保存。",
  fixed: "已结束的招聘会不能再修改，可以重新开放。",
  fields: {
    title: "名称",
    host: "主办单位",
    region: "地区（可不填）",
    campaign: "所属活动（可不填）",
    description: "简介（可不填）",
    starts_at: "开始",
    ends_at: "结束",
    ads: "有提示的岗位信息",
    offers: "接受一份邀约后",
  },
  ads: { warn: "照常发布并标出", refuse: "不予发布", off: "不检查" },
  offers: { keep: "其他邀约仍然保留", release: "其他邀约自动放弃" },
  offersAre: (rule) => `接受一份邀约后，${rule}：招聘会开始后不再更改。`,
  steps: {
    publish: "公布",
    open: "开始",
    pause: "暂停",
    resume: "继续",
    "wind-down": "进入收尾",
    close: "结束",
    reopen: "重新开放",
    archive: "归档",
  },
  asks: {
    "wind-down": "进入收尾吗？不再接受新的展位、岗位和投递，邀约仍可答复。",
    close: "结束招聘会吗？未答复的邀约立即过期，并告知双方。",
    reopen: "重新开放吗？在新的结束时间前接受投递，已过期的邀约不再恢复。",
    archive: "归档吗？归档后一切不再变动，且不能重新开放。",
  },
  sure: (step) => `确认${step}`,
  until: "开放至",
};

const FAIR: Readonly<Record<Language, FairWords>> = { en, zh };

export function useFairWords(): FairWords {
  return FAIR[useChoices().language];
}
