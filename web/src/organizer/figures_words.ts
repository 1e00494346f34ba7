/** The words of the fair's figures on the organizer's desk. */
import { useChoices } from "../page/page";
import type { Language } from "../words";

const en = {
  title: "Figures",
  report: "Report",
  again: "Read again",
  asOf: "As of",
  funnel: "How far applications came",
  groups: { enterprise: "Enterprise", industry: "Industry", region: "Region", degree: "Degree" },
  steps: {
    applications: "Applications",
    viewed: "Looked at",
    shortlisted: "Shortlisted",
    invited: "Invited",
    accepted: "Matches",
    hired: "Hired",
    refused: "Turned down",
    withdrawn: "Withdrawn",
  },
  median: "Answer, median",
  p90: "Answer, 9 of 10 within",
  total: "All",
  unsaid: "not said",
  nothing: "No application yet.",
  unfilled: "Places that are left",
  unfilledJobs: "Jobs with places left",
  ofPlaces: (left: string, all: string) => `${left} of ${all}`,
  job: "Job",
  places: "Places",
  matches: "Matches",
  left: "Left",
  allFilled: "No place is left.",
  everybody: "What everybody may read",
  everybodyHint: (received: string, below: string) =>
    `Of the first ${received} applications that were received. Cells under ${below} are withheld, the others rounded down, so that nobody can be told from them.`,
  received: "Applications, at least",
  nothingPublic: "Nothing can be told yet: all cells are small.",
};

export type FigureWords = typeof en;

const zh: FigureWords = {
  title: "数据",
  report: "报告",
  again: "重新读取",
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
  nothing: "还没有投递。",
  unfilled: "余下名额",
  unfilledJobs: "仍有名额的岗位",
  ofPlaces: (left, all) => `${left}/${all}`,
  job: "岗位",
  places: "招聘人数",
  matches: "达成意向",
  left: "余下",
  allFilled: "名额已满。",
  everybody: "公开数据",
  everybodyHint: (received, below) =>
    `取自最早收到的 ${received} 份投递。小于 ${below} 的项不公布，其余向下取整，避免从中识别个人。`,
  received: "投递（至少）",
  nothingPublic: "各项数量都还太小，暂不公布。",
};

const FIGURES: Readonly<Record<Language, FigureWords>> = { en, zh };

export function useFigureWords(): FigureWords {
  return FIGURES[useChoices().language];
}
