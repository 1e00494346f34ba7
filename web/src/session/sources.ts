/** From which origins a session's page plays video: its own, and those of its content security policy. Pure. */

/** `scheme:`, or `scheme://host` with an optional `*.` in front and an optional port, which may be `*`. */
const SOURCE = /^(https?:)(?:\/\/(\*\.)?([^/:*]+)(?::(\d+|\*))?)?$/;
const PORTS: Readonly<Record<string, string>> = { "http:": "80", "https:": "443" };

/** Whether the page may play the video at this address. `origin` is the page's own. */
export function mayPlay(address: string, sources: readonly string[], origin: string): boolean {
  let url: URL;
  try {
    url = new URL(address, origin);
  } catch {
    return false;
  }
  return url.origin === origin || sources.some((source) => isFrom(url, source));
}

function isFrom({ protocol, hostname, port }: URL, source: string): boolean {
  const found = SOURCE.exec(source);
  if (found === null || protocol !== found[1]) return false;
  const [, , wild, host, wanted = PORTS[protocol]] = found;
  if (host === undefined) return true;
  const isHost = wild === undefined ? hostname === host : hostname.endsWith(`.${host}`);
  return isHost && (wanted === "*" || (port || PORTS[protocol]) === wanted);
}
