/** The words of the closing round, on the student's page. */
import { useChoices } from "../page/page";
import type { Language } from "../words";

const en = {
  title: "My order for the closing round",
  hint: "At the end the organizer may give the places that are left. Put the jobs that you would take in your order: to rank a job is to say yes to it.",
  ranked: (n: string) => `${n} ranked`,
  none: "Nothing here can be ranked: apply first.",
  up: (job: string) => `Move up: ${job}`,
  down: (job: string) => `Move down: ${job}`,
  out: (job: string) => `Take out: ${job}`,
  add: "Rank",
  addOne: (job: string) => `Rank: ${job}`,
  others: "Not ranked: no place is given to you there",
  moved: (job: string, place: string) => `${job} is now number ${place}`,
  held: "Closing round held",
  noPart: "You did not take part.",
  why: {
    matched: "a match",
    better: "you got one that you ranked higher",
    filled: "all places went to others",
    no_place: "no place was left",
    not_ranked: "it had neither ranked nor invited you",
    no_application: "no application of yours stood there",
    has_match: "you have a match already",
  } as Record<string, string>,
};

type RoundWords = typeof en;

const zh: RoundWords = {
  title: "我的收官意向顺序",
  hint: "收尾时，主办方可将余下名额统一撮合。请把愿意去的岗位按顺序排好：列入即表示同意。",
  ranked: (n) => `已排 ${n} 个`,
  none: "没有可排序的岗位，请先投递。",
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
    filled: "名额已给其他人",
    no_place: "没有余下名额",
    not_ranked: "单位没有将您排入或邀约",
    no_application: "您在该岗位没有有效投递",
    has_match: "您已达成意向",
  },
};

const ROUND: Readonly<Record<Language, RoundWords>> = { en, zh };

export function useRoundWords(): RoundWords {
  return ROUND[useChoices().language];
}
