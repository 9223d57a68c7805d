import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiContext } from './api/api-context.ts';
import { loadCatalog } from './catalog/load-catalog.ts';
import type { EnvSources } from './config/env.ts';
import { loadConfig } from './config/load-config.ts';
import { loadMasterKey } from './config/master-key.ts';
import { createVault } from './config/secrets.ts';
import { createPool, putProvider } from './engine/pool.ts';
import { openAccess } from './keyring/access-opening.ts';
import { watchAdmin } from './keyring/admin-watch.ts';
import { openKeyring } from './keyring/keyring.ts';
import { openRemovedKeys } from './keyring/removed-keys.ts';
import { applyProviderSettings } from './keyring/provider-settings.ts';
import type { Ledger } from './ledger/ledger.ts';
import { createMemoryLedger } from './ledger/memory-ledger.ts';
import { createDiscovery, type Discovery } from './relay/upkeep/discover.ts';
import { testKey } from './relay/upkeep/key-test.ts';
import { createKeepWarm, type KeepWarm } from './relay/upkeep/keep-warm.ts';
import { keepWarmLines } from './relay/upkeep/keep-warm-lines.ts';
import { createFeed, type Feed } from './relay/feed.ts';
import { localLines } from './relay/upkeep/local-lines.ts';
import { logLines } from './relay/log-lines.ts';
import { createRelay, type Relay } from './relay/relay.ts';
import { ClientTally } from './relay/client-tally.ts';
import { openTally } from './relay/tally.ts';
import { createTraces, type Traces } from './relay/traces/traces.ts';
import { providerSpecs } from './keyring/provider-specs.ts';
import { openRoutes } from './keyring/routes/routes.ts';
import { systemClock, type Clock } from './shared/clock.ts';
import { createIds } from './shared/ids.ts';
import { createLog, type LogDestination } from './shared/log.ts';
import { createScrubber } from './shared/scrub.ts';
import { applyBodyWish } from './store/apply-body-wish.ts';
import { lockFolder } from './store/lock-folder.ts';
import { checkMasterKey } from './store/check-master-key.ts';
import { openStore, type Store } from './store/open-store.ts';
import { ledgerTables } from './store/ledger-tables.ts';
import { createWires } from './upstream/create-wires.ts';
import { createHostCheck } from './api/http/host-check.ts';
import { createWrongTries } from './api/http/wrong-tries.ts';
import { openSignIns } from './api/session/sign-ins.ts';
import { createFetchUntrusted } from './upstream/guard/fetch-untrusted.ts';
import { createGuard } from './upstream/guard/guard.ts';
import { isSimulatedOrigin, trustedOrigins } from './upstream/guard/trusted-origins.ts';
import { createHttpClient } from './upstream/http.ts';
import { withOthers } from './workers/trace-source.ts';
import { createWatch, type Watch } from './workers/watch.ts';

/** All parts: what the routes use of them, and what runs beside. */
export interface Context extends ApiContext {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly relay: Relay;
  readonly traces: Traces;
  readonly feed: Feed;
  readonly discovery: Discovery;
  readonly keepWarm: KeepWarm;
  /** Of the primary of several processes; null = this process is the only one. */
  readonly watch: Watch | null;
  /** Made now, on the first start; shown once, kept only as hashes. */
  readonly firstAdminToken: string | null;
  readonly firstApiKey: string | null;
  /** Where the service answers; known once it listens. */
  readonly address: { url: string };
  /** Requests are taken once ready, and not any more while draining. */
  readonly state: { ready: boolean; draining: boolean };
  close(): Promise<void>;
}

/** For tests and demonstrations; the service itself gives none. */
export interface ContextOverrides {
  /** Every provider that `env` names is simulated. */
  readonly simulated?: boolean;
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
  const feed = createFeed();
  const pool = createPool({ buckets: ledger, states: feed.over(ledger.states), random });
  for (const spec of providerSpecs(config, catalog)) putProvider(pool, spec);
  const ids = createIds(random, clock);
  const conceal = (secret: string): void => scrubber.add(secret);
  await applyProviderSettings({ pool, store, clock, log, config });
  const removed = await openRemovedKeys({
    repository: store.removedKeys,
    now: () => clock.now(),
    onError,
  });
  const keyring = await openKeyring(
    { pool, keys: store.keys, removed, vault, conceal, now: () => clock.now() },
    config,
  );
  const routes = await openRoutes({ pool, config, catalog, routes: store.routes });
  const opened = await openAccess({ store, server, ids, now: () => clock.now(), conceal });
  const { access, clients } = opened;
  // A token that stands in the environment is changed there.
  const unwatchAdmin =
    server.adminToken === null ? watchAdmin({ store, access, clients, onError }) : () => undefined;
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
  await applyBodyWish({ ...store, onError }, config.traces.bodies);
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
    adminHash: () => access.hashes.admin,
    now: () => clock.now(),
  });
  const trusts = trustedOrigins(config);
  const guard = createGuard({ allowedHosts: server.allowedHosts });
  const http = createHttpClient({
    connectMs: deadlines.connectMs,
    trusts: (origin) => trusts(origin) || isSimulatedOrigin(pool, origin),
    guard,
  });
  const lines = logLines(log, () => clock.now());
  const address = { url: `http://${server.host}:${server.port}` };
  const relay = createRelay({
    pool,
    routing: () => routes.table,
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
      feed.listen(event, traceId);
      watch?.listen(event, traceId);
    },
    deadlineMs: deadlines.requestMs,
    maxWaitMs: deadlines.maxWaitMs,
    maxWaiting: deadlines.maxWaiting,
    traces,
    keepBodies: config.traces.bodies,
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
    onLocal: localLines(log),
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
    feed,
    keyring,
    ...opened,
    routes,
    get routing() {
      return routes.table;
    },
    spread: () => watch?.spread() ?? Promise.resolve(),
    discovery,
    keepWarm,
    watch,
    address,
    simulated: overrides.simulated === true,
    scrub: (text) => scrubber.scrub(text),
    startedAt: clock.now(),
    state: { ready: false, draining: false },
    close: async () => {
      removed.close();
      unwatchAdmin();
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
