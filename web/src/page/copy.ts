/** Copying what a field holds. */

/** Whether it was copied. Without https, which a hall's network may not have, a page has no clipboard: there the old way does. */
export async function copyFrom(field: HTMLInputElement): Promise<boolean> {
  field.select();
  if (navigator.clipboard === undefined) return document.execCommand("copy");
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return document.execCommand("copy"); // the browser was told not to let pages write there
  }
}
