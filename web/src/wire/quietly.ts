/** Runs a read that may fail: the page keeps what it shows, and reads again at the next occasion. Draws nothing. */

export async function quietly(read: () => Promise<void>): Promise<void> {
  try {
    await read();
  } catch (error) {
    console.warn("livefair: a read failed, shown as it was", error);
  }
}
