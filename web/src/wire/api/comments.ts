/** Reads of the comments of a session. No state. */
import { read } from "../read";
import { address, type Page, sessionPath } from "./asking";

/** A stored comment. Only the host gets `person` and hidden comments. */
export interface KeptComment {
  readonly id: string;
  readonly text: string;
  readonly role: string;
  readonly at: string;
  readonly person?: string;
  readonly hidden?: boolean;
  readonly mine?: boolean;
}

/** The newest first. */
export const readComments = (session: string, token?: string, after?: string | null): Promise<Page<KeptComment>> =>
  read(address(`${sessionPath(session)}/comments`, { limit: "100", after }), { token });
