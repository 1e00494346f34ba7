/** A read beside the live rooms may fail: what is shown stays, and the next reason asks again. Draws nothing. */

export async function quietly(read: () => Promise<void>): Promise<void> {
  try {
    await read();
  } catch (error) {
    console.warn("livefair: a read failed, shown as it was", error);
  }
}
