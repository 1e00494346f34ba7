/** Where the other services are, as fair tells the pages. */
import { ask } from "../http";

export interface Config {
  /** Where the live edge is; "" for this origin. */
  readonly live: string;
  /** Where writes go; "" for this origin. */
  readonly ingest: string;
}

export const readConfig = (): Promise<Config> => ask("/pages/config.json");
