/** A thread that lives one day and ends: the plan comes in, the result goes out. */
import { parentPort, workerData } from 'node:worker_threads';
import type { DayPlan } from './day-plan.ts';
import { simulateDay } from './simulate-day.ts';

parentPort?.postMessage(await simulateDay(workerData as DayPlan), []);
