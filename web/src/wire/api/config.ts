/** The addresses of the other services, as fair gives them to the pages. */
import { read } from "../read";

export interface Config {
  /** Where the live edge is; "" for this origin. */
  readonly live: string;
  /** Where writes go; "" for this origin. */
  readonly ingest: string;
  /** From which origins a session's video is played, besides this one. */
  readonly media: readonly string[];
}

export const readConfig = (): Promise<Config> => read("/pages/config.json");
