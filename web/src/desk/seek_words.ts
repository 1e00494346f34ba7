/** The words of employer first, on the desk. */
import { useChoices } from "../page/page";
import type { Language } from "../words";

const en = {
  title: "Find people",
  hint: "Students who show a card can be found: degree, major, region and what they look for. Who it is you learn when they say yes, and that is an application.",
  job: "For the job",
  noJob: "Publish a job first: one asks for a job.",
  q: "Words",
  degree: "Degree",
  major: "Major",
  region: "Region",
  industry: "Industry",
  employment_type: "Kind of work",
  any: "Any",
  search: "Search",
  clear: "Clear",
  nobody: "Nobody is found. Fewer conditions find more people; new cards come while the fair is open.",
  looksFor: "Looks for",
  shownAt: "shown",
  ask: "Ask",
  asked: "Asked for this job",
  more: "Show more",
  approaches: "Whom you asked for this job",
  noApproaches: "Nobody was asked for this job yet.",
  state: { open: "Waiting for an answer", accepted: "Said yes", declined: "Said no", expired: "No answer" } as Record<
    string,
    string
  >,
  hidden: "A card that is hidden by now",
  toApplicants: "Go to the application",
};

export type SeekWords = typeof en;

const zh: SeekWords = {
  title: "主动寻人",
  hint: "展示名片的学生可被找到：学历、专业、地区和求职意向。学生同意后您才知道是谁，同意即投递。",
  job: "岗位",
  noJob: "请先发布岗位：询问须针对一个岗位。",
  q: "关键词",
  degree: "学历",
  major: "专业",
  region: "地区",
  industry: "行业",
  employment_type: "工作类型",
  any: "不限",
  search: "搜索",
  clear: "清空",
  nobody: "没有找到。减少条件可找到更多人，招聘会进行中会有新名片。",
  looksFor: "意向",
  shownAt: "展示于",
  ask: "询问",
  asked: "已就此岗位询问",
  more: "显示更多",
  approaches: "已就此岗位询问的人",
  noApproaches: "还没有就此岗位询问过。",
  state: { open: "等待答复", accepted: "已同意", declined: "已婉拒", expired: "未答复" },
  hidden: "名片现已隐藏",
  toApplicants: "查看投递",
};

const SEEK: Readonly<Record<Language, SeekWords>> = { en, zh };

export function useSeekWords(): SeekWords {
  return SEEK[useChoices().language];
}
