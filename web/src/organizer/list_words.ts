/** The words of the organizer's lists: booths, jobs, applications. */
import { isolating } from "../page/isolated";
import { useChoices } from "../page/page";
import type { Language } from "../words";

const en = {
  byState: "By state",
  all: "All",
  any: "any",
  failed: "The list could not be loaded. Retrying…",
  none: "Nothing matches.",
  noRequest: "No requests are waiting.",
  noApplication: "No applications match.",
  select: (name: string) => `Select ${name}`,
  selectAll: "Select all",
  selected: (n: string) => `${n} selected`,
  notPossible: (n: string) => `${n} could not be changed because their state is different now.`,
  why: "Reason, visible to them",
  boothName: "Name",
  jobWords: "Search",
  jobHint: "Title, major or words from the description",
  jobTitle: "Job",
  enterprise: "Enterprise",
  degree: "Degree",
  region: "Region of the applicant",
  unsaid: "degree, major and region not stated",
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
  failed: "列表加载失败，正在重试……",
  none: "没有符合条件的内容。",
  noRequest: "没有待审核的申请。",
  noApplication: "没有符合条件的投递。",
  select: (name) => `选择${name}`,
  selectAll: "全选",
  selected: (n) => `已选 ${n} 项`,
  notPossible: (n) => `${n} 项操作失败：状态已发生变化。`,
  why: "原因，对方可见",
  boothName: "名称",
  jobWords: "搜索",
  jobHint: "岗位名称、专业或描述中的关键词",
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

export const LISTS: Readonly<Record<Language, ListWords>> = isolating({ en, zh });

export function useListWords(): ListWords {
  return LISTS[useChoices().language];
}
