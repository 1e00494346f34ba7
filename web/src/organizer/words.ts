/** The words of the organizer's desk. */
import { isolating } from "../page/isolated";
import { useChoices } from "../page/page";
import { TERMS, type Terms } from "../terms";
import type { Language } from "../words";

const en = {
  title: "Organizer's desk",
  choose: "Choose one of your fairs, or plan a new one.",
  counts: {
    enterprises: "Enterprises",
    jobs: "Jobs",
    positions: "Positions",
    applications: "Applications",
    matches: "Matches",
  },
  notYours: "This fair belongs to another organizer.",
  approve: "Approve",
  refuse: "Refuse",
  refuseAsk: (n: string) =>
    `Refuse ${n === "1" ? "this booth" : `these ${n} booths`}? They see the reason. You can still approve later.`,
  refuseSure: "Refuse",
  flagged: (n: string) => `Only flagged ads (${n} open)`,
  noFlagged: "No ads are flagged.",
  closeJobs: "Close jobs",
  closeAsk: (n: string) =>
    `Close ${n === "1" ? "this job" : `these ${n} jobs`}? A closed job cannot be reopened. The enterprise sees the reason.`,
  closeSure: "Close",
  files: "Downloads",
  exports: { booths: "Booths", jobs: "Jobs", applications: "Applications", matches: "Matches" },
  wall: "Wall",
  tabs: {
    booths: "Booths",
    jobs: "Jobs",
    applications: "Applications",
    round: "Closing round",
    figures: "Figures",
    more: "More",
  },
  waiting: { booths: "Booths waiting for your approval", jobs: "Open jobs with flagged ads" } as Partial<
    Record<string, string>
  >,
  flag: {
    missing: "missing",
    gender: "gender",
    age: "age",
    ethnicity: "ethnicity",
    religion: "religion",
    marriage: "marriage",
    health: "health",
    household: "household registration",
  } as Record<string, string>,
  field: {
    title: "title",
    majors: "majors",
    description: "description",
    salary: "pay",
    region: "place of work",
    employment_type: "type",
    degree: "conditions",
  } as Record<string, string>,
};

export type OrganizerWords = typeof en;

const zh: OrganizerWords = {
  title: "主办方工作台",
  choose: "请选择您的招聘会，或安排新的招聘会。",
  counts: { enterprises: "参会单位", jobs: "岗位", positions: "招聘人数", applications: "投递", matches: "达成意向" },
  notYours: "这场招聘会属于其他主办方。",
  approve: "通过",
  refuse: "不通过",
  refuseAsk: (n) =>
    n === "1"
      ? "不通过这个展位吗？对方会看到原因，之后仍可改为通过。"
      : `不通过这 ${n} 个展位吗？对方会看到原因，之后仍可改为通过。`,
  refuseSure: "不通过",
  flagged: (n) => `仅看被标记的岗位（招聘中 ${n} 个）`,
  noFlagged: "没有被标记的岗位。",
  closeJobs: "关闭岗位",
  closeAsk: (n) =>
    n === "1"
      ? "关闭这个岗位吗？关闭后不能重新开放，单位会看到原因。"
      : `关闭这 ${n} 个岗位吗？关闭后不能重新开放，单位会看到原因。`,
  closeSure: "关闭",
  files: "导出",
  exports: { booths: "展位", jobs: "岗位", applications: "投递", matches: "达成意向" },
  wall: "大屏",
  tabs: { booths: "展位", jobs: "岗位", applications: "投递", round: "收官撮合", figures: "数据", more: "更多" },
  waiting: { booths: "等待您审核的展位", jobs: "被标记的在招岗位" },
  flag: {
    missing: "缺少",
    gender: "性别",
    age: "年龄",
    ethnicity: "民族",
    religion: "宗教",
    marriage: "婚育",
    health: "健康",
    household: "户籍",
  },
  field: {
    title: "岗位名称",
    majors: "专业",
    description: "岗位描述",
    salary: "薪酬",
    region: "工作地点",
    employment_type: "用工形式",
    degree: "条件",
  },
};

export const ORGANIZER: Readonly<Record<Language, OrganizerWords>> = isolating({ en, zh });

export function useOrganizerWords(): { words: OrganizerWords; terms: Terms; locale: string; language: Language } {
  const { language, words } = useChoices();
  return { words: ORGANIZER[language], terms: TERMS[language], locale: words.locale, language };
}
