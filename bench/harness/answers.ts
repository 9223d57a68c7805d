import type { ServerResponse } from 'node:http';
import type { Dispatcher } from 'undici';
import { provider } from './payloads.ts';

type Headers = Record<string, string | string[] | undefined>;

/** What a floor does to a request: the provider's name is no part of the upstream's model. */
export function ownModel(name: string): string {
  return name.slice(provider.length + 1);
}

/** Passes an answer on as it comes, with back-pressure. */
export class BytesAnswer implements Dispatcher.DispatchHandler {
  protected readonly res: ServerResponse;

  constructor(res: ServerResponse) {
    this.res = res;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.res.on('close', () => {
      if (!this.res.writableFinished) controller.abort(new Error('the client left'));
    });
    this.res.on('drain', () => controller.resume());
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    const length = headers['content-length'];
    this.res.statusCode = status;
    this.res.setHeader('content-type', headers['content-type'] ?? 'application/octet-stream');
    if (length !== undefined) this.res.setHeader('content-length', length);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.res.write(chunk)) controller.pause();
  }

  onResponseEnd(): void {
    this.res.end();
  }

  onResponseError(): void {
    if (!this.res.headersSent) this.res.writeHead(502);
    this.res.end();
  }
}

/** What becomes of an answer, by its kind. */
export interface Sending {
  readonly whole: (body: Buffer, tokens: number) => void;
  /** A stream begins; its bytes are written to the response. */
  readonly stream?: () => void;
  /** A 429 was read to its end; absent = it is passed on. */
  readonly refused?: () => void;
}

/** Reads a JSON answer as a whole and parses it; streams pass. */
export class JsonAnswer extends BytesAnswer {
  private readonly chunks: Buffer[] = [];
  private readonly sending: Sending;
  private isJson = false;
  private status = 0;

  constructor(res: ServerResponse, sending: Sending) {
    super(res);
    this.sending = sending;
  }

  override onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Headers,
  ): void {
    this.status = status;
    this.isJson = String(headers['content-type']).startsWith('application/json');
    if (this.isJson) return;
    this.sending.stream?.();
    super.onResponseStart(controller, status, headers);
  }

  override onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.isJson) this.chunks.push(chunk);
    else super.onResponseData(controller, chunk);
  }

  override onResponseEnd(): void {
    if (!this.isJson) return super.onResponseEnd();
    const body = Buffer.concat(this.chunks);
    if (this.status === 429 && this.sending.refused !== undefined) {
      JSON.parse(body.toString());
      return this.sending.refused();
    }
    const { usage } = JSON.parse(body.toString()) as { usage: { total_tokens: number } };
    this.sending.whole(body, usage.total_tokens);
  }
}
