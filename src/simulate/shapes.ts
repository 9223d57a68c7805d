/** How the traffic of a day is spread over its hours. */
export type Shape = keyof typeof shapes;

interface Curve {
  /** Times the mean rate at a moment, epoch ms. */
  at(now: number): number;
  /** Never exceeded by `at`. */
  readonly peak: number;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** UTC hour at which a day is quietest; twelve hours later it is busiest. */
const quietestHour = 4;
const swing = 0.8;
const burstMs = 120_000;
const betweenBursts = 0.5;
const inBurst = betweenBursts + ((1 - betweenBursts) * hourMs) / burstMs;
const rushMs = 40 * 60_000;
const afterRush = 0.8;
const inRush = afterRush + ((1 - afterRush) * dayMs) / rushMs;

/** Each has a mean of 1 over whole days. */
export const shapes = {
  /** The same at every hour. */
  flat: { at: () => 1, peak: 1 },
  /** People: nine times as busy in the afternoon as before dawn. */
  day: {
    at: (now) => 1 - swing * Math.cos((2 * Math.PI * (now - quietestHour * hourMs)) / dayMs),
    peak: 1 + swing,
  },
  /** Half of the requests come within two minutes of each hour: timers, crowds. */
  burst: { at: (now) => (now % hourMs < burstMs ? inBurst : betweenBursts), peak: inBurst },
  /** Ten times as busy from midnight UTC to 00:40 as after it: jobs of the night. */
  rush: { at: (now) => (now % dayMs < rushMs ? inRush : afterRush), peak: inRush },
} as const satisfies Record<string, Curve>;

export const shapeNames = Object.keys(shapes) as readonly Shape[];
