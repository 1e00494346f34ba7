/** The words of searching jobs: filters, sorting, what was found. */
import { isolating } from "../page/isolated";
import { useChoices } from "../page/page";
import type { Language } from "../words";

const en = {
  filters: "Filters",
  moreFilters: "More filters",
  facet: { region: "City", degree: "Degree", pay: "Monthly pay", industry: "Industry", employment_type: "Type" },
  below: (to: string) => `below ${to}`,
  between: (from: string, to: string) => `${from}–${to}`,
  above: (from: string) => `${from} or more`,
  chosen: "Filters that are set",
  remove: (name: string) => `Remove the filter “${name}”`,
  clear: "Clear all filters",
  sort: "Sort by",
  sorts: {
    relevance: "Best match",
    newest: "Newest first",
    pay: "Highest pay first",
    applications: "Most applications first",
  },
  found: (n: string) => `${n} ${n === "1" ? "job" : "jobs"}`,
  foundAtLeast: (n: string) => `At least ${n} jobs`,
  nothing: "No jobs found.",
  didYouMean: (query: string) => `Did you mean “${query}”?`,
  fewerWords: "Try fewer or different words.",
  loosen: "You would find jobs without one of these filters:",
  loosenMore: "Try fewer filters, or other words.",
  without: (name: string, n: string) => `Without “${name}” (${n})`,
};

export type SearchWords = typeof en;

const zh: SearchWords = {
  filters: "筛选",
  moreFilters: "更多筛选",
  facet: { region: "城市", degree: "学历", pay: "月薪", industry: "行业", employment_type: "工作类型" },
  below: (to) => `${to} 以下`,
  between: (from, to) => `${from}–${to}`,
  above: (from) => `${from} 以上`,
  chosen: "已选条件",
  remove: (name) => `移除筛选条件“${name}”`,
  clear: "清空筛选",
  sort: "排序",
  sorts: { relevance: "相关度优先", newest: "最新发布", pay: "薪资从高到低", applications: "投递最多" },
  found: (n) => `共 ${n} 个岗位`,
  foundAtLeast: (n) => `至少 ${n} 个岗位`,
  nothing: "没有找到符合条件的岗位。",
  didYouMean: (query) => `您要找的是不是“${query}”？`,
  fewerWords: "请减少或更换关键词。",
  loosen: "去掉以下任一条件即可看到岗位：",
  loosenMore: "请减少筛选条件，或更换关键词。",
  without: (name, n) => `去掉“${name}”（${n}）`,
};

export const SEARCH: Readonly<Record<Language, SearchWords>> = isolating({ en, zh });

export function useSearchWords(): SearchWords {
  return SEARCH[useChoices().language];
}
