/** The words of the closing round on the organizer's desk. */
import { isolating } from "../page/isolated";
import { useChoices } from "../page/page";
import type { Language } from "../words";

const en = {
  title: "Closing round",
  hint: "Assigns the remaining places by the rankings of both sides: students rank jobs on their page, enterprises rank their applicants. Everybody who gets a place is matched immediately, and both sides are notified. You can hold another round later for the places that remain.",
  notNow: "You can hold a round while the fair is open or closing.",
  trial: "Preview",
  would: "If held now, the result would be",
  hold: "Hold the round",
  ask: (matches: string) =>
    `Hold the closing round? It makes about ${matches} ${matches === "1" ? "match" : "matches"} immediately and notifies both sides. This cannot be undone.`,
  sure: "Yes, hold it",
  newest: "Latest round",
  none: "No round has been held yet.",
  numbers: { students: "Students taking part", jobs: "Jobs", places: "Places available", matches: "Matches" },
};

type RoundWords = typeof en;

const zh: RoundWords = {
  title: "收官撮合",
  hint: "按双方的排序分配剩余名额：学生在自己的页面对岗位排序，单位对投递者排序。获得名额即达成意向，并通知双方。之后可以再次举办，分配届时剩余的名额。",
  notNow: "招聘会进行或收尾期间才能举办。",
  trial: "预览结果",
  would: "如现在举办，结果为",
  hold: "举办撮合",
  ask: (matches) => `举办收官撮合吗？将立即达成约 ${matches} 个意向并通知双方，且不可撤销。`,
  sure: "确认举办",
  newest: "最近一轮",
  none: "尚未举办过。",
  numbers: { students: "参加学生", jobs: "岗位", places: "可分配名额", matches: "达成意向" },
};

export const ROUND: Readonly<Record<Language, RoundWords>> = isolating({ en, zh });

export function useRoundWords(): RoundWords {
  return ROUND[useChoices().language];
}
