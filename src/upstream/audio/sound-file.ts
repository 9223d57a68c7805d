import { isRecord } from '../parse-body.ts';

/** A recording as it was uploaded. */
export interface SoundFile {
  readonly name: string;
  /** MIME type as the client gave it; '' = none. */
  readonly type: string;
  readonly bytes: Buffer;
}

export function isSoundFile(value: unknown): value is SoundFile {
  return isRecord(value) && Buffer.isBuffer(value.bytes) && typeof value.name === 'string';
}
