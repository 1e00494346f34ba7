/** A model that owns requests and timers, started and stopped with the page that draws it. */
import { useEffect, useMemo, useState } from "preact/hooks";

export interface Model {
  start(): void | Promise<void>;
  stop(): void;
  /** The network is back, or the page is visible again. */
  wake(): void;
}

/** The model that `make` creates, rendered at most once per frame; a new one when `key` changes. */
export function useModel<M extends Model>(make: (onChange: () => void) => M, key: string): M {
  const [, draw] = useState({});
  const model = useMemo(() => {
    let frame = 0;
    return make(() => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => draw({}));
    });
  }, [key]);
  useEffect(() => {
    const wake = (): void => model.wake();
    const seen = (): void => void (document.visibilityState === "visible" && wake());
    void model.start();
    addEventListener("online", wake);
    document.addEventListener("visibilitychange", seen);
    return () => {
      model.stop();
      removeEventListener("online", wake);
      document.removeEventListener("visibilitychange", seen);
    };
  }, [model]);
  return model;
}
