/** The words of employer first, on the desk. */
import { isolating } from "../page/isolated";
import { useChoices } from "../page/page";
import type { Language } from "../words";

const en = {
  title: "Find people",
  hint: "Find students who show a card: their degree, major, region and what they are looking for. You learn who they are when they agree, which also submits their application.",
  job: "For the job",
  noJob: "Publish a job first. You contact people about a job.",
  q: "Keywords",
  degree: "Degree",
  major: "Major",
  region: "Region",
  industry: "Industry",
  employment_type: "Type of work",
  any: "Any",
  search: "Search",
  clear: "Clear",
  nobody: "Nobody found. Use fewer filters to find more people. New cards appear while the fair is open.",
  looksFor: "Looking for",
  shownAt: "shown",
  ask: "Contact",
  asked: "Contacted about this job",
  more: "Show more",
  approaches: "People you contacted about this job",
  noApproaches: "You have not contacted anybody about this job yet.",
  state: { open: "Waiting for an answer", accepted: "Agreed", declined: "Declined", expired: "No answer" } as Record<
    string,
    string
  >,
  hidden: "This card is now hidden",
  toApplicants: "Go to the application",
};

export type SeekWords = typeof en;

const zh: SeekWords = {
  title: "寻找人才",
  hint: "在这里查找展示名片的学生，可以看到学历、专业、地区和求职意向。学生同意后您才能知道对方是谁，同意即视为投递。",
  job: "岗位",
  noJob: "请先发布岗位，再就该岗位联系学生。",
  q: "关键词",
  degree: "学历",
  major: "专业",
  region: "地区",
  industry: "行业",
  employment_type: "工作类型",
  any: "不限",
  search: "搜索",
  clear: "清空",
  nobody: "没有找到符合条件的学生。减少条件可找到更多人，招聘会期间还会有新名片。",
  looksFor: "意向",
  shownAt: "展示时间",
  ask: "联系",
  asked: "已就该岗位联系",
  more: "显示更多",
  approaches: "已就该岗位联系的学生",
  noApproaches: "还没有就该岗位联系过学生。",
  state: { open: "等待答复", accepted: "已同意", declined: "已婉拒", expired: "未答复" },
  hidden: "名片已隐藏",
  toApplicants: "查看投递",
};

export const SEEK: Readonly<Record<Language, SeekWords>> = isolating({ en, zh });

export function useSeekWords(): SeekWords {
  return SEEK[useChoices().language];
}
