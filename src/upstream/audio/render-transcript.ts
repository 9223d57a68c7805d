import { isRecord } from '../parse-body.ts';

export type TranscriptFormat = 'json' | 'text' | 'verbose_json' | 'srt' | 'vtt';

interface Rendered {
  readonly body: Buffer;
  readonly contentType?: string;
}

interface Segment {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const plain = 'text/plain; charset=utf-8';

/** A transcript that came as JSON in the format the client wants. `bytes`: what it was parsed from. */
export function renderTranscript(
  body: Record<string, unknown>,
  format: TranscriptFormat,
  bytes: Buffer,
): Rendered {
  const text = String(body.text);
  switch (format) {
    case 'verbose_json':
      return { body: bytes };
    case 'json':
      return {
        body: Buffer.from(JSON.stringify({ text, ...(isRecord(body.usage) ? { usage: body.usage } : {}) })),
      };
    case 'text':
      return { body: Buffer.from(`${text}\n`), contentType: plain };
    case 'srt':
      return { body: Buffer.from(srt(segmentsIn(body))), contentType: plain };
    case 'vtt':
      return {
        body: Buffer.from(`WEBVTT\n\n${vtt(segmentsIn(body))}`),
        contentType: 'text/vtt; charset=utf-8',
      };
    default:
      return format satisfies never;
  }
}

function srt(segments: readonly Segment[]): string {
  return segments
    .map(
      ({ start, end, text }, index) =>
        `${index + 1}\n${clock(start, ',')} --> ${clock(end, ',')}\n${text}\n\n`,
    )
    .join('');
}

function vtt(segments: readonly Segment[]): string {
  return segments
    .map(({ start, end, text }) => `${clock(start, '.')} --> ${clock(end, '.')}\n${text}\n\n`)
    .join('');
}

/** Without segments the whole is one. */
function segmentsIn({ segments, text, duration }: Record<string, unknown>): Segment[] {
  const list = Array.isArray(segments) ? (segments as unknown[]) : [];
  const found = list.flatMap((entry) => {
    if (!isRecord(entry)) return [];
    const { start, end, text: words } = entry;
    return typeof start === 'number' && typeof end === 'number' && typeof words === 'string'
      ? [{ start, end, text: words.trim() }]
      : [];
  });
  return found.length > 0 ? found : [{ start: 0, end: Number(duration) || 0, text: String(text).trim() }];
}

/** `00:01:02,345` */
function clock(seconds: number, point: ',' | '.'): string {
  const ms = Math.round(seconds * 1_000);
  const [hours, minutes, rest] = [ms / 3_600_000, (ms / 60_000) % 60, (ms / 1_000) % 60];
  return `${part(hours, 2)}:${part(minutes, 2)}:${part(rest, 2)}${point}${part(ms % 1_000, 3)}`;
}

function part(value: number, digits: number): string {
  return String(Math.floor(value)).padStart(digits, '0');
}
