/** Saves a file through the browser. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000); // some browsers read it after the click returned
}

/** Follows a link to a file that the server sends as an attachment: the page stays. */
export function followLink(address: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.rel = "noreferrer";
  link.download = ""; // a refusal is then a download that failed, not another page
  document.body.append(link);
  link.click();
  link.remove();
}
