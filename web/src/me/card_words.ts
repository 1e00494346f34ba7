/** The words of employer first, on the student's page. */
import { useChoices } from "../page/page";
import type { Language } from "../words";

const en = {
  card: "My card in this fair",
  shown: "Shown",
  hidden: "Hidden",
  none: "Let enterprises find you: they see your degree, major and region and what you look for, never your name. Who wants to know you asks, and you say yes or no.",
  shownHint: "Enterprises of this fair can find it and ask you. Your name and resume they see only when you say yes.",
  hiddenHint: "Nobody finds it now. What was asked before still waits for your answer.",
  closed: "Cards are shown and found until the fair is closing.",
  resumeFirst: "Save your resume first: the card says its degree, major and region.",
  regions: "Regions, with commas between (at most 5)",
  industries: "Industries, with commas between (at most 5)",
  types: "Kinds of work",
  tooMany: "At most five of each: take some away.",
  show: "Show my card",
  change: "Save what I look for",
  hide: "Hide my card",
  asked: "Enterprises that ask",
  asks: (enterprise: string) => `${enterprise} would like to know you`,
  accept: "Yes, apply",
  acceptAsk: (job: string) => `Say yes to “${job}”? That is an application: the enterprise sees your name and resume.`,
  acceptSure: "Yes, apply",
  decline: "No, thanks",
  declineAsk: (job: string) =>
    `Say no to “${job}”? The enterprise does not learn who you are, and cannot ask for this job again.`,
  declineSure: "Yes, say no",
};

type CardWords = typeof en;

const zh: CardWords = {
  card: "我在本场的名片",
  shown: "展示中",
  hidden: "已隐藏",
  none: "让单位来找您：名片只显示学历、专业、地区和求职意向，不显示姓名。有意的单位会来询问，由您决定是否同意。",
  shownHint: "本场参会单位可以看到名片并询问您。只有您同意后，单位才能看到姓名和简历。",
  hiddenHint: "现在没有单位能看到。此前收到的询问仍等待您答复。",
  closed: "招聘会收尾前可以展示名片。",
  resumeFirst: "请先保存简历：名片显示其中的学历、专业和地区。",
  regions: "意向地区（以逗号分隔，最多 5 个）",
  industries: "意向行业（以逗号分隔，最多 5 个）",
  types: "工作类型",
  tooMany: "每项最多五个，请删去一些。",
  show: "展示名片",
  change: "保存意向",
  hide: "隐藏名片",
  asked: "询问您的单位",
  asks: (enterprise) => `${enterprise}希望认识您`,
  accept: "同意并投递",
  acceptAsk: (job) => `同意“${job}”的询问吗？同意即投递，单位将看到您的姓名和简历。`,
  acceptSure: "确认同意",
  decline: "婉拒",
  declineAsk: (job) => `婉拒“${job}”的询问吗？单位不会知道您是谁，也不能再就此岗位询问您。`,
  declineSure: "确认婉拒",
};

const CARD: Readonly<Record<Language, CardWords>> = { en, zh };

export function useCardWords(): CardWords {
  return CARD[useChoices().language];
}
