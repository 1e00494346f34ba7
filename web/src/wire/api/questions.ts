/** Reads of the questions of a session. No state. */
import { read } from "../read";
import { address, type Page, sessionPath } from "./asking";

export interface Question {
  readonly id: string;
  readonly text: string;
  readonly state: string;
  readonly votes: number;
  readonly asked_at: string;
  readonly answer?: string;
  readonly mine?: boolean;
  readonly voted?: boolean;
}

/** The open ones first. */
export const readQuestions = (session: string, token: string | undefined, cursor: string): Promise<Page<Question>> =>
  read(address(`${sessionPath(session)}/questions`, { sort: "open", limit: "100", cursor }), { token });
