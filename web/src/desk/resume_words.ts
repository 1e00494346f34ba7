/** The names of the sections of a resume. */
import { isolating } from "../page/isolated";
import { useChoices } from "../page/page";
import type { Language } from "../words";

const en = {
  sections: {
    education: "Education",
    work: "Work experience",
    projects: "Projects",
    skills: "Skills",
    languages: "Languages",
    certificates: "Certificates",
    awards: "Awards",
    publications: "Publications",
    volunteer: "Volunteering",
    interests: "Interests",
    references: "References",
  } as Record<string, string>,
};

type ResumeWords = typeof en;

const zh: ResumeWords = {
  sections: {
    education: "教育经历",
    work: "工作与实习经历",
    projects: "项目经历",
    skills: "技能",
    languages: "语言能力",
    certificates: "证书",
    awards: "获奖情况",
    publications: "论文与出版",
    volunteer: "志愿服务",
    interests: "兴趣爱好",
    references: "推荐人",
  },
};

const RESUME: Readonly<Record<Language, ResumeWords>> = isolating({ en, zh });

export function useResumeWords(): ResumeWords {
  return RESUME[useChoices().language];
}
