/** The words of the closing round, on the student's page. */
import { isolating } from "../page/isolated";
import { useChoices } from "../page/page";
import type { Language } from "../words";

const en = {
  title: "My ranking for the closing round",
  hint: "At the end, the organizer can assign the remaining places. Rank the jobs you would accept, best first. Ranking a job means that you agree to take it.",
  ranked: (n: string) => `${n} ranked`,
  none: "There is nothing to rank yet. Apply for a job first.",
  up: (job: string) => `Move up: ${job}`,
  down: (job: string) => `Move down: ${job}`,
  out: (job: string) => `Remove: ${job}`,
  add: "Rank",
  addOne: (job: string) => `Rank: ${job}`,
  others: "Not ranked: you will not be matched with these",
  moved: (job: string, place: string) => `${job} is now number ${place}`,
  held: "Closing round held",
  noPart: "You did not take part.",
  why: {
    matched: "matched",
    better: "you were matched with a job you ranked higher",
    filled: "all places went to others",
    no_place: "no places were left",
    not_ranked: "the enterprise had neither ranked nor invited you",
    no_application: "you had no active application there",
    has_match: "you already had a match",
  } as Record<string, string>,
};

type RoundWords = typeof en;

const zh: RoundWords = {
  title: "我的收官撮合志愿",
  hint: "收尾阶段，主办方可对剩余名额统一撮合。请将愿意去的岗位按意愿排序，列入即表示同意。",
  ranked: (n) => `已排 ${n} 个`,
  none: "暂无可排序的岗位，请先投递。",
  up: (job) => `上移：${job}`,
  down: (job) => `下移：${job}`,
  out: (job) => `移出：${job}`,
  add: "列入",
  addOne: (job) => `列入：${job}`,
  others: "未列入：不会为您撮合",
  moved: (job, place) => `${job}现为第 ${place} 位`,
  held: "收官撮合结果",
  noPart: "您没有参加。",
  why: {
    matched: "达成意向",
    better: "您已获得排序更靠前的岗位",
    filled: "名额已由他人获得",
    no_place: "没有剩余名额",
    not_ranked: "单位未将您列入排序，也未邀约",
    no_application: "您在该岗位没有有效投递",
    has_match: "您此前已达成意向",
  },
};

export const ROUND: Readonly<Record<Language, RoundWords>> = isolating({ en, zh });

export function useRoundWords(): RoundWords {
  return ROUND[useChoices().language];
}
