import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadCatalog } from './catalog/load-catalog.ts';
import type { EnvSources } from './config/env.ts';
import { loadConfig } from './config/load-config.ts';
import { loadMasterKey } from './config/master-key.ts';
import { createVault } from './config/secrets.ts';
import type { Config } from './config/types.ts';
import { createPool, putProvider, type Pool } from './engine/pool.ts';
import type { RoutingTable } from './engine/routing-table.ts';
import type { Access } from './keyring/access.ts';
import type { Clients } from './keyring/access-clients.ts';
import { openAccess } from './keyring/access-opening.ts';
import { openKeyring, type Keyring } from './keyring/keyring.ts';
import { applyProviderSettings } from './keyring/provider-settings.ts';
import type { Ledger } from './ledger/ledger.ts';
import { createMemoryLedger } from './ledger/memory-ledger.ts';
import { createDiscovery, type Discovery } from './relay/upkeep/discover.ts';
import { testKey } from './relay/upkeep/key-test.ts';
import { createKeepWarm, type KeepWarm } from './relay/upkeep/keep-warm.ts';
import { keepWarmLines } from './relay/upkeep/keep-warm-lines.ts';
import { logLines } from './relay/log-lines.ts';
import { createRelay, type Relay } from './relay/relay.ts';
import { ClientTally } from './relay/client-tally.ts';
import { openTally, type Tally } from './relay/tally.ts';
import { createTraces, type Traces } from './relay/traces/traces.ts';
import { providerSpecs, routingTable } from './keyring/provider-specs.ts';
import { systemClock, type Clock } from './shared/clock.ts';
import { createIds, type Ids } from './shared/ids.ts';
import { createLog, type Log, type LogDestination } from './shared/log.ts';
import { createScrubber } from './shared/scrub.ts';
import { lockFolder } from './store/lock-folder.ts';
import { checkMasterKey } from './store/check-master-key.ts';
import { openStore, type Store } from './store/open-store.ts';
import { ledgerTables } from './store/ledger-tables.ts';
import { createWires } from './upstream/create-wires.ts';
import { createHostCheck, type HostCheck } from './api/http/host-check.ts';
import { createWrongTries, type WrongTries } from './api/http/wrong-tries.ts';
import { openSignIns, type SignIns } from './api/session/sign-ins.ts';
import { createFetchUntrusted, type FetchUntrusted } from './upstream/guard/fetch-untrusted.ts';
import { createGuard, type Guard } from './upstream/guard/guard.ts';
import { trustedOrigins } from './upstream/guard/trusted-origins.ts';
import { createHttpClient, type HttpClient } from './upstream/http.ts';
import { withOthers } from './workers/trace-source.ts';
import { createWatch, type Watch } from './workers/watch.ts';

export interface Context {
  readonly config: Config;
  readonly log: Log;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly store: Store;
  readonly pool: Pool;
  readonly ledger: Ledger;
  readonly http: HttpClient;
  /** For addresses that came in a request, or in a provider's answer. */
  readonly guard: Guard;
  readonly fetchUntrusted: FetchUntrusted;
  readonly hosts: HostCheck;
  readonly signIns: SignIns;
  readonly wrongTries: WrongTries;
  readonly relay: Relay;
  readonly tally: Tally;
  readonly traces: Traces;
  readonly keyring: Keyring;
  readonly access: Access;
  readonly clients: Clients;
  /** Made now, on the first start; shown once, kept only as hashes. */
  readonly firstAdminToken: string | null;
  readonly firstApiKey: string | null;
  readonly routing: RoutingTable;
  readonly discovery: Discovery;
  readonly keepWarm: KeepWarm;
  /** Of the primary of several processes; null = this process is the only one. */
  readonly watch: Watch | null;
  /** Hides every known key in a text. */
  scrub(text: string): string;
  /** Where the service answers; known once it listens. */
  readonly address: { url: string };
  readonly startedAt: number;
  /** Requests are taken once ready, and not any more while draining. */
  readonly state: { ready: boolean; draining: boolean };
  close(): Promise<void>;
}

/** For tests; the service itself gives none. */
export interface ContextOverrides {
  readonly env?: EnvSources;
  readonly clock?: Clock;
  readonly random?: () => number;
  readonly logTo?: LogDestination;
  /** Worker processes, instead of the setting; here 1 is one beside the primary. */
  readonly workers?: number;
}

const foldEveryMs = 2_000;
const flushEveryMs = 3_000;

