import type { ChatCall } from '../wire.ts';
import type { OnceListener } from './once-listener.ts';
import type { Steps } from './steps.ts';

/** One call to a Space or a generator, and what its steps share. */
export interface Space {
  readonly call: ChatCall;
  /** Without a slash at the end. */
  readonly root: string;
  /** The credential, when there is one. */
  readonly headers: Readonly<Record<string, string>>;
  readonly steps: Steps;
  readonly listener: OnceListener;
  /** Epoch seconds. */
  readonly created: number;
}
