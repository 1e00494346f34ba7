/** The texts for planning, amending and moving a fair. */
import { isolating } from "../page/isolated";
import { useChoices } from "../page/page";
import type { Language } from "../words";

const en = {
  plan: "Plan a fair",
  save: "Save",
  draft: "Save as a draft, visible only to us until we publish it",
  amend: "About the fair",
  change: "Save changes",
  changed: "Saved.",
  fixed: "A closed fair cannot be edited, but it can be reopened.",
  fields: {
    title: "Title",
    host: "Host",
    region: "Region (optional)",
    campaign: "Campaign (optional)",
    description: "Description (optional)",
    starts_at: "Starts",
    ends_at: "Ends",
    ads: "Flagged ads",
    offers: "A student who accepts an invitation",
  },
  ads: { warn: "are published and flagged", refuse: "are refused", off: "are not checked" },
  offers: { keep: "keeps the other invitations", release: "gives up the other invitations" },
  offersAre: (rule: string) => `A student who accepts an invitation ${rule}. This is fixed since the fair opened.`,
  steps: {
    publish: "Publish",
    open: "Open",
    pause: "Pause",
    resume: "Resume",
    "wind-down": "Start closing",
    close: "Close",
    reopen: "Reopen",
    archive: "Archive",
  },
  asks: {
    "wind-down": "Start closing? No new booths, jobs or applications are accepted. Invitations can still be answered.",
    close: "Close the fair? Open invitations expire immediately, and both sides are notified.",
    reopen: "Reopen the fair? Applications are accepted until the new end. Expired invitations stay expired.",
    archive: "Archive the fair? Nothing can be changed afterwards, and it cannot be reopened.",
  } as Record<string, string>,
  sure: (step: string) => `Yes: ${step.toLowerCase()}`,
  until: "Open until",
};

export type FairWords = typeof en;

const zh: FairWords = {
  plan: "安排招聘会",
  save: "保存",
  draft: "先保存为草稿，公布前仅本单位可见",
  amend: "招聘会信息",
  change: "保存修改",
  changed: "已保存。",
  fixed: "已结束的招聘会不能再修改，可以重新开放。",
  fields: {
    title: "名称",
    host: "主办单位",
    region: "地区（选填）",
    campaign: "所属活动（选填）",
    description: "简介（选填）",
    starts_at: "开始",
    ends_at: "结束",
    ads: "被标记的岗位信息",
    offers: "学生接受邀约后",
  },
  ads: { warn: "照常发布并标记", refuse: "不予发布", off: "不检查" },
  offers: { keep: "其他邀约仍然保留", release: "其他邀约自动放弃" },
  offersAre: (rule) => `学生接受邀约后，${rule}。招聘会已开始，此规则不能再更改。`,
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
    "wind-down": "进入收尾吗？之后不再接受新的展位、岗位和投递，邀约仍可答复。",
    close: "结束招聘会吗？未答复的邀约将立即过期，并通知双方。",
    reopen: "重新开放吗？在新的结束时间前继续接受投递，已过期的邀约不会恢复。",
    archive: "归档吗？归档后不能再做任何更改，也不能重新开放。",
  },
  sure: (step) => `确认${step}`,
  until: "开放至",
};

export const FAIR: Readonly<Record<Language, FairWords>> = isolating({ en, zh });

export function useFairWords(): FairWords {
  return FAIR[useChoices().language];
}
