/** The words of the organizer's lists: booths, jobs, applications. */
import { useChoices } from "../page/page";
import type { Language } from "../words";

const en = {
  byState: "By state",
  all: "All",
  any: "any",
  failed: "The list could not be read. Trying again …",
  none: "Nothing here fits.",
  noRequest: "No request waits.",
  noApplication: "No application fits.",
  select: (name: string) => `Select ${name}`,
  selectAll: "Select all",
  selected: (n: string) => `${n} selected`,
  notPossible: (n: string) => `${n} could not be done: they stand otherwise.`,
  why: "Reason, which they read",
  boothName: "Name",
  jobWords: "Search",
  jobHint: "Title, major, words of the description",
  jobTitle: "Job",
  enterprise: "Enterprise",
  degree: "Degree",
  region: "Region of who applied",
  unsaid: "nothing said of degree, major and region",
  ofJob: (title: string) => `Only “${title}”`,
  allJobs: "All jobs",
  place: (place: string) => `no. ${place} in line`,
  applications: (n: string) => `${n} ${n === "1" ? "application" : "applications"}`,
};

export type ListWords = typeof en;

const zh: ListWords = {
  byState: "按状态",
  all: "全部",
  any: "不限",
  failed: "暂时无法读取列表，正在重试……",
  none: "没有符合的内容。",
  noRequest: "没有待审核的申请。",
  noApplication: "没有符合的投递。",
  select: (name) => `选择${name}`,
  selectAll: "全选",
  selected: (n) => `已选 ${n} 项`,
  notPossible: (n) => `${n} 项未能办理：其状态已变化。`,
  why: "原因，对方可见",
  boothName: "名称",
  jobWords: "搜索",
  jobHint: "岗位、专业或描述中的词",
  jobTitle: "岗位",
  enterprise: "单位",
  degree: "学历",
  region: "投递者地区",
  unsaid: "未填写学历、专业和地区",
  ofJob: (title) => `仅“${title}”`,
  allJobs: "全部岗位",
  place: (place) => `第 ${place} 位`,
  applications: (n) => `${n} 份投递`,
};

const LISTS: Readonly<Record<Language, ListWords>> = { en, zh };

export function useListWords(): ListWords {
  return LISTS[useChoices().language];
}
