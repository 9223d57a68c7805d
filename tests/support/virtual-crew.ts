import { createMemoryLedger } from '../../src/ledger/memory-ledger.ts';
import { createRelay, type Relay } from '../../src/relay/relay.ts';
import { createRandom } from '../../src/simulate/random.ts';
import { createVirtualClock } from '../../src/simulate/virtual-clock.ts';
import type { HttpClient } from '../../src/upstream/http.ts';
import type { Channel, ChannelEnd } from '../../src/workers/channel.ts';
import type { ToPrimary, ToWorker } from '../../src/workers/messages.ts';
import { unpacked } from '../../src/workers/pool-change.ts';
import { Desk, type DeskParts } from '../../src/workers/primary/desk.ts';
import { Newsroom } from '../../src/workers/primary/newsroom.ts';
import { createWatch } from '../../src/workers/watch.ts';
import type { Welcome } from '../../src/workers/welcome.ts';
import { createMirror, type Mirror, type MirrorNews } from '../../src/workers/worker/mirror.ts';
import { withTrials } from '../../src/workers/worker/trial-wires.ts';
import { noRoutes } from './any-history.ts';
import type { VirtualCrew, VirtualCrewOptions, VirtualMember } from './virtual-crew-types.ts';
import { visit, type Asked, type Visit } from './virtual-client.ts';
import { virtualWay, type VirtualWay } from './virtual-channel.ts';
import { plainSpeech } from './virtual-text.ts';
import { createVirtualTruth } from './virtual-truth.ts';
import { createVirtualWire } from './virtual-wire.ts';
import { watchLedger } from './watched-ledger.ts';
import { createWorld, t0 } from './world.ts';

/** After the last answer: time for everything that is still told. */
const calmMs = 3_000;
const mostSteps = 300_000;

