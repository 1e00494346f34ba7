/** The words of the organizer's desk. */
import { useChoices } from "../page/page";
import { TERMS, type Terms } from "../terms";
import type { Language } from "../words";

const en = {
  title: "Organizer's desk",
  choose: "Choose a fair of yours, or plan a new one.",
  counts: {
    enterprises: "Enterprises",
    jobs: "Jobs",
    positions: "Positions",
    applications: "Applications",
    matches: "Matches",
  },
  notYours: "This fair is another organizer's.",
  approve: "Approve",
  refuse: "Refuse",
  refuseAsk: (n: string) =>
    `Refuse ${n === "1" ? "this booth" : `these ${n} booths`}? They read why; it can be taken back.`,
  refuseSure: "Refuse",
  flagged: (n: string) => `Only flagged ads (${n} open)`,
  noFlagged: "No ad is flagged.",
  closeJobs: "Close jobs",
  closeAsk: (n: string) =>
    `Close ${n === "1" ? "this job" : `these ${n} jobs`}? A closed job stays closed; its enterprise reads why.`,
  closeSure: "Close",
  files: "Take away",
  exports: { booths: "Booths", jobs: "Jobs", applications: "Applications", matches: "Matches" },
  importing: "Import jobs",
  importHint: "CSV or XLSX, with Chinese or English headers. Each new enterprise gets an approved booth.",
  file: "File",
  trial: "Look first",
  doImport: "Import",
  imported: (accepted: string, duplicates: string, rejected: string) =>
    `${accepted} accepted, ${duplicates} known already, ${rejected} not understood`,
  row: (n: string) => `row ${n}`,
  wall: "Wall",
  tabs: {
    booths: "Booths",
    jobs: "Jobs",
    applications: "Applications",
    round: "Closing round",
    figures: "Figures",
    more: "More",
  },
  waiting: { booths: "Booths that wait for your word", jobs: "Open jobs whose ads are flagged" } as Partial<
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
    region: "place",
    employment_type: "kind",
    degree: "conditions",
  } as Record<string, string>,
};

export type OrganizerWords = typeof en;

const zh: OrganizerWords = {
  title: "主办方工作台",
  choose: "选择您的招聘会，或安排新的一场。",
  counts: { enterprises: "参会单位", jobs: "岗位", positions: "招聘人数", applications: "投递", matches: "达成意向" },
  notYours: "这场招聘会属于其他主办方。",
  approve: "通过",
  refuse: "不通过",
  refuseAsk: (n) =>
    n === "1"
      ? "不通过这个展位吗？对方会看到原因，之后仍可改为通过。"
      : `不通过这 ${n} 个展位吗？对方会看到原因，之后仍可改为通过。`,
  refuseSure: "不通过",
  flagged: (n) => `仅看有提示的岗位（招聘中 ${n} 个）`,
  noFlagged: "没有被提示的岗位。",
  closeJobs: "关闭岗位",
  closeAsk: (n) =>
    n === "1"
      ? "关闭这个岗位吗？关闭后不能重新开放，单位会看到原因。"
      : `关闭这 ${n} 个岗位吗？关闭后不能重新开放，单位会看到原因。`,
  closeSure: "关闭",
  files: "导出",
  exports: { booths: "展位", jobs: "岗位", applications: "投递", matches: "达成意向" },
  importing: "导入岗位",
  importHint: "CSV 或 XLSX，中英文表头均可。新单位将自动获得已通过的展位。",
  file: "文件",
  trial: "先检查",
  doImport: "导入",
  imported: (accepted, duplicates, rejected) => `接受 ${accepted}，重复 ${duplicates}，未能识别 ${rejected}`,
  row: (n) => `第 ${n} 行`,
  wall: "大屏",
  tabs: { booths: "展位", jobs: "岗位", applications: "投递", round: "收官撮合", figures: "数据", more: "更多" },
  waiting: { booths: "等待您审核的展位", jobs: "有提示的在招岗位" },
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

export const ORGANIZER: Readonly<Record<Language, OrganizerWords>> = { en, zh };

export function useOrganizerWords(): { words: OrganizerWords; terms: Terms; locale: string; language: Language } {
  const { language, words } = useChoices();
  return { words: ORGANIZER[language], terms: TERMS[language], locale: words.locale, language };
}
