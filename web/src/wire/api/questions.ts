/** Reads of the questions of a session. No state, no retries. */
import { ask } from "../http";
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
  ask(address(`${sessionPath(session)}/questions`, { sort: "open", limit: "100", cursor }), { token });
