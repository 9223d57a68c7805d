import type { HttpCall, HttpClient, HttpHeaders } from './http.ts';
import { Collector, parseBody } from './parse-body.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: HttpHeaders;
  /** Parsed JSON, or text. */
  readonly body: unknown;
}

export interface Question extends Omit<HttpCall, 'body'> {
  readonly body?: unknown;
}

const longestBody = 16 * 1024 * 1024;

/** One small exchange with a time limit: key tests, model lists, health. @throws Error when there is no answer in `timeoutMs` */
export function request(
  http: HttpClient,
  { body, ...call }: Question,
  timeoutMs: number,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    let status = 0;
    let headers: HttpHeaders = {};
    const collector = new Collector(longestBody);
    const json = body === undefined ? {} : { body: JSON.stringify(body) };
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const control = http.start(
      { ...call, ...json, headers: { accept: 'application/json', ...type, ...call.headers } },
      {
        sent: () => {},
        head: (code, fields) => {
          status = code;
          headers = fields;
        },
        data: (chunk) => {
          if (!collector.push(chunk)) give(new Error('the answer is too long'));
        },
        end: () => {
          clearTimeout(timer);
          resolve({ status, headers, body: parseBody(collector.body()) });
        },
        failed: (error) => give(error),
      },
    );
    const timer = setTimeout(() => give(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);

    function give(error: Error): void {
      clearTimeout(timer);
      control.abort();
      reject(error);
    }
  });
}
