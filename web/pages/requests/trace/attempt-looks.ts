import {
  CircleCheck,
  CircleX,
  CornerDownRight,
  Flag,
  LoaderCircle,
  LogOut,
  Play,
  RotateCw,
  Split,
  Square,
  Timer,
  Unplug,
  type LucideIcon,
} from 'lucide-react';
import type { TraceAttempt } from '../../../../src/api/views/trace-view.ts';
import type { Tone } from '../../../components/badge.tsx';

/** Words are `role.<role>` and `roleMeaning.<role>`. */
export const roleIcons: Record<TraceAttempt['role'], LucideIcon> = {
  first: Play,
  next: CornerDownRight,
  race: Flag,
  hedge: Split,
  resume: RotateCw,
};

/** Words are `result.<result>`. */
export const resultLooks: Record<TraceAttempt['result'], { readonly tone: Tone; readonly Icon: LucideIcon }> =
  {
    served: { tone: 'good', Icon: CircleCheck },
    failed: { tone: 'bad', Icon: CircleX },
    interrupted: { tone: 'warn', Icon: Unplug },
    beaten: { tone: 'calm', Icon: Timer },
    left: { tone: 'calm', Icon: LogOut },
    dropped: { tone: 'calm', Icon: Square },
    running: { tone: 'accent', Icon: LoaderCircle },
  };
