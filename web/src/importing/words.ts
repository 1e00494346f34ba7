/** The words of the import of a file of jobs. */
import { useChoices } from "../page/page";
import type { Language } from "../words";

const en = {
  title: "Import jobs",
  hintAll: "CSV or XLSX, with Chinese or English headers. Each new enterprise gets an approved booth.",
  hintOwn: "CSV or XLSX, with Chinese or English headers: one job a row.",
  file: "File",
  check: "Check the file",
  checking: "Reading the file. Nothing is imported yet.",
  cannot: "This file cannot be read:",
  chooseColumns: "Choose below which column holds what. The file is checked again after each choice.",
  doImport: (n: string) => `Import ${n} ${n === "1" ? "job" : "jobs"}`,
  nothing: "No row can be imported.",
  account: (accepted: string, duplicates: string, rejected: string) =>
    `${accepted} accepted, ${duplicates} duplicates, ${rejected} rejected`,
  readable: (accepted: string, duplicates: string, rejected: string) =>
    `New jobs: ${accepted}. Already there: ${duplicates}. Rows that would be rejected: ${rejected}.`,
  columns: "Columns",
  required: "required",
  found: (name: string) => `${name} (recognized)`,
  notFound: "not in the file",
  leaveOut: "leave out",
  unused: "Not used:",
  sheets: "Sheets",
  sheetRead: "read",
  sheetNotRead: "not read: hidden, or its header was not recognized",
  remembered: "Your columns for an earlier file with the same header are used.",
  forget: "Forget them",
  rejected: (n: string) => `Rejected rows (${n})`,
  warnings: (n: string) => `Left out, since it could not be understood (${n})`,
  more: (n: string) => `and ${n} more`,
  row: (n: string) => `row ${n}`,
  running: "Importing. You may close this page: the import goes on.",
  rows: (n: string) => `${n} rows read`,
  rate: (n: string) => `${n} rows a second`,
  left: (n: string) => `about ${n} s left`,
  share: (n: string) => `${n} % of the file read`,
  cancel: "Cancel the import",
  cancelAsk: "The jobs imported so far stay, and the other rows are not read.",
  cancelSure: "Cancel it",
  states: {
    running: "Importing",
    done: "Import finished",
    cancelled: "Import cancelled",
    failed: "Import failed",
  },
  download: "Rejected rows, with what is wrong:",
  past: "Earlier imports",
  fields: {
    enterprise: "Enterprise",
    title: "Job title",
    headcount: "Headcount",
    region: "Place of work",
    industry: "Industry",
    degree: "Degree",
    majors: "Majors",
    salary: "Pay, as text",
    "salary.min": "Lowest pay",
    "salary.max": "Highest pay",
    "salary.period": "Pay period",
    "salary.currency": "Currency",
    employment_type: "Type of employment",
    description: "Description",
    code: "Job number",
  } as Readonly<Record<string, string>>,
};

export type ImportingWords = typeof en;

const zh: ImportingWords = {
  title: "导入岗位",
  hintAll: "支持 CSV 或 XLSX，中英文表头均可。新单位会自动获得已通过审核的展位。",
  hintOwn: "支持 CSV 或 XLSX，中英文表头均可，每行一个岗位。",
  file: "文件",
  check: "检查文件",
  checking: "正在读取文件，尚未导入任何内容。",
  cannot: "无法读取该文件：",
  chooseColumns: "请在下方选择各项内容所在的列，每次选择后会重新检查。",
  doImport: (n) => `导入 ${n} 个岗位`,
  nothing: "没有可以导入的行。",
  account: (accepted, duplicates, rejected) => `已导入 ${accepted} 条，重复 ${duplicates} 条，未导入 ${rejected} 条`,
  readable: (accepted, duplicates, rejected) =>
    `可导入的新岗位 ${accepted} 个，已存在 ${duplicates} 个，无法导入 ${rejected} 行`,
  columns: "各列内容",
  required: "必填",
  found: (name) => `${name}（已识别）`,
  notFound: "文件中没有",
  leaveOut: "不导入",
  unused: "未使用的列：",
  sheets: "工作表",
  sheetRead: "已读取",
  sheetNotRead: "未读取：已隐藏，或无法识别表头",
  remembered: "已沿用您上次为相同表头选择的列。",
  forget: "不再沿用",
  rejected: (n) => `无法导入的行（${n}）`,
  warnings: (n) => `因无法识别而留空的内容（${n}）`,
  more: (n) => `另有 ${n} 条`,
  row: (n) => `第 ${n} 行`,
  running: "正在导入。可以关闭本页，导入会继续进行。",
  rows: (n) => `已读取 ${n} 行`,
  rate: (n) => `每秒 ${n} 行`,
  left: (n) => `约剩 ${n} 秒`,
  share: (n) => `已读取文件的 ${n}%`,
  cancel: "取消导入",
  cancelAsk: "已导入的岗位会保留，其余各行不再读取。",
  cancelSure: "取消导入",
  states: { running: "正在导入", done: "导入完成", cancelled: "导入已取消", failed: "导入失败" },
  download: "未导入的行及原因：",
  past: "以往的导入",
  fields: {
    enterprise: "单位名称",
    title: "岗位名称",
    headcount: "招聘人数",
    region: "工作地点",
    industry: "所属行业",
    degree: "学历要求",
    majors: "专业要求",
    salary: "薪资（文字）",
    "salary.min": "最低薪资",
    "salary.max": "最高薪资",
    "salary.period": "计薪方式",
    "salary.currency": "币种",
    employment_type: "工作性质",
    description: "岗位描述",
    code: "岗位编号",
  },
};

const IMPORTING: Readonly<Record<Language, ImportingWords>> = { en, zh };

export function useImportingWords(): {
  readonly words: ImportingWords;
  readonly language: Language;
  readonly number: (n: number) => string;
  readonly moment: (at: string) => string;
} {
  const { language, words } = useChoices();
  const { locale } = words;
  return {
    words: IMPORTING[language],
    language,
    number: (n) => n.toLocaleString(locale),
    moment: (at) => new Date(at).toLocaleString(locale, { dateStyle: "medium", timeStyle: "short" }),
  };
}
