/** The words of changing a booth and of its hours. */
import { useChoices } from "../page/page";
import type { Language } from "../words";

const en = {
  title: "Booth",
  openNow: "Open now",
  closedNow: "Closed now",
  fixed: "The organizer let in this name and credit code: they stay.",
  correct: "Until the organizer decides, everything may still be corrected.",
  save: "Save changes",
  saved: "Saved",
  unchanged: "Nothing was changed.",
  hours: "Opening hours",
  hoursHint: "Without any, the booth is open for as long as the fair.",
  opens: "Opens",
  closes: "Closes",
  add: "Add hours",
  drop: (n: string) => `Remove the hours no. ${n}`,
  dropShort: "Remove",
  onlyLeads: "The booth is its lead's to change.",
};

export type BoothWords = typeof en;

const zh: BoothWords = {
  title: "展位",
  openNow: "开放中",
  closedNow: "未开放",
  fixed: "名称与信用代码已经主办方审核，不能修改。",
  correct: "主办方审核前均可修改。",
  save: "保存修改",
  saved: "已保存",
  unchanged: "没有修改。",
  hours: "开放时间",
  hoursHint: "不设置时，展位在招聘会期间一直开放。",
  opens: "开始",
  closes: "结束",
  add: "添加时段",
  drop: (n) => `删除第 ${n} 个时段`,
  dropShort: "删除",
  onlyLeads: "展位由负责人修改。",
};

const BOOTH: Readonly<Record<Language, BoothWords>> = { en, zh };

export function useBoothWords(): BoothWords {
  return BOOTH[useChoices().language];
}
