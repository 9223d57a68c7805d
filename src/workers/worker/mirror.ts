import { createPool, type Pool } from '../../engine/pool.ts';
import { noteChange } from '../../engine/shut.ts';
import type { BucketView } from '../bucket-view.ts';
import type { ToPrimary, ToWorker } from '../messages.ts';
import { unpacked, type PoolChange } from '../pool-change.ts';
import { shareLearned } from '../share-learned.ts';
import type { Welcome } from '../welcome.ts';
import { applyNodeNews } from './apply-node-news.ts';
import { applyPool } from './apply-pool.ts';
import { AttemptEnds } from './attempt-ends.ts';
import { createRemoteLedger, type RemoteLedger } from './remote-ledger.ts';

export interface MirrorParts {
  readonly send: (message: ToPrimary) => void;
  readonly now: () => number;
  readonly random: () => number;
  /** Told of every secret, so that none leaves in a text. */
  readonly conceal: (secret: string) => void;
}

/** What the primary tells of its state. */
export type MirrorNews = Extract<
  ToWorker,
  readonly ['pool' | 'node' | 'bucket' | 'learned' | 'ended' | 'granted' | 'refused', ...unknown[]]
>;

/** The engine of a worker: a pool and buckets like the primary's, a moment behind, and a ledger that asks there. */
export interface Mirror {
  readonly pool: Pool;
  readonly ledger: RemoteLedger;
  readonly ends: AttemptEnds;
  learn(news: MirrorNews): void;
}

export function createMirror(start: Pick<Welcome, 'pool' | 'nodes'>, parts: MirrorParts): Mirror {
  const { send, now, random, conceal } = parts;
  const ends = new AttemptEnds(send);
  const ledger = createRemoteLedger({ send, ends, now });
  const pool = createPool({ buckets: ledger, states: ledger.states, random });
  applyPool(pool, start.pool, conceal);
  for (const news of start.nodes) applyNodeNews(pool, news);

  /** Somebody may serve sooner than it looked. */
  function learnBucket(view: BucketView): void {
    const freer = ledger.learn(view);
    const provider = freer === null ? undefined : pool.providers.get(freer.spec.provider);
    if (provider !== undefined) noteChange(provider);
  }

  return {
    pool,
    ledger,
    ends,
    learn: (news) => {
      switch (news[0]) {
        case 'pool':
          return applyPool(pool, unpacked(news[1]) as PoolChange, conceal);
        case 'node':
          return applyNodeNews(pool, news[1]);
        case 'bucket':
          return learnBucket(news[1]);
        case 'learned':
          shareLearned(pool, ledger.of(news[1]));
          return learnBucket(news[2]);
        case 'ended':
          return ledger.ended(news[1]);
        case 'granted':
          return ledger.granted(news[1], news[2] === 1);
        case 'refused':
          return ledger.refused(news[1]);
        default:
          return news satisfies never;
      }
    },
  };
}
