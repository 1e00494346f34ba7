/** The words of employer first, on the student's page. */
import { isolating } from "../page/isolated";
import { useChoices } from "../page/page";
import type { Language } from "../words";

const en = {
  card: "My card in this fair",
  shown: "Shown",
  hidden: "Hidden",
  none: "Let enterprises find you. They see your degree, major, region and what you are looking for, but never your name. If an enterprise is interested, it contacts you, and you decide.",
  shownHint:
    "Enterprises in this fair can find your card and contact you. They see your name and resume only if you agree.",
  hiddenHint: "Nobody can find your card now. Requests you received earlier are still waiting for your answer.",
  closed: "Cards can be shown until the fair starts to close.",
  resumeFirst: "Save your resume first. The card shows the degree, major and region in it.",
  regions: "Regions, separated by commas (at most 5)",
  industries: "Industries, separated by commas (at most 5)",
  types: "Types of work",
  tooMany: "At most five of each. Remove some.",
  show: "Show my card",
  change: "Save my preferences",
  hide: "Hide my card",
  asked: "Enterprises that contacted you",
  asks: (enterprise: string) => `${enterprise} would like to get to know you`,
  accept: "Yes, apply",
  acceptAsk: (job: string) =>
    `Agree to “${job}”? This submits an application, and the enterprise sees your name and resume.`,
  acceptSure: "Yes, apply",
  decline: "No, thanks",
  declineAsk: (job: string) =>
    `Decline “${job}”? The enterprise does not learn who you are, and cannot contact you about this job again.`,
  declineSure: "Yes, decline",
};

type CardWords = typeof en;

const zh: CardWords = {
  card: "我在本场的名片",
  shown: "展示中",
  hidden: "已隐藏",
  none: "让单位主动找到您。名片只显示学历、专业、地区和求职意向，不显示姓名。感兴趣的单位会联系您，由您决定是否同意。",
  shownHint: "本场参会单位可以看到名片并联系您。只有您同意后，单位才能看到您的姓名和简历。",
  hiddenHint: "现在没有单位能看到您的名片。此前收到的邀请仍在等待您答复。",
  closed: "招聘会进入收尾前可以展示名片。",
  resumeFirst: "请先保存简历，名片会显示其中的学历、专业和地区。",
  regions: "意向地区（以逗号分隔，最多 5 个）",
  industries: "意向行业（以逗号分隔，最多 5 个）",
  types: "工作类型",
  tooMany: "每项最多五个，请删去一些。",
  show: "展示名片",
  change: "保存意向",
  hide: "隐藏名片",
  asked: "联系您的单位",
  asks: (enterprise) => `${enterprise}希望进一步了解您`,
  accept: "同意并投递",
  acceptAsk: (job) => `同意“${job}”的邀请吗？同意后将自动投递，单位会看到您的姓名和简历。`,
  acceptSure: "确认同意",
  decline: "婉拒",
  declineAsk: (job) => `婉拒“${job}”的邀请吗？单位不会知道您是谁，也不能再就该岗位联系您。`,
  declineSure: "确认婉拒",
};

export const CARD: Readonly<Record<Language, CardWords>> = isolating({ en, zh });

export function useCardWords(): CardWords {
  return CARD[useChoices().language];
}
