import type { IncomingHttpHeaders } from 'node:http';
import { Socket } from 'node:net';
import { describeError } from '../../api/http/answer-error.ts';
import { endGently } from '../../api/http/close-gently.ts';
import { fastLane, takesFastLane } from '../../api/openai/fast-lane.ts';
import { NoriaError } from '../../shared/errors.ts';
import { openChannel } from '../channel.ts';
import type { SystemFault, ToPrimary, ToWorker } from '../messages.ts';
import { unpacked } from '../pool-change.ts';
import type { Welcome } from '../welcome.ts';
import { createMember, type Member } from './member.ts';
import { createPassThrough } from './pass-through.ts';
import { listenInPublic, type PublicServer } from './public-server.ts';

/** The pipe to the primary, beside the three standard ones and the cluster's own. */
const channelFd = 4;
/** A terminal tells every process; the primary says when and how to end. */
const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
/** ms between two looks whether calls whose clients have left have ended. */
const lookEveryMs = 20;

/** One worker process, from the primary's first word to its last. */
export function runWorker(): void {
  for (const signal of signals) process.on(signal, () => undefined);
  let member: Member | null = null;
  let serving: Promise<PublicServer | null> | null = null;
  const channel = openChannel<ToWorker, ToPrimary>(new Socket({ fd: channelFd }), {
    receive: (message) => {
      if (message[0] === 'welcome') {
        const welcome = unpacked(message[1]) as Welcome;
        member = createMember(welcome, (told) => channel.send(told));
        serving = serve(member, welcome).catch((error: unknown) => {
          channel.send(['failed', faultOf(error)]);
          return null;
        });
        void serving.then((server) => server !== null && channel.send(['listening', server.url]));
      } else if (message[0] === 'drain') void drain();
      else member?.receive(message);
    },
    received: () => member?.received(),
    leaving: () => member?.leaving(),
    // Without the primary nobody knows what is left of any quota.
    closed: () => process.exit(0),
    failed: (error) => {
      throw error;
    },
  });

  async function drain(): Promise<void> {
    if (member === null) process.exit(0);
    member.context.state.draining = true;
    await (await serving)?.close();
    while (member.context.relay.running > 0) await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    await member.close();
    channel.close();
  }
}

async function serve({ context }: Member, { config, socketPath, port }: Welcome): Promise<PublicServer> {
  const through = createPassThrough({
    socketPath,
    endGently: (res) => res.socket !== null && endGently(res.socket),
    fail: (req, res) => {
      const gone = new NoriaError('shutting_down', 'Noria is shutting down; try again in a moment.');
      const told = describeError(context, gone, req.url ?? '');
      if (told === null) res.destroy();
      else res.writeHead(told.status, told.headers).end(told.body);
    },
  });
  const server = await listenInPublic(
    { host: config.server.host, port },
    {
      route: fastLane(context, (headers) => !belongsToSession(headers)),
      onRequest: (req, res) => {
        if (belongsToSession(req.headers) || !takesFastLane(context, req, res)) through.pass(req, res);
      },
    },
  );
  context.address.url = server.url;
  return {
    url: server.url,
    close: async () => {
      await server.close();
      through.close();
    },
  };
}

/** Which model a session stays on is known in one place, like the clients that are bound to limits or routes. */
function belongsToSession(headers: IncomingHttpHeaders): boolean {
  return headers['x-noria-session'] !== undefined;
}

function faultOf(error: unknown): SystemFault {
  const { message, code, syscall, port } = error as NodeJS.ErrnoException & { readonly port?: number };
  return { message, code, syscall, port };
}
