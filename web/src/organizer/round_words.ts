/** The words of the closing round on the organizer's desk. */
import { useChoices } from "../page/page";
import type { Language } from "../words";

const en = {
  title: "Closing round",
  hint: "It gives the places that are left, by the orders of both sides: students rank jobs on their page, enterprises their applicants. Who gets a place has a match at once, and both sides are told. A round can be held again later, for what is left then.",
  notNow: "A round is held while the fair is open or closing.",
  trial: "Look first",
  would: "Held now, it would come to",
  hold: "Hold the round",
  ask: (matches: string) =>
    `Hold the closing round? About ${matches} ${matches === "1" ? "match is" : "matches are"} made at once, both sides are told, and it cannot be taken back.`,
  sure: "Yes, hold it",
  newest: "The newest round",
  none: "No round has been held.",
  numbers: { students: "Students who take part", jobs: "Jobs", places: "Places to give", matches: "Matches" },
};

type RoundWords = typeof en;

const zh: RoundWords = {
  title: "收官撮合",
  hint: "按双方的排序分配余下名额：学生在自己的页面排岗位，单位排投递者。获得名额即达成意向，并告知双方。之后仍可再办一轮，分配届时余下的名额。",
  notNow: "招聘会进行或收尾期间可以举办。",
  trial: "先试算",
  would: "若现在举办，结果为",
  hold: "举办撮合",
  ask: (matches) => `举办收官撮合吗？将立即达成约 ${matches} 个意向并告知双方，且不能撤销。`,
  sure: "确认举办",
  newest: "最近一轮",
  none: "还没有举办过。",
  numbers: { students: "参加学生", jobs: "岗位", places: "可分配名额", matches: "达成意向" },
};

const ROUND: Readonly<Record<Language, RoundWords>> = { en, zh };

export function useRoundWords(): RoundWords {
  return ROUND[useChoices().language];
}
