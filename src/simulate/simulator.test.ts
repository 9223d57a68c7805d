import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../shared/clock.ts';
import type { Leaving } from '../relay/request.ts';
import type { DayPlan } from './day-plan.ts';
import { planDay } from './plan-day.ts';
import { shippedHouse } from './shipped-house.fixture.ts';
import { createSimulator, type Simulator, type SimulatorParts } from './simulator.ts';
import { simulateDay } from './simulate-day.ts';
import { createVirtualClock } from './virtual-clock.ts';

const stays: Leaving = { aborted: false, addEventListener: () => {}, removeEventListener: () => {} };
let short: DayPlan;
let long: DayPlan;

beforeAll(async () => {
  const house = await shippedHouse();
  const wish = {
    perHour: 100,
    hours: 1,
    shape: 'flat',
    seed: 1,
    startAt: Date.UTC(2026, 10, 21),
    keys: new Map([['groq', 1]]),
    accounts: new Map(),
    local: true,
    localAtOnce: null,
  } as const;
  short = planDay(wish, house);
  long = planDay({ ...wish, perHour: 40_000, hours: 24 }, house);
});

function simulatorOf(change: Partial<SimulatorParts> = {}): Simulator {
  const simulator = createSimulator({ clock: systemClock, mostAtOnce: 1, timeLimitMs: 60_000, ...change });
  onTestFinished(() => simulator.close());
  return simulator;
}

test('a day lived in a thread of its own is the same day', async () => {
  expect(await simulatorOf().run(short, stays)).toEqual(await simulateDay(short));
});

test('one more than may run is refused, and runs once the other has ended', async () => {
  const simulator = simulatorOf();
  const first = simulator.run(short, stays);
  expect(() => simulator.run(short, stays)).toThrow('may run at once (1)');
  await first;
  expect(simulator.running).toBe(0);
  await expect(simulator.run(short, stays)).resolves.toMatchObject({ hours: 1 });
});

test('one that takes too long is stopped, in words', async () => {
  const clock = createVirtualClock(0);
  const running = simulatorOf({ clock, timeLimitMs: 2_000 }).run(long, stays);
  clock.step();
  await expect(running).rejects.toMatchObject({
    code: 'deadline_exceeded',
    message: expect.stringContaining('2 s'),
  });
});

test('one whose client has left ends', async () => {
  let leave = (): void => {};
  const signal: Leaving = { ...stays, addEventListener: (_type, listener) => (leave = listener) };
  const running = simulatorOf().run(long, signal);
  leave();
  await expect(running).rejects.toMatchObject({ code: 'client_closed' });
});

test('what runs ends when the gateway closes', async () => {
  const simulator = simulatorOf();
  const [outcome] = await Promise.allSettled([simulator.run(long, stays), simulator.close()]);
  expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'shutting_down' } });
});

test('a fault inside is told as one', async () => {
  const broken = { ...short, providers: [{ ...short.providers[0]!, accounts: null as unknown as number[] }] };
  await expect(simulatorOf().run(broken, stays)).rejects.toMatchObject({ code: 'internal' });
});
