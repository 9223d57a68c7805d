import { CircleCheck, CircleX, LogOut, Unplug, type LucideIcon } from 'lucide-react';
import type { TraceOutcome } from '../../../../src/api/views/trace-view.ts';
import type { Tone } from '../../../components/badge.tsx';

/** What may become of a request, the usual first. */
export const outcomes = [
  'served',
  'failed',
  'interrupted',
  'left',
] as const satisfies readonly TraceOutcome[];

export const outcomeLooks = {
  served: { tone: 'good', Icon: CircleCheck },
  failed: { tone: 'bad', Icon: CircleX },
  interrupted: { tone: 'warn', Icon: Unplug },
  left: { tone: 'calm', Icon: LogOut },
} as const satisfies Record<TraceOutcome, { readonly tone: Tone; readonly Icon: LucideIcon }>;
