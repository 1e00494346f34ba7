/** The words of the fair's figures on the organizer's desk. */
import { isolating } from "../page/isolated";
import { useChoices } from "../page/page";
import type { Language } from "../words";

const en = {
  title: "Figures",
  report: "Report",
  again: "Refresh",
  asOf: "As of",
  funnel: "Application funnel",
  groups: { enterprise: "Enterprise", industry: "Industry", region: "Region", degree: "Degree" },
  steps: {
    applications: "Applications",
    viewed: "Viewed",
    shortlisted: "Shortlisted",
    invited: "Invited",
    accepted: "Matches",
    hired: "Hired",
    refused: "Rejected",
    withdrawn: "Withdrawn",
  },
  median: "Median response time",
  p90: "90th percentile",
  total: "Total",
  unsaid: "not stated",
  nothing: "No applications yet.",
  unfilled: "Unfilled places",
  unfilledJobs: "Jobs with unfilled places",
  ofPlaces: (left: string, all: string) => `${left} of ${all}`,
  job: "Job",
  places: "Places",
  matches: "Matches",
  left: "Unfilled",
  allFilled: "All places are filled.",
  everybody: "Public figures",
  everybodyHint: (received: string, below: string) =>
    `Based on the first ${received} applications received. Values below ${below} are withheld and the others are rounded down, so that nobody can be identified.`,
  received: "Applications, at least",
  nothingPublic: "Nothing to show yet: all values are still too small.",
};

export type FigureWords = typeof en;

const zh: FigureWords = {
  title: "数据",
  report: "报告",
  again: "刷新",
  asOf: "数据截至",
  funnel: "投递进展",
  groups: { enterprise: "单位", industry: "行业", region: "地区", degree: "学历" },
  steps: {
    applications: "投递",
    viewed: "已查看",
    shortlisted: "入围",
    invited: "邀约",
    accepted: "达成意向",
    hired: "录用",
    refused: "未通过",
    withdrawn: "撤回",
  },
  median: "答复用时（中位数）",
  p90: "九成答复用时不超过",
  total: "合计",
  unsaid: "未填写",
  nothing: "暂无投递。",
  unfilled: "剩余名额",
  unfilledJobs: "仍有名额的岗位",
  ofPlaces: (left, all) => `${left}/${all}`,
  job: "岗位",
  places: "招聘人数",
  matches: "达成意向",
  left: "剩余",
  allFilled: "名额已满。",
  everybody: "公开数据",
  everybodyHint: (received, below) =>
    `根据最早收到的 ${received} 份投递统计。数值小于 ${below} 的项不公布，其余向下取整，以免识别出个人。`,
  received: "投递（至少）",
  nothingPublic: "各项数值还太小，暂不公布。",
};

export const FIGURES: Readonly<Record<Language, FigureWords>> = isolating({ en, zh });

export function useFigureWords(): FigureWords {
  return FIGURES[useChoices().language];
}
