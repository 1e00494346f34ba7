/** Copies the text of a field. */

/** Whether it was copied. The Clipboard API needs https, which a local network may lack; then `execCommand` is the fallback. */
export async function copyFrom(field: HTMLInputElement): Promise<boolean> {
  field.select();
  if (navigator.clipboard === undefined) return document.execCommand("copy");
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return document.execCommand("copy"); // a policy forbids the Clipboard API
  }
}