/** Several relays over mirrors, and the one truth that they ask: processes without processes, in virtual time. */
export function createVirtualCrew(options: VirtualCrewOptions): VirtualCrew {
  const { providers, replyTo, routing, seed, size, travelMs, startAt = t0 } = options;
  const clock = createVirtualClock(startAt);
  const truth = createVirtualTruth(providers);
  const reserved = { before: (): void => undefined };
  const ledgerWatch = watchLedger(createMemoryLedger({ clock: () => clock.now() }), {
    onReserve: () => reserved.before(),
  });
  const watch = createWatch(ledgerWatch.ledger);
  const { pool } = createWorld(providers, createRandom(seed), watch.ledger);
  const newsroom = new Newsroom({ pool, clock });
  watch.observe(newsroom);
  const { wire, calls } = createVirtualWire({ clock, truth, speech: plainSpeech, abortTravelMs: 0, replyTo });
  const made: VirtualCrew = {
    clock,
    pool,
    watch: ledgerWatch,
    calls,
    members: [],
    visits: [],
    errors: [],
    onReserve: null,
    onTold: null,
    askAll,
    kill,
    live,
  };
  reserved.before = () => made.onReserve?.();
  let asking = 0;
  let comers = 0;

  const parts: DeskParts = {
    pool,
    watch,
    newsroom,
    ledger: watch.ledger,
    now: () => clock.now(),
    hear: (event, traceId) => made.onTold?.({ ...event, toldAt: clock.now(), traceId }),
    traces: { write: () => Promise.resolve() },
    keptTraces: 0,
    welcome: {} as DeskParts['welcome'],
    onError: (error) => made.errors.push(error),
  };
  for (let place = 0; place < size; place += 1) made.members.push(hire());

  function hire(): VirtualMember {
    let mirror: Mirror | null = null;
    let relay: Relay | null = null;
    const atWorker: ChannelEnd<ToWorker> = {
      receive: (message) => {
        if (message[0] === 'welcome') {
          mirror = mirrorOf(unpacked(message[1]) as Welcome, up);
          relay = relayOf(mirror, up);
          member.mirror = mirror;
          member.relay = relay;
        } else mirror?.learn(message as MirrorNews);
      },
      received: () => relay?.turn(),
      leaving: () => mirror?.ends.settle(),
      closed: () => undefined,
      failed: (error) => made.errors.push(error),
    };
    let atPrimary: ChannelEnd<ToPrimary> | null = null;
    const up = virtualWay<ToPrimary, ToWorker>(clock, travelMs, {
      from: atWorker,
      to: () => {
        if (atPrimary === null) throw new Error('nobody listens');
        return atPrimary;
      },
    });
    let down: VirtualWay<ToWorker> | null = null;
    const desk = new Desk(
      (end) => {
        atPrimary = end;
        return (down = virtualWay<ToWorker, ToPrimary>(clock, travelMs, { from: end, to: () => atWorker }));
      },
      parts,
      { listening: () => undefined, failed: () => undefined },
    );
    const member: VirtualMember = {
      desk,
      mirror: null,
      relay: null,
      isCut: false,
      visits: new Set(),
      isIdle: () => up.isIdle && (down?.isIdle ?? true),
      cut: () => {
        up.cut();
        down?.cut();
      },
    };
    return member;
  }

  function mirrorOf(welcome: Welcome, up: Channel<ToPrimary>): Mirror {
    const random = createRandom(seed + made.members.length + 1);
    const now = (): number => clock.now();
    return createMirror(welcome, {
      send: (message) => up.send(message),
      now,
      random,
      conceal: () => undefined,
    });
  }

  function relayOf({ pool: mirrored, ledger, ends }: Mirror, up: Channel<ToPrimary>): Relay {
    const own = withTrials(wire, ledger.trials, (id) => up.send(['content', id]));
    let traceIds = 0;
    return createRelay({
      pool: mirrored,
      routing: () => routing ?? noRoutes,
      ledger,
      http: {} as HttpClient,
      wires: { openai: own },
      clock,
      newTraceId: () => `trc_${traceIds++}`,
      scrub: (text) => text,
      listener: (event, traceId) => ends.listen(event, traceId),
      deadlineMs: 20_000,
      maxWaitMs: 5_000,
      maxWaiting: 1_000,
      traces: { add: () => undefined },
      times: { firstTokenMs: 5_000, silenceMs: 3_000 },
      settingsUrl: () => 'http://noria.test/settings',
      onError: (error) => made.errors.push(error),
    });
  }

  async function receive(asked: Asked): Promise<void> {
    comers += 1;
    // Who has not come up yet, or lies dead, takes no connection.
    const listening = made.members.filter(({ relay, isCut }) => relay !== null && !isCut);
    const member = listening[comers % listening.length];
    if (member === undefined || member.relay === null) return;
    asking += 1;
    const token = {};
    member.visits.add(token);
    const done: Visit = await visit(member.relay, clock, asked);
    // Of a worker that was killed meanwhile nobody hears.
    if (!member.visits.delete(token)) return;
    asking -= 1;
    made.visits.push(done);
  }

  function askAll(all: readonly Asked[]): void {
    let afterMs = 100;
    for (const asked of all) {
      afterMs += asked.pauseMs;
      for (let time = 0; time < asked.times; time += 1) {
        asking += 1;
        clock.after(afterMs, () => {
          asking -= 1;
          void receive(asked);
        });
      }
    }
  }

  function kill(place: number, afterMs: number): void {
    clock.after(100 + afterMs, () => {
      const member = made.members[place % made.members.length];
      if (member === undefined || member.isCut) return;
      member.isCut = true;
      member.cut();
      asking -= member.visits.size;
      member.visits.clear();
      // What it had written before is read first.
      clock.after(50, () => {
        member.desk.close();
        made.members[made.members.indexOf(member)] = hire();
      });
    });
  }

  async function live(): Promise<void> {
    let calmAt = Infinity;
    for (let steps = 0; clock.now() < calmAt; steps += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      if (steps > mostSteps) throw new Error(`the history does not come to its end: ${asking} ask`);
      if (asking > 0 || !made.members.every(isAtRest)) calmAt = Infinity;
      else if (calmAt === Infinity) calmAt = clock.now() + calmMs;
      if (!clock.step()) throw new Error('nothing happens any more');
    }
    newsroom.close();
  }

  return made;
}

/** Serves nobody, and nothing is on its way to or from it. */
function isAtRest({ relay, isCut, isIdle }: VirtualMember): boolean {
  return isCut || (relay !== null && relay.running === 0 && isIdle());
}