/** Wires all parts. @throws ConfigError, StoreError, SealError: each says what to do */
export async function createContext(overrides: ContextOverrides = {}): Promise<Context> {
  const clock = overrides.clock ?? systemClock;
  const random = overrides.random ?? Math.random;
  const catalog = (await loadCatalog()).providers;
  const config = loadConfig(catalog, overrides.env);
  const { server, deadlines } = config;
  const scrubber = createScrubber();
  const log = createLog({
    ...config.log,
    scrubber,
    ...(overrides.logTo && { destination: overrides.logTo }),
  });
  const onError = (error: unknown): void => log.error({ err: error }, 'a background task failed');

  mkdirSync(server.dataFolder, { recursive: true, mode: 0o700 });
  const lock = lockFolder(server.dataFolder);
  const master = loadMasterKey({ dataFolder: server.dataFolder, configured: server.masterKey });
  const vault = createVault(master.bytes);
  const store = openStore(join(server.dataFolder, 'noria.sqlite'));
  await checkMasterKey(store.meta, vault.keyId);
  for (const warning of [...config.warnings, ...master.warnings]) log.warn({}, warning);

  const memory = createMemoryLedger({
    clock: () => clock.now(),
    durable: { folder: server.dataFolder, tables: ledgerTables(store.ledger), foldEveryMs, onError },
  });
  const isPrimary = overrides.workers !== undefined || server.workers > 1;
  const watch = isPrimary ? createWatch(memory) : null;
  const ledger = watch?.ledger ?? memory;
  const pool = createPool({ buckets: ledger, states: ledger.states, random });
  for (const spec of providerSpecs(config, catalog)) putProvider(pool, spec);
  const ids = createIds(random, clock);
  const conceal = (secret: string): void => scrubber.add(secret);
  await applyProviderSettings({ pool, store, clock, log, config });
  const keyring = await openKeyring(
    { pool, keys: store.keys, vault, conceal, now: () => clock.now() },
    config,
  );
  const opened = await openAccess({ store, server, ids, now: () => clock.now(), conceal });
  const { clients } = opened;
  const tally = await openTally({
    usage: store.usage,
    clients: new ClientTally({
      usage: store.clientUsage,
      touch: (usedAt) => store.clientKeys.touch(usedAt),
      now: () => clock.now(),
    }),
    now: () => clock.now(),
    flushEveryMs,
    onError,
  });
  const ownTraces = createTraces({
    repository: store.traces,
    scrub: (text) => scrubber.scrub(text),
    flushEveryMs,
    kept: config.traces.kept,
    onError,
  });
  const traces = watch === null ? ownTraces : withOthers(ownTraces, watch.traces);

  const signIns = await openSignIns({
    meta: store.meta,
    adminHash: opened.access.hashes.admin,
    now: () => clock.now(),
  });
  const trusts = trustedOrigins(config);
  const guard = createGuard({ allowedHosts: server.allowedHosts });
  const http = createHttpClient({ connectMs: deadlines.connectMs, trusts, guard });
  const lines = logLines(log, () => clock.now());
  const address = { url: `http://${server.host}:${server.port}` };
  const routing = routingTable(config);
  const relay = createRelay({
    pool,
    routing: () => routing,
    ledger,
    http,
    wires: createWires(() => clock.now()),
    clock,
    newTraceId: () => ids('trc'),
    scrub: (text) => scrubber.scrub(text),
    listener: (event, traceId) => {
      lines(event, traceId);
      tally.listen(event, traceId);
      keepWarm.listen(event, traceId);
      watch?.listen(event, traceId);
    },
    deadlineMs: deadlines.requestMs,
    maxWaitMs: deadlines.maxWaitMs,
    maxWaiting: deadlines.maxWaiting,
    traces,
    times: deadlines,
    settingsUrl: () => `${address.url}/settings`,
    onError,
    clientLimits: (id) => clients.byId(id)?.limits ?? [],
    clientRoutes: (id) => clients.byId(id)?.routes ?? null,
  });
  const intervals = config.keepWarm;
  const keepWarm = createKeepWarm({ pool, relay, clock, random, intervals, onEvent: keepWarmLines(log) });
  const discovery = createDiscovery({
    pool,
    http,
    now: () => clock.now(),
    isGood: async (key) =>
      (
        await testKey(
          { http, scrub: (text) => scrubber.scrub(text), ticks: () => clock.ticks() },
          key.provider,
          key,
        )
      ).ok,
    onLocal: ({ id, spec, models }, online) => {
      const { name } = spec.def;
      if (online)
        log.info({ provider: id }, `${name} answers at ${spec.baseUrl}: ${counted(models.size, 'model')}`);
      // Ollama is looked for unasked; a server that the owner named is missed.
      else if (id === 'ollama') log.debug({ provider: id }, `no Ollama at ${spec.baseUrl}`);
      else log.warn({ provider: id }, `${name} does not answer at ${spec.baseUrl}`);
    },
  });

  return {
    config,
    log,
    clock,
    ids,
    store,
    pool,
    ledger,
    http,
    guard,
    fetchUntrusted: createFetchUntrusted({ guard, trusts }),
    hosts: createHostCheck(server),
    signIns,
    wrongTries: createWrongTries(),
    relay,
    tally,
    traces,
    keyring,
    ...opened,
    routing,
    discovery,
    keepWarm,
    watch,
    address,
    scrub: (text) => scrubber.scrub(text),
    startedAt: clock.now(),
    state: { ready: false, draining: false },
    close: async () => {
      discovery.close();
      await keepWarm.close();
      await http.close();
      await tally.close();
      await traces.close();
      await ledger.close();
      await store.close();
      lock.release();
    },
  };
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
