/** The texts for editing a booth and its opening hours. */
import { isolating } from "../page/isolated";
import { useChoices } from "../page/page";
import type { Language } from "../words";

const en = {
  title: "Booth",
  openNow: "Open now",
  closedNow: "Closed now",
  fixed: "The organizer has approved this name and credit code. They can no longer be changed.",
  correct: "You can edit everything until the organizer reviews the request.",
  save: "Save changes",
  saved: "Saved",
  unchanged: "Nothing has changed.",
  hours: "Opening hours",
  hoursHint: "If you set none, the booth is open for the whole fair.",
  opens: "Opens",
  closes: "Closes",
  add: "Add hours",
  drop: (n: string) => `Remove opening hours ${n}`,
  dropShort: "Remove",
  onlyLeads: "Only a lead can edit the booth.",
};

export type BoothWords = typeof en;

const zh: BoothWords = {
  title: "展位",
  openNow: "开放中",
  closedNow: "未开放",
  fixed: "名称与信用代码已通过主办方审核，不能修改。",
  correct: "主办方审核前，所有内容均可修改。",
  save: "保存修改",
  saved: "已保存",
  unchanged: "没有改动。",
  hours: "开放时间",
  hoursHint: "不设置时，展位在招聘会期间一直开放。",
  opens: "开始",
  closes: "结束",
  add: "添加时段",
  drop: (n) => `删除第 ${n} 个时段`,
  dropShort: "删除",
  onlyLeads: "只有负责人可以修改展位。",
};

export const BOOTH: Readonly<Record<Language, BoothWords>> = isolating({ en, zh });

export function useBoothWords(): BoothWords {
  return BOOTH[useChoices().language];
}
