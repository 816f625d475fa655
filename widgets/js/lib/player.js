// A Play button: it goes on until there is no more, or until it is pressed again.

import { t } from "./words.js";

const CALM = 700; // ms between pictures for readers who asked for less motion; each is as much further on

/**
 * step(n): go n steps on, and say whether there is more; every: ms a step takes; begin: before the first step; rest: once it has paused.
 * Returns { button, playing, stop }; `stop()` ends it without `rest`.
 */
export function player(ui, { step, every, begin = () => {}, rest = () => {} }) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const [ms, n] = calm ? [CALM, Math.max(1, Math.round(CALM / every))] : [every, 1];
  let timer = 0;
  const set = (on) => {
    clearInterval(timer);
    timer = on ? setInterval(() => step(n) || pause(), ms) : 0;
    button.textContent = t(on ? "pause" : "play");
  };
  const pause = () => {
    set(false);
    rest();
  };
  const button = ui.button(t("play"), () => {
    if (timer) return pause();
    begin();
    set(true);
  });
  const stop = () => set(false);
  ui.atEnd(stop);
  return {
    button,
    stop,
    get playing() {
      return timer !== 0;
    },
  };
}
